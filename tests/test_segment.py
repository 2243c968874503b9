import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.boundaries import INVISIBLE, sentence_ends
from service.segment import segment
from service.values import Line, LineKind, Span


def lines_of(text: str) -> list[Line]:
    """Every line a kept body line, blank lines as the cleaner labels them."""
    lines, start = [], 0
    for found in [*re.finditer(r"\r\n|\n|\r", text), None]:
        end = found.start() if found else len(text)
        blank = not text[start:end].strip()
        lines.append(Line(Span(start, end), LineKind.BLANK if blank else LineKind.BODY, not blank, "test"))
        start = found.end() if found else end
    return lines


def sentences(text: str) -> list[str]:
    return [sentence.text for sentence in segment(text, lines_of(text))]


@pytest.mark.parametrize(
    "expected",
    [
        ["Ya.", "Ya.", "Tidak."],
        ["Ir. Soekarno dan Dr. H. Moh. Hatta tiba.", "Mereka disambut warga."],
        ["Prof. Muh. Yamin, Hj. Siti, dan dr. Sulastri, Sp.A., hadir.", "Acara dimulai."],
        ["PT. Cahaya Timur Tbk. membuka pabrik di Jl. Kenanga No. 12 pada tgl. 3 Mei.", "Biayanya Rp. 502,4 miliar."],
        ["Lihat hlm. 14 dan hal. 15.", "Masih ada hal lain."],
        ["Ada banyak hal.", "Warga setuju."],
        ["Beras, gula, dll. naik dan telur, dsb. tetap.", "Cabai, bawang, dll.", "Harga turun."],
        ["Surat itu a.n. Budi, d.a. Jl. Melati.", "Kurir pulang."],
        ["Andi Rahman, S.H., M.Si., terpilih.", "Ia lahir di Palu."],
        ["Rapat dipimpin Dewi Lestari, S.Kom.", "Anggaran turun."],
        ["Sidang dipimpin Bayu, S.H. M.H. sejak pagi.", "Putusan ditunda."],
        ["M. Jusuf membaca buku J.K. Rowling.", "R. A. Kusuma menulis buku."],
        ["Harganya 3,5 persen dari 1.250.000 rupiah.", "Inflasi 2.5 persen."],
        ["Gempa terjadi pukul 21.11 WIB.", "Susulan pukul 09.30."],
        ["Laporan kompas.com dan Kompas.Com sama.", "Tidak ada yang lain."],
        ["Kompas.com – Harga naik.", "Warga mengeluh."],
        ["JAKARTA. Bank sentral menahan bunga.", "Pasar tenang."],
        ["PEMERINTAH MENAIKKAN HARGA.", "PT. MAJU RUGI.", "DRS. AMIR KECEWA."],
        ["Saya... tidak tahu.", "Entahlah...", "Dia pergi."],
        ["…dan hujan turun.", "Selesai."],
        ['"Mereka tidak panik.', 'Itu bedanya," kata Rangga.', "Ia tersenyum."],
        ["“Saya hanya ingin masuk.", "Setelah itu pulang,” ujarnya."],
        ['"Siapa yang mau?" kata Lina.', '"Tidak ada."', "Ia pergi."],
        ["“Pergi!” Ujar dia keras.", "Semua diam."],
        ["Ia membaca pesan (lihat gambar. Kabur sekali) itu.", "Lalu pulang."],
        ["(Ia pergi.", "Ibunya datang.)", "Lalu sepi."],
        ["1. Kuras bak mandi.", "2. Tutup tempat air."],
        ["- Rumah di Palu: Rp1.875.000.000"],
        ["Polisi berjaga hingga selesai. (*)"],
        ["Perang selesai.", "😀 Warga senang. 😀"],
        ["Naik!!!", "Benarkah?!", "Benar."],
        ["Yahoo! Indonesia tutup.", "Sayang sekali."],
        ["Ia menemui warga Blok M.", "Polisi datang."],
        ["Nilainya Rp 3 T.", "Utang bertambah."],
        ["saya pergi.", "dia pulang lewat kab. bandung."],
        ["Dia lahir tahun 1945.", "12 orang datang."],
        ["Menurut Tn. A. Basri dan Kol. Yani, No. 5 itu rusak.", "Sudah lama."],
        ["Bangunan\u200b runtuh.\u200b", "\u200bWarga lari."],
        [unicodedata.normalize("NFD", "Kafé itu tutup."), unicodedata.normalize("NFD", "José pulang.")],
    ],
)
def test_sentences_of_one_line(expected: list[str]) -> None:
    assert sentences(" ".join(expected)) == expected


@pytest.mark.parametrize(
    ("glued", "expected"),
    [
        ("Perang telah selesai.Taliban adalah kelompok itu.", ["Perang telah selesai.", "Taliban adalah kelompok itu."]),
        ('Ia berkata."Saya pulang." Lalu diam.', ["Ia berkata.", '"Saya pulang."', "Lalu diam."]),
        ('"Saya pulang."Lalu ia diam.', ['"Saya pulang."', "Lalu ia diam."]),
        ("Dikutip dari kompas.Com hari ini.", ["Dikutip dari kompas.Com hari ini."]),
        ("Hadir Drs.Ahmad di Jl.Sudirman.", ["Hadir Drs.Ahmad di Jl.Sudirman."]),
        ("Surel andi@kantor.Budi hilang.", ["Surel andi@kantor.Budi hilang."]),
        ("Satu hal.\tDua hal.\u00a0Tiga.", ["Satu hal.", "Dua hal.", "Tiga."]),
    ],
)
def test_a_missing_or_odd_space_splits_only_where_it_is_sure(glued: str, expected: list[str]) -> None:
    assert sentences(glued) == expected


def test_equal_sentences_have_their_own_spans() -> None:
    assert [sentence.span for sentence in segment("Ya. Ya. Tidak.", lines_of("Ya. Ya. Tidak."))] == [Span(0, 3), Span(4, 7), Span(8, 14)]


def test_every_line_break_ends_a_sentence() -> None:
    text = "Bahari Unggul Dulu\r\nGol cepat tercipta\n\nPada menit ke-23"
    assert sentences(text) == ["Bahari Unggul Dulu", "Gol cepat tercipta", "Pada menit ke-23"]


def test_only_kept_body_lines_are_cut() -> None:
    text = "Judul\nIklan besar.\nIsi berita."
    first, second, third = lines_of(text)
    lines = [Line(first.span, LineKind.TITLE, True, "t"), Line(second.span, LineKind.BOILERPLATE, False, "t"), third]
    assert [sentence.text for sentence in segment(text, lines)] == ["Isi berita."]


WRAPPED = (
    "Pemerintah daerah akan memperbaiki jembatan yang rusak akibat banjir\n"
    "pekan lalu. Kepala dinas mengatakan bahwa perbaikan dimulai bulan\n"
    "depan dan selesai sebelum akhir tahun.\n"
    "\n"
    "Warga berharap pekerjaan tidak tertunda lagi karena jalan itu dipakai\n"
    "anak sekolah.\n"
)


def test_wrapped_lines_of_a_paragraph_are_one_span() -> None:
    assert sentences(WRAPPED) == [
        "Pemerintah daerah akan memperbaiki jembatan yang rusak akibat banjir\npekan lalu.",
        "Kepala dinas mengatakan bahwa perbaikan dimulai bulan\ndepan dan selesai sebelum akhir tahun.",
        "Warga berharap pekerjaan tidak tertunda lagi karena jalan itu dipakai\nanak sekolah.",
    ]


def test_headlines_of_the_same_width_are_not_joined() -> None:
    first = "Wali Kota Resmikan Pasar Terapung yang Lama Ditunggu Warga"
    text = first + "\nHarga Cabai Rawit Kembali Turun di Sejumlah Pasar Induk\nTim Putri Menang"
    assert sentences(text) == text.split("\n")


def test_a_dropped_line_between_wrapped_lines_is_in_no_sentence() -> None:
    lines = lines_of(WRAPPED)
    lines[1] = Line(lines[1].span, LineKind.BOILERPLATE, False, "t")
    assert all("pekan lalu" not in sentence.text for sentence in segment(WRAPPED, lines))


WORDS = ["Ia pergi", "saya", "Dr.", "No.", "12", "3,5", "1.250.000", "kompas.com", "selesai.Taliban", "S.H.", "e\u0301", "😀"]
MARKS = [".", "...", "…", "!", "?", '"', "“", "”", "'", "(", ")", "(*)", "。", "-", "–"]
GAPS = [" ", "  ", "\t", "\n", "\r\n", "\u00a0", "\u200b", "\ufeff", "\x00", "\x1c", "\u2028", "\ud800"]
PIECES = st.sampled_from(WORDS + MARKS + GAPS)


@given(st.one_of(st.lists(PIECES, max_size=40).map("".join), st.text(max_size=80)))
def test_sentences_carry_exact_spans_and_cover_every_visible_character(text: str) -> None:
    lines = lines_of(text)
    found = segment(text, lines)
    covered = [False] * len(text)
    last = 0
    for sentence in found:
        assert text[sentence.span.start : sentence.span.end] == sentence.text
        assert sentence.text == sentence.text.strip() != ""
        assert last <= sentence.span.start
        last = sentence.span.end
        covered[sentence.span.start : sentence.span.end] = [True] * len(sentence.text)
    for line in lines:
        for offset in range(line.span.start, line.span.end):
            if line.kept and not text[offset].isspace() and text[offset] not in INVISIBLE:
                assert covered[offset], offset


@given(st.lists(PIECES, max_size=30).map("".join))
def test_ends_ascend_inside_the_paragraph(paragraph: str) -> None:
    ends = sentence_ends(paragraph)
    assert ends == sorted(set(ends))
    assert all(0 < end < len(paragraph) for end in ends)


def test_a_megabyte_without_a_sentence_end_is_one_sentence() -> None:
    text = "kata " * 200_000 + "x" * 100_000
    assert len(sentences(text)) == 1
