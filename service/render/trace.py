"""Follow a brief back to its sources: number every cited sentence and put its English and its original side by side."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from service.values import Brief, Report, Sentence, SourceRef, Translation


@dataclass(frozen=True, slots=True)
class Pair:
    """A source sentence and its English; `translation` is None where a cancelled run did not reach it."""

    ref: SourceRef
    sentence: Sentence
    translation: Translation | None


@dataclass(frozen=True, slots=True)
class Trace:
    """A brief's sources in order of first citation: `pairs[n - 1]` is source number n."""

    pairs: tuple[Pair, ...]
    numbers: dict[SourceRef, int]

    def cited(self, sources: tuple[SourceRef, ...]) -> list[int]:
        """Return the numbers of some sources, ascending, each once."""
        return sorted({self.numbers[ref] for ref in sources})


def pair(report: Report, ref: SourceRef) -> Pair:
    """Return the sentence a reference points at, with its English."""
    translated = report.articles[ref.article]
    done = translated.translations
    return Pair(ref, translated.article.sentences[ref.sentence], done[ref.sentence] if ref.sentence < len(done) else None)


def trace(report: Report, brief: Brief) -> Trace:
    """Number the sources of a brief from 1, in order of first citation."""
    numbers: dict[SourceRef, int] = {}
    for sentence in brief.sentences:
        for ref in sentence.sources:
            numbers.setdefault(ref, len(numbers) + 1)
    return Trace(tuple(pair(report, ref) for ref in numbers), numbers)


def paragraphs(report: Report, index: int) -> list[list[Pair]]:
    """Return the pairs of article `index`, grouped by the line of the page their sentence starts on."""
    article = report.articles[index].article
    starts = [line.span.start for line in article.lines]
    grouped: dict[int, list[Pair]] = {}
    for number, sentence in enumerate(article.sentences):
        grouped.setdefault(bisect_right(starts, sentence.span.start), []).append(pair(report, SourceRef(index, number)))
    return list(grouped.values())


def uncovered(report: Report) -> list[int]:
    """Return the articles no brief covers: what a cancelled or failed condensing left behind."""
    covered = {index for brief in report.briefs for index in brief.articles}
    return [index for index in range(len(report.articles)) if index not in covered]
