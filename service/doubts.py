"""Signs that a translation went wrong: loops, lost or invented text, a copied source.

Simple and explainable on purpose. A doubt leads to one more try, then to a notice; it never removes text.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

WORD = re.compile(r"\w+(?:[-'.,]\w+)*")
FUNCTION_WORDS = frozenset(
    (
        "yang dan di ke dari untuk dengan pada ini itu adalah dalam akan tidak oleh juga sudah telah karena saat bisa ada kata para "
        "sebagai kepada tersebut mereka dia ia kami kita saya bahwa atau agar hingga seperti lebih masih bukan belum "
    ).split()
)
"""Indonesian words that no English sentence has: several of them left standing mean that the source was copied."""

SCALES = {"ribu": 10**3, "juta": 10**6, "miliar": 10**9, "milyar": 10**9, "triliun": 10**12} | {
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
}
NUMBER = re.compile(rf"(?P<number>\d+(?:[.,:]\d+)*)(?:[ -](?P<scale>{'|'.join(SCALES)})\b)?", re.IGNORECASE)
SPELLED = {"ten": 10, "eleven": 11, "dozen": 12, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16} | {
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
    "twenty": 20,
}


@dataclass(frozen=True, slots=True)
class Doubt:
    """One sign; `code` and `message` become a notice."""

    code: str
    message: str


def doubts(source: str, hypothesis: str, *, finished: bool = True) -> list[Doubt]:
    """Return what speaks against `hypothesis` as the English of `source`; empty if nothing does.

    `finished` is False where the model was stopped at its limit.
    """
    words, source_words = WORD.findall(hypothesis.lower()), WORD.findall(source.lower())
    if not words:
        return [Doubt("no-translation", "The model gave nothing for this sentence.")] if source_words else []
    found = [] if finished else [Doubt("cut", "The translation stopped at the model's limit; its end may be missing.")]
    if repeats(words) > max(2, repeats(source_words)):
        found.append(Doubt("repetition", "The translation repeats itself."))
    if len(source_words) >= 4 and not 0.4 <= len(words) / len(source_words) <= 2.5:
        found.append(Doubt("length-ratio", f"{len(words)} words for {len(source_words)}: text may be lost or invented."))
    if copied(source_words, words):
        found.append(Doubt("source-copied", "Part of this sentence was left in Indonesian."))
    lost = lost_numbers(source, hypothesis)
    if lost:
        found.append(Doubt("number-missing", f"Not found in the translation: {', '.join(lost)}."))
    return found


def lost_numbers(source: str, hypothesis: str) -> list[str]:
    """Return the numbers of two digits or more that the hypothesis lacks, as the source writes them.

    Values are compared, so that "1.500" and "1,500", "40 ribu" and "40,000", "21.11" and "21:11" are alike; numbers up to twenty
    may be spelled out.
    """
    have = {value for match in NUMBER.finditer(hypothesis) for value in _values(match)}
    have |= {Decimal(number) for word, number in SPELLED.items() if re.search(rf"\b{word}\b", hypothesis, re.IGNORECASE)}
    wanted = [match for match in NUMBER.finditer(source) if len(re.sub(r"\D", "", match["number"])) > 1]
    return [match["number"] for match in wanted if not _values(match) & have]


def _values(match: re.Match[str]) -> set[Decimal]:
    """Return what a number may be worth: groups of three digits are thousands, other marks are decimal."""
    number, scale = match["number"], SCALES.get((match["scale"] or "").lower(), 1)
    readings = set()
    for mark in ".,":
        if re.fullmatch(rf"\d{{1,3}}(?:{re.escape(mark)}\d{{3}})+(?:[.,]\d+)?", number):
            readings.add(number.replace(mark, "").replace(",", "."))
    if not readings:
        whole, _, rest = number.replace(":", ".").replace(",", ".").rpartition(".")
        readings.add(f"{whole.replace('.', '')}.{rest}" if whole else rest)
    return {Decimal(reading) * scale for reading in readings}


def repeats(words: list[str]) -> int:
    """Return how often the commonest run of three words occurs, or of one word on end: `a b c a b c a b c` -> 3."""
    runs = Counter(tuple(words[i : i + 3]) for i in range(len(words) - 2))
    longest = current = 1
    for before, after in pairwise(words):
        current = current + 1 if before == after else 1
        longest = max(longest, current)
    return max([longest, *runs.values()])


def copied(source_words: list[str], words: list[str]) -> bool:
    """Say whether the hypothesis still speaks Indonesian: two function words of the source and a tenth of its words."""
    left = sum(word in FUNCTION_WORDS for word in words if word in source_words)
    return left >= 2 and left >= 0.1 * len(words)
