"""Clean a pasted page: every line kept or dropped with a reason, and what the page says of itself.

The text is never edited; lines are spans of it. A promotion stuck to a sentence without a line break becomes a line of
its own, so that the sentence survives.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from service.cleaning.appearance import Look
from service.cleaning.body import read_body
from service.cleaning.head import read_head
from service.cleaning.lines import is_blank, plain, split_lines
from service.cleaning.metadata import read_metadata
from service.cleaning.page import Page
from service.cleaning.rules import RuleBook, default_rules
from service.cleaning.tail import read_tail
from service.values import Line, LineKind, Metadata, Notice, Severity, Span

_WOULD_BE = "kept-all:"
_NOTHING_KNOWN = Metadata()


@dataclass(frozen=True, slots=True)
class Cleaned:
    """All lines of the page in order; between them stand only line breaks."""

    lines: tuple[Line, ...]
    metadata: Metadata
    notices: tuple[Notice, ...]


def clean(text: str, *, metadata: Metadata = _NOTHING_KNOWN, keep_all: bool = False, rules: RuleBook | None = None) -> Cleaned:
    """Decide every line of a page.

    `metadata` is what is known already, from HTML for example; it is kept and completed. With `keep_all` every line that
    is not blank is kept, title apart all as body, and the reason tells what would have been: `kept-all:rule:baca-juga`.
    """
    book = rules or default_rules()
    spans = [piece for span in split_lines(text) for piece in _unglue(text, span, book)]
    filled = [index for index, span in enumerate(spans) if not is_blank(span.of(text))]
    page = Page([Look(plain(spans[index].of(text)), gap=index > 0 and is_blank(spans[index - 1].of(text))) for index in filled], book)
    read_head(page, metadata.title)
    read_tail(page)
    read_body(page)
    by_index = dict(zip(filled, page.rows, strict=True))
    lines = []
    for index, span in enumerate(spans):
        row = by_index.get(index)
        kind, reason = (row.kind or LineKind.BODY, row.reason or "default") if row else (LineKind.BLANK, "blank")
        lines.append(_line(span, kind, reason, keep_all=keep_all))
    return Cleaned(tuple(lines), read_metadata(page, metadata), _notices(lines, keep_all=keep_all))


def _line(span: Span, kind: LineKind, reason: str, *, keep_all: bool) -> Line:
    if keep_all and kind not in (LineKind.BLANK, LineKind.BODY):
        return Line(span, kind if kind is LineKind.TITLE else LineKind.BODY, True, _WOULD_BE + reason)
    return Line(span, kind, kind is LineKind.BODY, reason)


def _unglue(text: str, span: Span, rules: RuleBook) -> list[Span]:
    """Cut a line where a promotion is stuck to a sentence: `... berlanjut.Baca berita tanpa iklan. Gabung Kompas.com+`."""
    line = span.of(text)
    cuts = {0, len(line)}
    for found in rules.glued.finditer(line):
        before, behind = line[: found.start()], line[found.end() :]
        quoted = before.endswith(tuple("\"'“‘(")) or behind.startswith(tuple("\"'”’)"))
        has_before, has_behind = _has_words(before), _has_words(behind)
        if quoted or not (has_before or has_behind) or (not has_before and behind[0].isspace()):
            continue
        cuts |= {found.start() if has_before else 0, found.end() if has_behind else len(line)}
    return [Span(span.start + left, span.start + right) for left, right in pairwise(sorted(cuts))] or [span]


def _has_words(part: str) -> bool:
    return any(character.isalnum() for character in part)


def _notices(lines: list[Line], *, keep_all: bool) -> tuple[Notice, ...]:
    n_filled = sum(line.kind is not LineKind.BLANK for line in lines)
    n_dropped = sum(line.kind is LineKind.BOILERPLATE for line in lines)
    if keep_all:
        return (Notice("cleaning-off", "All lines were kept, advertisements and links included.", Severity.INFO),)
    if not n_dropped:
        return ()
    message = f"Dropped {n_dropped} of {n_filled} lines that are not part of the article, each with a reason."
    return (Notice("lines-dropped", message, Severity.INFO),)
