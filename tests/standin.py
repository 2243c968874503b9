"""A small real service for tests of the command: reads text files and "translates" by upper case, without a model.

`translator` steers it: `missing/model` cannot be had, `patient` waits for the cancel after its first article, `stubborn` does
not look at it at all.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from service.errors import InputError, ModelUnavailable, UnreadableInput
from service.progress import Progress
from service.settings import Settings
from service.values import Brief, BriefSentence, Document, Failure, Notice, Report, Severity, SourceRef, TranslatedArticle
from tests.reports import SIGNATURE, article, body

OnProgress = Callable[[Progress], None] | None


class StandIn:
    """The two methods of `service.pipeline.Service`."""

    def __init__(self, settings: Settings, on_notice: Callable[[Notice], None]) -> None:
        self.settings = settings
        self._on_notice = on_notice

    def translate(
        self, sources: Sequence[str | Document], *, on_progress: OnProgress = None, cancel: threading.Event | None = None
    ) -> Report:
        self._load()
        articles: list[TranslatedArticle] = []
        failures: list[Failure] = []
        for number, source in enumerate(map(str, sources), 1):
            try:
                articles.append(_article(source))
            except UnreadableInput as error:
                failures.append(Failure(source, error.code, str(error)))
            if on_progress:
                on_progress(Progress("translating", number, len(sources), source))
            if self.settings.translator == "stubborn":
                print("waiting", file=sys.stderr, flush=True)
                time.sleep(60)
            if self.settings.translator == "patient" and cancel is not None:
                print("waiting", file=sys.stderr, flush=True)
                if cancel.wait(60):
                    return Report(tuple(articles), (), SIGNATURE, tuple(failures), (Notice("cancelled", "Stopped after one article."),))
        return Report(tuple(articles), (), SIGNATURE, tuple(failures))

    def summarize(
        self,
        sources: Sequence[str | Document],
        *,
        together: bool = False,
        length: str | int | None = None,
        on_progress: OnProgress = None,
        cancel: threading.Event | None = None,
    ) -> Report:
        if isinstance(length, int) and length > 1000:
            raise InputError("A brief has at most 1000 words.")
        report = self.translate(sources, on_progress=on_progress, cancel=cancel)
        if report.notices:
            return report
        groups = [range(len(report.articles))] if together else [[index] for index in range(len(report.articles))]
        briefs = (
            Brief(
                f"Brief of length {length or self.settings.length}",
                tuple(BriefSentence(report.articles[index].translations[0].text, (SourceRef(index, 0),)) for index in group),
                tuple(group),
                str(length or self.settings.length),
            )
            for group in groups
            if group
        )
        return Report(report.articles, tuple(briefs), SIGNATURE, report.failures)

    def _load(self) -> None:
        if self.settings.translator == "missing/model":
            raise ModelUnavailable("missing/model cannot be had: the hub has no such model.")
        self._on_notice(Notice("embedded", f"The embedded translator serves on {self.settings.engine}.", Severity.INFO))


def _article(source: str) -> TranslatedArticle:
    try:
        text = sys.stdin.read() if source == "-" else Path(source).read_text(encoding="utf-8")
    except OSError as error:
        raise UnreadableInput(f"There is no file {source}.") from error
    return article([body((line, line.upper())) for line in text.splitlines()], origin=source)


if __name__ == "__main__":
    from service.cli import main

    sys.exit(main(build=StandIn))
