from __future__ import annotations

import json
from pathlib import Path

import pytest

from service.errors import PromptError
from service.prompting import STYLES, load, parse, prompt_for

GOOD = (
    b'version = 1\nunit = "document"\n[styles]\nheadline = "H $text"\nshort = "$n_words: $text"\nstandard = "$text"\nlong = "$$5 $text"\n'
)


@pytest.mark.parametrize("name", ["plain", "t5", "flan-t5", "condenser"])
def test_every_shipped_prompt_fills_every_style(name: str) -> None:
    prompt = load(name)
    for style in STYLES:
        assert "ARTICLE" in prompt.fill(style, {"text": "ARTICLE", "n_words": "40", "n_sentences": "2"})


def test_an_article_is_never_expanded_as_a_template() -> None:
    text = "It cost $n_words, ${text} and $$ {text} %s."
    assert parse("p", GOOD).fill("short", {"text": text, "n_words": "9"}) == f"9: {text}"


def test_a_missing_variable_is_named() -> None:
    with pytest.raises(PromptError, match=r"\$n_words"):
        parse("p", GOOD).fill("short", {"text": "a"})


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ((b"version = 1", b"version = 1\ncolour = 2"), "unknown key colour"),
        ((b"version = 1\n", b""), "missing version"),
        ((b'"document"', b'"page"'), "unit"),
        ((b'long = "$$5 $text"\n', b""), "must have exactly"),
        ((b"$n_words: $text", b"$n_word: $text"), r"unknown variable \$n_word"),
        ((b"H $text", b"H"), r"never uses \$text"),
        ((b"H $text", b"$ $text"), "lone"),
        ((b"[styles]", b"[styles"), "not valid TOML"),
    ],
)
def test_a_faulty_file_is_refused_with_its_fault(change: tuple[bytes, bytes], message: str) -> None:
    with pytest.raises(PromptError, match=message):
        parse("p", GOOD.replace(*change))


def test_an_unknown_style_or_prompt_is_refused_by_name() -> None:
    with pytest.raises(PromptError, match="poem"):
        parse("p", GOOD).fill("poem", {"text": "a"})
    with pytest.raises(PromptError, match="nothing-like-it"):
        load("nothing-like-it")


def test_the_signature_changes_with_the_wording() -> None:
    assert parse("p", GOOD).signature != parse("p", GOOD.replace(b"H $text", b"Headline $text")).signature


@pytest.mark.parametrize(
    ("config", "card", "name", "expected"),
    [
        ({"model_type": "bart"}, None, "sshleifer/distilbart-cnn-12-6", "plain"),
        ({"model_type": "pegasus"}, None, "google/pegasus-xsum", "plain"),
        ({"model_type": "t5"}, None, "t5-small", "t5"),
        ({"model_type": "t5"}, None, "google/flan-t5-base", "flan-t5"),
        ({"model_type": "bart"}, {"prompt": "condenser"}, "ringkas", "condenser"),
    ],
)
def test_the_prompt_follows_the_checkpoint(
    tmp_path: Path, config: dict[str, str], card: dict[str, str] | None, name: str, expected: str
) -> None:
    (tmp_path / "config.json").write_text(json.dumps(config))
    if card:
        (tmp_path / "card.json").write_text(json.dumps(card))
    assert prompt_for(tmp_path, name).name == expected
