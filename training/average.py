"""Average the newest checkpoints of one or several runs, weight by weight."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch


def average(runs: Sequence[Path], n_newest: int) -> dict[str, torch.Tensor]:
    """Return the mean of the `n_newest` weight files of each run. Raises FileNotFoundError if a run has none."""
    paths = []
    for run in runs:
        found = sorted((run / "average").glob("*.pt"))[-n_newest:]
        if not found:
            raise FileNotFoundError(f"{run / 'average'} has no weights yet: train first.")
        paths += found
    total = torch.load(paths[0], weights_only=True)
    for path in paths[1:]:
        for name, tensor in torch.load(path, weights_only=True).items():
            total[name] += tensor
    return {name: tensor / len(paths) if tensor.is_floating_point() else tensor for name, tensor in total.items()}
