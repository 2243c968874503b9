"""Put a finished document where it was asked for: a file, written whole or not at all, or standard output."""

from __future__ import annotations

import errno
import os
import secrets
import stat
import sys
from contextlib import suppress
from pathlib import Path

_FORMATS = {".md": "md", ".markdown": "md", ".json": "json", ".html": "html", ".htm": "html"}


def format_of(path: Path | None) -> str:
    """Return the format a file name asks for; `text` for any other suffix and for standard output."""
    return _FORMATS.get(path.suffix.lower(), "text") if path else "text"


def check_writable(path: Path) -> None:
    """Find out before any work whether `write_whole` can write there. Raises OSError if not."""
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, "it is a folder", str(path))
    if not _is_special(path):
        if path.exists() and not os.access(path, os.W_OK):
            raise PermissionError(errno.EACCES, "the file is write-protected", str(path))
        _new_neighbor(path, "").unlink()


def write_whole(path: Path, text: str) -> None:
    """Write text as UTF-8; another program sees the old file or the new one, never a part. Raises OSError.

    A link stays a link, an existing file keeps its mode; a device or pipe is written to as it stands.
    """
    if _is_special(path):
        path.write_text(text, encoding="utf-8")
        return
    target = Path(os.path.realpath(path))
    written = _new_neighbor(target, text)
    try:
        if target.exists():
            os.chmod(written, stat.S_IMODE(target.stat().st_mode))
        os.replace(written, target)
    except OSError:
        written.unlink(missing_ok=True)
        raise


def write_stdout(text: str) -> None:
    """Write to standard output; a reader that has seen enough (`| head`) is no error. Raises OSError for any other trouble.

    A terminal gets what it can show; a file or a program gets UTF-8.
    """
    if hasattr(sys.stdout, "reconfigure"):
        if sys.stdout.isatty():
            sys.stdout.reconfigure(errors="replace")
        else:
            sys.stdout.reconfigure(encoding="utf-8", errors="strict")
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as error:
        # Python flushes once more at exit and would complain then.
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            raise


def _is_special(path: Path) -> bool:
    return path.exists() and not path.is_file()


def _new_neighbor(path: Path, text: str) -> Path:
    target = Path(os.path.realpath(path))
    neighbor = target.with_name(f".{target.name[:100]}.{secrets.token_hex(4)}.part")
    # O_EXCL with the usual mode: a new file gets the permissions any other program's would.
    descriptor = os.open(neighbor, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        with open(descriptor, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
    except OSError:
        neighbor.unlink(missing_ok=True)
        raise
    return neighbor
