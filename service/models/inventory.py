"""List which models this machine holds, and fetch the hub's models ahead of their first use."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from service.errors import ModelBroken, ModelError, ModelUnavailable
from service.models.catalogue import TASKS, HubModel, hub_model, parse_hub_name
from service.models.checkpoint import Checkpoint, OnProgress
from service.models.choice import from_hub
from service.models.convert import MANIFEST
from service.models.download import cached_folder
from service.models.embedded import embedded_folder, read_card
from service.models.hub import HubFailure
from service.models.layout import check_folder
from service.settings import Settings


@dataclass(frozen=True, slots=True)
class Holding:
    """A model on this machine, or one that could be.

    `kind` is `embedded`, `hub` or `converted`; `state` is `ready`, `absent`, or what is wrong with it. `n_bytes` is what it takes on
    the disk, `folder` None where there is none. Hashes are not checked here: `resolve` does that before it uses a model.
    """

    kind: str
    task: str
    name: str
    revision: str
    folder: Path | None
    n_bytes: int
    state: str


def inventory(settings: Settings) -> list[Holding]:
    """Return what is embedded, what the hub's cache has of the models that the settings choose, and what was converted."""
    found = [_embedded(task, settings) for task in TASKS]
    found += [_from_hub_cache(task, model, settings) for task in TASKS if (model := _chosen(task, settings)) is not None]
    return found + list(_conversions(settings))


def pull(settings: Settings, tasks: Sequence[str] = TASKS, on_progress: OnProgress | None = None) -> tuple[Checkpoint, ...]:
    """Fetch the hub's models of the tasks now, or make sure that they are here and whole; a branch is brought up to date.

    Raises ModelUnavailable or ModelBroken with what failed. Models fetched before that stay.
    """
    pulled = []
    for task in tasks:
        model = _chosen(task, settings)
        if model is None:
            raise ModelUnavailable(f"The model that was named to {task} is not on the hub, so there is nothing to fetch.")
        try:
            pulled.append(from_hub(task, model, settings, insist=True, refresh=True, on_progress=on_progress))
        except HubFailure as failure:
            kind = ModelBroken if failure.broken else ModelUnavailable
            raise kind(f"{model.name} cannot be fetched: {failure.reason}.") from failure
    return tuple(pulled)


def _chosen(task: str, settings: Settings) -> HubModel | None:
    named = settings.translator if task == "translate" else settings.summarizer
    if named is None:
        return hub_model(task)
    return None if named == "embedded" or Path(named).expanduser().is_dir() else parse_hub_name(named)


def _embedded(task: str, settings: Settings) -> Holding:
    folder = embedded_folder(task, settings)
    if not folder.is_dir():
        return Holding("embedded", task, folder.name, "", folder, 0, "absent")
    try:
        card = read_card(folder)
        name, revision = card.name, card.revision
    except ModelBroken:
        name, revision = folder.name, ""
    return Holding("embedded", task, name, revision, folder, _size(folder), _state(folder, task))


def _from_hub_cache(task: str, model: HubModel, settings: Settings) -> Holding:
    folder = cached_folder(model, settings)
    if folder is None:
        return Holding("hub", task, model.name, model.revision, None, 0, "absent")
    return Holding("hub", task, model.name, folder.name, folder, _size(folder), _state(folder, task))


def _conversions(settings: Settings) -> Iterator[Holding]:
    root = settings.cache_dir / "ct2"
    try:
        names = sorted(name for name in os.listdir(root) if not name.startswith("."))
    except OSError:
        return
    for name in names:
        folder = root / name
        try:
            entries = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
            made_from = (str(entries["task"]), f"{entries['name']} ({name.split('-')[1]})", str(entries["revision"]))
        except (OSError, ValueError, KeyError, TypeError, IndexError):
            yield Holding("converted", "", name, "", folder, _size(folder), "unfinished")
        else:
            yield Holding("converted", *made_from, folder, _size(folder), "ready")


def _state(folder: Path, task: str) -> str:
    try:
        check_folder(folder, task)
    except ModelError as error:
        return str(error)
    return "ready"


def _size(folder: Path) -> int:
    """Return the bytes of the files below a folder, links followed: the hub's cache consists of links."""
    total = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            path = Path(parent) / name
            total += path.stat().st_size if path.exists() else 0
    return total
