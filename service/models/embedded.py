"""Find the models inside the package and check them against their cards.

Each is a folder (`translator`, `condenser`) with a `card.json`: `name`, `revision`, `sha256` (file name -> hash) and what else there
is to say of the model. `seal` writes the hashes when a model is put there.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from service.errors import ModelBroken, ModelUnavailable
from service.models.checkpoint import Checkpoint, from_folder
from service.models.digest import file_sha256
from service.models.layout import identity_files
from service.settings import Settings

FOLDERS = {"translate": "translator", "summarize": "condenser"}


@dataclass(frozen=True, slots=True)
class Card:
    """What `card.json` must say: the model's name, its revision and the SHA-256 of each of its files."""

    name: str
    revision: str
    sha256: dict[str, str]


def embedded_folder(task: str, settings: Settings) -> Path:
    """Return where the embedded model of a task is kept, there or not."""
    return (settings.embedded_dir or Path(__file__).parent / "embedded") / FOLDERS[task]


def embedded(task: str, settings: Settings) -> Checkpoint:
    """Return the embedded model of a task.

    Raises ModelUnavailable if the installation has none and ModelBroken if a file is not the one its card names.
    """
    folder = embedded_folder(task, settings)
    if not folder.is_dir():
        raise ModelUnavailable(f"This installation has no embedded model to {task}: {folder} is not there. Install the package again.")
    card = read_card(folder)
    present = set(identity_files(folder))
    for name in sorted(present | set(card.sha256)):
        if name not in present or file_sha256(folder / name, settings.cache_dir) != card.sha256.get(name):
            raise ModelBroken(f"The embedded model is damaged: {folder / name} is not the file its card names. Install the package again.")
    return from_folder(task, folder, settings.cache_dir, name=card.name, revision=card.revision, provenance="embedded")


def read_card(folder: Path) -> Card:
    """Read a model's card. Raises ModelBroken if it is missing or says too little."""
    try:
        entries = json.loads((folder / "card.json").read_text(encoding="utf-8"))
        hashes = {str(name): str(digest) for name, digest in entries["sha256"].items()}
        return Card(str(entries["name"]), str(entries["revision"]), hashes)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelBroken(f"{folder / 'card.json'} cannot be read: it must hold name, revision and sha256.") from error


def seal(folder: Path, *, name: str, revision: str, cache_dir: Path) -> Card:
    """Write name, revision and hashes into a model's card and return them; whatever else the card says stays."""
    path = folder / "card.json"
    entries = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    hashes = {file: file_sha256(folder / file, cache_dir) for file in identity_files(folder)}
    entries |= {"name": name, "revision": revision, "sha256": hashes}
    path.write_text(json.dumps(entries, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return Card(name, revision, hashes)
