from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from service.errors import InputTooLarge, UnreadableInput
from service.reading import expand, from_text, read
from service.settings import ReadingLimits
from service.values import Document
from tests.reading.web import PAGE

LIMITS = ReadingLimits()
TEXT = "Bandara Ditutup\r\n\r\nKOTA BAHARI - Hujan abu turun.\r\n"


def give(monkeypatch: pytest.MonkeyPatch, body: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(body)))


def test_reading_is_light_until_it_is_needed() -> None:
    code = "import sys, service.reading; print(*{name.partition('.')[0] for name in sys.modules})"
    loaded = set(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split())
    assert "service" in loaded
    assert loaded & {"httpx", "trafilatura", "lxml", "charset_normalizer"} == set()


def test_a_text_file_is_read_to_the_character(tmp_path: Path) -> None:
    path = tmp_path / "berita.txt"
    path.write_bytes(TEXT.encode())
    assert read(str(path), LIMITS) == Document(TEXT, str(path))


def test_a_file_in_another_encoding_is_read_with_a_notice(tmp_path: Path) -> None:
    path = tmp_path / "berita.txt"
    path.write_bytes("“Bandara” ditutup".encode("cp1252"))
    document = read(str(path), LIMITS)
    assert document.text == "“Bandara” ditutup"
    assert [notice.code for notice in document.notices] == ["encoding-detected"]


@pytest.mark.parametrize("name", ["a.html", "a.HTM", "a.txt", "a"])
def test_a_page_is_read_as_one_whatever_its_file_is_called(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(PAGE, encoding="utf-8")
    document = read(str(path), LIMITS)
    assert document.text.startswith("KOTA BAHARI - Hujan abu tipis")
    assert (document.origin, document.metadata.title) == (str(path), "Hujan Abu Tutup Bandara Kota Bahari")


def test_a_fragment_in_an_html_file_is_a_page_and_in_a_text_file_a_text(tmp_path: Path) -> None:
    for name, expected in (("a.html", "Bandara ditutup"), ("a.txt", "<p>Bandara ditutup</p>")):
        (tmp_path / name).write_text("<p>Bandara ditutup</p>")
        assert read(str(tmp_path / name), LIMITS).text == expected


def test_the_encoding_that_a_page_declares_is_used(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes("<meta charset=windows-1251><p>Аэропорт закрыт</p>".encode("cp1251"))
    assert read(str(path), LIMITS).text == "Аэропорт закрыт"


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    give(monkeypatch, TEXT.encode())
    assert read("-", LIMITS) == Document(TEXT, "-")
    give(monkeypatch, PAGE.encode())
    assert read("-", LIMITS).metadata.author == "Rina Wati"
    give(monkeypatch, b"%PDF-1.7")
    with pytest.raises(UnreadableInput, match=r"Standard input: This is a PDF\."):
        read("-", LIMITS)


def test_missing_standard_input_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(UnreadableInput, match="no standard input"):
        read("-", LIMITS)


def test_pasted_text_is_kept_to_the_character() -> None:
    assert from_text(TEXT, "pasted", LIMITS) == Document(TEXT, "pasted")
    assert from_text("", "pasted", LIMITS) == Document("", "pasted")
    assert from_text("<b>tebal</b> bukan halaman", "pasted", LIMITS).text == "<b>tebal</b> bukan halaman"


def test_a_pasted_page_is_read_as_a_page() -> None:
    document = from_text("\ufeff <!-- a --> <!-- b -->\n" + PAGE, "pasted", LIMITS)
    assert (document.origin, document.metadata.outlet) == ("pasted", "Kabar Contoh")


def test_many_comments_do_not_hold_up_pasted_text() -> None:
    text = "<!-- -->" * 5000 + "Bandara"
    assert from_text(text, "pasted", LIMITS).text == text


def test_half_characters_are_replaced_with_a_notice() -> None:
    document = from_text("abu \ud83d turun \udcff", "pasted", LIMITS)
    assert document.text == "abu \ufffd turun \ufffd"
    assert [(notice.code, notice.message[:2]) for notice in document.notices] == [("characters-replaced", "2 ")]


def test_five_megabytes_are_too_large_however_they_come(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    body = b"abu " * 1_250_000
    path = tmp_path / "besar.txt"
    path.write_bytes(body)
    give(monkeypatch, body)
    limit = r" bytes; the limit is 2,000,000\."
    with pytest.raises(InputTooLarge, match=r"besar\.txt has 5,000,000" + limit):
        read(str(path), LIMITS)
    with pytest.raises(InputTooLarge, match="Standard input has more than 2,000,000" + limit):
        read("-", LIMITS)
    with pytest.raises(InputTooLarge, match="The text has 5,000,000" + limit):
        from_text(body.decode(), "pasted", LIMITS)


def test_an_input_of_just_the_limit_is_read_and_one_byte_more_is_not(tmp_path: Path) -> None:
    text = "é" * 50
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    exact, less = ReadingLimits(max_input_bytes=100), ReadingLimits(max_input_bytes=99)
    assert read(str(path), exact).text == from_text(text, "pasted", exact).text == text
    with pytest.raises(InputTooLarge):
        read(str(path), less)
    with pytest.raises(InputTooLarge):
        from_text(text, "pasted", less)


def test_a_pdf_and_binary_data_are_refused_by_name(tmp_path: Path) -> None:
    for name, body, why in (("a.pdf", b"%PDF-1.7", "PDF"), ("a.docx", b"PK\x03\x04", "office"), ("a.txt", bytes(99), "binary")):
        (tmp_path / name).write_bytes(body)
        with pytest.raises(UnreadableInput, match=f"{name}: .*{why}"):
            read(str(tmp_path / name), LIMITS)


def test_a_folder_stands_for_its_texts_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a.html", "C.HTM", "d.pdf", ".hidden.txt", "tanpa"):
        (tmp_path / name).write_text("x")
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "e.txt").write_text("x")
    assert expand([str(tmp_path)], LIMITS) == [str(tmp_path / name) for name in ("C.HTM", "a.html", "b.txt")]


def test_files_addresses_and_standard_input_stand_for_themselves(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("x")
    sources = ["-", str(path), "https://kabar.example/a", "ftp://kabar.example/a"]
    assert expand(sources, LIMITS) == sources


def test_a_folder_without_texts_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    with pytest.raises(UnreadableInput, match=r"holds no \.txt, \.html, \.htm files"):
        expand([str(tmp_path)], LIMITS)


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("tidak-ada.txt", r"no file or folder tidak-ada\.txt\. Check the name"),
        ("", "empty name"),
        ("www.kabar.example/berita/1", "put https:// in front"),
        ("kabar.example/berita/1", "put https:// in front"),
        ("Hujan abu turun di kota. Bandara ditutup.", "pipe it to standard input"),
        ("Hujan abu turun di kota.\n" * 400, "pipe it to standard input"),
        ("nama\0berita", "cannot be read: embedded null byte"),
        ("a" * 5000, "no file or folder a{60}…"),
    ],
)
def test_a_source_that_is_nothing_is_refused_with_what_to_do(source: str, why: str) -> None:
    with pytest.raises(UnreadableInput, match=why):
        read(source, LIMITS)
    with pytest.raises(UnreadableInput, match=why) as caught:
        expand([source], LIMITS)
    assert len(str(caught.value)) < 250
    assert str(caught.value).isprintable()


def test_a_folder_with_the_name_of_a_text_is_refused_as_a_file(tmp_path: Path) -> None:
    (tmp_path / "x.txt").mkdir()
    with pytest.raises(UnreadableInput, match="is a folder"):
        read(str(tmp_path / "x.txt"), LIMITS)


def test_a_link_that_leads_nowhere_is_said(tmp_path: Path) -> None:
    link = tmp_path / "x.txt"
    link.symlink_to(tmp_path / "tidak-ada")
    with pytest.raises(UnreadableInput, match="link to a file that is not there"):
        expand([str(link)], LIMITS)
    link.unlink()
    link.symlink_to(link)
    with pytest.raises(UnreadableInput, match="cannot be read: "):
        read(str(link), LIMITS)


def test_a_path_through_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    with pytest.raises(UnreadableInput, match="cannot be read: Not a directory"):
        read(str(tmp_path / "a.txt" / "b.txt"), LIMITS)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_is_refused_and_not_waited_on(tmp_path: Path) -> None:
    pipe = tmp_path / "x.txt"
    os.mkfifo(pipe)
    code = "import sys; from service.reading import read; from service import ReadingLimits; read(sys.argv[1], ReadingLimits())"
    # In a process of its own, so that waiting fails the test instead of holding it up.
    done = subprocess.run([sys.executable, "-c", code, str(pipe)], capture_output=True, text=True, timeout=60)
    assert "UnreadableInput" in done.stderr
    assert "is a pipe or a device" in done.stderr


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="there is no file here that opens and does not read")
def test_a_file_that_opens_and_does_not_read_is_said() -> None:
    with pytest.raises(UnreadableInput, match="/proc/self/mem cannot be read: Input/output error"):
        read("/proc/self/mem", LIMITS)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_without_permission_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("x")
    path.chmod(0)
    with pytest.raises(UnreadableInput, match="Permission denied"):
        read(str(path), LIMITS)
