"""The values that flow one way: Document -> Article -> Sentence* -> Translation* -> Brief -> Report.

All are frozen. Spans are half-open ranges of code points (base 0) of `Article.text`, which is the input exactly as it
came and is never edited: `article.text[span.start:span.end]` is the text, always. Nothing here loads a model.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points, counted from 0."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the text the span covers."""
        return text[self.start : self.end]


class Severity(StrEnum):
    """How much a notice should worry the reader."""

    INFO = "info"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something was dropped, cut, replaced, passed through or is doubtful.

    `code` is a stable lower-case name with hyphens (`source-copied`), `message` one sentence for the reader, `span`
    the place in the article's text where there is one.
    """

    code: str
    message: str
    severity: Severity = Severity.WARNING
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the page itself says of the article; None where it does not. Never guessed.

    `published` is ISO 8601: `2021-08-28T21:11+07:00`, without the offset where the page names no zone
    (`2021-08-28T21:11`), or a date alone (`2021-08-28`). `place` is the place of the dateline, with
    ordinary capitals (`MOSKWA` on the page is `Moskwa`).
    """

    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    published: str | None = None
    place: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One input as read: the text before any cleaning. `origin` is how the user named it (a path, a URL, `-`)."""

    text: str
    origin: str
    metadata: Metadata = Metadata()
    notices: tuple[Notice, ...] = ()


class LineKind(StrEnum):
    """What a line of a page is."""

    TITLE = "title"
    META = "meta"
    BODY = "body"
    BOILERPLATE = "boilerplate"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the page without its line break, and why it was kept for translation or not.

    `reason` names the rule (`rule:baca-juga`), the structure (`structure:headline-block`) or the default (`default`).
    """

    span: Span
    kind: LineKind
    kept: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One source sentence: `text == article.text[span.start:span.end]`."""

    span: Span
    text: str
    language: str
    """ISO 639-1 or -3 code: `id`, `ms`, `en`, ..."""


@dataclass(frozen=True, slots=True)
class Article:
    """One cleaned and segmented article. Kept and dropped lines together cover the text."""

    text: str
    origin: str
    language: str
    metadata: Metadata
    lines: tuple[Line, ...]
    sentences: tuple[Sentence, ...]
    notices: tuple[Notice, ...] = ()


class Outcome(StrEnum):
    """What became of a sentence. Sentences in = translated + passed through + flagged."""

    TRANSLATED = "translated"
    PASSED_THROUGH = "passed-through"
    FLAGGED = "flagged"


@dataclass(frozen=True, slots=True)
class Translation:
    """The English of one sentence. `mean_logprob` is the mean log-probability (nats) of its target tokens.

    It is None where no model ran. A flagged sentence is shown, with the notices that say why to doubt it.
    """

    text: str
    outcome: Outcome
    mean_logprob: float | None = None
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class TranslatedArticle:
    """An article and its English: `translations[i]` belongs to `article.sentences[i]`.

    `title` is the English of `article.metadata.title`. A cancelled run leaves `translations` shorter than the
    sentences, with a notice.
    """

    article: Article
    translations: tuple[Translation, ...]
    title: Translation | None = None
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class SourceRef:
    """Points at a source sentence: `report.articles[article].article.sentences[sentence]` (both from 0)."""

    article: int
    sentence: int


@dataclass(frozen=True, slots=True)
class BriefSentence:
    """One sentence of a brief and the source sentences it was made from, in order, never none."""

    text: str
    sources: tuple[SourceRef, ...]
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Brief:
    """An English brief over one or several articles (`articles`: indices into `Report.articles`)."""

    title: str
    sentences: tuple[BriefSentence, ...]
    articles: tuple[int, ...]
    length: str
    notices: tuple[Notice, ...] = ()

    @property
    def text(self) -> str:
        """Return the sentences joined by spaces."""
        return " ".join(sentence.text for sentence in self.sentences)


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that gave no article: the error's code and message. The other inputs go on."""

    origin: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class ModelUse:
    """Which model did a task: `name@revision`, where it came from (`embedded`, `hub`, `folder`) and how it ran."""

    task: str
    name: str
    revision: str
    provenance: str
    engine: str
    precision: str
    decoding: str
    prompt: str | None = None
    """`name#hash` of the prompt template, None where the family takes none."""


@dataclass(frozen=True, slots=True)
class Signature:
    """What made a result."""

    version: str
    cleaner: str
    models: tuple[ModelUse, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """Everything one call returns. `briefs` is empty after `translate`; one per article, or one over all."""

    articles: tuple[TranslatedArticle, ...]
    briefs: tuple[Brief, ...]
    signature: Signature
    failures: tuple[Failure, ...] = ()
    notices: tuple[Notice, ...] = field(default=())
