"""Split a page into lines with exact spans, and give a line the plain form that rules look at.

Nothing here edits the page: the plain form is only ever compared, never shown and never translated.
"""

from __future__ import annotations

import re
import unicodedata

from service.values import Span

_BREAK = re.compile(r"\r\n|\n|\r")
_INVISIBLE = ("Cc", "Cf", "Co", "Cn", "Cs")
_DECORATION = ("So", "Sk", "Sm", "Pd", "Po", "Cf", "Mn")
_KEPT_IN_FRONT = frozenset("\"'&@#*…%.¿¡©")


def split_lines(text: str) -> tuple[Span, ...]:
    r"""Return the span of every line without its break (`\n`, `\r\n` or `\r`): `"a\r\n\nb"` -> `(0,1) (3,3) (4,5)`.

    Lines are one more than breaks, so an empty text is one empty line.
    """
    spans = []
    start = 0
    for found in _BREAK.finditer(text):
        spans.append(Span(start, found.start()))
        start = found.end()
    spans.append(Span(start, len(text)))
    return tuple(spans)


def plain(line: str) -> str:
    """Return the line composed (NFC), without invisible characters, white space squeezed: `"Baca\\u200b  juga "` -> `"Baca juga"`."""
    visible = "".join(" " if character == "\t" else character for character in line if character == "\t" or not _invisible(character))
    return " ".join(unicodedata.normalize("NFC", visible).split())


def is_blank(line: str) -> bool:
    """Say whether a line shows nothing: white space, zero-width and control characters only."""
    return not plain(line)


def bare(plain_line: str) -> str:
    """Return a plain line without the bullets, arrows and emoji around it: `">> simak juga: Cara"` -> `"simak juga: Cara"`.

    Quotation marks, `#`, `@`, `*` and `...` stay, for they say something about the line.
    """
    start, end = 0, len(plain_line)
    while start < end and _decorates(plain_line[start]):
        start += 1
    while end > start and _decorates(plain_line[end - 1]) and plain_line[end - 1] not in "!?:;,/\\":
        end -= 1
    return plain_line[start:end].strip()


def _invisible(character: str) -> bool:
    return unicodedata.category(character) in _INVISIBLE


def _decorates(character: str) -> bool:
    if character in _KEPT_IN_FRONT or character.isalnum():
        return False
    return character.isspace() or character in "|<>»«=~_" or unicodedata.category(character) in _DECORATION
