"""Average the newest checkpoints of a run, weight by weight."""

from __future__ import annotations

from pathlib import Path

import torch


def average(run: Path, n_newest: int) -> dict[str, torch.Tensor]:
    """Return the mean of the `n_newest` weight files under `run/average`. Raises FileNotFoundError if there is none."""
    paths = sorted((run / "average").glob("*.pt"))[-n_newest:]
    if not paths:
        raise FileNotFoundError(f"{run / 'average'} has no weights yet: train first.")
    total = torch.load(paths[0], weights_only=True)
    for path in paths[1:]:
        for name, tensor in torch.load(path, weights_only=True).items():
            total[name] += tensor
    return {name: tensor / len(paths) if tensor.is_floating_point() else tensor for name, tensor in total.items()}
