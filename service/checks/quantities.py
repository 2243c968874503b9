"""The values the number checks compare: quantities with every reading they allow, dates, weekdays.

Readings are strings, so that unlike things compare: `1500` and `5/2` are numbers (fractions in lowest terms), `t570` a time
in minutes of the day, `~1000` a vague amount (thousands), `4.2.1` a version. Two quantities agree when they share a reading.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, Literal

from service.values import Span

Language = Literal["id", "en"]
DOLLARS = frozenset({"USD", "SGD", "AUD", "dollar"})
MONEY = frozenset({*DOLLARS, "IDR", "EUR", "MYR", "JPY", "CNY", "KRW", "THB", "PHP", "INR", "RUB", "SAR", "GBP", "cent"})


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount as written at `span`. One that is not `firm` may answer another, but nobody misses it."""

    span: Span
    text: str
    readings: frozenset[str]
    unit: str = ""
    firm: bool = True


@dataclass(frozen=True, slots=True)
class Date:
    """A day, a month or both, with the year where it is written; None for what is not."""

    span: Span
    text: str
    day: int | None
    month: int
    year: int | None
    firm: bool = True

    def agrees(self, other: Date) -> bool:
        """Say whether both name the same day, or the same month where neither names a day; a year only one has is let pass."""
        years = self.year == other.year or self.year is None or other.year is None
        return self.month == other.month and self.day == other.day and years

    def numbers(self) -> frozenset[str]:
        """Return its parts as readings, for a day or year that the other side writes apart from the month."""
        return frozenset(str(part) for part in (self.day, self.month, self.year) if part is not None)


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of the week, 1 for Monday to 7."""

    span: Span
    text: str
    day: int
    firm: bool = True


@dataclass(frozen=True, slots=True)
class Amounts:
    """All that a sentence counts or dates, each in order. `pairs` are what a hyphen joins: scores and ranges."""

    quantities: tuple[Quantity, ...] = ()
    dates: tuple[Date, ...] = ()
    weekdays: tuple[Weekday, ...] = ()
    pairs: tuple[tuple[Span, str, str], ...] = ()


@cache
def lexicon() -> dict[str, Any]:
    """Return the tables of lexicon.toml, read once."""
    return tomllib.loads(Path(__file__).with_name("lexicon.toml").read_text(encoding="utf-8"))


def canonical(value: Fraction | int) -> str:
    """Return a number as a reading: `2500`, `5/2`."""
    return str(Fraction(value))


def same_unit(one: str, other: str) -> bool:
    """Say whether two units can be the same; `$` alone is any dollar."""
    return one == other or (one in DOLLARS and other in DOLLARS and "dollar" in (one, other))
