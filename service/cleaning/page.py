"""The page while it is read: its lines that are not blank, and what has been decided of each."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from service.cleaning.appearance import Look
from service.cleaning.rules import Rule, RuleBook, Then, Where
from service.values import LineKind

_TELLING = re.compile(r"[^\W\d_]{4,}")
_STEM_LENGTH = 6


@dataclass(slots=True)
class Row:
    """One line that is not blank. Without a kind it is still open."""

    look: Look
    rule: Rule | None = None
    kind: LineKind | None = None
    reason: str = ""

    @property
    def is_open(self) -> bool:
        """Nothing has been decided yet."""
        return self.kind is None

    def decide(self, kind: LineKind, reason: str) -> None:
        """Decide once; a later decision overrules an earlier one."""
        self.kind, self.reason = kind, reason

    def drop(self, structure: str) -> None:
        """Call the line boilerplate because of its place on the page."""
        self.decide(LineKind.BOILERPLATE, f"structure:{structure}")

    def obey(self, rule: Rule) -> None:
        """Decide what the rule says."""
        self.rule = rule
        self.decide(rule.kind, f"rule:{rule.name}")


class Page:
    """Rows in order. `start` and `end` are the first and last row of the article, None until they are found."""

    def __init__(self, looks: Iterable[Look], rules: RuleBook) -> None:
        self.rows = [Row(look) for look in looks]
        self.rules = rules
        self.title: int | None = None
        self.start: int | None = None
        self.end: int | None = None
        self._fitting: dict[tuple[int, Where], Rule | None] = {}
        in_article = False
        for row in self.rows:
            rule = rules.find(row.look) or (None if in_article else self._box_above(row))
            if rule:
                row.obey(rule)
            elif not row.look.words:
                row.drop("no-words")
            in_article = in_article or (row.is_open and row.look.is_prose and not row.look.is_bulleted)
        self._apply_followers()

    def fits(self, index: int, *parts: Where) -> Rule | None:
        """Return the first rule of these parts of the page that fits a row."""
        for part in parts:
            if (index, part) not in self._fitting:
                self._fitting[index, part] = self.rules.find(self.rows[index].look, part)
            if self._fitting[index, part]:
                return self._fitting[index, part]
        return None

    def is_dated(self, index: int) -> bool:
        """Say whether the row is a line with the day of publication."""
        rule = self.rows[index].rule
        return rule is not None and rule.name == "date-line"

    def is_meta(self, index: int) -> bool:
        """Say whether the row is a date, byline or source."""
        return 0 <= index < len(self.rows) and self.rows[index].kind is LineKind.META

    def stems(self, indexes: Iterable[int]) -> set[str]:
        """Return the beginnings of the telling words of these rows."""
        return {word[:_STEM_LENGTH].casefold() for index in indexes for word in _TELLING.findall(self.rows[index].look.text)}

    def overlap(self, index: int, vocabulary: set[str]) -> float:
        """Return the share of a row's telling words that a vocabulary holds."""
        stems = self.stems([index])
        return len(stems & vocabulary) / len(stems) if stems else 0.0

    def _box_above(self, row: Row) -> Rule | None:
        """Return the rule for the heading of a list above the article, which may hold full sentences."""
        rule = self.rules.find(row.look, Where.BEFORE)
        return rule if rule and rule.then is Then.BULLETS else None

    def _apply_followers(self) -> None:
        for index, row in enumerate(self.rows):
            if row.rule and row.reason.startswith("rule:"):
                for follower in self._followers(index, row.rule.then):
                    kind = LineKind.META if row.rule.then is Then.NAMES else LineKind.BOILERPLATE
                    self.rows[follower].decide(kind, f"structure:under-{row.rule.name}")

    def _followers(self, index: int, then: Then) -> list[int]:
        below: list[int] = []
        for later in range(index + 1, len(self.rows)):
            row = self.rows[later]
            if not (row.is_open or then is Then.NUMBERS) or not self._follows(row, then, first=not below):
                break
            if below and row.look.is_bulleted != self.rows[below[0]].look.is_bulleted:
                break
            below.append(later)
        return below

    def _follows(self, row: Row, then: Then, *, first: bool) -> bool:
        look = row.look
        if then is Then.HEADLINES:
            if look.terminal in (".", ":", ",") or look.is_tabular:
                return False
            capitals = len(look.words) >= 4 and look.title_share >= 0.6 and look.number is None
            close = first and not look.gap and len(look.words) >= 3 and not look.is_prose
            return close or (capitals and (first or not look.gap))
        if then is Then.CAPTION:
            return first and bool(self.rules.find(look, Where.INSIDE) or self.rules.find(look, Where.BEFORE))
        if then is Then.NAMES:
            return look.is_name and not look.gap
        if then is Then.NUMBERS:
            return bool(
                re.fullmatch(r"\d{1,2}|[<>«»‹›]+|(?:selanjutnya|berikutnya|next|tampilkan semua|show all)\W*", look.text, re.IGNORECASE)
            )
        return then is Then.BULLETS and look.is_bulleted
