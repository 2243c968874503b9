"""Train one model from a recipe, resumable from its last checkpoint, on a GPU or on a few CPU cores alike.

A run folder holds `train.tsv` (prepared pairs), `tokenizer/`, `state.pt` (weights, optimiser, progress; replaced
atomically), `average/` (weights to average) and `log.jsonl`. The learning rate follows progress through the token
budget (or through `minutes`, whichever is further), so a run cut short by the clock still decays to nothing.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from torch import nn
from transformers import PreTrainedModel

from training.batches import IGNORED, Batch, epoch, read
from training.codec import Codec, codec
from training.models import build
from training.recipe import Recipe

Progress = Callable[[dict[str, Any]], None]


def learning_rate(recipe: Recipe, step: int, progress: float) -> float:
    """Warm up in a straight line, stay, then fall in a straight line to nothing over the last `decay_fraction`."""
    warm = min(1.0, (step + 1) / recipe.warmup_steps)
    cool = min(1.0, max(0.0, (1.0 - progress) / recipe.decay_fraction))
    return recipe.learning_rate * min(warm, cool)


def loss_of(model: nn.Module, batch: Batch, *, smoothing: float) -> torch.Tensor:
    """Mean label-smoothed cross entropy per target token (nats)."""
    logits = model(input_ids=batch.source, attention_mask=batch.source_mask, decoder_input_ids=batch.decoder_input, use_cache=False).logits
    return nn.functional.cross_entropy(
        logits.flatten(0, 1).float(), batch.labels.flatten(), ignore_index=IGNORED, label_smoothing=smoothing
    )


def train(
    recipe: Recipe,
    run: Path,
    *,
    minutes: float | None = None,
    save_every_minutes: float = 5.0,
    n_averaged: int = 6,
    on_progress: Progress = lambda _: None,
) -> None:
    """Train until the token budget or the time is used up; continue from `run/state.pt` where there is one."""
    torch.manual_seed(recipe.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    tokens = codec(recipe.task, run / "tokenizer")
    model = build(recipe, tokens).to(device)
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.0, betas=(0.9, 0.98), weight_decay=recipe.weight_decay, fused=True)
    state = {"step": 0, "n_target_tokens": 0, "epoch": 0, "seconds": 0.0}
    if (run / "state.pt").exists():
        saved = torch.load(run / "state.pt", map_location=device, weights_only=True)
        model.load_state_dict(saved["model"])
        optimizer.load_state_dict(saved["optimizer"])
        state = saved["state"]
    _Run(recipe, run, model, optimizer, tokens, state, device).go(minutes, save_every_minutes, n_averaged, on_progress)


class _Run:
    def __init__(
        self,
        recipe: Recipe,
        run: Path,
        model: PreTrainedModel,
        optimizer: torch.optim.Optimizer,
        tokens: Codec,
        state: dict[str, Any],
        device: torch.device,
    ) -> None:
        self.recipe, self.run, self.model, self.optimizer = recipe, run, model, optimizer
        self.tokens, self.state, self.device = tokens, state, device

    def go(self, minutes: float | None, save_every_minutes: float, n_averaged: int, on_progress: Progress) -> None:
        began, before = time.monotonic(), self.state["seconds"]
        saved_at, reported_at, losses = began, began, []
        self.model.train()
        while True:
            rows = read(self.run / "train.tsv")
            for batch in epoch(
                rows,
                self.tokens,
                seed=self.recipe.seed + 1000 * self.state["epoch"] + self.state["step"],
                batch_tokens=self.recipe.batch_tokens,
                max_tokens=self.recipe.max_tokens,
                sample_source=self.recipe.sample_source,
            ):
                now = time.monotonic()
                progress = max(
                    self.state["n_target_tokens"] / self.recipe.n_target_tokens, (now - began) / 60 / minutes if minutes else 0.0
                )
                losses.append(self.step(batch, progress))
                self.state["seconds"] = before + now - began
                if now - reported_at > 20:
                    self.report(losses, progress, on_progress)
                    reported_at, losses = now, []
                if progress >= 1.0 or now - saved_at > 60 * save_every_minutes:
                    self.save(n_averaged)
                    saved_at = now
                if progress >= 1.0:
                    self.report(losses, progress, on_progress)
                    return
            self.state["epoch"] += 1

    def step(self, batch: Batch, progress: float) -> float:
        for group in self.optimizer.param_groups:
            group["lr"] = learning_rate(self.recipe, self.state["step"], progress)
        batch = batch.to(self.device)
        with torch.autocast(self.device.type, dtype=torch.bfloat16):
            loss = loss_of(self.model, batch, smoothing=self.recipe.label_smoothing)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        if self.recipe.task == "translate":
            with torch.no_grad():  # CTranslate2 starts a Marian decoder from a zero vector: the row must stay zero
                self.model.get_input_embeddings().weight[self.tokens.pad] = 0.0
        self.state["step"] += 1
        self.state["n_target_tokens"] += batch.n_target_tokens
        return float(loss.detach())

    def report(self, losses: list[float], progress: float, on_progress: Progress) -> None:
        row = {
            **self.state,
            "loss": sum(losses) / max(1, len(losses)),
            "progress": round(progress, 4),
            "learning_rate": self.optimizer.param_groups[0]["lr"],
        }
        with (self.run / "log.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")
        on_progress(row)

    def save(self, n_averaged: int) -> None:
        """Write `state.pt`, and the weights alone under `average/`, keeping the newest `n_averaged`."""
        part = self.run / "state.part"
        torch.save({"model": self.model.state_dict(), "optimizer": self.optimizer.state_dict(), "state": self.state}, part)
        part.replace(self.run / "state.pt")
        folder = self.run / "average"
        folder.mkdir(exist_ok=True)
        weights = {name: tensor.detach().to("cpu", torch.float32).clone() for name, tensor in self.model.state_dict().items()}
        torch.save(weights, folder / f"{self.state['step']:08d}.pt")
        for old in sorted(folder.glob("*.pt"))[:-n_averaged]:
            old.unlink()
