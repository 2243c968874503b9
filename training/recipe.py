"""Settings of one training run, read from a TOML file in `recipes/`.

Unknown keys are refused, so that a misspelled setting never silently keeps its default.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Source:
    """One data file: where it is, which rows are taken and how often each is seen per epoch.

    `path` is relative to the corpora folder (`{corpora}/...`) or to `training/data` (`{data}/...`). `reader` names a
    function of `training.corpora`. `only` and `leave_out` compare the row's set name by prefix. `limit` takes the
    first rows after a seeded shuffle. `control` is put before every source text.
    """

    path: str
    reader: str
    weight: float = 1.0
    only: tuple[str, ...] = ()
    leave_out: tuple[str, ...] = ()
    limit: int | None = None
    control: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True)
class Recipe:
    """One training run. Counts of tokens are target tokens without padding; batch sizes are padded tokens."""

    task: str
    """`translate` (Marian) or `condense` (BART)."""
    sources: tuple[Source, ...]
    start_from: str = ""
    """Folder of a checkpoint to start from; empty: fresh weights from `model`."""
    model: dict[str, Any] = field(default_factory=dict)
    vocab_size: int = 8000
    n_target_tokens: int = 30_000_000
    batch_tokens: int = 4096
    learning_rate: float = 8e-4
    warmup_steps: int = 400
    decay_fraction: float = 0.5
    """The last share of the run, in which the learning rate falls to nothing in a straight line."""
    weight_decay: float = 0.01
    label_smoothing: float = 0.1
    dropout: float = 0.1
    sample_source: float = 0.5
    """Share of source texts segmented by sampling (Kudo 2018), so that rare words are seen in several pieces."""
    max_tokens: int = 200
    seed: int = 1


def load(path: Path) -> Recipe:
    """Read a recipe. Raises ValueError naming an unknown or missing key."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    sources = tuple(Source(**_known(Source, entry, path)) for entry in raw.pop("sources", []))
    return Recipe(sources=sources, **_known(Recipe, raw, path))


def _known(kind: type, raw: dict[str, Any], path: Path) -> dict[str, Any]:
    names = {f.name for f in fields(kind)}
    unknown = sorted(set(raw) - names)
    if unknown:
        raise ValueError(f"{path}: unknown key {', '.join(unknown)}; known: {', '.join(sorted(names))}")
    return {key: tuple(value) if isinstance(value, list) else value for key, value in raw.items()}
