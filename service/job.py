"""Run one call for the command line and put its result where it belongs; the exit status says how it went."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from service.output import check_writable, write_stdout, write_whole
from service.progress import Progress
from service.settings import Settings
from service.terminal import Display, interruptible, say
from service.values import Document, Notice, Report


class Serving(Protocol):
    """What the command needs of a service: the two methods of `service.pipeline.Service`."""

    def translate(
        self,
        sources: Sequence[str | Document],
        *,
        on_progress: Callable[[Progress], None] | None = None,
        cancel: threading.Event | None = None,
    ) -> Report:
        """Translate articles."""
        ...

    def summarize(
        self,
        sources: Sequence[str | Document],
        *,
        together: bool = False,
        length: str | int | None = None,
        on_progress: Callable[[Progress], None] | None = None,
        cancel: threading.Event | None = None,
    ) -> Report:
        """Translate and condense articles."""
        ...


Build = Callable[[Settings, Callable[[Notice], None]], Serving]
Call = Callable[[Serving, Display, threading.Event], Report]

OK, SOME_FAILED, USAGE, NO_RESULT, MODEL_TROUBLE, CANCELLED = 0, 1, 2, 3, 4, 130


@dataclass(frozen=True, slots=True)
class Job:
    """One command: what is read, what is made of it (`summary` or `translation`), and where that goes."""

    sources: list[str]
    kind: str
    format: str
    output: Path | None
    quiet: bool

    def run(self, build: Build, settings: Settings, call: Call) -> int:
        """Make the service, call it, write the result. Returns the exit status; raises ServiceError as the service does.

        A result is written even where inputs failed or Ctrl-C cut it short. Where nothing came out of it nothing is
        written, and an existing file is left alone; only JSON is written then too, for it carries the failures.
        """
        if (trouble := self._output_trouble()) is not None:
            say(f"ringkas: cannot write {self.output}: {trouble}.")
            return USAGE
        with Display(quiet=self.quiet) as display, interruptible(quiet=self.quiet) as cancel:
            report = call(build(settings, display.on_notice), display, cancel)
        for failure in report.failures:
            say(f"ringkas: {failure.origin}: {failure.message}")
        got = any(article.translations for article in report.articles)
        if (got or self.format == "json") and not self._write(report):
            return USAGE
        if cancel.is_set():
            if not got:
                say("ringkas: stopped before anything was done.")
            return CANCELLED
        if not got:
            return NO_RESULT
        return SOME_FAILED if report.failures else OK

    def _output_trouble(self) -> str | None:
        """Return why the output cannot be written, None if it can: better known now than after minutes of work."""
        if self.output is None:
            return None
        if any(source != "-" and os.path.exists(source) and _same(self.output, source) for source in self.sources):
            return "it is one of the inputs"
        if any(os.path.isdir(source) and _would_be_read(self.output, source) for source in self.sources):
            return "it would be read as one of the inputs, since its folder is one; choose another folder or suffix"
        try:
            check_writable(self.output)
        except OSError as error:
            return error.strerror or str(error)
        return None

    def _write(self, report: Report) -> bool:
        from service.render import render

        document = render(report, self.format, kind=self.kind)
        if self.output is None:
            return _written_to_stdout(document)
        try:
            write_whole(self.output, document)
        except OSError as error:
            # The work took minutes: what the disk does not take is not thrown away.
            say(f"ringkas: cannot write {self.output}: {error.strerror or error}. The result follows on standard output.")
            _written_to_stdout(document)
            return False
        return True


def _written_to_stdout(document: str) -> bool:
    try:
        write_stdout(document)
    except OSError as error:
        say(f"ringkas: cannot write to standard output: {error.strerror or error}.")
        return False
    return True


def _would_be_read(output: Path, folder: str) -> bool:
    """Say whether a file in an input folder is or would become an input itself."""
    from service.reading.sources import SUFFIXES

    return output.suffix.lower() in SUFFIXES and os.path.realpath(output.parent) == os.path.realpath(folder)


def _same(output: Path, source: str) -> bool:
    return output.exists() and os.path.samefile(output, source)
