from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.prompting import load
from service.selection import passages
from service.settings import Decoding
from service.summarizer import Summarizer, Told, closed, complete_sentences, wanted
from service.values import SourceRef
from tests.parrot import Answer, Parrot, WordTokenizer

ARTICLE = [
    "The airport at Tanjung Kelapa was closed on Tuesday because of ash from Mount Sirimau, the largest volcano of the province.",
    "The closure applies until 18.00 and can be extended if the wind does not turn.",
    "About 1,250 passengers were waiting at the terminal for a word from the airlines, which had promised them rooms and "
    "meals for as long as the ash lasts, but no flights.",
    "The mountain erupted on Monday night.",
    "Residents of three villages near the mountain received 5,000 masks.",
    "The governor thanked the residents for their patience.",
]


def told(texts: list[str]) -> list[Told]:
    return [Told(text, SourceRef(0, i)) for i, text in enumerate(texts)]


def summarizer(prompt: str, answer: Answer, **options: int) -> tuple[Summarizer, Parrot]:
    engine = Parrot(answer, **options)
    return Summarizer(engine, WordTokenizer(), load(prompt), Decoding()), engine


def first_sentence(text: str, _: Decoding) -> str:
    return text.removeprefix("<headline>").split(". ")[0].rstrip(".") + "."


def test_a_passage_model_writes_one_supported_sentence_a_passage() -> None:
    model, engine = summarizer("condenser", first_sentence)
    brief = model.summarize(told(ARTICLE), style="short", n_words=45)
    assert {batch[0].split(". ")[0].rstrip(".") + "." for batch in engine.batches} <= {sentence.text for sentence in brief}
    assert brief[0].text == ARTICLE[0]
    assert all(sentence.sources for sentence in brief)
    assert brief[0].sources == (SourceRef(0, 0),)


def test_an_invented_number_gives_way_to_the_source_with_a_notice() -> None:
    model, engine = summarizer("condenser", lambda *_: "The airport at Tanjung Kelapa was closed for 99 days because of ash.")
    [sentence] = model.summarize(told(ARTICLE), style="short", n_words=20)
    assert sentence.text == ARTICLE[0]
    assert "99" in sentence.notices[0].message
    assert sentence.notices[0].code == "condenser-replaced"
    assert len(engine.batches) == 2


def test_a_sentence_that_repeats_itself_gives_way_to_its_source() -> None:
    model, _ = summarizer("condenser", lambda *_: "The airport at Tanjung Kelapa was closed on Tuesday on Tuesday because of ash.")
    [sentence] = model.summarize(told(ARTICLE), style="short", n_words=20)
    assert (sentence.text, "repeated" in sentence.notices[0].message) == (ARTICLE[0], True)


def test_a_short_passage_is_told_as_it_stands() -> None:
    model, engine = summarizer("condenser", first_sentence)
    brief = model.summarize(told(ARTICLE[3:]), style="long", n_words=180)
    assert [sentence.text for sentence in brief] == ARTICLE[3:]
    assert engine.batches == []


def test_what_left_out_too_much_gives_way_to_the_first_full_sentence() -> None:
    model, _ = summarizer("condenser", lambda *_: "Residents waited.")
    [sentence] = model.summarize(told(["Residents waited.", ARTICLE[2]]), style="short", n_words=20)
    assert (sentence.text, sentence.sources) == (ARTICLE[2], (SourceRef(0, 1),))


def test_an_unfinished_sentence_is_tried_again() -> None:
    finished = "The airport at Tanjung Kelapa was closed on Tuesday because of ash."
    model, _ = summarizer("condenser", lambda _, decoding: "The airport was" if decoding.beam_size > 1 else finished)
    [sentence] = model.summarize(told(ARTICLE), style="short", n_words=20)
    assert (sentence.text, sentence.notices) == (finished, ())


def test_a_document_over_the_window_goes_through_in_pieces_at_sentences_and_then_joined() -> None:
    model, engine = summarizer("plain", first_sentence, max_source_tokens=60)
    brief = model.summarize(told(ARTICLE), style="short", n_words=20)
    pieces = [batch[0] for batch in engine.batches[:-1]]
    assert len(pieces) > 1
    assert " ".join(pieces) == " ".join(ARTICLE)
    assert all(piece.endswith(".") for piece in pieces)
    assert engine.batches[-1] == [" ".join(first_sentence(piece, Decoding()) for piece in pieces)]
    assert [sentence.text for sentence in brief] == [ARTICLE[0]]


def test_a_summary_ends_with_a_complete_sentence() -> None:
    assert complete_sentences("The airport closed. Residents fled. The governor was") == ["The airport closed.", "Residents fled."]
    assert complete_sentences("The governor was") == ["The governor was"]
    assert complete_sentences("") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He left.", True),
        ('He said "no."', True),
        ("said H. Moh.", False),
        ("by J.", False),
        ("He left", False),
        ("Did he?", True),
        ("", False),
    ],
)
def test_a_text_ends_as_a_sentence_or_it_does_not(text: str, expected: bool) -> None:
    assert closed(text) is expected


def test_a_document_sentence_that_no_source_supports_is_replaced() -> None:
    model, _ = summarizer("plain", lambda *_: "The airport closed because of ash. The airport in Jakarta closed because of ash.")
    first, second = model.summarize(told(ARTICLE), style="short", n_words=20)
    assert first.notices == ()
    assert second.text == ARTICLE[0]
    assert "Jakarta" in second.notices[0].message


@given(st.integers(1, 400), st.integers(1, 30))
def test_the_minimum_stays_below_the_maximum_and_the_input(n_words: int, n_source_words: int) -> None:
    model, engine = summarizer("plain", lambda text, _: text)
    model.summarize(told([" ".join(["kata"] * n_source_words) + "."]), style="long", n_words=n_words)
    for minimum, maximum in engine.bounds:
        assert minimum < maximum
        assert minimum <= (n_source_words + 1) // 2


def test_summaries_that_never_fit_together_stand_one_after_another_with_a_notice() -> None:
    model, engine = summarizer("plain", lambda text, _: text, max_source_tokens=40)
    brief = model.summarize(told(ARTICLE), style="long", n_words=180)
    assert [sentence.text for sentence in brief] == ARTICLE
    assert [notice.code for notice in brief[0].notices] == ["summary-in-parts"]
    assert len(engine.batches) < 10


def test_a_summarizer_that_writes_nothing_gives_way_to_the_lead_with_a_notice() -> None:
    model, _ = summarizer("plain", lambda *_: "")
    [sentence] = model.summarize(told(ARTICLE), style="short", n_words=45)
    assert (sentence.text, [notice.code for notice in sentence.notices]) == (ARTICLE[0], ["summary-empty"])


@pytest.mark.parametrize("text", ['Stay calm. "It is', "The airport was closed,", "Closed. Open."])
def test_a_headline_is_one_finished_line(text: str) -> None:
    model, _ = summarizer("condenser", lambda *_: text)
    [sentence] = model.summarize(told(ARTICLE), style="headline", n_words=10)
    assert sentence.text == ARTICLE[0]
    assert "no headline" in sentence.notices[0].message or "does not have" in sentence.notices[0].message


def test_one_sentence_over_the_window_is_cut_with_a_notice() -> None:
    model, _ = summarizer("plain", lambda *_: "Rice is dear.", max_source_tokens=30)
    brief = model.summarize(told(["rice " * 80 + "is dear."]), style="short", n_words=20)
    assert [notice.code for notice in brief[0].notices] == ["summary-input-cut"]


def test_stopping_keeps_the_sentences_that_are_done() -> None:
    seen: list[bool] = []

    def stop() -> bool:
        seen.append(True)
        return len(seen) > 2

    model, _ = summarizer("condenser", first_sentence)
    assert len(model.summarize(told(ARTICLE), style="long", n_words=180, stop=stop)) == 2


@pytest.mark.parametrize(
    ("length", "expected"), [("short", ("short", 45)), (120, ("standard", 120)), ("12", ("headline", 12)), (500, ("long", 500))]
)
def test_lengths_are_styles_or_words(length: str | int, expected: tuple[str, int]) -> None:
    assert wanted(length) == expected


@pytest.mark.parametrize("length", ["epic", 0, -3, "²", "9" * 400, 100_001])
def test_an_impossible_length_is_refused(length: str | int) -> None:
    with pytest.raises(ValueError, match="ength"):
        wanted(length)


@given(st.lists(st.sampled_from(ARTICLE), min_size=1, max_size=14), st.integers(1, 20))
def test_passages_start_with_the_lead_keep_their_order_and_never_overlap(texts: list[str], count: int) -> None:
    chosen = passages(texts, count)
    assert chosen[0].start == 0
    assert len(chosen) == min(count, len(texts))
    assert all(before.stop <= after.start for before, after in pairwise(chosen))
    assert all(1 <= len(span) <= 3 for span in chosen)
