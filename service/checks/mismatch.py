"""What a check has to say of a source sentence and its English."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from service.values import Span

Code = Literal[
    "number-missing",
    "number-invented",
    "money-unit",
    "date-missing",
    "weekday-changed",
    "name-missing",
    "name-invented",
    "negation-lost",
    "negation-invented",
]


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One thing that source and English do not share. Spans are code points, base 0, of the two sentences."""

    code: Code
    message: str
    source: Span | None = None
    english: Span | None = None
