"""The two engines give the same tokens from the same weights: greedy and beam 4, free and restricted."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.engines import Engine, Vocabulary, load_engine
from service.engines.base import case_variants
from service.loading import vocabulary_of
from service.models import Checkpoint, resolve
from service.normalize import normalize_punctuation
from service.prompting import prompt_for
from service.settings import Decoding, Settings
from service.tokenizing import Tokenizer, load_tokenizer

INDONESIAN = (
    "Bandara Tanjung Kelapa ditutup sejak Selasa (12/3/2024) pagi akibat abu vulkanik.",
    "“Kami menutup bandara demi keselamatan penumpang,” kata Yusuf Lamakera kepada wartawan.",
    "Sebanyak 14 penerbangan dibatalkan dan sekitar 1.250 calon penumpang tertahan.",
    "Pemerintah menyiapkan dana darurat Rp 1,5 miliar untuk empat dapur umum.",
    "Ya.",
    "Menteri Pertahanan Rusia mengatakan pasukan dari tiga negara akan berlatih di perbatasan sampai akhir Oktober.",
)
ENGLISH = (
    "The airport was closed on Tuesday (12/3/2024) because of volcanic ash. About 1,250 passengers were waiting at the terminal.",
    "Russia will hold drills with Tajikistan near the Afghan border next month, the Defense Ministry said on Friday.",
    "The governor said four public kitchens had been prepared. The emergency fund amounts to Rp 1.5 billion.",
)


def engines(task: str, cache: Path) -> tuple[Engine, Engine, Tokenizer, Checkpoint, Vocabulary | None]:
    fast = Settings(cache_dir=cache, precision="float32", **{named(task): "embedded"})
    reference = Settings(cache_dir=cache, engine="transformers", **{named(task): "embedded"})
    checkpoint = resolve(task, fast)
    tokenizer = load_tokenizer(checkpoint.folder)
    vocabulary = vocabulary_of(prompt_for(checkpoint.folder, checkpoint.name), tokenizer) if task == "summarize" else None
    return (
        load_engine(checkpoint, fast, vocabulary=vocabulary),
        load_engine(checkpoint, reference, vocabulary=vocabulary),
        tokenizer,
        checkpoint,
        vocabulary,
    )


def named(task: str) -> str:
    return "translator" if task == "translate" else "summarizer"


@pytest.mark.model
@pytest.mark.parametrize("beam_size", [1, 4])
def test_the_translator_writes_the_same_tokens_under_both_engines(tmp_path: Path, beam_size: int) -> None:
    fast, reference, tokenizer, _, _ = engines("translate", tmp_path)
    sources = [tokenizer.encode(normalize_punctuation(text, "id")) for text in INDONESIAN]
    decoding = Decoding(beam_size=beam_size)
    ours, theirs = (engine.generate(sources, decoding, max_tokens=80) for engine in (fast, reference))
    assert [one.tokens for one in ours] == [one.tokens for one in theirs]
    assert [one.mean_logprob for one in ours] == pytest.approx([one.mean_logprob for one in theirs], abs=1e-3)
    assert all(one.tokens for one in ours)


@pytest.mark.model
@pytest.mark.parametrize("beam_size", [1, 4])
@pytest.mark.parametrize("restricted", [False, True])
def test_the_condenser_writes_the_same_tokens_under_both_engines(tmp_path: Path, beam_size: int, restricted: bool) -> None:
    fast, reference, tokenizer, _, _ = engines("summarize", tmp_path)
    sources = [tokenizer.encode(text) for text in ENGLISH]
    decoding = Decoding(beam_size=beam_size)
    ours, theirs = (engine.generate(sources, decoding, max_tokens=60, restricted=restricted) for engine in (fast, reference))
    assert [one.tokens for one in ours] == [one.tokens for one in theirs]


@pytest.mark.model
def test_a_restricted_condenser_writes_nothing_but_its_source_and_the_allowed_words(tmp_path: Path) -> None:
    fast, _, tokenizer, _, vocabulary = engines("summarize", tmp_path)
    assert vocabulary is not None
    for text in ENGLISH:
        source = tokenizer.encode(text)
        allowed = vocabulary.always | {variant for token in source for variant in case_variants(token)}
        [output] = fast.generate([source], Decoding(), max_tokens=60, restricted=True)
        assert set(output.tokens) <= allowed


@pytest.mark.parametrize(
    ("token", "expected"),
    [("▁rain", {"▁rain", "▁Rain"}), ("ĠThe", {"Ġthe", "ĠThe"}), ("ing", {"ing", "Ing"}), ("7", {"7"}), ("▁", {"▁"})],
)
def test_case_variants_differ_in_the_first_letter_alone(token: str, expected: set[str]) -> None:
    assert case_variants(token) == expected
