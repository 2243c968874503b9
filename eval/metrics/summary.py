"""How good a summary is: ROUGE against two references, key facts told, names and numbers nobody wrote, length, copying.

ROUGE is that of rouge-score with its Porter stemmer, which equals `ROUGE-1.5.5.pl -m`; Lsum gets one sentence a line.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import Any

from eval.metrics.figures import Figure, Measure, Row, figure
from service.support import content, unsupported

ROUGES = ("rouge1", "rouge2", "rougeL", "rougeLsum")
FACT_THRESHOLD = 0.5
"""Share of a fact's content words that a summary must have for the fact to count as told.

At 0.5 the reference summaries tell 81 % and 86 % of the facts written for their articles, both together 94 %, and summaries
of other stories 0.1 %.
"""
COPIED_WORDS = 4

FACTS = Measure("key facts told", "ratio", f"must facts|content words covered >= {FACT_THRESHOLD}|eval.metrics.summary.coverage")
INVENTED = Measure(
    "invented names and numbers",
    "ratio",
    "share of a summary's names and numbers in neither page nor reference|service.support.unsupported",
    False,
)
WORDS = Measure("words", "mean", "words of a summary, by white space")
COMPRESSION = Measure("compression", "ratio", "words of the summary per words of the reference translation", False)
COPIED = Measure("share copied", "ratio", f"runs of {COPIED_WORDS} words that stand in the English it was made from", False)


@dataclass(frozen=True, slots=True)
class Summary:
    """A system's summary of one unit (an article's key or a story's name), with all it is judged by."""

    unit: str
    sentences: tuple[str, ...]
    made_from: tuple[str, ...]
    """The English sentences the system had."""
    references: tuple[tuple[str, ...], ...]
    must: tuple[str, ...]
    known: str
    """Reference translations and pages: what a summary may name; empty where there is no translation to tell by."""
    n_words: int
    """Words of the reference translation."""


def coverage(text: str, source: str) -> float:
    """Return the share of `text`'s content words that `source` has, between 0 and 1 (1.0 for a text without any)."""
    wanted = content(text)
    return len(wanted & content(source)) / len(wanted) if wanted else 1.0


def figures(system: str, summaries: Sequence[Summary], by: Sequence[str] = ("best", "mean")) -> list[Figure]:
    """Return every measure of a system's summaries, ROUGE `by` the best reference and by the mean over references."""
    result = []
    scores = {summary.unit: rouge(summary.sentences, summary.references) for summary in summaries}
    n_references = max(len(summary.references) for summary in summaries)
    for name in ROUGES:
        for how in by:
            rows = [Row(unit, (_pick(how, [score[name] for score in found]), 1.0)) for unit, found in scores.items()]
            result.append(figure(system, Measure(f"{name} ({how})", "ratio", _signature(name, how, n_references)), rows))
    if any(one.must for one in summaries):
        result.append(figure(system, FACTS, [Row(one.unit, _told(one)) for one in summaries]))
    if all(one.known for one in summaries):
        result.append(figure(system, INVENTED, [Row(one.unit, _invented(one)) for one in summaries]))
    result.append(
        figure(system, COMPRESSION, [Row(one.unit, (float(len(" ".join(one.sentences).split())), float(one.n_words))) for one in summaries])
    )
    result.append(figure(system, WORDS, [Row(one.unit, (float(len(" ".join(one.sentences).split())), 1.0)) for one in summaries]))
    result.append(figure(system, COPIED, [Row(one.unit, _copied(one)) for one in summaries]))
    return result


def rouge(sentences: Sequence[str], references: Sequence[Sequence[str]]) -> list[dict[str, float]]:
    """Return the F1 of each ROUGE against each reference, between 0 and 1; all 0 for no sentences."""
    text = "\n".join(sentences)
    return [{name: value.fmeasure for name, value in _scorer().score("\n".join(reference), text).items()} for reference in references]


def told_facts(sentences: Sequence[str], facts: Sequence[str]) -> list[bool]:
    """Say of each fact whether the sentences together tell it."""
    text = " ".join(sentences)
    return [coverage(fact, text) >= FACT_THRESHOLD for fact in facts]


@cache
def _scorer() -> Any:
    from rouge_score.rouge_scorer import RougeScorer

    return RougeScorer(list(ROUGES), use_stemmer=True)


def _signature(name: str, how: str, n_references: int) -> str:
    sentences = "|sentences:one a line" if name == "rougeLsum" else ""
    return f"{name}|F1|stemmer:porter|nrefs:{n_references}|by:{how}{sentences}|rouge-score:{version('rouge-score')}"


def _pick(how: str, values: Sequence[float]) -> float:
    return max(values) if how == "best" else sum(values) / len(values)


def _told(summary: Summary) -> tuple[float, float]:
    told = told_facts(summary.sentences, summary.must)
    return float(sum(told)), float(len(told))


def _in_american(text: str) -> str:
    """Return a text with the British spellings that names often have in the American way: `Defence` is no other name than `Defense`."""
    for british, american in (
        ("Defence", "Defense"),
        ("Centre", "Center"),
        ("Labour", "Labor"),
        ("isation", "ization"),
        ("Programme", "Program"),
    ):
        text = text.replace(british, american)
    return text


def invented(sentences: Sequence[str], known: str) -> list[str]:
    """Return the names and numbers of a summary that are not in what is known, in British or American spelling."""
    either = f"{known} {_in_american(known)}"
    return [word for sentence in sentences for word in unsupported(sentence, either)]


def _invented(summary: Summary) -> tuple[float, float]:
    return float(len(invented(summary.sentences, summary.known))), float(
        sum(len(unsupported(sentence, "")) for sentence in summary.sentences)
    )


def _copied(summary: Summary) -> tuple[float, float]:
    have = set(_runs(summary.made_from))
    runs = list(_runs(summary.sentences))
    return float(sum(run in have for run in runs)), float(len(runs))


def _runs(sentences: Iterable[str]) -> Iterable[tuple[str, ...]]:
    for sentence in sentences:
        words = [word.strip(".,;:!?\"'“”’()").lower() for word in sentence.split()]
        yield from zip(*(words[start:] for start in range(COPIED_WORDS)), strict=False)
