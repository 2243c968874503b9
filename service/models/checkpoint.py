"""The one value that says which model serves a task, and how it is made from a folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from service.errors import ModelBroken
from service.models.digest import folder_sha256
from service.models.layout import check_folder, identity_files
from service.values import Notice

OnProgress = Callable[[str, int, int], None]
"""Called while a model is fetched: its name, bytes done, bytes in all."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A complete, checked checkpoint in a folder.

    `task` is `translate` or `summarize`, `provenance` is `embedded`, `hub` or `folder`, `revision` a commit for hub models,
    the card's for embedded ones and the start of `sha256` for folders. `family` is the `model_type` of its configuration.
    `sha256` covers weights, configuration and tokenizer.
    """

    task: str
    folder: Path
    name: str
    revision: str
    provenance: str
    sha256: str
    family: str
    notices: tuple[Notice, ...] = ()


def from_folder(
    task: str,
    folder: Path,
    cache_dir: Path,
    *,
    name: str | None = None,
    revision: str | None = None,
    provenance: str = "folder",
    notices: tuple[Notice, ...] = (),
) -> Checkpoint:
    """Check a folder and hash it. Raises ModelBroken if it is incomplete, damaged, unreadable or not fit for the task."""
    family = check_folder(folder, task)
    try:
        sha256 = folder_sha256(folder, identity_files(folder), cache_dir)
    except OSError as error:
        raise ModelBroken(f"{folder} cannot be read: {error}.") from error
    return Checkpoint(task, folder, name or folder.name, revision or sha256[:12], provenance, sha256, family, notices)
