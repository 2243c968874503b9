from __future__ import annotations

import subprocess
import sys

import pytest

from service.reading.page import extract
from service.values import Metadata
from tests.reading.web import PAGE

PARAGRAPHS = [
    f"Kalimat nomor {number} dari berita tentang bandara ini cukup panjang untuk dianggap isi, kata saksi pada 12 Mei 2019."
    for number in range(1, 7)
]
BODY = "".join(f"<p>{paragraph}</p>\n" for paragraph in PARAGRAPHS)


def page(body: str, head: str = "") -> str:
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"


def test_the_main_text_is_one_paragraph_a_line_without_the_menu_or_the_title() -> None:
    document = extract(PAGE, "https://kabar.example/abu")
    assert document.text.split("\n") == [
        "KOTA BAHARI - Hujan abu tipis turun di kota ini sejak Selasa pagi sehingga bandara ditutup untuk sementara waktu.",
        "Sebanyak 1.250 penumpang menunggu di ruang tunggu, kata kepala bandara dalam jumpa pers di kantornya.",
        "“Kami menunggu hasil uji kertas,” ujar dia sambil meminta penumpang menghubungi maskapai masing-masing.",
    ]
    assert document.origin == "https://kabar.example/abu"
    assert document.notices == ()


def test_what_the_page_says_of_itself_is_its_metadata() -> None:
    assert extract(PAGE, "https://kabar.example/abu").metadata == Metadata(
        title="Hujan Abu Tutup Bandara Kota Bahari",
        outlet="Kabar Contoh",
        author="Rina Wati",
        published="2024-06-25T11:14+07:00",
        url="https://kabar.example/abu",
    )


def test_what_the_page_does_not_say_is_none() -> None:
    document = extract(page(f"<article>{BODY}</article><footer>© 2023</footer>"), None)
    assert document.metadata == Metadata()
    assert document.text.split("\n") == PARAGRAPHS


def test_the_host_is_not_made_the_outlet() -> None:
    document = extract(page(f"<article>{BODY}</article>"), "https://kabar.example/abu")
    assert document.metadata == Metadata(url="https://kabar.example/abu")


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ('<meta property="article:published_time" content="2024-06-25T04:14:09Z">', "2024-06-25T04:14+00:00"),
        ('<meta property="article:published_time" content="2024-06-25T13:14:00+08:00">', "2024-06-25T13:14+08:00"),
        ('<meta property="article:published_time" content="2024-06-25 11:14:00">', "2024-06-25T11:14"),
        ('<meta property="article:published_time" content="2024-06-25">', "2024-06-25"),
        ('<meta property="article:published_time" content="kemarin">', None),
        ('<script type="application/ld+json">{"datePublished": "2024-01-02T03:04:00+09:00"}</script>', "2024-01-02T03:04+09:00"),
    ],
)
def test_the_moment_of_publication_keeps_the_zone_that_the_page_gives(head: str, published: str | None) -> None:
    assert extract(page(f"<article>{BODY}</article>", head), None).metadata.published == published


def test_where_no_main_text_is_found_the_visible_text_goes_on_with_a_notice() -> None:
    cells = "".join(f"<div><span>Baris {n}</span> <b>menu</b><br>lanjut</div>" for n in range(20))
    html = page(
        f"<script>rahasia()</script><div hidden>tersembunyi</div><p style='display: none'>tak tampak</p><div class='comments'>{cells}</div>"
    )
    document = extract(html, None)
    assert document.text.split("\n")[:4] == ["Baris 0 menu", "lanjut", "Baris 1 menu", "lanjut"]
    assert [notice.code for notice in document.notices] == ["page-as-shown"]
    assert not any(word in document.text for word in ("rahasia", "tersembunyi", "tak tampak"))


def test_prose_in_a_layout_table_is_lines_and_a_table_of_figures_stays_rows() -> None:
    cells = "".join(f"<td>{paragraph}</td>" for paragraph in PARAGRAPHS)
    assert extract(page(f"<table><tr>{cells}</tr></table>"), None).text.split("\n") == PARAGRAPHS
    figures = "<table><tr><th>Kota</th><th>Korban</th></tr><tr><td>Bahari</td><td>3</td></tr></table>"
    lines = extract(page(f"<article>{BODY}{figures}</article>"), None).text.split("\n")
    assert lines == [*PARAGRAPHS, "| Kota | Korban |", "| Bahari | 3 |"]


@pytest.mark.parametrize("html", ["", "   ", "<html></html>", "<!-- kosong -->", "<html><head><title></title></head><body></body></html>"])
def test_an_empty_page_is_an_empty_text(html: str) -> None:
    assert extract(html, None).text == ""


@pytest.mark.parametrize(
    "html",
    [
        "<p>Bandara ditutup",
        "<?xml version='1.0' encoding='latin-1'?><html><body><p>Bandara ditutup</p></body></html>",
        "<html><body><p>Bandara ditutup</b></i></article></p><td>",
        "<div>" * 100 + "Bandara ditutup",
    ],
)
def test_a_page_that_is_not_well_formed_is_read_all_the_same(html: str) -> None:
    assert extract(html, None).text == "Bandara ditutup"


def test_nothing_is_written_to_stderr_about_odd_pages() -> None:
    code = "from service.reading.page import extract; extract('', None); extract('<p>', None); extract('<html></html>', 'nonsense')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "")
