"""Compare the negation of a source sentence with that of its English.

Negations are counted, not aligned: one is lost when the source has more firm ones than the English has of any kind, and
invented the other way round. `tidak hanya` or `mau tak mau` negate nothing; `menolak` and `refused` may stand for `tidak`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from service.checks.mismatch import Mismatch
from service.checks.quantities import Language
from service.values import Span

_KINDS = ("none", "open", "firm", "lexical", "weak")


@dataclass(frozen=True, slots=True)
class Negations:
    """The negations of a sentence, each kind in order: those that must survive, refusals and the like, and those that may."""

    firm: tuple[Span, ...]
    lexical: tuple[Span, ...]
    weak: tuple[Span, ...]

    def answers(self, other: Negations) -> int:
        """Return how many firm negations of `other` these can answer; refusals on both sides answer each other."""
        return len(self.firm) + len(self.weak) + max(0, len(self.lexical) - len(other.lexical))


@cache
def _pattern(language: Language) -> re.Pattern[str]:
    """Return one pattern for a language, its kinds as groups; at any place the first kind wins."""
    table = tomllib.loads(Path(__file__).with_name("negation.toml").read_text(encoding="utf-8"))[language]
    kinds = "|".join(f"(?P<{kind}>{'|'.join(table[kind])})" for kind in _KINDS)
    return re.compile(rf"(?<![\w-])(?:{kinds})(?!\w)", re.IGNORECASE)


def negations(text: str, language: Language) -> Negations:
    """Return where `text` negates; spans are code points, base 0.

    ("Ia tidak hanya menolak, tetapi belum membayar.", "id") -> firm: belum; lexical: menolak
    """
    found: dict[str, list[Span]] = {kind: [] for kind in _KINDS}
    for match in _pattern(language).finditer(text.replace("’", "'")):
        found[str(match.lastgroup)].append(Span(*match.span()))
    return Negations(tuple(found["firm"]), tuple(found["lexical"]), tuple(found["open"] + found["weak"]))


def negation(source: str, english: str) -> Iterator[Mismatch]:
    """Yield a mismatch where a negation of the source is lost, or the English has one of its own."""
    theirs, ours = negations(source, "id"), negations(english, "en")
    if len(theirs.firm) > ours.answers(theirs):
        where = theirs.firm[-1]
        yield Mismatch("negation-lost", f"The source negates ({where.of(source)!r}); the English does not.", source=where)
    if len(ours.firm) > theirs.answers(ours):
        where = ours.firm[-1]
        yield Mismatch("negation-invented", f"The English negates ({where.of(english)!r}); the source does not.", english=where)
