from __future__ import annotations

from collections import Counter

import pytest

from service.checks.gazetteer import entries, known
from service.checks.names import fold, names
from service.checks.negation import negations


def test_the_gazetteer_is_large_and_names_each_form_once_in_an_entry() -> None:
    assert len(entries()) >= 250
    for entry in entries():
        assert max(Counter(entry.forms("id")).values()) == 1, entry.english
        assert max(Counter(entry.forms("en")).values()) == 1, entry.english


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("Kirgizstan", "Kyrgyzstan"),
        ("MOSKWA", "Moscow"),
        ("Korea Utara", "North Korea"),
        ("AS", "United States"),
        ("PBB", "United Nations"),
    ],
)
def test_a_variant_leads_to_its_english_form(text: str, english: str) -> None:
    assert [entry for _, entry in known(text, "id")] == [frozenset({english})]


def test_a_short_form_counts_in_its_own_case_only() -> None:
    assert list(known("as roda itu patah", "id")) == []


@pytest.mark.parametrize(
    ("one", "other"), [("Zelenskyy's", "Zelenskiy"), ("Soekarno", "SUKARNO"), ("José", "Jose"), ("Sadykbekov", "sadykbekov")]
)
def test_spellings_of_one_name_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_another_name_does_not_fold_alike() -> None:
    assert fold("Hendra") != fold("Hendro")


def test_titles_common_words_and_the_first_word_are_no_names() -> None:
    text = "Menurut Kepala Dinas Pekerjaan Umum, Asrul Tandiabang, Menteri Luar Negeri hadir."
    assert [span.of(text) for span in names(text, "id")] == ["Asrul", "Tandiabang"]


def test_a_headline_yields_no_names() -> None:
    assert list(names("Tandiabang Dituntut Delapan Tahun Penjara", "id")) == []


def test_what_only_looks_like_negation_is_none() -> None:
    for text in ("tidak hanya murah", "mau tak mau", "tidak kurang dari 30", "tak lama kemudian", "tidak lain"):
        assert negations(text, "id").firm == (), text
    text = "Ia menolak, tetapi belum membayar."
    assert [span.of(text) for span in negations(text, "id").firm] == ["belum"]
    assert [span.of(text) for span in negations(text, "id").lexical] == ["menolak"]
