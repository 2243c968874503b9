"""Load a checkpoint with the engine the settings name."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from service.engines.base import Engine, Vocabulary
from service.engines.ct2 import CTranslate2Engine, vocabulary_map
from service.errors import ServiceError
from service.models import Checkpoint, converted
from service.models.layout import read_object
from service.settings import ENGINES, Settings
from service.values import Notice

DEFAULT_WINDOW = 512
"""For models without position embeddings of a fixed number (T5): what they were trained with."""


def load_engine(
    checkpoint: Checkpoint,
    settings: Settings,
    *,
    vocabulary: Vocabulary | None = None,
    on_notice: Callable[[Notice], None] | None = None,
) -> Engine:
    """Return a loaded engine. Raises ServiceError for an unknown engine, ModelBroken for a damaged checkpoint.

    With a `vocabulary` the engine can keep its output to the source's words (see `Engine.generate`).
    """
    if settings.engine not in ENGINES:
        raise ServiceError(f"There is no engine {settings.engine!r}; give {' or '.join(ENGINES)}.")
    config = read_object(checkpoint.folder / "config.json")
    window = _window(config, checkpoint.folder)
    if settings.engine == "transformers":
        from service.engines.reference import TransformersEngine

        return TransformersEngine(
            checkpoint.folder,
            device=_torch_device(settings),
            n_threads=settings.n_threads,
            max_source_tokens=window,
            max_target_tokens=_positions(config) - 1,
            vocabulary=vocabulary,
        )
    device = _ct2_device(settings)
    precision = settings.precision if settings.precision != "auto" else ("int8" if device == "cpu" else "float16")
    with tempfile.TemporaryDirectory() as scratch:
        vmap = _write_map(checkpoint, vocabulary, Path(scratch)) if vocabulary else None
        folder = converted(checkpoint, settings, precision=precision, vmap=vmap, on_notice=on_notice)
    return CTranslate2Engine(
        folder,
        device=device,
        precision=precision,
        n_threads=settings.n_threads,
        max_source_tokens=window,
        max_target_tokens=_positions(config) - 1,
        forced_first=_forced_first(checkpoint.folder, config),
    )


def _window(config: dict[str, Any], folder: Path) -> int:
    """Return how many source tokens the model reads: what its card says, otherwise its number of positions."""
    card = folder / "card.json"
    named = read_object(card).get("max_source_tokens") if card.exists() else None
    return int(named or _positions(config))


def _positions(config: dict[str, Any]) -> int:
    return int(config.get("max_position_embeddings") or config.get("n_positions") or DEFAULT_WINDOW)


def _forced_first(folder: Path, config: dict[str, Any]) -> str | None:
    """Return the token every output must start with, as BART models of the hub have it."""
    generation = folder / "generation_config.json"
    number = (read_object(generation) if generation.exists() else config).get("forced_bos_token_id", config.get("forced_bos_token_id"))
    if number is None:
        return None
    tokenizer = folder / "tokenizer.json"
    vocab = read_object(tokenizer)["model"]["vocab"] if tokenizer.exists() else read_object(folder / "vocab.json")
    by_number = {value: token for token, value in vocab.items()} if isinstance(vocab, dict) else {i: row[0] for i, row in enumerate(vocab)}
    return by_number.get(number)


def _write_map(checkpoint: Checkpoint, vocabulary: Vocabulary, scratch: Path) -> Path:
    from tokenizers import Tokenizer

    known = Tokenizer.from_file(str(checkpoint.folder / "tokenizer.json")).get_vocab()
    path = scratch / "vmap.txt"
    path.write_text(vocabulary_map(sorted(known, key=known.__getitem__), vocabulary.always), encoding="utf-8")
    return path


def _torch_device(settings: Settings) -> str:
    if settings.device != "auto":
        return settings.device
    import torch

    return "cuda" if torch.cuda.is_available() else "cpu"


def _ct2_device(settings: Settings) -> str:
    if settings.device != "auto":
        return settings.device
    import ctranslate2

    return "cuda" if ctranslate2.get_cuda_device_count() else "cpu"
