from __future__ import annotations

import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.cleaning import clean
from service.values import LineKind, Metadata
from tests.cleaning.scoring import read_labelled

PAGES = {path.name.split(".")[0]: read_labelled(path)[1] for path in Path(__file__).with_name("pages").glob("*.page.tsv")}
LEAD = "Petugas menutup jembatan itu sejak Senin pagi karena retak."
LAST = "Warga diminta memakai jalan lain sampai pekan depan."


def kept(text: str) -> list[str]:
    return [line.span.of(text) for line in clean(text).lines if line.kept]


def kind_of(text: str, wanted: str) -> tuple[LineKind, str]:
    return next((line.kind, line.reason) for line in clean(text).lines if line.span.of(text) == wanted)


@pytest.mark.parametrize(
    "sentence",
    [
        "Iklan rokok di dekat sekolah itu diturunkan.",
        "Di papan tertulis: bacalah petunjuk ini, dan baca juga nomor darurat di bawah.",
        "Laporan dapat dikirim lewat WhatsApp ke nomor posko.",
        "Apa sebabnya?",
        "Sepi.",
        "Foto itu beredar di grup WhatsApp warga.",
        "Baca juga petunjuknya, pesan kepala dusun.",
        "Simak juga kisah kakek ini.",
        "Komentar itu memicu amarah warga.",
        "Sumber air di hulu mengering.",
        "Editor koran itu ikut mengungsi.",
        "Unduh aplikasi posko, lalu isi nomor rumah.",
        "Gabung dengan relawan, kata dia, tidak perlu membayar.",
        "Hak cipta lagu itu dipersoalkan.",
        "Rekomendasi itu ditolak dewan.",
        "Tag harga di pasar tidak berubah.",
        "Rapat dibubarkan. (mas)",
        "Jembatan itu dibuka lagi. (abc/def)",
        "Halaman rumahnya terendam.",
        "3,5 persen.",
        "“Kami takut,” ujarnya",
        "Nelayan mulai resah",
    ],
)
def test_a_sentence_between_sentences_is_never_dropped(sentence: str) -> None:
    assert kept(f"{LEAD}\n{sentence}\n{LAST}") == [LEAD, sentence, LAST]


@pytest.mark.parametrize(
    "sentence",
    [
        "Warga diminta memakai jalan lain sampai pekan depan",
        "Ia menambahkan bahwa perbaikan dapat dimulai setelah anggaran disetujui",
        "Jembatan itu dibuka lagi. (abc/def)",
        "“Kami takut,” ujarnya",
        "Semoga.",
        "Siapa yang mengganti kerugian kami?",
        "Persada akan diarak keliling Kota Semarang pada Selasa (20/5/2025), mulai dari Jl. Pemuda hingga Simpang Lima",
    ],
)
@pytest.mark.parametrize("below", ["", "\n(rdw)\nBerita Terkait\nHarga Cabai Turun di Pasar Induk", "\n\nTag:\njembatan\nretak"])
def test_the_last_line_of_an_article_survives_without_a_full_stop(sentence: str, below: str) -> None:
    assert kept(f"{LEAD}\n{LAST}\n{sentence}{below}") == [LEAD, LAST, sentence]


@pytest.mark.parametrize(
    "insertion",
    [
        "ADVERTISEMENT",
        "[Gambas:Video CNN]",
        "Baca juga: Jembatan Lama Dibongkar",
        "Baca juga:\nJembatan Lama Dibongkar Warga Desa",
        "loading...",
        "SCROLL TO CONTINUE WITH CONTENT",
    ],
)
def test_insertions_between_paragraphs_are_dropped(insertion: str) -> None:
    assert kept(f"{LEAD}\n\n{insertion}\n\n{LAST}") == [LEAD, LAST]


def test_an_article_goes_on_below_a_block_of_links() -> None:
    links = "Berita Terkait\nHarga Cabai Turun di Pasar Induk\nWarga Bangun Jembatan Bambu Sendiri"
    assert kept(f"{LEAD}\n\n{links}\n\n{LAST}") == [LEAD, LAST]


def test_bullets_below_an_article_are_links_but_an_announced_list_is_not() -> None:
    links = "- Rusa Liar Masuk Pasar, Pedagang Berhamburan\n- Harga Cabai Turun, Ibu-ibu Lega\n- Bupati Lantik Camat di Tepi Sawah"
    assert kept(f"{LEAD}\n{LAST}\n{links}") == [LEAD, LAST]
    announced = "Berikut jalan lain yang dipakai:\n- Jalan Kenanga Raya\n- Jalan Pasar Lama\n- Gang Mawar"
    assert kept(f"{LEAD}\n{LAST}\n{announced}") == [LEAD, LAST, *announced.split("\n")]
    assert kept(f"{LEAD}\n{LAST}\n{announced}\n\n{links}") == [LEAD, LAST, *announced.split("\n")]


def test_cut_headlines_with_their_full_form_are_dropped_but_a_pausing_sentence_is_not() -> None:
    cut = "Jembatan Lama Dibongkar...\nJembatan Lama Dibongkar Warga Desa Kenanga"
    assert kept(f"{LEAD}\n{cut}\n{LAST}") == [LEAD, LAST]
    pausing = "Saya tidak marah...\nSaya tidak marah kepada siapa pun."
    assert kept(f"{LEAD}\n{pausing}\n{LAST}") == [LEAD, *pausing.split("\n"), LAST]


def test_reader_comments_are_dropped() -> None:
    below = "Komentar\npaijo\nMantap, semoga cepat selesai ya pak.\nsiti99\nSudah lama retak itu, baru sekarang ditutup."
    assert kept(f"{LEAD}\n{LAST}\n{below}") == [LEAD, LAST]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  \n\u200b\n",
        "Iklan\nBaca juga: Jembatan Lama Dibongkar\nCopyright © 2025 Kabar.com",
        "Jembatan Lama Dibongkar Warga Desa Kenanga",
        "Warga Tolak Jembatan Baru, Ini Alasannya?",
        "Jembatan Lama Dibongkar Warga Desa\nSenin, 3 Maret 2025 10:00 WIB\nPenulis: Rina Amelia",
        "Beranda\nBerita Terkait\nHarga Cabai Turun di Pasar Induk\n2 jam lalu",
    ],
)
def test_a_page_without_a_sentence_keeps_no_line(text: str) -> None:
    assert kept(text) == []


@pytest.mark.parametrize(
    "sentence",
    ["Hujan.", "Jembatan itu ditutup.", "Jembatan itu ditutup warga karena retak dan baru akan dibuka lagi sesudah diperiksa petugas"],
)
def test_one_sentence_alone_is_an_article(sentence: str) -> None:
    if len(sentence.split()) < 2:
        assert kept(f"{sentence} Jalan licin.") == [f"{sentence} Jalan licin."]
    else:
        assert kept(sentence) == [sentence]


def test_reasons_name_rule_structure_or_default() -> None:
    head = "Jembatan Retak Ditutup Sejak Senin\nSenin, 3 Maret 2025 10:00 WIB"
    text = f"{head}\n{LEAD}\nBaca juga: Jembatan Lama Dibongkar\n{LAST}\n(rdw)\nBupati Lantik Kepala Dinas"
    assert [(line.kind.value, line.reason) for line in clean(text).lines] == [
        ("title", "structure:title"),
        ("meta", "rule:date-line"),
        ("body", "default"),
        ("boilerplate", "rule:baca-juga"),
        ("body", "default"),
        ("meta", "rule:editor-initials"),
        ("boilerplate", "structure:headline-block"),
    ]


def test_keep_all_keeps_every_line_and_says_what_would_have_been() -> None:
    text = f"Jembatan Retak Ditutup Sejak Senin\n\nIklan\n{LEAD}\nCopyright © 2025 Kabar.com"
    everything = clean(text, keep_all=True)
    assert [(line.kind.value, line.kept, line.reason) for line in everything.lines] == [
        ("title", True, "kept-all:structure:title"),
        ("blank", False, "blank"),
        ("body", True, "kept-all:rule:iklan"),
        ("body", True, "default"),
        ("body", True, "kept-all:rule:copyright"),
    ]
    assert [notice.code for notice in everything.notices] == ["cleaning-off"]


def test_dropped_lines_are_counted_in_a_notice() -> None:
    (notice,) = clean(f"Iklan\n{LEAD}\n\nIklan").notices
    assert notice.code == "lines-dropped"
    assert "2 of 3" in notice.message
    assert clean(LEAD).notices == ()


def test_a_promotion_stuck_to_a_sentence_is_cut_off() -> None:
    promotion = "Baca berita tanpa iklan. Gabung Kompas.com+"
    assert kept(f"{LEAD}\n{LAST}{promotion}\n{promotion}") == [LEAD, LAST]
    assert kept(f"{promotion}{LEAD}\n{LAST}") == [LEAD, LAST]
    quoted = f"Di layar tertulis “{promotion}” kata dia."
    assert kept(f"{LEAD}\n{quoted}\n{LAST}") == [LEAD, quoted, LAST]


@pytest.mark.parametrize("name", sorted(PAGES))
def test_line_breaks_and_decomposed_letters_change_no_decision(name: str) -> None:
    text = PAGES[name]
    decisions = [(line.kind, line.reason) for line in clean(text).lines]
    assert [(line.kind, line.reason) for line in clean(text.replace("\n", "\r\n")).lines] == decisions
    assert [(line.kind, line.reason) for line in clean(text.replace("\n", "\r")).lines] == decisions
    assert [(line.kind, line.reason) for line in clean(unicodedata.normalize("NFD", text)).lines] == decisions
    assert [(line.kind, line.reason) for line in clean(text.replace("\n", "\u200b\n\ufeff")).lines] == decisions


@pytest.mark.parametrize("name", sorted(PAGES))
def test_capitals_or_missing_blank_lines_lose_no_body_line(name: str) -> None:
    labels, text = read_labelled(Path(__file__).with_name("pages") / f"{name}.page.tsv")
    lines = text.split("\n")
    body = [line for label, line in zip(labels, lines, strict=True) if label == "body"]
    dense = "\n".join(line for line in lines if line)
    for changed, expected in ((dense, body), (text.upper(), [line.upper() for line in body])):
        stayed = "\n".join(kept(changed))
        assert [
            line
            for line in expected
            if line.removesuffix("Baca berita tanpa iklan. Gabung Kompas.com+") not in stayed and "GABUNG" not in line
        ] == []


PIECES = st.sampled_from(
    [
        LEAD,
        LAST,
        "Iklan",
        "Berita Terkait",
        "Komentar",
        "(rdw)",
        "Jembatan Lama Dibongkar Warga Desa",
        "Apa sebabnya?",
        "",
        "\u200b",
        "Tag:",
        "- Jalan Kenanga",
        "...",
        "😀",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(PIECES, st.sampled_from(["\n", "\r\n", "\r"])), max_size=12))
def test_lines_cover_the_text_and_only_breaks_lie_between(parts: list[tuple[str, str]]) -> None:
    text = "".join(piece + ending for piece, ending in parts)
    lines = clean(text).lines
    assert lines[0].span.start == 0
    assert lines[-1].span.end == len(text)
    assert {text[left.span.end : right.span.start] for left, right in pairwise(lines)} <= {"\n", "\r\n", "\r"}
    assert all(line.kept == (line.kind is LineKind.BODY) for line in lines)
    everything = clean(text, keep_all=True).lines
    assert all(line.kept == (line.kind is not LineKind.BLANK) for line in everything)


def test_a_known_title_is_recognized_and_stays() -> None:
    known = Metadata(title="Jembatan retak ditutup", outlet="Kabar")
    text = f"Menu utama\nJembatan retak ditutup\n{LEAD}\n{LAST}"
    assert clean(text, metadata=known).metadata == known
    assert clean(text, metadata=known).lines[1].kind is LineKind.TITLE
