"""Say whether a folder holds a checkpoint that the service can run, and which of its files make it what it is.

Looks at names, at `config.json` and at the shape of the weight files. It loads no weights and runs nothing from the folder.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from service.errors import ModelBroken
from service.models.catalogue import PICKLED, SAFETENSORS, SIDE_FILES, TASKS
from service.models.weights import check_weights, weight_files

TASK_FAMILIES = {"translate": ("marian",), "summarize": ("bart", "pegasus", "t5")}

_TOKENIZERS: dict[str, tuple[tuple[str, ...], ...]] = {
    "marian": (("source.spm", "target.spm", "vocab.json"),),
    "bart": (("tokenizer.json",), ("vocab.json", "merges.txt")),
    "pegasus": (("tokenizer.json",), ("spiece.model",)),
    "t5": (("tokenizer.json",), ("spiece.model",)),
}
"""Per family the sets of tokenizer files of which one must be there in full."""


def check_folder(folder: Path, task: str) -> str:
    """Return the model family of a complete checkpoint that can do `task`.

    Raises ModelBroken, which names what is missing, damaged, of an unknown kind or wants to run code of its own.
    """
    family = _family(folder)
    allowed = TASK_FAMILIES[task]
    if family not in allowed:
        known = any(family in TASK_FAMILIES[other] for other in TASKS)
        kind = f"a {family} model" if known else f"of the unknown kind {family!r}"
        raise ModelBroken(f"{folder} is {kind}; to {task} takes one of: {', '.join(allowed)}.")
    missing = _missing(folder, family)
    if missing:
        raise ModelBroken(f"{folder} is incomplete: it lacks {', '.join(missing)}.")
    for name in weight_files(folder):
        check_weights(folder / name)
    return family


def identity_files(folder: Path) -> tuple[str, ...]:
    """Return the files whose content decides what the model writes: weights, configuration, tokenizer."""
    side = tuple(name for name in SIDE_FILES if (folder / name).is_file())
    return (*side, *weight_files(folder))


def _family(folder: Path) -> str:
    config = read_object(folder / "config.json")
    tokenizer = folder / "tokenizer_config.json"
    if "auto_map" in config or (tokenizer.is_file() and "auto_map" in read_object(tokenizer)):
        raise ModelBroken(f"{folder} asks to run code that came with it (auto_map); the service never does that.")
    return str(config.get("model_type", "unnamed"))


def read_object(path: Path) -> dict[str, Any]:
    """Return a JSON object of a checkpoint. Raises ModelBroken if the file is missing, unreadable or something else."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ModelBroken(f"{path.parent} is incomplete: it lacks {path.name}.") from None
    except (OSError, ValueError) as error:
        raise ModelBroken(f"{path} cannot be read: {error}.") from error
    if not isinstance(content, dict):
        raise ModelBroken(f"{path} holds no JSON object.")
    return content


def _missing(folder: Path, family: str) -> list[str]:
    lacking = [[name for name in names if not (folder / name).is_file()] for names in _TOKENIZERS[family]]
    missing = [] if any(not names for names in lacking) else [" or ".join(" and ".join(names) for names in lacking)]
    weights = weight_files(folder)
    if not weights:
        missing.append(f"{SAFETENSORS} or {PICKLED}")
    return missing + [name for name in weights if not (folder / name).is_file()]
