"""Hash files and checkpoints, and remember the hashes, so that a gigabyte of weights is read once and not on every start.

A remembered hash holds as long as the file's size, inode and times of change stay the same. The memory is one small
file per hashed file in the cache folder; where it cannot be written, the hash is simply computed again.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

_known: dict[str, tuple[list[int], str]] = {}


def file_sha256(path: Path, cache_dir: Path) -> str:
    """Return the SHA-256 of a file as 64 hexadecimal digits. Raises OSError if the file cannot be read."""
    path = path.resolve()
    key = str(path)
    stamp = _stamp(path)
    if key in _known and _known[key][0] == stamp:
        return _known[key][1]
    note = cache_dir / "digests" / f"{hashlib.sha256(key.encode()).hexdigest()[:32]}.json"
    digest = _recall(note, key, stamp)
    if digest is None:
        digest = fresh_sha256(path)
        # A file that changed while it was read must not be remembered under either state.
        if _stamp(path) != stamp:
            return digest
        _record(note, {"path": key, "stamp": stamp, "sha256": digest})
    _known[key] = (stamp, digest)
    return digest


def fresh_sha256(path: Path) -> str:
    """Return the SHA-256 of a file, read now and not remembered."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def git_sha1(path: Path) -> str:
    """Return the name git gives a file's content: how the hub identifies small files."""
    content = path.read_bytes()
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def folder_sha256(folder: Path, names: Iterable[str], cache_dir: Path) -> str:
    """Return one hash over the named files of a folder: of the lines `<sha256>  <name>`, sorted by name.

    The same as `sha256sum` over the files in that order, hashed again.
    """
    lines = [f"{file_sha256(folder / name, cache_dir)}  {name}\n" for name in sorted(names)]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _stamp(path: Path) -> list[int]:
    status = path.stat()
    return [status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino]


def _recall(note: Path, key: str, stamp: list[int]) -> str | None:
    try:
        noted = json.loads(note.read_text(encoding="utf-8"))
        digest = str(noted["sha256"])
        return digest if noted["path"] == key and noted["stamp"] == stamp and len(digest) == 64 else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _record(note: Path, content: dict[str, object]) -> None:
    temporary = None
    try:
        note.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=note.parent, suffix=".tmp")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(content, file)
        os.replace(temporary, note)
    except OSError:
        # Only speed is lost. Conversion, which needs the cache, is where an unusable one is reported.
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
