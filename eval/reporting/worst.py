"""The articles our system does worst on, and what went wrong with each, told from the figures' own evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eval.metrics import sacre
from eval.metrics.figures import Figure
from eval.metrics.summary import invented, told_facts
from eval.run import Run
from eval.stories import RatedArticle, Story
from eval.systems import FROM_REFERENCE, LEAD_OURS, OURS

N_WORST = 10
_RANKED_BY = ("rouge1 (best)", "key facts told", "chrF")
RANKING = "Ranked by the mean of ROUGE-1, key facts told and chrF, as far as they are measured."
_SHOWN = (
    *((name, f"{OURS}: {name}") for name in (*_RANKED_BY, "BLEU", "invented names and numbers")),
    ("rouge1 (best) from reference translation", f"{FROM_REFERENCE}: rouge1 (best)"),
    ("rouge1 (best) of lead-3", f"{LEAD_OURS}: rouge1 (best)"),
)


@dataclass(frozen=True, slots=True)
class Case:
    """One article with all that a reader needs to see why it scored low."""

    article: RatedArticle
    scores: tuple[tuple[str, float], ...]
    wrong: tuple[str, ...]
    """What went wrong, one finding a line."""
    ours: tuple[str, ...]
    from_reference: tuple[str, ...]
    english: tuple[str, ...]
    sentence_scores: tuple[float | None, ...]
    """chrF of each sentence; None where it has no reference."""


def worst(run: Run, stories: Sequence[Story], n_worst: int = N_WORST) -> list[Case]:
    """Return the articles with the lowest mean of ROUGE-1, key facts told and chrF, the worst first."""
    articles = {article.key: article for story in stories for article in story.articles}
    figures = [figure for measure in _RANKED_BY if (figure := run.find(f"{OURS}: {measure}"))]
    ranked = sorted(articles, key=lambda key: (sum(_of(figure, key) or 0 for figure in figures), key))
    return [_case(run, articles[key]) for key in ranked[:n_worst]]


def _case(run: Run, article: RatedArticle) -> Case:
    key = article.key
    scores = [(name, score) for name, figure in _SHOWN if (score := _of(run.find(figure), key)) is not None]
    english = run.english[key]
    pairs = zip(english, article.reference, strict=True)
    by_sentence = tuple(
        sacre.score("chrF", sacre.statistics("chrF", [text], [reference])) if reference else None for text, reference in pairs
    )
    return Case(
        article=article,
        scores=tuple(scores),
        wrong=tuple(_findings(run, article, by_sentence)),
        ours=run.summaries.get(OURS, {}).get(key, ()),
        from_reference=run.summaries.get(FROM_REFERENCE, {}).get(key, ()),
        english=english,
        sentence_scores=by_sentence,
    )


def _findings(run: Run, article: RatedArticle, by_sentence: Sequence[float | None]) -> list[str]:
    key = article.key
    findings = [f"It could not be read: {run.failures[key]}"] if key in run.failures else []
    labels = list(zip(article.lines, run.labels[key], strict=True))
    findings += [f"Body line dropped: {line.text}" for line, found in labels if line.label == "body" != found]
    findings += [f"Line kept that is no body ({line.label}): {line.text}" for line, found in labels if line.label != "body" == found]
    ours, other = (_of(run.find(f"{system}: rouge1 (best)"), key) for system in (OURS, FROM_REFERENCE))
    if ours is None or other is None:
        pass  # without a reference translation the error cannot be parted
    elif other - ours > 5:
        findings.append(
            f"Translation costs {other - ours:.0f} points of ROUGE-1: from the reference translation the summary has {other:.0f}."
        )
    elif ours < 40:
        findings.append(
            f"Condensing is to blame: from the reference translation the summary is no better ({other:.0f} against {ours:.0f})."
        )
    summary = run.summaries.get(OURS, {}).get(key, ())
    told = told_facts(summary, article.must)
    findings += [f"Fact not told: {fact}" for fact, is_told in zip(article.must, told, strict=True) if not is_told]
    known = " ".join((article.page, *article.reference))
    unknown = invented(summary, known)
    if unknown:
        findings.append(f"Names or numbers nobody wrote: {', '.join(unknown)}")
    bad = [number for number, score in enumerate(by_sentence) if score is not None and score < 35]
    if bad:
        findings.append(
            f"{len(bad)} of {len(by_sentence)} sentences are translated badly (chrF below 35): {', '.join(str(n + 1) for n in bad)}"
        )
    return findings


def _of(figure: Figure | None, key: str) -> float | None:
    """Return a figure's value for one article; None where it has none."""
    return figure.of(key) if figure is not None and any(row.unit == key for row in figure.rows) else None
