"""Fetch a model's files into the hub's own cache, and find there what was fetched before.

Nothing is trusted until its hash is the one the hub listed: what fails is removed. The hub's cache names every file by its
hash, so a copy on disk can be checked the same way without a network.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Collection
from pathlib import Path
from typing import Any, cast

from service.errors import ModelBroken
from service.models.catalogue import (
    SAFETENSORS_INDEX,
    HubModel,
    shards_of,
    wanted_files,
)
from service.models.checkpoint import OnProgress
from service.models.digest import file_sha256, git_sha1
from service.models.hub import HubFailure, Listing, RemoteFile, cache_root, mapped
from service.models.weights import check_weights
from service.settings import Settings

_DIGEST = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


def cached_folder(model: HubModel, settings: Settings) -> Path | None:
    """Return the model's folder in the hub's cache, complete or not; None if there is none. Asks no network."""
    from huggingface_hub import try_to_load_from_cache

    found = try_to_load_from_cache(model.name, "config.json", cache_dir=cache_root(settings), revision=model.revision)
    return Path(found).parent if isinstance(found, str) else None


def damaged_files(folder: Path, settings: Settings) -> list[str]:
    """Return which files of a folder in the hub's cache are cut, or no longer have the hash that they are stored under."""
    names = wanted_files(os.listdir(folder))
    if SAFETENSORS_INDEX in names:
        with contextlib.suppress(ValueError, OSError):
            names += tuple(name for name in shards_of(folder / SAFETENSORS_INDEX) if (folder / name).is_file())
    return [name for name in names if not _is_whole(folder / name, settings)]


def _is_whole(path: Path, settings: Settings) -> bool:
    if path.suffix in (".safetensors", ".bin"):
        try:
            check_weights(path)
        except ModelBroken:
            return False
    return _has_digest(path, path.resolve().name, settings)


def fetch(remote: Listing, settings: Settings, *, again: Collection[str] = (), on_progress: OnProgress | None = None) -> Path:
    """Fetch what is not in the hub's cache yet, and the files named in `again` anew; return the folder.

    Raises HubFailure. What `on_progress` raises (a cancelled run) comes through and leaves no half file behind.
    """
    names = wanted_files(remote.files)
    if "config.json" not in names:
        raise HubFailure(f"{remote.model.name} on the hub has no config.json")
    folder = _fetch_files(remote, names, settings, again, on_progress)
    if SAFETENSORS_INDEX in names:
        try:
            shards = shards_of(folder / SAFETENSORS_INDEX)
        except ValueError as error:
            raise HubFailure(str(error), broken=True) from error
        _fetch_files(remote, shards, settings, again, on_progress)
    _note_revision(folder, remote)
    return folder


def _fetch_files(
    remote: Listing, names: tuple[str, ...], settings: Settings, again: Collection[str], on_progress: OnProgress | None
) -> Path:
    from huggingface_hub import (
        get_hf_file_metadata,
        hf_hub_download,
        hf_hub_url,
        try_to_load_from_cache,
    )

    model, root, endpoint = remote.model, cache_root(settings), settings.hub_endpoint
    absent = [name for name in names if name not in remote.files]
    if absent:
        raise HubFailure(f"{model.name} on the hub lacks {', '.join(absent)}", broken=True)
    bars = _Bars(model.name, sum(remote.files[name].n_bytes for name in names), on_progress)
    path = root
    for name in names:
        cached = try_to_load_from_cache(model.name, name, cache_dir=root, revision=remote.commit)
        if isinstance(cached, str) and name not in again:
            path = Path(cached)
            bars.advance(remote.files[name].n_bytes)
            continue
        with mapped(model, settings):
            # The client meets a failing server with half a minute of retries; this one request fails at once instead.
            url = hf_hub_url(model.name, name, revision=remote.commit, endpoint=endpoint)
            get_hf_file_metadata(url, timeout=settings.hub_timeout_seconds, endpoint=endpoint)
            path = Path(
                hf_hub_download(
                    model.name,
                    name,
                    revision=remote.commit,
                    cache_dir=root,
                    endpoint=endpoint,
                    etag_timeout=settings.hub_timeout_seconds,
                    force_download=name in again,
                    tqdm_class=cast(Any, bars),  # called like a class, which is all the client does with it
                )
            )
        _verify(path, remote.files[name], model, settings)
    return path.parent


def _verify(path: Path, expected: RemoteFile, model: HubModel, settings: Settings) -> None:
    if _has_digest(path, expected.digest or path.resolve().name, settings):
        return
    path.resolve().unlink(missing_ok=True)
    path.unlink(missing_ok=True)
    raise HubFailure(f"what came as {expected.name} of {model.name} does not have the hash the hub lists for it", broken=True)


def _has_digest(path: Path, digest: str, settings: Settings) -> bool:
    """Compare a file with a hash. True also where `digest` is none: where links are not possible the cache stores plain names."""
    if _DIGEST.fullmatch(digest) is None:
        return True
    return (file_sha256(path, settings.cache_dir) if len(digest) == 64 else git_sha1(path)) == digest


def _note_revision(folder: Path, remote: Listing) -> None:
    """Note in the hub's cache which commit a branch stood for, as its client does, but only once every file was verified."""
    if remote.model.revision == remote.commit:
        return
    note = folder.parent.parent / "refs" / remote.model.revision
    with contextlib.suppress(OSError):
        note.parent.mkdir(parents=True, exist_ok=True)
        note.write_text(remote.commit, encoding="utf-8")


class _Bars:
    """Stand where the hub's client expects a class of progress bars, one bar per file, and add them up for `on_progress`."""

    def __init__(self, name: str, n_bytes: int, on_progress: OnProgress | None) -> None:
        self._name, self._total, self._done, self._on_progress = name, n_bytes, 0, on_progress

    def advance(self, n_bytes: float | None) -> None:
        self._done = max(0, self._done + int(n_bytes or 0))
        if self._on_progress is not None:
            self._on_progress(self._name, min(self._done, self._total), self._total)

    def __call__(self, *_: object, **__: object) -> _Bar:
        return _Bar(self)


class _Bar:
    """One file's bar, with what the client calls on it."""

    def __init__(self, bars: _Bars) -> None:
        self._bars = bars

    def __enter__(self) -> _Bar:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def update(self, n: float | None = 1) -> None:
        self._bars.advance(n)

    def close(self) -> None:
        return None

    def set_postfix_str(self, *_: object, **__: object) -> None:
        return None
