"""The baselines are the systems their names say."""

from __future__ import annotations

import pytest

from eval.baselines import lead, lead_words, oracle, text_rank

SENTENCES = [
    "JAKARTA, KOMPAS.com - The minister spoke on Monday.",
    "Rain flooded the villages near the river.",
    "The flooded villages near the river wait for rice.",
    "A cat slept.",
    "Rice reached two of the flooded villages by boat.",
]


def test_lead_is_the_first_sentences_without_the_dateline() -> None:
    assert lead(SENTENCES) == ["The minister spoke on Monday.", *SENTENCES[1:3]]


@pytest.mark.parametrize(("n_words", "words"), [(0, 0), (3, 3), (8, 8), (500, 33)])
def test_the_lead_by_words_is_as_long_as_asked_or_the_whole_text(n_words: int, words: int) -> None:
    found = lead_words(SENTENCES, n_words)
    assert len(" ".join(found).split()) == words
    assert " ".join(lead(SENTENCES, 5)).startswith(" ".join(found))


def test_text_rank_finds_what_the_sentences_have_in_common_and_keeps_their_order() -> None:
    assert text_rank(SENTENCES) == [SENTENCES[1], SENTENCES[2], SENTENCES[4]]


@pytest.mark.parametrize("sentences", [[], ["Only one."], ["A b.", "C d."]])
def test_few_or_unrelated_sentences_are_all_returned(sentences: list[str]) -> None:
    assert text_rank(sentences) == lead(sentences) == sentences


def test_the_oracle_picks_what_the_references_say_and_stops_when_more_would_hurt() -> None:
    assert oracle(SENTENCES, [["A cat slept."], ["The cat slept."]]) == ["A cat slept."]
    assert oracle(SENTENCES, [["Rain flooded the houses near the river.", "Rice reached two of them by boat."]]) == [
        SENTENCES[1],
        SENTENCES[4],
    ]


def test_the_oracle_of_nothing_is_nothing() -> None:
    assert oracle([], [["A cat slept."]]) == []
