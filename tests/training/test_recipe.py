"""The recipe on a toy: data in, a minute of training, a checkpoint out that both engines load."""

from __future__ import annotations

import json
import math
import random
from pathlib import Path

import pytest

from service.engines import load_engine
from service.models.checkpoint import from_folder
from service.settings import Decoding, Settings
from service.tokenizing import load_tokenizer
from training.corpora import digit_strings, fault, masked, prepare
from training.recipe import Recipe, Source, load
from training.restore import restore

WORDS = ("satu one", "dua two", "tiga three", "empat four", "lima five", "enam six", "tujuh seven", "delapan eight")


def toy_pairs(folder: Path, n_pairs: int = 1500) -> None:
    rng = random.Random(3)
    rows = []
    for _ in range(n_pairs):
        chosen = [rng.choice(WORDS).split() for _ in range(rng.randint(3, 6))]
        rows.append(" ".join(word for word, _ in chosen) + "\t" + " ".join(word for _, word in chosen))
    (folder / "toy.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")


@pytest.mark.model
@pytest.mark.filterwarnings("ignore")  # torch and transformers warn of their own future
def test_a_toy_translator_learns_and_its_export_runs_in_both_engines(tmp_path: Path) -> None:
    import torch

    from training import loop
    from training.export import export
    from training.tokenizer import provide

    torch.set_num_threads(1)  # a toy gains nothing from more, and loses much on a busy machine
    toy_pairs(tmp_path)
    recipe = Recipe(
        task="translate",
        sources=(Source("{data}/toy.tsv", "pairs"),),
        model={"d_model": 64, "encoder_layers": 1, "decoder_layers": 1, "encoder_ffn_dim": 128, "decoder_ffn_dim": 128},
        vocab_size=290,
        n_target_tokens=60_000,
        batch_tokens=1024,
        learning_rate=4e-3,
        warmup_steps=20,
        sample_source=0.0,
    )
    run = tmp_path / "run"
    prepare(recipe, tmp_path, tmp_path, run / "train.tsv")
    provide(recipe, run)
    loop.train(recipe, run, save_every_minutes=0.1)
    rows = [json.loads(line) for line in (run / "log.jsonl").read_text().splitlines()]
    assert rows[-1]["progress"] >= 1.0
    assert rows[-1]["loss"] < 0.7 * math.log(290)  # the loss of knowing nothing is the logarithm of the vocabulary's size
    export(recipe, run, tmp_path / "out", name="toy", n_averaged=1)
    settings = Settings(cache_dir=tmp_path / "cache", precision="float32")
    checkpoint = from_folder("translate", tmp_path / "out", settings.cache_dir)
    tokenizer = load_tokenizer(checkpoint.folder)
    sources = [tokenizer.encode(text) for text in ("tiga satu empat", "dua tujuh enam lima")]
    fast = load_engine(checkpoint, settings).generate(sources, Decoding(beam_size=1), max_tokens=20)
    reference = load_engine(checkpoint, Settings(cache_dir=tmp_path / "cache", engine="transformers"))
    assert [one.tokens for one in fast] == [one.tokens for one in reference.generate(sources, Decoding(beam_size=1), max_tokens=20)]


@pytest.mark.model
@pytest.mark.filterwarnings("ignore")
def test_training_goes_on_from_its_last_checkpoint(tmp_path: Path) -> None:
    from dataclasses import replace

    from training import loop
    from training.tokenizer import provide

    toy_pairs(tmp_path, 300)
    model = {"d_model": 32, "encoder_layers": 1, "decoder_layers": 1, "encoder_ffn_dim": 64, "decoder_ffn_dim": 64}
    recipe = Recipe("translate", (Source("{data}/toy.tsv", "pairs"),), model=model, vocab_size=290, n_target_tokens=3000, batch_tokens=256)
    run = tmp_path / "run"
    prepare(recipe, tmp_path, tmp_path, run / "train.tsv")
    provide(recipe, run)
    loop.train(recipe, run)
    first = json.loads((run / "log.jsonl").read_text().splitlines()[-1])
    loop.train(replace(recipe, n_target_tokens=6000), run)
    second = json.loads((run / "log.jsonl").read_text().splitlines()[-1])
    assert first["n_target_tokens"] >= 3000
    assert second["step"] > first["step"]
    assert second["n_target_tokens"] >= 6000
    assert second["loss"] < first["loss"]


def test_a_misspelled_setting_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "r.toml"
    path.write_text('task = "translate"\nlerning_rate = 1\n')
    with pytest.raises(ValueError, match="lerning_rate"):
        load(path)


@pytest.mark.parametrize("name", ["translator-1.toml", "translator-2.toml", "condenser-1.toml", "condenser-2.toml", "condenser-3.toml"])
def test_every_shipped_recipe_can_be_read(name: str) -> None:
    recipe = load(Path(__file__).parents[2] / "training" / "recipes" / name)
    assert recipe.sources


def test_preparing_leaves_out_doubles_and_lost_numbers_and_counts_them(tmp_path: Path) -> None:
    rows = [
        "Satu orang tewas.\tOne person died.",
        "Satu orang tewas.\tOne person died.",
        "Ada lima orang di sini.\tThere are 57 people here.",
        "kosong\t ",
    ]
    (tmp_path / "a.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    counts = prepare(Recipe("translate", (Source("{data}/a.tsv", "pairs", weight=2.0),)), tmp_path, tmp_path, tmp_path / "out.tsv")
    assert counts == {"{data}/a.tsv pairs": {"kept": 1, "double": 1, "number in the target alone": 1, "empty": 1}}
    assert (tmp_path / "out.tsv").read_text() == "2.0\tSatu orang tewas.\tOne person died.\n"


def test_digit_strings_do_not_mind_marks() -> None:
    assert digit_strings("Rp 1.250,5 dan 3") == digit_strings("Rp 1,250.5 and 3") == {"12505": 1, "3": 1}


def test_a_summary_may_not_bring_a_number() -> None:
    assert fault("The mayor paid 5 euros to 12 people.", "The mayor paid 6 euros.", translation=False) == "number in the target alone"
    assert fault("The mayor paid 5 euros to 12 people.", "The mayor paid 5 euros.", translation=False) is None


def test_restoring_gives_both_sides_the_same_digits_and_case() -> None:
    cases = {word: word for word in ["the", "mayor", "of", "paid", "euros", "to", "people", "yesterday", "on", "a"]}
    restored = restore("the mayor of paris paid ## euros to ### people yesterday .", "the mayor paid ## euros .", cases, random.Random(1))
    assert restored is not None
    document, summary = restored
    assert document.startswith("The mayor of Paris paid ")
    assert summary == " ".join(document.split()[:2]) + " " + " ".join(document.split()[4:7]) + "."


def test_masking_keeps_the_order_of_what_is_left() -> None:
    words = [f"w{i}" for i in range(40)]
    left = [word for word in masked(words, random.Random(2)).split() if word != "<mask>"]
    assert left == sorted(left, key=words.index)
    assert 0 < len(left) < 40
