from __future__ import annotations

from pathlib import Path

import pytest

from service.checks.compare import mismatches, unsupported_by
from service.values import Span

ROWS = [
    line.split("\t")
    for line in Path(__file__).with_name("pairs.tsv").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def test_the_table_has_rows_of_every_kind() -> None:
    assert len(ROWS) >= 150
    assert {row[0] for row in ROWS} == set("number vague ordinal percent money unit time date weekday score none law name negation".split())
    assert {row[4] for row in ROWS} == set(
        "number-missing number-invented money-unit date-missing weekday-changed name-missing name-invented negation-lost "
        "negation-invented".split()
    )


@pytest.mark.parametrize(("source", "english"), [(row[1], row[2]) for row in ROWS])
def test_a_correct_translation_gives_no_mismatch(source: str, english: str) -> None:
    assert mismatches(source, english) == ()


@pytest.mark.parametrize(("source", "english", "code"), [(row[1], row[3], row[4]) for row in ROWS])
def test_a_planted_fault_is_named_by_its_code(source: str, english: str, code: str) -> None:
    assert code in {found.code for found in mismatches(source, english)}


def test_a_mismatch_points_at_both_sides_and_quotes_them() -> None:
    source, english = "Biayanya 3,5 juta dolar AS.", "It costs 3.5 million euros."
    (found,) = mismatches(source, english)
    assert found.source is not None
    assert found.english is not None
    assert (found.source.of(source), found.english.of(english)) == ("3,5 juta", "3.5 million")
    assert "'3,5 juta' (USD)" in found.message
    assert "'3.5 million' (EUR)" in found.message


def test_a_swapped_weekday_is_one_mismatch_with_both_places() -> None:
    (found,) = mismatches("Ia tiba pada Sabtu.", "He arrived on Sunday.")
    assert (found.source, found.english) == (Span(13, 18), Span(14, 20))


def test_what_the_english_leaves_out_is_not_unsupported() -> None:
    source = "Sebanyak 60 tentara Rusia tiba di Osh pada Senin (11/9/2023), tetapi belum bertugas."
    assert unsupported_by(source, "Soldiers arrived.") == ()
    assert {found.code for found in unsupported_by(source, "Some 70 Chinese soldiers never arrived in Naryn on Friday.")} == {
        "number-invented",
        "name-invented",
        "weekday-changed",
    }


@pytest.mark.parametrize(
    ("source", "english"), [("", ""), ("Ia pulang.", ""), ("", "He went home."), ("...", "?!"), ("5", "5"), ("\0", "\0")]
)
def test_texts_without_content_compare_without_error(source: str, english: str) -> None:
    assert mismatches(source, english) == ()
