"""Load the cleaning rules (`rules.toml`) and match lines with them.

A rule file is data written by people: an unknown key, a missing example, a bad pattern or a doubled name is refused
by name. Whether the examples hold is checked by a test, not at run time.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property
from importlib import resources

from service.cleaning.appearance import Look
from service.errors import RulesError
from service.values import LineKind

_LONGEST_LINE = 700
"""No line that a rule is meant for is longer; longer ones are spared the search."""
FORMAT = 1
"""The format of the rule file that this module reads."""


class Where(StrEnum):
    """The part of the page in which a rule holds."""

    ANYWHERE = "anywhere"
    BEFORE = "before"
    """Before the article's first sentence."""
    INSIDE = "inside"
    """Before or between the article's sentences; never its last one."""
    AFTER = "after"
    """After a mark that ends the article, or under a heading that follows it."""


class Then(StrEnum):
    """What the line says of the lines under it."""

    NOTHING = "nothing"
    HEADLINES = "headlines"
    """The headline or headlines right under it go too."""
    CAPTION = "caption"
    """The line right under it is a caption."""
    NAMES = "names"
    """The names right under it go too."""
    NUMBERS = "numbers"
    """Page numbers under it go too."""
    BULLETS = "bullets"
    """The list right under it goes too."""
    SECTION = "section"
    """A block of links or tags begins."""
    ARTICLE_ENDS = "article-ends"
    PAGE_ENDS = "page-ends"
    """Comments, copyright: only much new text could still be an article."""


@dataclass(frozen=True)
class Rule:
    """One rule. `lines` are whole lines (case and a closing colon do not count), `patterns` must fit a whole line."""

    name: str
    about: str
    kind: LineKind
    lines: frozenset[str]
    patterns: tuple[re.Pattern[str], ...]
    matches: tuple[str, ...]
    spares: tuple[str, ...]
    where: Where = Where.ANYWHERE
    then: Then = Then.NOTHING
    outlet: str | None = None
    glued: bool = False
    """The text also turns up stuck to the end of a sentence, without a line break."""

    def fits(self, look: Look) -> bool:
        """Say whether the whole line is what the rule describes."""
        if len(look.text) > _LONGEST_LINE:
            return False
        forms = (look.text, look.bare)
        if any(_line_key(form) in self.lines for form in forms):
            return True
        return any(pattern.fullmatch(form) for form in forms if form for pattern in self.patterns)


@dataclass(frozen=True)
class RuleBook:
    """All rules in the order of the file, the known outlets, and a version that changes with every edit."""

    rules: tuple[Rule, ...]
    outlets: Mapping[str, str]
    """How an outlet is written on pages, case-folded -> its name."""
    version: str

    def find(self, look: Look, where: Where = Where.ANYWHERE) -> Rule | None:
        """Return the first rule of that part of the page which fits."""
        return next((rule for rule in self.rules if rule.where == where and rule.fits(look)), None)

    def without_outlets(self) -> RuleBook:
        """Return the general rules alone, as pages of an unknown outlet meet them."""
        return RuleBook(tuple(rule for rule in self.rules if rule.outlet is None), self.outlets, self.version + "-general")

    @cached_property
    def glued(self) -> re.Pattern[str]:
        """One pattern that finds a promotion stuck to the end or the start of a line."""
        parts = [re.escape(line) for rule in self.rules if rule.glued for line in sorted(rule.lines, key=len, reverse=True)]
        return re.compile("|".join(parts) if parts else r"(?!)", re.IGNORECASE)


_RULE_KEYS = {"name", "about", "kind", "lines", "patterns", "matches", "spares", "where", "then", "outlet", "glued"}
_REQUIRED = ("name", "about", "matches", "spares")


def parse(content: str) -> RuleBook:
    """Read a rule file's content.

    Raises RulesError, which names the rule and what is wrong with it.
    """
    try:
        document = tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        raise RulesError(f"The cleaning rules are not valid TOML: {error}.") from error
    unknown = set(document) - {"format", "outlet", "rule"}
    if unknown:
        raise RulesError(f"Unknown part of the cleaning rules: {', '.join(sorted(unknown))}; known are format, outlet and rule.")
    if document.get("format") != FORMAT:
        raise RulesError(f"The cleaning rules say format {document.get('format')!r}; this version reads format {FORMAT}.")
    rules = tuple(_rule(entry) for entry in _tables(document, "rule"))
    names = [rule.name for rule in rules]
    doubled = sorted({name for name in names if names.count(name) > 1})
    if doubled:
        raise RulesError(f"Several cleaning rules have the same name: {', '.join(doubled)}.")
    version = f"{FORMAT}#{hashlib.sha256(content.encode()).hexdigest()[:12]}"
    return RuleBook(rules, _outlets(_tables(document, "outlet")), version)


@cache
def default_rules() -> RuleBook:
    """Return the rules that ship with the package."""
    return parse(resources.files("service.cleaning").joinpath("rules.toml").read_text(encoding="utf-8"))


def _rule(entry: Mapping[str, object]) -> Rule:
    name = entry.get("name")
    if not isinstance(name, str) or not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", name):
        raise RulesError(f"A cleaning rule is called {name!r}; a name is lower-case words joined by hyphens.")
    unknown = sorted(set(entry) - _RULE_KEYS)
    if unknown:
        raise RulesError(f"Cleaning rule {name}: unknown key {', '.join(unknown)}; known are {', '.join(sorted(_RULE_KEYS))}.")
    missing = [key for key in _REQUIRED if not entry.get(key)]
    if missing or not (entry.get("lines") or entry.get("patterns")):
        raise RulesError(f"Cleaning rule {name}: missing {', '.join(missing) or 'lines or patterns'}.")
    outlet = entry.get("outlet")
    if outlet is not None and not isinstance(outlet, str):
        raise RulesError(f"Cleaning rule {name}: outlet must be a text.")
    return Rule(
        name=name,
        about=str(entry["about"]),
        kind=LineKind(_choice(name, entry, "kind", (LineKind.BOILERPLATE, LineKind.META))),
        lines=frozenset(_line_key(line) for line in _texts(name, entry, "lines")),
        patterns=tuple(_pattern(name, written) for written in _texts(name, entry, "patterns")),
        matches=_texts(name, entry, "matches"),
        spares=_texts(name, entry, "spares"),
        where=Where(_choice(name, entry, "where", tuple(Where))),
        then=Then(_choice(name, entry, "then", tuple(Then))),
        outlet=outlet,
        glued=entry.get("glued") is True,
    )


def _choice(name: str, entry: Mapping[str, object], key: str, allowed: tuple[StrEnum, ...]) -> str:
    value = entry.get(key, allowed[0])
    if value not in [str(choice) for choice in allowed]:
        raise RulesError(f"Cleaning rule {name}: {key} is {value!r}; it must be one of {', '.join(allowed)}.")
    return str(value)


def _texts(name: str, entry: Mapping[str, object], key: str) -> tuple[str, ...]:
    value = entry.get(key, [])
    if not isinstance(value, list) or not all(isinstance(text, str) and text for text in value):
        raise RulesError(f"Cleaning rule {name}: {key} must be a list of texts.")
    return tuple(value)


def _pattern(name: str, written: str) -> re.Pattern[str]:
    try:
        return re.compile(written, re.IGNORECASE)
    except re.error as error:
        raise RulesError(f"Cleaning rule {name}: the pattern {written!r} is not a regular expression: {error}.") from error


def _tables(document: Mapping[str, object], key: str) -> list[Mapping[str, object]]:
    value = document.get(key, [])
    if not isinstance(value, list) or not all(isinstance(table, dict) for table in value):
        raise RulesError(f"The cleaning rules must write each {key} under [[{key}]].")
    return value


def _outlets(tables: list[Mapping[str, object]]) -> dict[str, str]:
    outlets: dict[str, str] = {}
    for table in tables:
        if set(table) != {"name", "written"}:
            raise RulesError(f"An outlet in the cleaning rules has the keys {', '.join(sorted(table))}; it needs name and written.")
        name = str(table["name"])
        for spelling in _texts(name, table, "written"):
            outlets[spelling.casefold()] = name
    return outlets


def _line_key(line: str) -> str:
    return line.strip().rstrip(":").rstrip().casefold()
