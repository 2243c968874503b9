"""Convert a checkpoint to CTranslate2's format, once, into a cache that is keyed by the checkpoint's hash and the precision.

A conversion is made in a temporary folder beside its place and moved there whole, with a list of its files and their hashes. One
that is unfinished or was altered is thus noticed and made again, and processes that convert at once do not disturb each other.
"""

from __future__ import annotations

import atexit
import contextlib
import errno
import hashlib
import json
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from service.errors import CacheUnusable, ModelBroken
from service.models.checkpoint import Checkpoint
from service.models.digest import file_sha256, fresh_sha256
from service.models.weights import load_state_dict, weight_files
from service.settings import Settings
from service.values import Notice

PRECISIONS = ("int8", "int8_float32", "int8_float16", "int8_bfloat16", "float16", "bfloat16", "float32")

MANIFEST = "converted.json"

_NORMALIZATION = {
    "bart": {"normalize_before": False, "normalize_embedding": True},
    "pegasus": {"normalize_before": True, "normalize_embedding": False},
}
"""Where transformers' classes normalize, whatever a configuration says. The converter wants to read it in the configuration, where
old ones have it and those that transformers 5 writes do not."""

_DAY_SECONDS = 86_400

_lock = threading.Lock()
_temporary: dict[str, tuple[Path, Notice]] = {}
"""Conversions of this process that found no usable cache and why, by the name they would have had there."""


def converted(
    checkpoint: Checkpoint,
    settings: Settings,
    *,
    precision: str,
    vmap: Path | None = None,
    on_notice: Callable[[Notice], None] | None = None,
) -> Path:
    """Return the folder of a checkpoint's conversion, made now if it is not in the cache.

    `vmap` is CTranslate2's vocabulary mapping file, which becomes part of the conversion. Where the cache cannot be written the
    conversion lives in a temporary folder until the process ends and `on_notice` is told (`cache-unusable`).

    Raises ModelBroken if the checkpoint cannot be converted, CacheUnusable if not even the temporary folder can be written.
    """
    if precision not in PRECISIONS:
        raise ValueError(f"no such precision: {precision!r} (one of {', '.join(PRECISIONS)})")
    name = f"{checkpoint.sha256}-{precision}"
    if vmap is not None:
        name += f"-{hashlib.sha256(vmap.read_bytes()).hexdigest()[:12]}"
    place = settings.cache_dir / "ct2" / name
    with _lock:
        if is_intact(place, settings.cache_dir):
            return place
        if name not in _temporary:
            try:
                return _convert_into(place, checkpoint, precision, vmap, settings.cache_dir)
            except CacheUnusable as error:
                notice = Notice("cache-unusable", f"{error} The converted model is kept for this run only.")
                _temporary[name] = (_convert_aside(name, checkpoint, precision, vmap, settings.cache_dir), notice)
        folder, notice = _temporary[name]
        if on_notice is not None:
            on_notice(notice)
        return folder


def is_intact(place: Path, cache_dir: Path) -> bool:
    """Say whether a conversion is there with every file as it was written."""
    try:
        digests = json.loads((place / MANIFEST).read_text(encoding="utf-8"))["sha256"]
        return "model.bin" in digests and all(file_sha256(place / name, cache_dir) == digest for name, digest in digests.items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def _convert_aside(name: str, checkpoint: Checkpoint, precision: str, vmap: Path | None, cache_dir: Path) -> Path:
    try:
        root = Path(tempfile.mkdtemp(prefix="ringkas-"))
    except OSError as error:
        raise CacheUnusable(f"No temporary folder can be made ({error.strerror}).") from error
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    return _convert_into(root / name, checkpoint, precision, vmap, cache_dir)


def _convert_into(place: Path, checkpoint: Checkpoint, precision: str, vmap: Path | None, cache_dir: Path) -> Path:
    unfinished: Path | None = None
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        _sweep(place.parent)
        unfinished = Path(tempfile.mkdtemp(prefix=".unfinished-", dir=place.parent))
        _run_converter(checkpoint, unfinished / "model", precision, vmap)
        _write_manifest(unfinished / "model", checkpoint)
        _move_into_place(unfinished / "model", place, cache_dir)
        return place
    except OSError as error:
        reason = error.strerror or "it keeps changing"
        raise CacheUnusable(f"The cache {place.parent} cannot be written ({reason}); free space there or set RINGKAS_CACHE.") from error
    finally:
        if unfinished is not None:
            shutil.rmtree(unfinished, ignore_errors=True)


def _sweep(root: Path) -> None:
    """Remove what processes that were killed left behind. What is younger than a day may still be at work."""
    for left in (*root.glob(".unfinished-*"), *root.glob(".damaged-*")):
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime > _DAY_SECONDS:
                shutil.rmtree(left, ignore_errors=True)


def _run_converter(checkpoint: Checkpoint, target: Path, precision: str, vmap: Path | None) -> None:
    from ctranslate2.converters import TransformersConverter
    from safetensors import SafetensorError

    class Converter(TransformersConverter):  # type: ignore[misc]
        def load_model(self, *args: Any, **options: Any) -> Any:
            model = super().load_model(*args, **options)
            for name, value in _NORMALIZATION.get(checkpoint.family, {}).items():
                setattr(model.config, name, value)
            return model

    if any(name.endswith(".bin") for name in weight_files(checkpoint.folder)):
        # A pickle is opened here first, under our own rule, before a library that might have another one gets to see it.
        load_state_dict(checkpoint.folder)
    try:
        with _no_progress_bars():
            Converter(str(checkpoint.folder)).convert(str(target), vmap=None if vmap is None else str(vmap), quantization=precision)
    except OSError as error:
        if error.errno is not None:
            raise
        raise ModelBroken(f"{checkpoint.folder} cannot be converted: {error}") from error
    except (SafetensorError, RuntimeError, ValueError, KeyError, TypeError, AttributeError, NotImplementedError) as error:
        raise ModelBroken(f"{checkpoint.folder} cannot be converted: {error}") from error


@contextlib.contextmanager
def _no_progress_bars() -> Iterator[None]:
    """Keep transformers from drawing on stderr, which belongs to whoever called us."""
    from transformers.utils import logging

    shown = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        if shown:
            logging.enable_progress_bar()


def _write_manifest(folder: Path, checkpoint: Checkpoint) -> None:
    digests = {path.name: fresh_sha256(path) for path in sorted(folder.iterdir())}
    manifest = {"name": checkpoint.name, "revision": checkpoint.revision, "task": checkpoint.task, "sha256": digests}
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


def _move_into_place(folder: Path, place: Path, cache_dir: Path) -> None:
    """Move a finished conversion to its place. If another process was quicker, its conversion stays."""
    for _ in range(5):
        try:
            os.rename(folder, place)
        except OSError as error:
            if error.errno not in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR):
                raise
            if is_intact(place, cache_dir):
                return
            # Moved aside first, for it cannot be replaced while it is there; two processes may both try.
            aside = Path(tempfile.mkdtemp(prefix=".damaged-", dir=place.parent))
            try:
                os.rename(place, aside / "model")
            except FileNotFoundError:
                pass
            finally:
                shutil.rmtree(aside, ignore_errors=True)
        else:
            return
    raise OSError(None, None)
