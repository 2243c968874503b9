"""The values of the evaluation set: stories, their articles, what a person wrote about them. All frozen, none loads a file.

Sentence numbers count from 0 within an article. `eval/data/README.md` describes the files, `eval.parsing` reads them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from service.values import Span

LABELS = ("title", "meta", "body", "boilerplate", "blank")


@dataclass(frozen=True, slots=True)
class PageLine:
    """One line of a page as pasted, and what it is (one of `LABELS`)."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A source sentence as it stands in the page, and its English reference translation."""

    source: str
    reference: str


@dataclass(frozen=True, slots=True)
class Support:
    """A sentence that states something: the article's name in its story and the sentence's number."""

    article: str
    sentence: int


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of a story, the sentences that state it, and whether a brief must have it."""

    text: str
    support: tuple[Support, ...]
    must: bool


@dataclass(frozen=True, slots=True)
class Conflict:
    """A planted difference between articles: what differs, and what each article prints."""

    what: str
    values: tuple[tuple[str, str], ...]
    support: tuple[Support, ...]


@dataclass(frozen=True)
class RatedArticle:
    """One article of a story with everything a person wrote about it. Not slotted: `page` and `spans` are kept once computed."""

    story: str
    name: str
    lines: tuple[PageLine, ...]
    pairs: tuple[Pair, ...]
    outlet: str | None
    published: str | None
    language: str
    layout: str
    summaries: tuple[tuple[str, ...], ...]
    """Independent reference summaries, one sentence an entry."""
    must: tuple[str, ...]
    """Key facts that a summary has to tell."""
    may: tuple[str, ...]

    @property
    def key(self) -> str:
        """Return the article's name in the set: `border-drill/a1`."""
        return f"{self.story}/{self.name}"

    @cached_property
    def page(self) -> str:
        """Return the page as a reader pastes it."""
        return "\n".join(line.text for line in self.lines)

    @cached_property
    def line_spans(self) -> tuple[Span, ...]:
        """Return where each line stands in `page`, without its line break."""
        spans, start = [], 0
        for line in self.lines:
            spans.append(Span(start, start + len(line.text)))
            start += len(line.text) + 1
        return tuple(spans)

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """Return where each sentence stands in `page`: from its first to its last visible character."""
        places = [
            span.start + offset
            for line, span in zip(self.lines, self.line_spans, strict=True)
            if line.label == "body"
            for offset, character in enumerate(line.text)
            if not character.isspace()
        ]
        spans, first = [], 0
        for pair in self.pairs:
            last = first + len("".join(pair.source.split())) - 1
            spans.append(Span(places[first], places[last] + 1))
            first = last + 1
        return tuple(spans)

    @property
    def reference(self) -> tuple[str, ...]:
        """Return the reference translation, sentence by sentence."""
        return tuple(pair.reference for pair in self.pairs)


@dataclass(frozen=True, slots=True)
class Story:
    """Articles of several outlets on one event, with a reference brief over all of them (one sentence an entry)."""

    name: str
    subject: str
    title: str
    articles: tuple[RatedArticle, ...]
    brief: tuple[str, ...]
    facts: tuple[Fact, ...]
    conflicts: tuple[Conflict, ...]
