"""Name the hub's models that serve by default and the files wanted of a hub model. `catalogue.toml` says which and why.

Nothing here touches the network or the disk beyond that one file.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TASKS = ("translate", "summarize")

SIDE_FILES = (
    "config.json",
    "generation_config.json",
    "tokenizer_config.json",
    "special_tokens_map.json",
    "added_tokens.json",
    "tokenizer.json",
    "vocab.json",
    "merges.txt",
    "source.spm",
    "target.spm",
    "spiece.model",
)
"""Small files beside the weights, in the order they are fetched. The weights come last, so weights mean all is there."""

SAFETENSORS, SAFETENSORS_INDEX, PICKLED = "model.safetensors", "model.safetensors.index.json", "pytorch_model.bin"

_HUB_NAME = re.compile(r"(?P<name>[\w-][\w.-]*/[\w-][\w.-]*)(@(?P<revision>[\w-][\w./-]*))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class HubModel:
    """A model on the hub at a revision (a commit, a branch or a tag)."""

    name: str
    revision: str


def hub_model(task: str) -> HubModel:
    """Return the hub's model that serves `task` by default."""
    entry = _entries()[task]
    return HubModel(str(entry["name"]), str(entry["revision"]))


def parse_hub_name(named: str) -> HubModel | None:
    """Read `owner/name` or `owner/name@revision`; None if it is neither.

    "facebook/bart-large-cnn" -> HubModel("facebook/bart-large-cnn", "main")
    """
    match = _HUB_NAME.fullmatch(named)
    if match is None or ".." in named:
        return None
    return HubModel(match["name"], match["revision"] or "main")


def wanted_files(offered: Collection[str]) -> tuple[str, ...]:
    """Return which of a repository's files to fetch, weights last: safetensors if there are any, else the pickled ones.

    Shards are named in the index; `shards_of` reads them once the index is there.
    """
    side = tuple(name for name in SIDE_FILES if name in offered)
    for weights in (SAFETENSORS, SAFETENSORS_INDEX, PICKLED):
        if weights in offered:
            return (*side, weights)
    return side


def shards_of(index: Path) -> tuple[str, ...]:
    """Return the weight files that a `model.safetensors.index.json` names. Raises ValueError if it is no such file."""
    try:
        names = sorted(set(json.loads(index.read_text(encoding="utf-8"))["weight_map"].values()))
    except (KeyError, AttributeError, TypeError) as error:
        raise ValueError(f"{index.name} names no weight files") from error
    if not names or any(not isinstance(name, str) or "/" in name or "\\" in name for name in names):
        raise ValueError(f"{index.name} names no weight files beside it")
    return tuple(names)


@cache
def _entries() -> dict[str, dict[str, object]]:
    return tomllib.loads(Path(__file__).with_name("catalogue.toml").read_text(encoding="utf-8"))
