from __future__ import annotations

import pytest

from service.support import attribute, stem, unsupported

SOURCE = "Moscow sent 1,200 troops to Tajikistan on Thursday (26/8/2021), Defense Minister Sergei Shoigu said. He paid Rp 3.2 billion."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shoigu said Moscow sent 1,200 troops.", []),
        ("Shoigu said Moscow sent 1,500 troops.", ["1,500"]),
        ("Lavrov said Moscow sent 1,200 troops.", ["Lavrov"]),
        ("Troops were sent by Moscow.", []),
        ("They were paid Rp 32 billion.", ["32"]),
        ("Troops went to Kabul on Friday.", ["Kabul", "Friday"]),
        ("Tajikistan's troops were paid Rp 3.2 billion.", []),
        ("They were paid Rp 3.2 trillion.", ["trillion"]),
        ("Moscow sent two troops.", ["two"]),
        ("NATO sent 1200 troops.", ["NATO"]),
        ("", []),
    ],
)
def test_numbers_and_names_the_source_lacks_are_found(text: str, expected: list[str]) -> None:
    assert unsupported(text, SOURCE) == expected


def test_a_sentence_leads_to_the_fewest_sources_that_carry_it() -> None:
    candidates = [
        "The airport was closed on Tuesday because of ash.",
        "Residents received masks.",
        "Fourteen flights were canceled and 1,250 passengers waited.",
    ]
    assert attribute("The airport closed because of ash and 1,250 passengers waited.", candidates) == [0, 2]
    assert attribute("Residents received masks.", candidates) == [1]
    assert attribute("Something else entirely.", candidates) == [0]


@pytest.mark.parametrize(
    ("word", "expected"), [("soldiers", "soldier"), ("Russia's", "russia"), ("countries", "country"), ("said", "said"), ("es", "es")]
)
def test_stems_join_common_endings(word: str, expected: str) -> None:
    assert stem(word) == expected
