"""Read numbers that are written out: `dua ribu lima ratus`, `two hundred and fifty`, `sepertiga`, `puluhan ribu`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from service.checks.quantities import Language, Quantity, canonical, lexicon
from service.values import Span

_WORD = re.compile(r"[^\W\d_]+")
_KE = re.compile(r"ke(?=(?:satu|dua|tiga|empat|lima|enam|tujuh|delapan|lapan|sembilan|sepuluh|sebelas)(?:nya)?\b)")
_PER = {"sepertiga": 3, "seperempat": 4, "seperlima": 5, "sepersepuluh": 10, "pertiga": 3, "perempat": 4, "perlima": 5, "persepuluh": 10}
_PARTS = {"half": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fifth": 5, "fifths": 5, "tenth": 10, "tenths": 10}
_SEVERAL = frozenset({"beberapa", "several", "few", "many"})


@dataclass(slots=True)
class _Run:
    """A number in the making: `total` closed by thousands and more, `group` below a thousand, `figure` the last word."""

    total: Fraction = Fraction(0)
    group: Fraction = Fraction(0)
    figure: Fraction | None = None

    def value(self) -> Fraction:
        return self.total + self.group + (self.figure or 0)

    def scale(self, by: int) -> None:
        if by >= 1000:
            below = self.group + (self.figure or 0)
            self.total, self.group = self.total + (below or 1) * by, Fraction(0)
        else:
            self.group += (1 if self.figure is None else self.figure) * by
        self.figure = None

    def takes(self, value: int) -> bool:
        """Say whether a figure can follow: `twenty` takes `five`, `dua` does not take `tiga`."""
        return self.figure is None or (self.figure >= 20 and self.figure % 10 == 0 and 0 < value < 10)


def written(text: str, language: Language) -> Iterator[Quantity]:
    """Yield the quantities that are written in words, in order; figures in `text` are left to others."""
    table: dict[str, Any] = lexicon()[language]
    words = list(_WORD.finditer(text))
    at = 0
    while at < len(words):
        end, found, firm = _read(text, words, at, language, table)
        if found:
            span = Span(words[at].start(), words[end - 1].end())
            name = words[at].group()[0].isupper() and words[at].start() > 0 and end == at + 1
            yield Quantity(span, span.of(text), frozenset(found), firm=firm and not name)
        at = max(end, at + 1)


def _read(text: str, words: list[re.Match[str]], at: int, language: Language, table: dict[str, Any]) -> tuple[int, set[str], bool]:
    """Return where the number that begins at word `at` ends, its readings (none: no number) and whether it is firm."""
    word = words[at].group().lower()
    after = words[at + 1].group().lower() if at + 1 < len(words) else ""
    if word in table["vague"] and (word != "scores" or after == "of"):
        return _vague(words, at, table)
    if word in _SEVERAL and table["scales"].get(after, 0) >= 10 and len(after) > 2:
        return at + 2, {f"~{table['scales'][after]}"}, True
    if language == "id" and word.startswith("se") and word.removesuffix("nya") in _PER:
        return at + 1, {canonical(Fraction(1, _PER[word.removesuffix("nya")]))}, True
    if word in table["soft"]:
        readings, end = set(table["soft"][word].split()), at + 1
        if word in ("half", "setengah"):
            end += after == "a"
            scale = table["scales"].get(words[end].group().lower(), 0) if end < len(words) else 0
            if scale >= 1000:
                return end + 1, {canonical(Fraction(scale, 2))}, True
            end = at + 1
        return end, readings, False
    return _number(text, words, at, language, table)


def _vague(words: list[re.Match[str]], at: int, table: dict[str, Any]) -> tuple[int, set[str], bool]:
    """Read `puluhan ribu` and `tens of thousands`; `belasan` is any number of teens."""
    word = words[at].group().lower()
    size, end = int(table["vague"][word]), at + 1
    rest = [found.group().lower() for found in words[at + 1 : at + 3]]
    if rest[:1] and table["scales"].get(rest[0], 0) >= 1000:
        size, end = size * table["scales"][rest[0]], at + 2
    elif len(rest) == 2 and rest[0] == "of" and table["vague"].get(rest[1], 0) >= 1000:
        size, end = size * table["vague"][rest[1]], at + 3
    teens = {str(size // 10 * number) for number in range(10, 21)} if word == "belasan" else set()
    return end, {f"~{size}"} | teens, True


def _number(text: str, words: list[re.Match[str]], at: int, language: Language, table: dict[str, Any]) -> tuple[int, set[str], bool]:
    """Read the longest run of number words that is one number."""
    run, end = _Run(), at
    collected = False
    while end < len(words):
        gap = text[words[end - 1].end() : words[end].start()] if end > at else " "
        if gap.strip(" -\u2011\xa0"):
            break
        word = words[end].group().lower()
        if language == "id" and end == at and _KE.match(word):
            word, collected = word[2:].removesuffix("nya"), True
        closing = _closing(run, word, language, table)
        if closing:
            return end + 1, closing, word != "half"
        joins = language == "en" and end > at and word == "and" and _goes_on(words, end, table, run)
        if not joins and not (_english if language == "en" else _indonesian)(run, word, table):
            break
        end += 1
    if end == at:
        return at, set(), False
    return _tail(run.value(), words, end, language, table) or (end, {canonical(run.value())}, run.value() > 1 + collected)


def _indonesian(run: _Run, word: str, table: dict[str, Any]) -> bool:
    """Take one word into the number in the making; say whether it belongs there."""
    if word in table["units"] and run.takes(table["units"][word]):
        run.figure = (run.figure or Fraction(0)) + table["units"][word]
    elif word == "belas" and run.figure is not None:
        run.figure += 10
    elif word in table["wholes"] and run.figure is None:
        _add(run, int(table["wholes"][word]))
    elif word in table["scales"] and len(word) > 2 and run.value():
        run.scale(int(table["scales"][word]))
    elif word == "setengah" and run.figure is not None:
        run.figure += Fraction(1, 2)
    else:
        return False
    return True


def _english(run: _Run, word: str, table: dict[str, Any]) -> bool:
    """Take one word into the number in the making; say whether it belongs there. `hundred` may begin one: a hundred."""
    if word in table["units"] and run.takes(table["units"][word]):
        run.figure = (run.figure or Fraction(0)) + table["units"][word]
    elif word in table["scales"] and len(word) > 2:
        run.scale(int(table["scales"][word]))
    else:
        return False
    return True


def _closing(run: _Run, word: str, language: Language, table: dict[str, Any]) -> set[str]:
    """Return the readings of a number that an ordinal or a part closes: twenty-first, two thirds, dua pertiga."""
    if language == "id":
        part = _PER.get(word, 0) if run.value() and not word.startswith("se") else 0
        return {canonical(run.value() / part)} if part else set()
    parts, low = _PARTS.get(word, 0), {"first": 1, "second": 2}.get(word, 0)
    if low and run.figure is not None and run.takes(low):
        return {canonical(run.value() + low)}
    if word in table["ordinals"] and run.takes(table["ordinals"][word]):
        readings = {canonical(run.value() + table["ordinals"][word])}
        return readings | ({canonical((run.value() or Fraction(1)) / parts), canonical(Fraction(1, parts))} if parts else set())
    return {canonical(run.value() / parts)} if parts and run.value() else set()


def _tail(
    value: Fraction, words: list[re.Match[str]], end: int, language: Language, table: dict[str, Any]
) -> tuple[int, set[str], bool] | None:
    """Return the number with what follows it: two dozen, one and a half million, dua puluhan; None for nothing such."""
    rest = [found.group().lower() for found in words[end : end + 4]]
    if language == "id":
        return (end + 1, {canonical(value * 10)}, False) if rest[:1] == ["puluhan"] else None
    if rest[:1] == ["dozen"]:
        return end + 1, {canonical(value * 12), "~10"}, True
    if rest[:3] == ["and", "a", "half"]:
        scale = table["scales"].get(rest[3], 1) if len(rest) == 4 else 1
        return end + (4 if scale > 1 else 3), {canonical((value + Fraction(1, 2)) * scale)}, True
    return None


def _add(run: _Run, whole: int) -> None:
    """Add `seratus` below a thousand, `sejuta` above."""
    if whole >= 1000:
        run.total += whole
    else:
        run.group += whole


def _goes_on(words: list[re.Match[str]], end: int, table: dict[str, Any], run: _Run) -> bool:
    """Say whether an `and` joins two parts of one number: after hundreds or more, before a figure."""
    after = words[end + 1].group().lower() if end + 1 < len(words) else ""
    return run.figure is None and after in table["units"]
