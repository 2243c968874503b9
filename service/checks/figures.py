"""Read numerals: the values a run of digits with its marks can have in Indonesian and in English.

Indonesian writes 1.500 and 3,5; English 1,500 and 3.5. Text that mixes both keeps both readings, never a guess:
`1.500` in English may be a source numeral left as it stood.
"""

from __future__ import annotations

import re
from fractions import Fraction

from service.checks.quantities import Language, canonical

NUMERAL = re.compile(r"\d+(?:[.,]\d+)*")
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:([.,])\d{3})(?:\1\d{3})*(?:(?!\1)[.,]\d+)?")
_DECIMAL = re.compile(r"\d+[.,]\d+")
_TIME = re.compile(r"([01]?\d|2[0-4])[.:]([0-5]\d)")


def values(numeral: str, language: Language) -> frozenset[Fraction]:
    """Return every value the numeral can have; empty for a version such as `4.2.1`.

    ("1.500", "id") -> {1500}; ("1.500", "en") -> {1500, 3/2}; ("3,5", "id") -> {7/2}
    """
    if numeral.isdigit():
        return frozenset({Fraction(int(numeral))})
    found = set()
    grouped = _GROUPED.fullmatch(numeral)
    if grouped:
        mark = grouped.group(1)
        whole, _, rest = numeral.replace(mark, "").replace(",", ".").partition(".")
        found.add(Fraction(f"{whole}.{rest or 0}"))
    home = "," if language == "id" else "."
    if _DECIMAL.fullmatch(numeral) and (not grouped or home in numeral):
        found.add(Fraction(numeral.replace(",", ".")))
    return frozenset(found)


def readings(numeral: str, language: Language, scale: int = 1) -> frozenset[str]:
    """Return the readings of a numeral times its scale word; a version reads as itself, `21.40` as a time as well."""
    found = {canonical(value * scale) for value in values(numeral, language)} or {numeral}
    time = _TIME.fullmatch(numeral)
    if time and scale == 1:
        minutes = 60 * int(time[1]) + int(time[2])
        found.add(f"t{minutes}")
        if minutes < 720 and not numeral.startswith("0"):
            found.add(f"t{minutes + 720}")
    return frozenset(found)
