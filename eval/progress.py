"""Progress on standard error: one line rewritten on a terminal, one line a stage elsewhere."""

from __future__ import annotations

import sys
import time


class Shown:
    """Shows stages and counts; call it as `shown(stage, done, total)` and `close` it at the end."""

    def __init__(self) -> None:
        self._stage, self._started, self._is_terminal = "", time.monotonic(), sys.stderr.isatty()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Show that `done` of `total` steps of a stage are done."""
        seconds = time.monotonic() - self._started
        if self._is_terminal:
            print(f"\r\x1b[K{seconds:5.0f} s  {stage} {done}/{total}", end="", file=sys.stderr, flush=True)
        elif stage != self._stage:
            print(f"{seconds:5.0f} s  {stage} ({total})", file=sys.stderr, flush=True)
        self._stage = stage

    def close(self) -> None:
        """End the line."""
        if self._is_terminal:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
