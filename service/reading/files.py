"""Read the bytes of a file or of standard input, never more than the limit and never waiting on a pipe."""

from __future__ import annotations

import os
import stat
import sys
from typing import IO

from service.errors import InputTooLarge, UnreadableInput
from service.settings import ReadingLimits

N_SHOWN = 60


def read_file(path: str, limits: ReadingLimits) -> bytes:
    """Return a regular file's bytes. Raises UnreadableInput (missing, not a file, no permission) and InputTooLarge."""
    try:
        # Without O_NONBLOCK opening a pipe waits for its writer; the kind is asked of what was opened, not of the name.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0))
    except (OSError, ValueError) as error:
        raise UnreadableInput(f"{shown(path)} cannot be read: {reason(error)}.") from error
    try:
        status = os.fstat(handle)
        if stat.S_ISDIR(status.st_mode):
            raise UnreadableInput(f"{shown(path)} is a folder; give one of its files.")
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableInput(f"{shown(path)} is a pipe or a device, not a file. To read from a pipe, give it as standard input (-).")
        with os.fdopen(handle, "rb", closefd=False) as stream:
            return _read(stream, limits, name=shown(path), n_bytes=status.st_size)
    finally:
        os.close(handle)


def read_standard_input(limits: ReadingLimits) -> bytes:
    """Return all bytes of standard input. Raises UnreadableInput where there is none, and InputTooLarge."""
    stream = getattr(sys.stdin, "buffer", None)
    if stream is None:
        raise UnreadableInput("There is no standard input to read.")
    return _read(stream, limits, name="Standard input")


def reason(error: Exception) -> str:
    """Return why the system refused, as words: `FileNotFoundError(2, ...)` -> `No such file or directory`."""
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def shown(source: str) -> str:
    """Return a name as one short printable line, for messages: what was given as a name may be a whole article."""
    line = " ".join("".join(character if character.isprintable() else " " for character in source).split())
    return line if len(line) <= 2 * N_SHOWN else f"{line[:N_SHOWN]}…"


def _read(stream: IO[bytes], limits: ReadingLimits, *, name: str, n_bytes: int = 0) -> bytes:
    limit = limits.max_input_bytes
    try:
        body = stream.read(limit + 1) if n_bytes <= limit else b""
    except (OSError, ValueError) as error:
        raise UnreadableInput(f"{name} cannot be read: {reason(error)}.") from error
    if n_bytes > limit or len(body) > limit:
        size = f"{n_bytes:,}" if n_bytes > limit else f"more than {limit:,}"
        raise InputTooLarge(f"{name} has {size} bytes; the limit is {limit:,}. Give one article at a time.")
    return body
