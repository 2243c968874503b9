"""Cut the kept lines of an article into sentences with exact spans.

A line break ends a sentence, except in hard-wrapped text, where the lines of a paragraph are joined first. Nothing is
edited and nothing is searched for again: the places of sentence ends (`service.boundaries`) become spans of the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from service.boundaries import INVISIBLE, sentence_ends
from service.values import Line, LineKind, Sentence, Span

_WRAP_WIDTHS = range(50, 91)
"""Characters in a line of hard-wrapped text."""
_FINISHED = ".!?…:"
_CLOSERS = "\"'”’»)]*" + INVISIBLE


def segment(text: str, lines: Sequence[Line]) -> tuple[Sentence, ...]:
    """Return the sentences of the kept body lines, in order; `language` is left empty.

    Every sentence satisfies `text[span.start:span.end] == sentence.text`, has no white space around it and shows at least
    one character; together they cover every visible character of the kept lines.
    `'Ya. Ya. Tidak.'` -> `(0, 3) (4, 7) (8, 14)`
    """
    spans = (span for paragraph in _paragraphs(text, lines) for span in _sentences(text, paragraph))
    return tuple(Sentence(span, span.of(text), "") for span in spans)


def _sentences(text: str, paragraph: Span) -> list[Span]:
    """Return the spans of one paragraph's sentences; pieces without a letter or digit join a neighbor."""
    ends = [paragraph.start + end for end in sentence_ends(paragraph.of(text))]
    spans: list[Span] = []
    opening: int | None = None
    for start, end in zip((paragraph.start, *ends), (*ends, paragraph.end), strict=True):
        piece = _trimmed(text, Span(start if opening is None else opening, end))
        if any(character.isalnum() for character in piece.of(text)):
            spans.append(piece)
            opening = None
        elif spans:
            spans[-1] = _trimmed(text, Span(spans[-1].start, piece.end))
        else:
            opening = piece.start
    if not spans and _is_visible(paragraph.of(text)):
        spans.append(_trimmed(text, paragraph))
    return spans


def _trimmed(text: str, span: Span) -> Span:
    piece = span.of(text)
    start = span.start + len(piece) - len(piece.lstrip())
    return Span(start, max(start, span.start + len(piece.rstrip())))


def _is_visible(piece: str) -> bool:
    return any(not character.isspace() and character not in INVISIBLE for character in piece)


def _paragraphs(text: str, lines: Sequence[Line]) -> Iterator[Span]:
    """Yield what a sentence may not cross: a line, or the joined lines of a hard-wrapped paragraph."""
    runs = list(_runs(text, lines))
    page_is_wrapped = _is_wrapped([pair for run in runs for pair in _pairs(text, run)])
    for run in runs:
        pairs = _pairs(text, run)
        joined = page_is_wrapped or _is_wrapped(pairs)
        start = run[0].span.start
        for line, below, pair in zip(run, run[1:], pairs, strict=False):
            if not (joined and _continues(*pair)):
                yield Span(start, line.span.end)
                start = below.span.start
        yield Span(start, run[-1].span.end)


def _runs(text: str, lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Yield the kept body lines that stand directly under one another."""
    run: list[Line] = []
    for line in lines:
        if line.kept and line.kind is LineKind.BODY and _is_visible(line.span.of(text)):
            run.append(line)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _pairs(text: str, run: Sequence[Line]) -> list[tuple[str, str]]:
    shown = [line.span.of(text).strip() for line in run]
    return list(pairwise(shown))


def _is_wrapped(pairs: Sequence[tuple[str, str]]) -> bool:
    """Say whether most lines have a wrapped line's width and break off in mid-sentence, most of those before a small letter."""
    full = [pair for pair in pairs if len(pair[0]) in _WRAP_WIDTHS]
    broken = [pair for pair in full if not _is_finished(pair[0])]
    small = [pair for pair in broken if pair[1][:1].islower()]
    return 2 * len(full) > len(pairs) and 2 * len(broken) > len(full) and 2 * len(small) > len(broken)


def _continues(before: str, after: str) -> bool:
    """Say whether a line of wrapped text goes on in the next: a short line only before a small letter."""
    return len(before) in _WRAP_WIDTHS or (not _is_finished(before) and after[:1].islower())


def _is_finished(line: str) -> bool:
    return line.rstrip(_CLOSERS)[-1:] in tuple(_FINISHED)
