"""Find what a sentence counts, measures, pays or dates, in Indonesian or in English, with the place of each.

Digits with either convention, scale words, number words, ordinals, percent, money, units, times, dates, scores, ranges.
Names that hold digits (`G20`, `COVID-19`, `F-16`, web addresses) and the number of a list item are no quantities.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from service.checks.dates import dates, times, weekdays
from service.checks.figures import NUMERAL, readings
from service.checks.quantities import MONEY, Amounts, Language, Quantity, canonical, lexicon
from service.checks.words import written
from service.values import Span

_WEB = re.compile(r"\b(?:https?://\S+|(?:[\w-]+\.)+(?:com|co|id|org|net|go|tv|gov|io)\b\S*)", re.IGNORECASE)
_MARKS = sorted(lexicon()["marks"], key=len, reverse=True)
_CODE = re.compile(
    r"(?<![\w-])(?!(?:"
    + "|".join(map(re.escape, _MARKS))
    + r"|Ke|Mid|Pre|Post|Late|Early|Pra|Pasca|No|Non|[IVX]+)[-.]?\d)[A-Z]\w*?-?\d[\w-]*"
)
_ITEM = re.compile(r"\s*\(?\d{1,2}[.)]\s")
_MARK = re.compile("(?:" + "|".join(rf"(?<![A-Za-z]){re.escape(mark)}" for mark in _MARKS) + r")\s*$")
_UNITS = "|".join(re.escape(unit) + (r"\b" if unit[-1].isalpha() else "") for unit in sorted(lexicon()["units"], key=len, reverse=True))
_UNIT = re.compile(
    r"[\s-]*(?:of\s+)?(?:[\w.]+(?: Kong| Zealand)?\s+"
    rf"(?=(?:dollars?|cents|yen|rupees?|won|pesos?|pounds?|riyals?|baht)\b))?(?P<unit>{_UNITS})",
    re.IGNORECASE,
)
_SCALES = {
    language: re.compile(
        rf"[\s-]*(?P<scale>{'|'.join(sorted(lexicon()[language]['scales'], key=len, reverse=True))}){suffix}\b", re.IGNORECASE
    )
    for language, suffix in (("id", "(?:an)?"), ("en", ""))
}
_LINK = re.compile(r"\s*(?:-|–|—|/|hingga|sampai|dan|atau|to|and|or)\s*(?:Rp\.?\s*|US\$\s*|\$\s*)?")
_ROMAN = re.compile(r"(?<![\w.])(?:X{0,2}(?:IX|IV|V?I{1,3}|V|X))(?=/\d|\b(?!\.\s?[A-Z]))")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}


class _Board:
    """A sentence whose used up ranges are blanked, so that every digit is read once."""

    def __init__(self, text: str) -> None:
        self.text = text

    def blank(self, start: int, end: int) -> None:
        self.text = self.text[:start] + "\0" * (end - start) + self.text[end:]


def amounts(text: str, language: Language) -> Amounts:
    """Return every quantity, date, weekday and pair of `text`; spans are code points, base 0, of `text`."""
    board = _Board(text)
    for pattern in (_WEB, _CODE):
        for match in list(pattern.finditer(board.text)):
            board.blank(*match.span())
    item = _ITEM.match(board.text)
    if item:
        board.blank(*item.span())
    found_weekdays = tuple(weekdays(board.text, language))
    found_dates = tuple(sorted(dates(board.text, board.blank), key=lambda date: date.span))
    found: list[Quantity] = list(times(board.text, board.blank))
    numerals = list(_numerals(board, language))
    words = [_with_unit(text, one) for one in written(board.text, language)]
    found += _linked(text, sorted([*numerals, *words], key=lambda one: one.span))
    found += _romans(board.text)
    return Amounts(tuple(sorted(found, key=lambda one: one.span)), found_dates, found_weekdays, tuple(_pairs(board.text, numerals)))


def _numerals(board: _Board, language: Language) -> Iterator[Quantity]:
    """Yield the numbers in digits with their scale words, and blank the scale words."""
    text = board.text
    for match in NUMERAL.finditer(text):
        scale = _scale(text, match, language)
        by = int(lexicon()[language]["scales"][scale["scale"].lower()]) if scale else 1
        end = scale.end() if scale else match.end()
        following = _SCALES[language].match(text, end) if scale else None
        if following:
            by, end = by * int(lexicon()[language]["scales"][following["scale"].lower()]), following.end()
        if scale:
            board.blank(match.end(), end)
        span = Span(match.start(), end)
        yield _with_unit(text, Quantity(span, span.of(text), readings(match[0], language, by)))


def _scale(text: str, numeral: re.Match[str], language: Language) -> re.Match[str] | None:
    """Return the scale word after a numeral. `m` alone is a scale only behind money: `$3.5m`, never `40 m`."""
    scale = _SCALES[language].match(text, numeral.end())
    if scale and len(scale["scale"]) < 2 and not (_MARK.search(text, 0, numeral.start()) or scale["scale"] == "k"):
        return None
    return scale


def _with_unit(text: str, quantity: Quantity) -> Quantity:
    """Give a quantity the currency mark before it or the unit after it."""
    mark = _MARK.search(text, max(0, quantity.span.start - 8), quantity.span.start)
    if mark:
        return replace(quantity, unit=lexicon()["marks"][mark[0].strip()], firm=True)
    unit = _UNIT.match(text, quantity.span.end)
    return replace(quantity, unit=_unit_named(unit["unit"])) if unit else quantity


def _unit_named(written_unit: str) -> str:
    """Return the unit a word stands for, whatever its case."""
    table = lexicon()["units"]
    return str(table.get(written_unit) or {name.lower(): unit for name, unit in table.items()}[written_unit.lower()])


def _linked(text: str, found: list[Quantity]) -> list[Quantity]:
    """Let the first end of a range share the unit of the second, and its scale as one more reading: `antara 5 dan 7 juta`."""
    result = list(found)
    for at in range(len(found) - 2, -1, -1):
        one, other = result[at], result[at + 1]
        link = _LINK.fullmatch(text, one.span.end, other.span.start)
        if not link:
            continue
        if not one.unit or (one.unit in MONEY and other.unit in MONEY):
            one = replace(one, unit=one.unit or other.unit)
        plain = re.sub(r"[\d.,\s-]", "", other.text).lower()
        scale = max((int(table["scales"][plain]) for table in (lexicon()["id"], lexicon()["en"]) if plain in table["scales"]), default=1)
        if scale > 1 and one.text[-1:].isdigit():
            scaled = {canonical(Fraction(value) * scale) for value in one.readings if re.fullmatch(r"\d+(?:/\d+)?", value)}
            one = replace(one, readings=one.readings | scaled)
        result[at] = one
    return result


def _pairs(text: str, numerals: list[Quantity]) -> Iterator[tuple[Span, str, str]]:
    """Yield what a bare hyphen joins: the score 2-1, the range 7-9."""
    for one, other in pairwise(numerals):
        if text[one.span.end : other.span.start] in ("-", "–"):
            yield Span(one.span.start, other.span.end), one.text, other.text


def _romans(text: str) -> Iterator[Quantity]:
    """Yield roman numerals, never firm: `kuartal IV/2024` may become the fourth quarter."""
    for match in _ROMAN.finditer(text):
        if (match[0] and match[0] != "I") or text[match.end() : match.end() + 1] == "/":
            figures = [_ROMAN_VALUES[letter] for letter in match[0]]
            value = sum(-one if one < after else one for one, after in zip(figures, [*figures[1:], 0], strict=True))
            yield Quantity(Span(*match.span()), match[0], frozenset({str(value)}), firm=False)
