from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.normalize import normalize_punctuation


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“Ya,” kata dia – lalu…", '"Ya," kata dia - lalu...'),
        ("‘Ya’ kata dia", "'Ya' kata dia"),
        ("naik 3.5 persen, Rp1.250.000 di kompas.com", "naik 3.5 persen, Rp1.250.000 di kompas.com"),
        ("pukul 21.11 WIB (28/8/2021)", "pukul 21.11 WIB (28/8/2021)"),
        ("70 % naik", "70% naik"),
        ("  dua   kata ", "dua kata"),
        ("", ""),
    ],
)
def test_punctuation_becomes_what_the_models_were_trained_on_and_numbers_and_domains_stay(text: str, expected: str) -> None:
    assert normalize_punctuation(text, "id") == expected


@given(st.text(alphabet=st.sampled_from("ab 0123456789.,:/-()%"), max_size=60))
def test_no_digit_is_ever_lost_moved_or_made(text: str) -> None:
    digits = [character for character in text if character.isdigit()]
    assert [character for character in normalize_punctuation(text, "id") if character.isdigit()] == digits
