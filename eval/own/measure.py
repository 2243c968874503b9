"""Run the service on a user's references and measure what they allow: summaries, whole translations, sentence pairs."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from eval import baselines
from eval.metrics import summary, translation
from eval.metrics.figures import Figure
from eval.metrics.summary import Summary
from eval.own.formats import Rated
from eval.run import Run, Setup
from eval.stories import PageLine, Pair, RatedArticle, Story
from eval.subject import Subject
from eval.systems import LEAD_OURS, LEAD_WORDS, ORACLE_OURS, OURS, SUMMARY_LENGTH, TEXT_RANK, OnProgress
from service.errors import InputError
from service.values import Article, Document, Outcome, Sentence, Span, TranslatedArticle, Translation
from service.version import __version__

Read = dict[str, Article]


def evaluate_own(subject: Subject, rated: Sequence[Rated], path: Path, on_progress: OnProgress) -> tuple[Run, tuple[Story, ...]]:
    """Return a run, and the articles as a story for the report's worst cases. A page that cannot be read scores as a miss."""
    started = time.monotonic()
    read, failures = _read(subject, rated, on_progress)
    english = _translate(subject, rated, read, on_progress)
    summaries = _summaries(subject, rated, read, english, on_progress)
    figures = _figures(rated, english, summaries, on_progress)
    digest = hashlib.sha256("\0".join(f"{one.key}\0{one.page}\0{one.summaries}\0{one.translation}\0{one.pairs}" for one in rated).encode())
    setup = Setup(
        data_sha256=digest.hexdigest(),
        counts={"stories": 1, "articles": len(rated), "sentences": sum(len(texts) for texts in english.values())},
        version=__version__,
        cleaner=subject.cleaner,
        models=tuple(asdict(model) for model in subject.models),
        lengths=f"summary {SUMMARY_LENGTH}",
        when=datetime.now(UTC).isoformat(timespec="seconds"),
        seconds=round(time.monotonic() - started, 1),
    )
    story = Story("own", path.name, path.name, tuple(_article(one, read.get(one.key)) for one in rated), (), (), ())
    keyed = {f"own/{key}": tuple(texts) for key, texts in english.items()}
    labels = {article.key: tuple(line.label for line in article.lines) for article in story.articles}
    told = {system: {f"own/{key}": texts for key, texts in units.items()} for system, units in summaries.items()}
    return Run(setup, tuple(figures), told, keyed, labels, {f"own/{key}": text for key, text in failures.items()}), (story,)


def _read(subject: Subject, rated: Sequence[Rated], on_progress: OnProgress) -> tuple[Read, dict[str, str]]:
    read: Read = {}
    failures: dict[str, str] = {}
    for number, one in enumerate(rated):
        on_progress("reading", number, len(rated))
        try:
            if one.page:
                read[one.key] = subject.read(Document(one.page, one.key))
        except InputError as error:
            failures[one.key] = f"{error.code}: {error}"
    return read, failures


def _translate(subject: Subject, rated: Sequence[Rated], read: Read, on_progress: OnProgress) -> dict[str, list[str]]:
    """Translate the sentences of articles, and the sources of pairs as they stand."""
    wanted = [(one.key, sentence) for one in rated for sentence in _sentences(one, read)]
    results = subject.translate([sentence for _, sentence in wanted], lambda done, total: on_progress("translating", done, total))
    english: dict[str, list[str]] = {one.key: [] for one in rated}
    for (key, _), result in zip(wanted, results, strict=True):
        english[key].append(result.text)
    return english


def _sentences(one: Rated, read: Read) -> Sequence[Sentence]:
    if one.pairs:
        return [Sentence(Span(0, len(pair.source)), pair.source, "id") for pair in one.pairs]
    return read[one.key].sentences if one.key in read else ()


def _summaries(
    subject: Subject, rated: Sequence[Rated], read: Read, english: dict[str, list[str]], on_progress: OnProgress
) -> dict[str, dict[str, tuple[str, ...]]]:
    found: dict[str, dict[str, tuple[str, ...]]] = {name: {} for name in (OURS, LEAD_OURS, LEAD_WORDS, TEXT_RANK, ORACLE_OURS)}
    chosen = [one for one in rated if one.summaries]
    for number, one in enumerate(chosen):
        on_progress("condensing", number, len(chosen))
        texts = english[one.key]
        found[OURS][one.key] = ()
        if one.key in read:
            translations = tuple(Translation(text, Outcome.TRANSLATED) for text in texts)
            article = TranslatedArticle(read[one.key], translations, Translation(one.key, Outcome.PASSED_THROUGH))
            found[OURS][one.key] = tuple(
                s.text for brief in subject.condense([article], SUMMARY_LENGTH, together=False) for s in brief.sentences
            )
        found[LEAD_OURS][one.key] = tuple(baselines.lead(texts))
        n_words = len(" ".join(found[OURS][one.key]).split())
        found[LEAD_WORDS][one.key] = tuple(baselines.lead_words(texts, n_words))
        found[TEXT_RANK][one.key] = tuple(baselines.text_rank(texts))
        found[ORACLE_OURS][one.key] = tuple(baselines.oracle(texts, one.summaries))
    return found


def _figures(
    rated: Sequence[Rated], english: dict[str, list[str]], summaries: dict[str, dict[str, tuple[str, ...]]], on_progress: OnProgress
) -> list[Figure]:
    figures: list[Figure] = []
    aligned = [one for one in rated if one.pairs]
    if aligned:
        figures += translation.figures(OURS, [(f"own/{one.key}", one.pairs, english[one.key]) for one in aligned])
    whole = [one for one in rated if one.translation]
    if whole:
        texts = [(f"own/{one.key}", (Pair(one.page, one.translation),), " ".join(english[one.key])) for one in whole]
        figures.append(translation.whole_pages("ours from raw pages", texts))
    told = [one for one in rated if one.summaries]
    for number, (system, units) in enumerate(summaries.items()):
        on_progress("measuring", number, len(summaries))
        if told:
            figures += summary.figures(system, [_summary(one, units[one.key], english[one.key]) for one in told])
    return figures


def _summary(one: Rated, sentences: tuple[str, ...], english: Sequence[str]) -> Summary:
    known = f"{one.page} {one.translation}" if one.translation else ""
    n_words = len((one.translation or " ".join(english)).split())
    return Summary(f"own/{one.key}", sentences, tuple(english), one.summaries, (), known, n_words)


def _article(one: Rated, read: Article | None) -> RatedArticle:
    """Return an article for the report: its own sentences as source, without references sentence by sentence."""
    pairs = one.pairs or tuple(Pair(sentence.text, "") for sentence in (read.sentences if read else ()))
    lines = tuple(PageLine("body", line) for line in one.page.splitlines())
    return RatedArticle("own", one.key, lines, pairs, None, None, "id", "", one.summaries, (), ())
