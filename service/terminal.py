"""What the command says on stderr: notices, errors, a progress bar; and what Ctrl-C means while it works.

Everything said is stripped of control characters: messages carry file names, addresses and words from pages.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType, TracebackType
from typing import TYPE_CHECKING

from service.progress import Progress
from service.render.wording import printable
from service.values import Notice, Severity

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

_STAGES = {
    "loading": "Loading models",
    "downloading": "Downloading",
    "reading": "Reading",
    "translating": "Translating",
    "condensing": "Condensing",
}
_COUNTED = {"reading": "inputs", "translating": "sentences", "condensing": "articles"}


def say(message: str) -> None:
    """Print one line on stderr."""
    print(printable(message), file=sys.stderr)


class Display:
    """Shows progress on stderr while a call runs, if stderr is a terminal, and notices unless quiet.

    Use as a context manager; without a terminal it only passes notices on.
    """

    def __init__(self, *, quiet: bool = False) -> None:
        self._quiet = quiet
        self._bar: Bar | None = None
        self._stage = ""
        self._task: TaskID | None = None

    def __enter__(self) -> Display:
        if not self._quiet and sys.stderr.isatty():
            self._bar = _bar()
            self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    def on_notice(self, notice: Notice) -> None:
        """Print a notice; a warning is marked as one."""
        if self._quiet:
            return
        message = f"{'warning: ' if notice.severity is Severity.WARNING else ''}{printable(notice.message)}"
        if self._bar is None:
            say(message)
        else:
            self._bar.console.print(message, markup=False, highlight=False, emoji=False, soft_wrap=True)

    def on_progress(self, progress: Progress) -> None:
        """Move the bar; a new stage takes the place of the one before."""
        if self._bar is None:
            return
        if self._task is None or progress.stage != self._stage:
            if self._task is not None:
                self._bar.remove_task(self._task)
            self._stage = progress.stage
            self._task = self._bar.add_task(_STAGES.get(progress.stage, progress.stage), total=None, count="", detail="")
        self._bar.update(
            self._task,
            completed=progress.n_done,
            total=progress.n_total or None,
            count=counted(progress),
            detail=printable(progress.detail),
        )


def counted(progress: Progress) -> str:
    """Return how far a stage is: '12 of 88 sentences', '31.2 of 298.0 MB'; nothing where nothing is counted."""
    if not progress.n_total or progress.stage == "loading":
        return ""
    if progress.stage == "downloading":
        return f"{progress.n_done / 1e6:.1f} of {progress.n_total / 1e6:.1f} MB"
    return f"{progress.n_done} of {progress.n_total} {_COUNTED.get(progress.stage, '')}".rstrip()


def _bar() -> Bar:
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, ProgressColumn, Task, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar
    from rich.text import Text

    class Plain(ProgressColumn):
        """Shows one field as it stands: a file name is no markup."""

        def __init__(self, field: str) -> None:
            super().__init__()
            self._field = field

        def render(self, task: Task) -> Text:
            return Text(str(task.fields[self._field]), no_wrap=True, overflow="ellipsis")

    stage = TextColumn(escape("{task.description}"))
    return Bar(
        stage, BarColumn(bar_width=24), Plain("count"), TimeRemainingColumn(), Plain("detail"), console=Console(stderr=True), transient=True
    )


@contextmanager
def interruptible(*, quiet: bool = False) -> Iterator[threading.Event]:
    """Yield an event that the first Ctrl-C sets; a second one raises KeyboardInterrupt. Main thread only, else never set."""
    event = threading.Event()

    def on_interrupt(_signal: int, _frame: FrameType | None) -> None:
        if event.is_set():
            raise KeyboardInterrupt
        event.set()
        if not quiet:
            _say_at_once("\nStopping; what is done will be written. Press Ctrl-C again to stop at once.\n")

    if threading.current_thread() is not threading.main_thread():
        yield event
        return
    before = signal.signal(signal.SIGINT, on_interrupt)
    try:
        yield event
    finally:
        signal.signal(signal.SIGINT, before)


def _say_at_once(message: str) -> None:
    # A signal may arrive in the middle of a print; the buffered stream refuses a second writer then.
    with suppress(OSError, ValueError):
        os.write(sys.stderr.fileno(), message.encode())
