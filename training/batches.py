"""Turn prepared pairs into batches of like length, padded to multiples of 8 (what CPU matrix units like)."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import torch

from training.codec import Codec

Pair = tuple[list[int], list[int]]
IGNORED = -100


@dataclass(frozen=True, slots=True)
class Batch:
    """Tensors of shape (n_pairs, length); `labels` holds -100 where the target is padding."""

    source: torch.Tensor
    source_mask: torch.Tensor
    decoder_input: torch.Tensor
    labels: torch.Tensor
    n_target_tokens: int

    def to(self, device: torch.device) -> Batch:
        """Return the batch with its tensors on `device`."""
        tensors = (self.source, self.source_mask, self.decoder_input, self.labels)
        source, mask, decoder_input, labels = (tensor.to(device, non_blocking=True) for tensor in tensors)
        return Batch(source, mask, decoder_input, labels, self.n_target_tokens)


def read(prepared: Path) -> list[tuple[float, str, str]]:
    """Read rows `weight<TAB>source<TAB>target`."""
    with prepared.open(encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file]
    return [(float(weight), source, target) for weight, source, target in rows]


def epoch(
    rows: list[tuple[float, str, str]], codec: Codec, *, seed: int, batch_tokens: int, max_tokens: int, sample_source: float
) -> Iterator[Batch]:
    """Yield one epoch. A weight of 2.5 means twice for certain and once more with probability one half."""
    rng = random.Random(seed)
    order = [row for row in rows for _ in range(int(row[0]) + (rng.random() < row[0] % 1))]
    rng.shuffle(order)
    pool = 200 * batch_tokens // 32
    for begin in range(0, len(order), pool):
        encoded = [
            (codec.source(source, sample=rng.random() < sample_source), codec.target(target))
            for _, source, target in order[begin : begin + pool]
        ]
        fitting = [pair for pair in encoded if len(pair[0]) <= max_tokens and len(pair[1]) <= max_tokens]
        fitting.sort(key=lambda pair: (_rounded(len(pair[0])), len(pair[1]), rng.random()))
        groups = list(_grouped(fitting, batch_tokens))
        rng.shuffle(groups)
        for group in groups:
            yield collate(group, codec)


def _rounded(length: int) -> int:
    return -(-length // 8) * 8


def _grouped(pairs: list[Pair], batch_tokens: int) -> Iterator[list[Pair]]:
    group: list[Pair] = []
    width = 0
    for pair in pairs:
        new_width = max(width, _rounded(len(pair[0])) + _rounded(len(pair[1])))
        if len(group) % 8 == 0 and group and new_width * (len(group) + 8) > 2 * batch_tokens:
            yield group
            group, new_width = [], _rounded(len(pair[0])) + _rounded(len(pair[1]))
        group.append(pair)
        width = new_width
    if group:
        yield group


def collate(pairs: list[Pair], codec: Codec) -> Batch:
    """Pad pairs of (source ids, target ids) and shift the decoder's input by one."""
    n_source = _rounded(max(len(source) for source, _ in pairs))
    n_target = _rounded(max(len(target) for _, target in pairs))
    source = torch.full((len(pairs), n_source), codec.pad)
    decoder_input = torch.full((len(pairs), n_target), codec.pad)
    labels = torch.full((len(pairs), n_target), IGNORED)
    for row, (source_ids, target_ids) in enumerate(pairs):
        source[row, : len(source_ids)] = torch.tensor(source_ids)
        labels[row, : len(target_ids)] = torch.tensor(target_ids)
        decoder_input[row, : len(target_ids)] = torch.tensor([codec.start, *target_ids[:-1]])
    mask = torch.zeros_like(source)
    for row, (source_ids, _) in enumerate(pairs):
        mask[row, : len(source_ids)] = 1
    return Batch(source, mask, decoder_input, labels, sum(len(target) for _, target in pairs))
