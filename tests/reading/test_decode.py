from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import UnreadableInput
from service.reading.decode import declared_charset, decode
from service.values import Severity

TEXT = "Bandara “Kota Bahari” ditutup – kata kepala bandara José – karena hujan abu tipis sejak Selasa pagi…"
RUSSIAN = "Аэропорт города закрыт из-за пепла вулкана, сообщил начальник аэропорта на встрече с журналистами."


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff"), max_size=200).map(lambda text: "Berita. " + text)
)
def test_utf8_comes_back_as_it_was_and_without_a_notice(text: str) -> None:
    assert decode(text.encode()) == (text, None)
    assert decode(b"\xef\xbb\xbf" + text.encode()) == (text, None)


def test_nothing_is_an_empty_text() -> None:
    assert decode(b"") == ("", None)


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16-LE"),
        ("utf-16-be", "UTF-16-BE"),
        ("utf-32", "UTF-32"),
        ("cp1252", "windows-1252"),
        ("mac_roman", "MAC-ROMAN"),
    ],
)
def test_another_encoding_is_read_right_and_named(encoding: str, named: str) -> None:
    text, notice = decode(TEXT.encode(encoding))
    assert text == TEXT
    assert notice is not None
    assert (notice.code, notice.severity) == ("encoding-detected", Severity.INFO)
    assert f"read as {named}." in notice.message


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(RUSSIAN * 3, "cp1251"), ("本日、火山灰のため空港は閉鎖されました。乗客は待合室で待っています。" * 3, "shift_jis")],
)
def test_an_encoding_that_is_only_likely_is_a_warning(text: str, encoding: str) -> None:
    read, notice = decode(text.encode(encoding))
    assert read == text
    assert notice is not None
    assert notice.severity is Severity.WARNING
    assert "likeliest" in notice.message


def test_a_few_bytes_beyond_ascii_are_not_guessed_to_be_japanese() -> None:
    text, notice = decode(("Bandara ditutup karena hujan abu. " * 5 + "Kata Øystein Þór.").encode("cp1252"))
    assert text.endswith("Kata Øystein Þór.")
    assert notice is not None
    assert notice.severity is Severity.WARNING


def test_what_is_declared_is_used_and_said() -> None:
    text, notice = decode(RUSSIAN.encode("koi8-r"), declared="KOI8-R")
    assert text == RUSSIAN
    assert notice is not None
    assert "read as KOI8-R, as declared." in notice.message


def test_latin_1_as_declared_is_windows_1252_as_meant() -> None:
    assert decode(TEXT.encode("cp1252"), declared="iso-8859-1")[0] == TEXT
    assert decode(TEXT.encode("cp1252"), declared="us-ascii")[0] == TEXT


@pytest.mark.parametrize("declared", ["utf-8", "no-such-charset", "zip", "hex", "unicode_escape", "utf-7", "idna", "shift_jis"])
def test_a_declaration_that_cannot_be_true_is_passed_over(declared: str) -> None:
    assert decode(TEXT.encode("cp1252"), declared=declared)[0] == TEXT


def test_a_declaration_does_not_outweigh_valid_utf8() -> None:
    assert decode(TEXT.encode(), declared="windows-1252") == (TEXT, None)


def test_a_broken_byte_in_utf8_costs_one_character_and_not_the_others() -> None:
    text, notice = decode(TEXT.encode() + b" abu\xff vulkanik")
    assert text == TEXT + " abu\ufffd vulkanik"
    assert notice is not None
    assert (notice.code, notice.severity) == ("characters-replaced", Severity.WARNING)
    assert "1 broken" in notice.message


@pytest.mark.parametrize(
    ("body", "advice"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "PDF.*copy the text"),
        (b"\xef\xbb\xbf\n%PDF-1.4", "PDF"),
        (b"PK\x03\x04\x14\x00\x06\x00", "office file.*plain text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old office file"),
        (b"{\\rtf1\\ansi Bandara}", "rich text"),
        (b"\x1f\x8b\x08\x00", "Unpack"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "picture"),
        (b"\x7fELF\x02\x01\x01" + bytes(60), "binary"),
        (bytes(range(256)) * 8, "binary"),
        (bytes(5000), "binary"),
        (b"\xff\xfe" + b"\x00\xd8" * 50, "binary"),
    ],
)
def test_what_is_not_text_is_refused_with_what_to_do(body: bytes, advice: str) -> None:
    with pytest.raises(UnreadableInput, match=advice):
        decode(body)


def test_a_stray_control_character_does_not_make_a_text_binary() -> None:
    text = TEXT * 3 + "\x07\x1b[0m"
    assert decode(text.encode()) == (text, None)


@pytest.mark.parametrize(
    ("body", "content_type", "expected"),
    [
        (b"<meta charset='windows-1252'>", "", "windows-1252"),
        (b'<META http-equiv="Content-Type" content="text/html; charset=iso-8859-1">', "text/html", "iso-8859-1"),
        (b"<meta charset=utf-8>", 'text/html; charset="koi8-r"', "koi8-r"),
        (b"<p>charset=abc</p>", "text/html", None),
        (b"", "", None),
    ],
)
def test_the_declared_encoding_is_the_servers_or_else_the_pages(body: bytes, content_type: str, expected: str | None) -> None:
    assert declared_charset(body, content_type) == expected
