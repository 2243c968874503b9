"""What is evaluated: the parts of the service behind one seam, so that a test can replace any of them with a worse one.

`Ours` is made of the service's own parts and nothing else; a test holds it to what `service.Service` returns.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from service.values import Article, Brief, Document, Line, ModelUse, Sentence, TranslatedArticle, Translation

OnDone = Callable[[int, int], None]


class Subject(Protocol):
    """The parts of a system that reads pages and writes briefs."""

    def read(self, page: Document) -> Article:
        """Clean and segment a page. Raises InputError."""

    def segment(self, page: str, lines: Sequence[Line]) -> tuple[Sentence, ...]:
        """Segment lines that somebody else has judged."""

    def translate(self, sentences: Sequence[Sentence], on_done: OnDone) -> list[Translation]:
        """Translate sentences, one translation each; `on_done` is told how many of how many are done."""

    def condense(self, articles: Sequence[TranslatedArticle], length: str | int, *, together: bool) -> tuple[Brief, ...]:
        """Write a brief of each article, or one of all."""

    @property
    def models(self) -> tuple[ModelUse, ...]:
        """Return the models that work."""

    @property
    def cleaner(self) -> str:
        """Return the version of the cleaner's rules."""


class Ours:
    """The service, in parts. Models are the embedded ones unless told otherwise; they load with the first call."""

    def __init__(
        self, *, translator: str = "embedded", summarizer: str = "embedded", engine: str = "ctranslate2", n_threads: int = 0
    ) -> None:
        from service.loading import Models
        from service.settings import Settings

        self.settings = Settings(translator=translator, summarizer=summarizer, engine=engine, n_threads=n_threads, device="cpu")
        self._models = Models(self.settings, lambda notice: None)

    def read(self, page: Document) -> Article:
        """Clean and segment a page as the service does."""
        from service.articles import prepare

        return prepare(page, self.settings)

    def segment(self, page: str, lines: Sequence[Line]) -> tuple[Sentence, ...]:
        """Segment labelled lines with the service's segmenter."""
        from service.segment import segment

        return segment(page, lines)

    def translate(self, sentences: Sequence[Sentence], on_done: OnDone) -> list[Translation]:
        """Translate with the service's translator."""
        n_done = 0

        def count(more: int) -> None:
            nonlocal n_done
            n_done += more
            on_done(n_done, len(sentences))

        outputs = self._models.translating(lambda _: None).translator.translate(sentences, on_done=count)
        return [output for output in outputs if output is not None]

    def condense(self, articles: Sequence[TranslatedArticle], length: str | int, *, together: bool) -> tuple[Brief, ...]:
        """Condense with the service's summarizer."""
        from service.briefs import Briefer

        summarizer = self._models.condensing(lambda _: None).summarizer
        return Briefer(length).write(articles, summarizer, together=together, on_progress=lambda _: None, stop=lambda: False)

    @property
    def models(self) -> tuple[ModelUse, ...]:
        """Return translator and summarizer."""
        return (self._models.translating(lambda _: None).use, self._models.condensing(lambda _: None).use)

    @property
    def cleaner(self) -> str:
        """Return the service's cleaner version."""
        from service.cleaning import CLEANER_VERSION

        return CLEANER_VERSION
