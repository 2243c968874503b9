from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.engines import Hypothesis
from service.settings import Decoding
from service.translator import Translator, batches, in_capitals, without_symbols
from service.values import Outcome, Sentence, Span, Translation
from tests.parrot import Answer, Parrot, WordTokenizer


def sentences(*texts: str, language: str = "id") -> list[Sentence]:
    return [Sentence(Span(0, len(text)), text, language) for text in texts]


def translator(answer: Answer, **options: int) -> tuple[Translator, Parrot]:
    engine = Parrot(answer, **options)
    return Translator(engine, WordTokenizer(), Decoding()), engine


def english(text: str, _: Decoding) -> str:
    return " ".join(f"w{len(word)}" for word in text.split())


def done(results: list[Translation | None]) -> list[Translation]:
    assert None not in results
    return [result for result in results if result is not None]


@given(st.lists(st.sampled_from(["satu dua tiga", "Ya.", "🔥", "lima enam tujuh delapan sembilan", "aku", "...", ""]), max_size=12))
def test_every_sentence_comes_back_once_and_in_order(texts: list[str]) -> None:
    model, _ = translator(lambda text, _: f"about {text.split()[0]}")
    results = done(model.translate(sentences(*texts)))
    assert len(results) == len(texts)
    kinds = [result.outcome for result in results]
    assert sum(kinds.count(kind) for kind in Outcome) == len(texts)
    for text, result in zip(texts, results, strict=True):
        assert result.text == (f"about {text.split()[0]}" if any(c.isalpha() for c in text) else text)


def test_english_sentences_pass_through_untouched_with_a_notice() -> None:
    model, engine = translator(english)
    [result] = done(model.translate(sentences("We will be back.", language="en")))
    assert (result.text, result.outcome) == ("We will be back.", Outcome.PASSED_THROUGH)
    assert [notice.code for notice in result.notices] == ["passed-through"]
    assert engine.batches == []


def test_a_loop_is_retried_once_with_other_decoding() -> None:
    seen = []

    def answer(_: str, decoding: Decoding) -> str:
        seen.append(decoding)
        return "I am sorry " * 9 if decoding.no_repeat_ngram_size == 0 else "The minister apologized today"

    model, _ = translator(answer)
    [result] = done(model.translate(sentences("Menteri itu meminta maaf hari ini")))
    assert (result.text, result.outcome) == ("The minister apologized today", Outcome.TRANSLATED)
    assert len(seen) == 2
    assert seen[0] != seen[1]


def test_what_stays_bad_is_shown_and_flagged() -> None:
    model, engine = translator(lambda *_: "I am sorry " * 9)
    text = "Menteri itu meminta maaf hari ini"
    [result] = done(model.translate(sentences(text)))
    assert result.outcome is Outcome.FLAGGED
    assert result.text.startswith("I am sorry")
    assert "repetition" in [notice.code for notice in result.notices]
    assert all(notice.span == Span(0, len(text)) for notice in result.notices)
    assert len(engine.batches) == 2


class FourCandidates(Parrot):
    """Gives four hypotheses for each source, the one that kept the number last."""

    def generate(
        self, sources: Sequence[Sequence[str]], decoding: Decoding, *, max_tokens: int, min_tokens: int = 0, restricted: bool = False
    ) -> list[Hypothesis]:
        kept = Hypothesis("About 1,250 people came to the hall".split(), -0.9)
        lost = Hypothesis("About people came to the hall today".split(), -0.4)
        return [Hypothesis(lost.tokens, lost.mean_logprob, others=(lost, lost, kept)) for _ in sources]


def test_the_first_candidate_that_keeps_the_numbers_is_taken() -> None:
    model = Translator(FourCandidates(english), WordTokenizer(), Decoding(n_best=4))
    [result] = done(model.translate(sentences("Sekitar 1.250 orang datang ke balai itu")))
    assert (result.text, result.mean_logprob) == ("About 1,250 people came to the hall", -0.9)
    assert result.outcome is Outcome.TRANSLATED


def test_a_sentence_over_the_window_is_split_at_clauses_and_loses_nothing() -> None:
    words = [f"kata{i}" + ("," if i % 9 == 8 else "") for i in range(120)]
    model, engine = translator(lambda text, _: text, max_source_tokens=20)
    [result] = done(model.translate(sentences(" ".join(words))))
    assert result.text.split() == words
    assert "sentence-split" in [notice.code for notice in result.notices]
    pieces = [text for batch in engine.batches for text in batch]
    assert sum(piece.endswith(",") for piece in pieces) >= len(set(pieces)) - 1


def test_four_thousand_words_without_a_clause_are_still_translated_whole() -> None:
    model, _ = translator(lambda text, _: text, max_source_tokens=50)
    [result] = done(model.translate(sentences("kata " * 4000)))
    assert len(result.text.split()) == 4000


def test_stopping_keeps_what_is_done() -> None:
    model, engine = translator(english)
    results = model.translate(sentences(*["satu dua tiga empat lima"] * 2000), stop=lambda: len(engine.batches) >= 2)
    reached = [result for result in results if result is not None]
    assert 0 < len(reached) < 2000


def test_progress_adds_up_to_all_sentences() -> None:
    counts: list[int] = []
    model, _ = translator(english)
    model.translate([*sentences(*["satu dua tiga"] * 700), *sentences("Yes.", language="en")], on_done=counts.append)
    assert sum(counts) == 701
    assert len(counts) > 2


def test_the_model_sees_moses_punctuation_and_no_symbols() -> None:
    model, engine = translator(lambda *_: "Yes, he said, then 3,500 people rose")
    [result] = done(model.translate(sentences("“Ya,” kata dia – lalu…🔥 naik 3.500\u200b orang")))
    assert engine.batches[0] == ['"Ya," kata dia - lalu... naik 3.500 orang']
    assert [notice.code for notice in result.notices] == ["symbols-removed"]


def test_capitals_are_lowered_with_a_notice() -> None:
    model, engine = translator(english)
    [result] = done(model.translate(sentences("HARGA BERAS NAIK LAGI PEKAN INI")))
    assert engine.batches == [["Harga beras naik lagi pekan ini"]]
    assert [notice.code for notice in result.notices] == ["capitals-lowered"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("HARGA BERAS NAIK LAGI", True),
        ("KPK, DPR", False),
        ("Harga Beras Naik Lagi", False),
        ("DPR RI SETUJUI RUU BARU itu", True),
        ("", False),
    ],
)
def test_a_text_in_capitals_is_known(text: str, expected: bool) -> None:
    assert in_capitals(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Cafe\u0301 buka", ("Café buka", [])),
        ("a\u200bb\u00adc\x07d", ("abcd", [])),
        ("satu\tdua\r\ntiga", ("satu dua tiga", [])),
        ("30° naik 👍👍", ("30° naik", ["👍", "👍"])),
    ],
)
def test_invisible_characters_go_quietly_and_symbols_by_name(text: str, expected: tuple[str, list[str]]) -> None:
    assert without_symbols(text) == expected


@given(st.lists(st.integers(1, 300)), st.integers(1, 2000))
def test_batches_hold_each_index_once_and_stay_within_the_budget(lengths: list[int], budget: int) -> None:
    groups = list(batches(lengths, budget))
    assert sorted(index for group in groups for index in group) == list(range(len(lengths)))
    assert all(len(group) == 1 or max(lengths[i] for i in group) * len(group) <= budget for group in groups)
