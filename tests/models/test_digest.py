from __future__ import annotations

import hashlib
import os
import subprocess
from pathlib import Path

from service.models import digest
from service.models.digest import file_sha256, folder_sha256, git_sha1


def forget() -> None:
    digest._known.clear()


def test_a_hash_is_remembered_across_processes_by_a_note_in_the_cache(tmp_path: Path) -> None:
    path, cache = tmp_path / "weights", tmp_path / "cache"
    path.write_bytes(b"first")
    assert file_sha256(path, cache) == hashlib.sha256(b"first").hexdigest()
    (note,) = (cache / "digests").iterdir()
    # A note that lies shows that it is the note that answers, once the process has forgotten.
    note.write_text(note.read_text().replace(hashlib.sha256(b"first").hexdigest(), "0" * 64))
    forget()
    assert file_sha256(path, cache) == "0" * 64


def test_a_change_of_content_is_seen_even_with_the_old_size_and_time(tmp_path: Path) -> None:
    path, cache = tmp_path / "weights", tmp_path / "cache"
    path.write_bytes(b"first")
    before = path.stat()
    file_sha256(path, cache)
    path.write_bytes(b"other")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert file_sha256(path, cache) == hashlib.sha256(b"other").hexdigest()
    forget()
    assert file_sha256(path, cache) == hashlib.sha256(b"other").hexdigest()


def test_a_damaged_note_or_an_unusable_cache_only_costs_time(tmp_path: Path) -> None:
    path, cache = tmp_path / "weights", tmp_path / "cache"
    path.write_bytes(b"first")
    file_sha256(path, cache)
    (note,) = (cache / "digests").iterdir()
    for content in ("", "[]", "{}", '{"path": 1, "stamp": [], "sha256": "x"}'):
        note.write_text(content)
        forget()
        assert file_sha256(path, cache) == hashlib.sha256(b"first").hexdigest()
    forget()
    assert file_sha256(path, path / "below a file") == hashlib.sha256(b"first").hexdigest()


def test_a_folder_hash_is_what_sha256sum_says_of_its_files(tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(b"2")
    (tmp_path / "a").write_bytes(b"1")
    command = "sha256sum a b | sha256sum | cut -c1-64"
    expected = subprocess.run(command, shell=True, cwd=tmp_path, capture_output=True, text=True, check=True).stdout.strip()
    assert folder_sha256(tmp_path, ["b", "a"], tmp_path / "cache") == expected


def test_a_folder_hash_changes_with_content_and_with_names(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).write_bytes(b"same")
    cache = tmp_path / "cache"
    hashes = {folder_sha256(tmp_path, names, cache) for names in (["a"], ["b"], ["a", "b"])}
    assert len(hashes) == 3


def test_git_names_content_the_way_the_hub_does(tmp_path: Path) -> None:
    (tmp_path / "empty").write_bytes(b"")
    assert git_sha1(tmp_path / "empty") == "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"
