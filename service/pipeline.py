"""The service: read, clean, segment, translate, condense. Loads its models once, is called many times, from any thread.

A bad input becomes a failure in the report and the others go on. Cancelling keeps what is done.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from service.articles import prepare
from service.briefs import Briefer
from service.errors import InputError
from service.loading import Condensing, Models, Translating
from service.progress import Progress
from service.settings import Settings
from service.values import (
    Article,
    Brief,
    Document,
    Failure,
    Notice,
    Report,
    Sentence,
    Severity,
    Signature,
    Span,
    TranslatedArticle,
    Translation,
)
from service.version import __version__

OnProgress = Callable[[Progress], None]


@dataclass(slots=True)
class _Call:
    """What one call has so far."""

    on_progress: OnProgress
    cancel: threading.Event
    failures: list[Failure]
    notices: list[Notice]

    def stopped(self) -> bool:
        return self.cancel.is_set()

    def fail(self, origin: str, error: InputError) -> None:
        self.failures.append(Failure(origin, error.code, str(error)))


class Service:
    """Translates and summarizes Indonesian news articles.

    `on_notice` is told, as it happens, what concerns a whole model: which one serves, a cache that cannot be written.
    Models load with the first call that needs them. Errors of models and prompts are raised (`ModelError`, `PromptError`).
    """

    def __init__(self, settings: Settings | None = None, *, on_notice: Callable[[Notice], None] | None = None) -> None:
        self.settings = settings or Settings()
        self._models = Models(self.settings, on_notice or (lambda _: None))

    def translate(
        self, sources: Sequence[str | Document], *, on_progress: OnProgress | None = None, cancel: threading.Event | None = None
    ) -> Report:
        """Translate articles sentence by sentence.

        A source is a path, a folder, a URL, `-` for standard input, or a `Document` (see `service.reading.from_text`).
        """
        call = _Call(on_progress or (lambda _: None), cancel or threading.Event(), [], [])
        articles = self._articles(sources, call)
        translating = self._models.translating(call.on_progress) if articles and not call.stopped() else None
        translated = self._translate(articles, translating, call)
        return self._report(translated, (), call, (translating,))

    def summarize(
        self,
        sources: Sequence[str | Document],
        *,
        together: bool = False,
        length: str | int | None = None,
        on_progress: OnProgress | None = None,
        cancel: threading.Event | None = None,
    ) -> Report:
        """Translate articles and condense each into a brief, or all `together` into one.

        `length` is `headline`, `short`, `standard`, `long` or a number of words. Raises InputError for any other.
        """
        call = _Call(on_progress or (lambda _: None), cancel or threading.Event(), [], [])
        briefer = Briefer(self.settings.length if length is None else length)
        articles = self._articles(sources, call)
        if not articles or call.stopped():
            return self._report(self._translate(articles, None, call), (), call, ())
        translating = self._models.translating(call.on_progress)
        condensing = self._models.condensing(call.on_progress)
        translated = self._translate(articles, translating, call)
        briefs = briefer.write(translated, condensing.summarizer, together=together, on_progress=call.on_progress, stop=call.stopped)
        return self._report(translated, briefs, call, (translating, condensing))

    def _articles(self, sources: Sequence[str | Document], call: _Call) -> list[Article]:
        """Read and clean every input; what cannot be worked with becomes a failure."""
        waiting = self._expanded(sources, call)
        limit = self.settings.reading.max_articles
        for source in waiting[limit:]:
            message = f"Only the first {limit} articles of a call are read; give the others in another call."
            call.failures.append(Failure(_origin(source), "too-many", message))
        articles: list[Article] = []
        waiting = waiting[:limit]
        for number, source in enumerate(waiting):
            if call.stopped():
                break
            call.on_progress(Progress("reading", number, len(waiting), _origin(source)))
            try:
                article = prepare(source, self.settings)
            except InputError as error:
                call.fail(_origin(source), error)
                continue
            twin = next((one for one in articles if _said(one) == _said(article)), None)
            if twin is not None:
                call.notices.append(
                    Notice("same-article", f"{article.origin} has the same text as {twin.origin}; it is used once.", Severity.INFO)
                )
            else:
                articles.append(article)
        return articles

    def _expanded(self, sources: Sequence[str | Document], call: _Call) -> list[str | Document]:
        from service.reading import expand

        if isinstance(sources, str | Document):
            raise InputError("Give a list of sources, even for one: [source].")
        waiting: list[str | Document] = []
        for source in sources:
            if isinstance(source, Document):
                waiting.append(source)
                continue
            try:
                waiting += expand([source], self.settings.reading)
            except InputError as error:
                call.fail(source, error)
        return waiting

    def _translate(self, articles: Sequence[Article], translating: Translating | None, call: _Call) -> tuple[TranslatedArticle, ...]:
        """Translate article by article, titles first; sentences not reached before a cancel are left out, with a notice."""
        total = sum(len(article.sentences) + bool(article.metadata.title) for article in articles)
        done = 0
        results = []
        for article in articles:
            title = article.metadata.title
            head = [Sentence(Span(0, 0), title, article.language)] if title else []
            n_before = done

            def count(more: int, origin: str = article.origin) -> None:
                nonlocal done
                done += more
                call.on_progress(Progress("translating", done, total, origin))

            outputs: list[Translation | None] = [None] * (len(head) + len(article.sentences))
            if translating is not None and not call.stopped():
                outputs = translating.translator.translate([*head, *article.sentences], on_done=count, stop=call.stopped)
            done = n_before + len(outputs)
            results.append(_translated(article, outputs[: len(head)], outputs[len(head) :]))
        return tuple(results)

    def _report(
        self,
        translated: tuple[TranslatedArticle, ...],
        briefs: tuple[Brief, ...],
        call: _Call,
        models: tuple[Translating | Condensing | None, ...],
    ) -> Report:
        from service.cleaning import CLEANER_VERSION

        used = [model for model in models if model is not None]
        notices = [notice for model in used for notice in model.notices] + call.notices
        if call.stopped():
            notices.append(Notice("cancelled", "The work was cancelled; what was done by then is here."))
        signature = Signature(__version__, CLEANER_VERSION, tuple(model.use for model in used))
        return Report(translated, briefs, signature, tuple(call.failures), tuple(notices))


def _origin(source: str | Document) -> str:
    return source if isinstance(source, str) else source.origin


def _said(article: Article) -> list[str]:
    return [" ".join(sentence.text.split()) for sentence in article.sentences]


def _translated(article: Article, title: Sequence[Translation | None], outputs: Sequence[Translation | None]) -> TranslatedArticle:
    """Keep the translations up to the first sentence that was not reached."""
    reached = next((i for i, output in enumerate(outputs) if output is None), len(outputs))
    notices: tuple[Notice, ...] = ()
    if reached < len(outputs):
        notices = (Notice("not-translated", f"Cancelled: {len(outputs) - reached} of {len(outputs)} sentences were not translated."),)
    kept = tuple(output for output in outputs[:reached] if output is not None)
    headline = title[0] if title else None
    if headline is not None:
        headline = replace(headline, notices=tuple(replace(notice, span=None) for notice in headline.notices))
    return TranslatedArticle(article, kept, headline, notices)
