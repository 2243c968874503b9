from __future__ import annotations

import pytest

from service.checks.numbers import amounts
from service.checks.quantities import Language


@pytest.mark.parametrize(
    ("text", "language", "readings"),
    [
        ("1.500", "id", {"1500"}),
        ("1,500", "en", {"1500"}),
        ("1.500", "en", {"1500", "3/2"}),
        ("3,5", "id", {"7/2"}),
        ("1.250.000", "id", {"1250000"}),
        ("2,5 juta", "id", {"2500000"}),
        ("2.5 juta", "id", {"2500000"}),
        ("dua ribu lima ratus", "id", {"2500"}),
        ("two thousand five hundred", "en", {"2500"}),
        ("sejuta", "id", {"1000000"}),
        ("one hundred and five", "en", {"105"}),
        ("two dozen", "en", {"24", "~10"}),
        ("ketiga", "id", {"3"}),
        ("twenty-first", "en", {"21"}),
        ("tiga perempat", "id", {"3/4"}),
        ("puluhan ribu", "id", {"~10000"}),
        ("tens of thousands", "en", {"~10000"}),
        ("pukul 21.11 WIB", "id", {"t1271"}),
        ("9:11 p.m.", "en", {"t1271"}),
    ],
)
def test_a_quantity_is_read_in_each_way_it_allows(text: str, language: Language, readings: set[str]) -> None:
    (found,) = amounts(text, language).quantities
    assert found.readings == readings
    assert found.span.of(text) == text


@pytest.mark.parametrize("text", ["G20", "COVID-19", "F-16", "CSTO-2", "kpk.go.id/2024", "1. Perbarui aplikasi", "sebelum senja"])
def test_names_addresses_and_list_marks_are_no_quantities(text: str) -> None:
    assert amounts(text, "id").quantities == ()


@pytest.mark.parametrize(
    ("text", "language", "date"),
    [
        ("(28/8)", "id", (28, 8, None)),
        ("(28/8/21)", "id", (28, 8, 2021)),
        ("28 Agustus 2021", "id", (28, 8, 2021)),
        ("August 28, 2021", "en", (28, 8, 2021)),
        ("28 August", "en", (28, 8, None)),
        ("Juni 2024", "id", (None, 6, 2024)),
        ("8/28/2021", "en", (28, 8, 2021)),
    ],
)
def test_a_date_is_day_first_unless_it_cannot_be(text: str, language: Language, date: tuple[int | None, int, int | None]) -> None:
    (found,) = amounts(text, language).dates
    assert (found.day, found.month, found.year) == date


def test_minggu_is_sunday_only_where_it_must_be() -> None:
    assert [day.firm for day in amounts("Minggu lalu", "id").weekdays] == [False]
    assert [day.firm for day in amounts("Minggu (18/5)", "id").weekdays] == [True]
    assert amounts("dua minggu", "id").weekdays == ()
