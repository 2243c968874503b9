"""Decide which model serves a task. The order, and nowhere else:

1. what the caller names: `embedded`, a folder, or a hub name `owner/name[@revision]`; refused if it cannot be had, never replaced;
2. the hub's model of `catalogue.toml` from the hub's cache on this machine, without a network;
3. the same downloaded, if the hub answers in time and offline mode is off;
4. the embedded model, with a notice (`embedded-model`) that names it and says why the hub's model does not serve.
"""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

from service.errors import ModelBroken, ModelError, ModelUnavailable
from service.models.catalogue import TASKS, HubModel, hub_model, parse_hub_name
from service.models.checkpoint import Checkpoint, OnProgress, from_folder
from service.models.download import cached_folder, damaged_files, fetch
from service.models.embedded import embedded
from service.models.hub import OFFLINE, HubFailure, ask_listing
from service.settings import Settings
from service.values import Notice, Severity

_VERBS = {"translate": "translates", "summarize": "summarizes"}

_hub_lock = threading.Lock()
_hub_failures: dict[tuple[str, str], HubFailure] = {}
"""What failed in this process, by endpoint and model (`""`: the whole hub), so that nobody waits for the same hub twice."""


def resolve(task: str, settings: Settings, *, on_progress: OnProgress | None = None) -> Checkpoint:
    """Return the checkpoint that serves `task` (`translate` or `summarize`), complete and checked.

    Raises ModelUnavailable or ModelBroken if what the caller named cannot be had, or if nothing is left to choose.
    """
    named = _named(task, settings)
    if named is not None:
        return _resolve_named(task, named, settings, on_progress)
    model = hub_model(task)
    try:
        return from_hub(task, model, settings, on_progress=on_progress)
    except HubFailure as failure:
        chosen = _instead(task, settings, failure)
        message = f"The embedded model {chosen.name} {_VERBS[task]} in place of {model.name}, because {failure.reason}."
        return replace(chosen, notices=(*chosen.notices, Notice("embedded-model", message)))


def from_hub(
    task: str, model: HubModel, settings: Settings, *, insist: bool = False, refresh: bool = False, on_progress: OnProgress | None = None
) -> Checkpoint:
    """Return a hub model, from the hub's cache if it is whole there, else downloaded. Raises HubFailure.

    `insist`: ask the hub even if it failed before in this process. `refresh`: ask it which commit a branch stands for now.
    """
    with _hub_lock:
        damaged: list[str] = []
        complaint = ""
        folder = cached_folder(model, settings)
        if folder is not None:
            damaged, complaint = _judge(task, folder, settings)
            if not complaint and not (refresh and model.revision != folder.name):
                return _hub_checkpoint(task, model, folder, settings)
        try:
            folder = _download(model, settings, damaged, insist, on_progress)
            _, flaw = _judge(task, folder, settings)
            if flaw:
                raise HubFailure(flaw, broken=True)
        except HubFailure as failure:
            reason = f"{failure.reason}; {complaint}" if complaint else failure.reason
            raise HubFailure(reason, broken=failure.broken or bool(damaged)) from failure
        repaired = f"The copy of {model.name} on this machine was damaged ({', '.join(damaged)}) and was fetched again."
        notices = (Notice("cache-repaired", repaired, Severity.INFO),) if damaged else ()
        return _hub_checkpoint(task, model, folder, settings, notices)


def forget_hub_failures() -> None:
    """Forget which hubs failed in this process, so that the next call asks again."""
    _hub_failures.clear()


def _instead(task: str, settings: Settings, failure: HubFailure) -> Checkpoint:
    try:
        return embedded(task, settings)
    except ModelError as error:
        # Who has neither needs to know both reasons.
        raise type(error)(f"{error} The hub's model does not serve either: {failure.reason}.") from failure


def _named(task: str, settings: Settings) -> str | None:
    if task not in TASKS:
        raise ValueError(f"no such task: {task!r} (one of {', '.join(TASKS)})")
    return settings.translator if task == "translate" else settings.summarizer


def _resolve_named(task: str, named: str, settings: Settings, on_progress: OnProgress | None) -> Checkpoint:
    if named == "embedded":
        return embedded(task, settings)
    folder = Path(named).expanduser()
    if folder.is_dir():
        return from_folder(task, folder.resolve(), settings.cache_dir, name=folder.resolve().name)
    model = parse_hub_name(named)
    if model is None:
        raise ModelUnavailable(f"{named} is neither a folder nor a model's name on the hub (owner/name or owner/name@revision).")
    try:
        return from_hub(task, model, settings, insist=True, on_progress=on_progress)
    except HubFailure as failure:
        message = f"The model {named} cannot be had: {failure.reason}. It was asked for by name, so no other takes its place."
        raise (ModelBroken if failure.broken else ModelUnavailable)(message) from failure


def _judge(task: str, folder: Path, settings: Settings) -> tuple[list[str], str]:
    """Return which files of a cached folder are damaged and, as a clause, what is wrong with the folder (`""`: nothing)."""
    try:
        damaged = damaged_files(folder, settings)
        if damaged:
            return damaged, f"the copy in {folder} is damaged ({', '.join(damaged)})"
        from_folder(task, folder, settings.cache_dir)
    except (ModelBroken, OSError) as error:
        return [], str(error).rstrip(".")
    return [], ""


def _download(model: HubModel, settings: Settings, damaged: list[str], insist: bool, on_progress: OnProgress | None) -> Path:
    if settings.offline:
        raise HubFailure(OFFLINE)
    model_key = (settings.hub_endpoint, f"{model.name}@{model.revision}")
    hub_key = (settings.hub_endpoint, "")
    known = _hub_failures.get(hub_key) or _hub_failures.get(model_key)
    if known is not None and not insist:
        raise known.bare()
    try:
        folder = fetch(ask_listing(model, settings), settings, again=damaged, on_progress=on_progress)
    except HubFailure as failure:
        _hub_failures[hub_key if failure.whole_hub else model_key] = failure.bare()
        raise
    _hub_failures.pop(hub_key, None)
    _hub_failures.pop(model_key, None)
    return folder


def _hub_checkpoint(task: str, model: HubModel, folder: Path, settings: Settings, notices: tuple[Notice, ...] = ()) -> Checkpoint:
    return from_folder(task, folder, settings.cache_dir, name=model.name, revision=folder.name, provenance="hub", notices=notices)
