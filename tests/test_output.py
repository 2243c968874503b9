from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from service.output import check_writable, format_of, write_whole


@pytest.mark.parametrize(
    ("name", "format"),
    [
        ("a.md", "md"),
        ("a.MD", "md"),
        ("a.markdown", "md"),
        ("a.json", "json"),
        ("a.html", "html"),
        ("a.htm", "html"),
        ("a.txt", "text"),
        ("a", "text"),
        ("a.pdf", "text"),
        (".md", "text"),
    ],
)
def test_the_suffix_says_the_format(name: str, format: str) -> None:
    assert format_of(Path(name)) == format


def test_standard_output_gets_text() -> None:
    assert format_of(None) == "text"


def test_a_new_file_gets_the_usual_permissions(tmp_path: Path) -> None:
    write_whole(tmp_path / "a.txt", "é\n")
    (tmp_path / "usual").touch()
    assert (tmp_path / "a.txt").read_bytes() == "é\n".encode()
    assert (tmp_path / "a.txt").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_an_existing_file_is_replaced_whole_and_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old and much longer")
    path.chmod(0o640)
    with path.open() as reader:
        write_whole(path, "new")
        assert reader.read() == "old and much longer"
    assert path.read_text() == "new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert os.listdir(tmp_path) == ["a.txt"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    (tmp_path / "far" / "target.txt").write_text("old")
    (tmp_path / "link.txt").symlink_to(tmp_path / "far" / "target.txt")
    check_writable(tmp_path / "link.txt")
    write_whole(tmp_path / "link.txt", "new")
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "far" / "target.txt").read_text() == "new"


def test_a_device_is_written_to_and_stays_a_device() -> None:
    check_writable(Path(os.devnull))
    write_whole(Path(os.devnull), "text")
    assert stat.S_ISCHR(os.stat(os.devnull).st_mode)


def test_checking_leaves_nothing_behind(tmp_path: Path) -> None:
    check_writable(tmp_path / "a.txt")
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("where", ["missing/a.txt", "file/a.txt", "."])
def test_a_place_that_cannot_be_written_is_found_out(tmp_path: Path, where: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match=r"No such file|Not a directory|it is a folder"):
        check_writable(tmp_path / where)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anything")
def test_a_write_protected_file_is_found_out(tmp_path: Path) -> None:
    (tmp_path / "a.txt").touch(0o444)
    with pytest.raises(PermissionError, match="write-protected"):
        check_writable(tmp_path / "a.txt")
