"""Lay a report out as a flat list of blocks that `plain` and `markdown` each write in their own way.

Texts in blocks are raw: the writers strip and escape them. Only `Prose.marks` is ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from service.render import trace, wording
from service.values import Brief, Notice, Outcome, Report


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the title of a brief or an article."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph of sentences, each with the marks that follow it (`[1][2]`, or nothing)."""

    sentences: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """A paragraph of the original, below its English."""

    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One numbered item: what it is, its lines, and what to doubt about it."""

    number: int
    label: str
    lines: tuple[str, ...]
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Remarks:
    """A list of one-line remarks."""

    texts: tuple[str, ...]


Block = Heading | Prose | Quote | Entry | Remarks


def outline(report: Report, *, kind: str) -> list[Block]:
    """Return the blocks of a summary or a translation, in reading order."""
    blocks: list[Block] = []
    if kind == "summary":
        for brief in report.briefs:
            blocks += _brief(report, brief)
        shown = trace.uncovered(report)
    else:
        shown = list(range(len(report.articles)))
    for index in shown:
        blocks += _article(report, index)
    return blocks + list(_closing(report, [index for index in range(len(report.articles)) if index not in shown]))


def _brief(report: Report, brief: Brief) -> Iterator[Block]:
    sources = trace.trace(report, brief)
    first = report.articles[brief.articles[0]] if len(brief.articles) == 1 else None
    yield Heading(1, brief.title)
    if first is not None and (line := wording.byline(first.article.metadata)):
        yield Prose(((line, ""),))
    yield Prose(tuple((made.text, "".join(f"[{n}]" for n in sources.cited(made.sources))) for made in brief.sentences))
    doubts = [notice for made in brief.sentences for notice in made.notices]
    if remarks := messages((*brief.notices, *doubts)):
        yield Remarks(remarks)
    if len(brief.articles) > 1:
        yield Heading(2, "Articles")
        yield Remarks(tuple(_listed(report, index) for index in brief.articles))
    if sources.pairs:
        yield Heading(2, "Sources")
    for number, pair in enumerate(sources.pairs, 1):
        yield _source(report, number, pair)


def _listed(report: Report, index: int) -> str:
    article = report.articles[index].article
    details = _distinct((wording.byline(article.metadata), article.metadata.url or "", article.origin))
    return f"{wording.english_title(report.articles[index])} ({'; '.join(details)})"


def _source(report: Report, number: int, pair: trace.Pair) -> Entry:
    translated = report.articles[pair.ref.article]
    outlet = translated.article.metadata.outlet
    title = wording.english_title(translated)
    english = pair.translation.text if pair.translation else "(not translated)"
    label = f"{f'{outlet}: ' if outlet else ''}{title} (sentence {pair.ref.sentence + 1})"
    return Entry(number, label, _distinct((english, pair.sentence.text)), messages(pair.translation.notices if pair.translation else ()))


def _article(report: Report, index: int) -> Iterator[Block]:
    translated = report.articles[index]
    article = translated.article
    yield Heading(1, wording.english_title(translated))
    above = _distinct((article.metadata.title or "", wording.byline(article.metadata), article.origin))
    yield Remarks(tuple(line for line in above if line != wording.english_title(translated)))
    for group in trace.paragraphs(report, index):
        done = [(pair.translation.text, _doubt(pair)) for pair in group if pair.translation]
        missing = [("(not translated)", "")] if len(done) < len(group) else []
        yield Prose((*done, *missing))
        yield Quote(" ".join(pair.sentence.text for pair in group))
        if remarks := messages(notice for pair in group if pair.translation for notice in pair.translation.notices):
            yield Remarks(remarks)
    title_notices = translated.title.notices if translated.title else ()
    if remarks := messages((*article.notices, *translated.notices, *title_notices)):
        yield Heading(2, "Notices")
        yield Remarks(remarks)


def _closing(report: Report, only_cited: list[int]) -> Iterator[Block]:
    if report.failures:
        yield Heading(2, "Inputs that gave nothing")
        yield Remarks(tuple(f"{failure.origin}: {failure.message}" for failure in report.failures))
    of_articles = _distinct(line for index in only_cited for line in _article_remarks(report, index))
    if remarks := (*messages(report.notices), *of_articles):
        yield Heading(2, "Notices")
        yield Remarks(remarks)
    yield Heading(2, "How this was made")
    counted = (wording.reconciled(report.articles),) if report.articles else ()
    embedded = wording.embedded_line(report)
    made = tuple(wording.model_line(use) for use in report.signature.models)
    version = f"Ringkas {report.signature.version}, cleaning rules {report.signature.cleaner}."
    yield Remarks((*((embedded,) if embedded else ()), *counted, *made, version))


def _article_remarks(report: Report, index: int) -> Iterator[str]:
    """Say which article a remark is about where there are several."""
    translated = report.articles[index]
    for message in messages((*translated.article.notices, *translated.notices)):
        yield f"{translated.article.origin}: {message}" if len(report.articles) > 1 else message


def messages(notices: Iterable[Notice]) -> tuple[str, ...]:
    """Return the messages of some notices, each once, in order."""
    return _distinct(notice.message for notice in notices)


def _doubt(pair: trace.Pair) -> str:
    return "[?]" if pair.translation and pair.translation.outcome is Outcome.FLAGGED else ""


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))
