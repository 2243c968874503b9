from __future__ import annotations

import pytest

from service.cleaning import clean
from service.cleaning.dateline import find_dateline
from service.cleaning.metadata import find_date
from service.cleaning.rules import default_rules
from service.values import Metadata

SENTENCE = "Petugas menutup jembatan itu sejak Senin pagi karena retak."


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Kompas.com - 28/08/2021, 21:11 WIB", "2021-08-28T21:11+07:00"),
        ("Selasa, 25 Juni 2024 - 11:14 WIB", "2024-06-25T11:14+07:00"),
        ("25 Jun 2024 11:14", "2024-06-25T11:14"),
        ("Kamis, 16 Mei 2024 16:48 WITA", "2024-05-16T16:48+08:00"),
        ("Diterbitkan 12 Januari 2024, 05:17 WIT", "2024-01-12T05:17+09:00"),
        ("16 Mei 2024 | 17.32 WIB", "2024-05-16T17:32+07:00"),
        ("Jum'at, 11 Oktober 2024, pukul 9.05 WIB", "2024-10-11T09:05+07:00"),
        ("Tayang: Jumat, 17 Mei 2024", "2024-05-17"),
        ("14 Agt 2024 08:33", "2024-08-14T08:33"),
        ("18 Agustus 2024", "2024-08-18"),
        ("2 Desember 2023", "2023-12-02"),
        ("18 July 2024 16:35", "2024-07-18T16:35"),
        ("September 9, 2025", "2025-09-09"),
        ("2024-05-16", "2024-05-16"),
        ("oleh Rina // 10-09-2025 // daerah", "2025-09-10"),
        ("31/13/2024", None),
        ("31/02/2024 10:00 WIB", None),
        ("29 Februari 2023", None),
        ("29 Februari 2024", "2024-02-29"),
        ("1 Januari 0000", None),
        ("0000-01-01", None),
        ("31/12/1899", None),
        ("Selasa pagi", None),
        ("40 Juni 2024", None),
    ],
)
def test_dates_are_read_with_the_zone_the_page_names(line: str, expected: str | None) -> None:
    assert find_date(line) == expected


@pytest.mark.parametrize(
    ("line", "place", "outlet"),
    [
        ("MOSKWA, KOMPAS.com – Rusia mengirim bantuan.", "Moskwa", "Kompas.com"),
        ("jpnn.com, MOSKOW - Kedutaan itu dibuka.", "Moskow", "JPNN.com"),
        ("Jakarta (ANTARA) - Pemerintah membuka pasar.", "Jakarta", "ANTARA News"),
        ("TEMPO.CO, Jakarta - Jaksa menuntut.", "Jakarta", "Tempo.co"),
        ("Liputan6.com, Jakarta Gempa mengguncang pulau itu.", "Jakarta", "Liputan6.com"),
        ("Liputan6.com, Jakarta - Gempa mengguncang pulau itu.", "Jakarta", "Liputan6.com"),
        ("JAKARTA - Gempa mengguncang pulau itu.", "Jakarta", None),
        ("Kendari - Mantan kepala dinas dituntut.", "Kendari", None),
        ("KONTAN.CO.ID - JAKARTA. Bank sentral menahan bunga.", "Jakarta", "Kontan.co.id"),
        ("Bisnis.com, JAKARTA — Bank sentral menunggu.", "Jakarta", "Bisnis.com"),
        ("Jakarta, CNN Indonesia -- Harga beras naik.", "Jakarta", "CNN Indonesia"),
        ("Jakarta, CNBC Indonesia - Bank sentral menunggu.", "Jakarta", "CNBC Indonesia"),
        ("REPUBLIKA.CO.ID, BANDA ACEH -- Kapal itu sandar.", "Banda Aceh", "Republika"),
        ("JAKARTA, iNews.id - Polisi menahan dua orang.", "Jakarta", "iNews.id"),
        ("JawaPos.com – Stadion itu penuh.", None, "JawaPos.com"),
        ("IDXChannel - Bank sentral menunggu.", None, "IDX Channel"),
        ("Wonoasri (Lentera) - Petani memanen kopi.", "Wonoasri", "Lentera"),
    ],
)
def test_place_and_outlet_come_from_the_dateline(line: str, place: str | None, outlet: str | None) -> None:
    found = find_dateline(line, default_rules().outlets)
    assert found is not None
    assert (found.place, found.outlet) == (place, outlet)


@pytest.mark.parametrize(
    "line",
    [
        SENTENCE,
        "Warga RT 3 - yang terdampak paling parah - mengungsi.",
        "Arsip - Kapal itu sandar.",
        "Bupati, kata dia - lalu diam.",
        "Di Kendari, Kamis, ia dituntut.",
    ],
)
def test_no_dateline_is_invented(line: str) -> None:
    assert find_dateline(line, default_rules().outlets) is None


def read(*head: str, body: str = SENTENCE) -> Metadata:
    return clean("\n".join((*head, body, SENTENCE))).metadata


def test_nothing_is_invented_where_the_page_says_nothing() -> None:
    assert clean(f"{SENTENCE}\nPernyataan itu disampaikan pada Sabtu (28/8/2021).").metadata == Metadata()


@pytest.mark.parametrize(
    ("head", "author"),
    [
        (("Penulis: Rina Amelia | Editor: Bayu Saputra",), "Rina Amelia"),
        (("Reporter", "Rina Amelia", "Editor", "Bayu Saputra"), "Rina Amelia"),
        (("oleh Rina A. Amelia // 10-09-2025 // daerah",), "Rina A. Amelia"),
        (("Rina Amelia - detikSulsel", "Kamis, 16 Mei 2024 15:10 WIB"), "Rina Amelia"),
        (("Kabar.com - 28/08/2021, 21:11 WIB", "Rina Amelia,", "Bayu Saputra", "Tim Redaksi"), "Rina Amelia, Bayu Saputra"),
        (("Rina Amelia, CNBC Indonesia", "18 July 2024 16:35"), "Rina Amelia"),
        (("Editor: Bayu Saputra",), None),
        (("Tim Kabar Desa", "Kamis, 16 Mei 2024 15:10 WIB"), None),
        (("CNN Indonesia", "Kamis, 16 Mei 2024 15:10 WIB"), None),
    ],
)
def test_the_author_is_read_from_the_byline(head: tuple[str, ...], author: str | None) -> None:
    assert read("Jembatan Retak Ditutup Sejak Senin", *head).author == author


def test_the_day_of_publication_beats_the_day_of_an_update() -> None:
    head = ("Jembatan Retak Ditutup Sejak Senin", "Diperbarui 18 Mei 2025, 23:47 WIB", "Diterbitkan 18 Mei 2025, 23:21 WIB")
    assert read(*head).published == "2025-05-18T23:21+07:00"


def test_dates_of_other_articles_are_not_the_articles_own() -> None:
    text = f"{SENTENCE}\n{SENTENCE}\nBerita Terkait\nHarga Cabai Turun di Pasar Induk\n12 Agustus 2023"
    assert clean(text).metadata.published is None


def test_the_outlet_is_named_as_the_page_writes_it_outside_capitals() -> None:
    assert (
        read("KabarPesisir.id", "Beranda", "Jembatan Retak Ditutup", body="AMBON, KABARPESISIR.ID - " + SENTENCE).outlet
        == "KabarPesisir.id"
    )
    assert clean(f"{SENTENCE}\n{SENTENCE}\n© 2025 kabarpesisir.id").metadata.outlet == "kabarpesisir.id"
