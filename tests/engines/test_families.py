"""Every family of summarizer loads and runs under both engines, forced first token included."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from service.engines import load_engine
from service.models.checkpoint import from_folder
from service.settings import Decoding, Settings
from service.tokenizing import load_tokenizer
from tests.models.toys import tiny_bart, tiny_pegasus, tiny_t5


@pytest.mark.model
@pytest.mark.filterwarnings("ignore")  # transformers warns of its own future
@pytest.mark.parametrize("make", [tiny_bart, tiny_pegasus, tiny_t5])
def test_a_family_writes_the_same_tokens_under_both_engines(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    folder = make(tmp_path / "toy")
    settings = Settings(cache_dir=tmp_path / "cache", precision="float32")
    checkpoint = from_folder("summarize", folder, settings.cache_dir)
    tokenizer = load_tokenizer(folder)
    sources = [tokenizer.encode(text) for text in ("The rain fell on the town.", "Rain.")]
    fast = load_engine(checkpoint, settings).generate(sources, Decoding(beam_size=1), max_tokens=12)
    reference = load_engine(checkpoint, Settings(cache_dir=tmp_path / "cache", engine="transformers"))
    assert [one.tokens for one in fast] == [one.tokens for one in reference.generate(sources, Decoding(beam_size=1), max_tokens=12)]


@pytest.mark.model
@pytest.mark.filterwarnings("ignore")
def test_a_forced_first_token_is_forced_in_both_and_shown_in_neither(tmp_path: Path) -> None:
    folder = tiny_bart(tmp_path / "toy")
    generation = json.loads((folder / "generation_config.json").read_text())
    (folder / "generation_config.json").write_text(json.dumps(generation | {"forced_bos_token_id": 0}))
    settings = Settings(cache_dir=tmp_path / "cache", precision="float32")
    checkpoint = from_folder("summarize", folder, settings.cache_dir)
    sources = [load_tokenizer(folder).encode("The rain fell on the town.")]
    fast = load_engine(checkpoint, settings).generate(sources, Decoding(beam_size=1), max_tokens=9)
    slow = load_engine(checkpoint, Settings(cache_dir=tmp_path / "cache", engine="transformers")).generate(
        sources, Decoding(beam_size=1), max_tokens=9
    )
    assert fast[0].tokens == slow[0].tokens
    assert fast[0].tokens[:1] != ["<s>"]
