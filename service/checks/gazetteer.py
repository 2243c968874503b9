"""Names that Indonesian and English spell differently: one English form each, its Indonesian forms, its English relatives."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from service.checks.quantities import Language
from service.values import Span


@dataclass(frozen=True, slots=True)
class Entry:
    """One name: `english` is the form to use, `source` and `relatives` are what else stands for it on either side.

    `answers` are source words that explain the name in the English without being it.
    """

    english: str
    source: tuple[str, ...]
    relatives: tuple[str, ...]
    answers: tuple[str, ...] = ()

    def forms(self, language: Language) -> tuple[str, ...]:
        """Return every form in a language, the English one first."""
        return (self.english, *(self.source if language == "id" else self.relatives))


@cache
def entries() -> tuple[Entry, ...]:
    """Return the entries of gazetteer.toml, read once, in the file's order."""
    tables = tomllib.loads(Path(__file__).with_name("gazetteer.toml").read_text(encoding="utf-8"))
    return tuple(
        Entry(english, tuple(forms["id"]), tuple(forms["en"]), tuple(forms.get("may", ())))
        for table in tables.values()
        for english, forms in table.items()
    )


@cache
def _forms(language: Language) -> Mapping[str, frozenset[str]]:
    """Return the entries (by English form) that each form can stand for; forms of four letters or more in capitals as well."""
    found: dict[str, set[str]] = {}
    for entry in entries():
        for form in entry.forms(language):
            for written in {form, form.upper()} if len(form) >= 4 else {form}:
                found.setdefault(written, set()).add(entry.english)
    return {form: frozenset(names) for form, names in found.items()}


@cache
def _pattern(language: Language) -> re.Pattern[str]:
    forms = sorted(_forms(language), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, forms))})(?!\w)")


def known(text: str, language: Language) -> Iterator[tuple[Span, frozenset[str]]]:
    """Yield the known names of `text` in order, each with the entries it can stand for; the longest form wins.

    ("tentara Korea Utara di Moskwa", "id") -> North Korea, Moscow
    """
    for match in _pattern(language).finditer(text):
        yield Span(*match.span()), _forms(language)[match[0]]


def answered(text: str) -> frozenset[str]:
    """Return the entries that a word of the source explains without naming them."""
    return frozenset(entry.english for entry in entries() for word in entry.answers if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text))
