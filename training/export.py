"""Write a run's averaged weights as a checkpoint folder that stock transformers and the CTranslate2 converter load."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import torch

from service.models.embedded import seal
from training.average import average
from training.codec import codec
from training.models import build
from training.recipe import Recipe
from training.tokenizer import BART_FILES, MARIAN_FILES

CARD: dict[str, dict[str, Any]] = {
    "translate": {"max_source_tokens": 200},
    "condense": {"max_source_tokens": 250, "prompt": "condenser"},
}


def export(recipe: Recipe, run: Path, folder: Path, *, name: str, n_averaged: int = 4, weights: Path | None = None) -> None:
    """Fill `folder` with config, float16 safetensors, tokeniser files and a sealed `card.json`.

    A README.md in the folder (the model card) stays. The revision is the day and the number of training steps.
    """
    tokens = codec(recipe.task, run / "tokenizer")
    model = build(recipe, tokens)
    model.load_state_dict(torch.load(weights, weights_only=True) if weights else average([run], n_averaged))
    if recipe.task == "translate":
        with torch.no_grad():  # CTranslate2 starts the decoder from a zero vector
            model.get_input_embeddings().weight[tokens.pad] = 0.0
    model.generation_config.update(**_generation(recipe, tokens.pad, tokens.eos, tokens.start))
    folder.mkdir(parents=True, exist_ok=True)
    model.to(torch.float16).save_pretrained(folder)
    (folder / "model.safetensors").chmod(0o644)
    for file in MARIAN_FILES if recipe.task == "translate" else BART_FILES:
        shutil.copyfile(run / "tokenizer" / file, folder / file)
    history = _history(run)
    (folder / "card.json").write_text(json.dumps({**CARD[recipe.task], **history}, indent=2), encoding="utf-8")
    seal(folder, name=name, revision=f"{date.today().isoformat()}-{history['n_steps']}", cache_dir=run / "cache")


def _generation(recipe: Recipe, pad: int, eos: int, start: int) -> dict[str, Any]:
    shared = {"max_length": 256, "num_beams": 4, "pad_token_id": pad, "eos_token_id": eos, "decoder_start_token_id": start}
    return {**shared, "bad_words_ids": [[pad]]} if recipe.task == "translate" else {**shared, "forced_bos_token_id": None}


def _history(run: Path) -> dict[str, Any]:
    log = run / "log.jsonl"
    last = json.loads(log.read_text(encoding="utf-8").splitlines()[-1]) if log.exists() else {}
    return {"n_steps": last.get("step", 0), "n_target_tokens": last.get("n_target_tokens", 0)}
