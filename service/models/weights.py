"""Check weight files without loading them, and load them without running anything that they contain.

Safetensors are preferred everywhere. A pickled `pytorch_model.bin` is only ever read with `weights_only=True`.
"""

from __future__ import annotations

import json
import struct
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from service.errors import ModelBroken
from service.models.catalogue import PICKLED, SAFETENSORS, SAFETENSORS_INDEX, shards_of

if TYPE_CHECKING:
    import torch

_MAX_HEADER_BYTES = 25_000_000
"""As in huggingface_hub; a longer header is no header."""


def weight_files(folder: Path) -> tuple[str, ...]:
    """Return the names of the weight files that count, safetensors before pickled; () if there are none.

    Shards are named whether they are there or not. Raises ModelBroken if their index cannot be read.
    """
    if (folder / SAFETENSORS).is_file():
        return (SAFETENSORS,)
    if (folder / SAFETENSORS_INDEX).is_file():
        try:
            return shards_of(folder / SAFETENSORS_INDEX)
        except (OSError, ValueError) as error:
            raise ModelBroken(f"{folder / SAFETENSORS_INDEX} cannot be read: {error}.") from error
    return (PICKLED,) if (folder / PICKLED).is_file() else ()


def check_weights(path: Path) -> None:
    """Raise ModelBroken if a weight file is visibly cut or not of the format its name says.

    A safetensors file must be exactly as long as its header says. Of a pickled file only the zip format's directory
    at the end can be checked; the old format without one shows damage when it is loaded.
    """
    try:
        if path.suffix == ".safetensors":
            _check_safetensors(path)
        else:
            _check_pickled(path)
    except OSError as error:
        raise ModelBroken(f"{path} cannot be read: {error}.") from error


def load_state_dict(folder: Path) -> dict[str, torch.Tensor]:
    """Return a checkpoint's tensors by name, on the CPU. Raises ModelBroken, also if a pickle wants to do anything but hold them."""
    tensors: dict[str, torch.Tensor] = {}
    for name in weight_files(folder):
        check_weights(folder / name)
        tensors.update(_load_file(folder / name))
    if not tensors:
        raise ModelBroken(f"{folder} holds no weights.")
    return tensors


def _load_file(path: Path) -> dict[str, torch.Tensor]:
    import pickle

    import torch
    from safetensors.torch import load_file

    try:
        if path.suffix == ".safetensors":
            return dict(load_file(path))
        loaded = torch.load(path, map_location="cpu", weights_only=True)
    except pickle.UnpicklingError as error:
        raise ModelBroken(f"{path} is damaged, or holds something other than weights, which is not run.") from error
    except Exception as error:
        # On damaged bytes the readers raise whatever they stumble over: EOFError, IndexError, struct.error, RuntimeError, ...
        raise ModelBroken(f"{path} is damaged: it cannot be loaded.") from error
    if not isinstance(loaded, dict) or not all(isinstance(tensor, torch.Tensor) for tensor in loaded.values()):
        raise ModelBroken(f"{path} holds something other than named tensors.")
    return loaded


def _check_safetensors(path: Path) -> None:
    size = path.stat().st_size
    with path.open("rb") as file:
        prefix = file.read(8)
        n_header = struct.unpack("<Q", prefix)[0] if len(prefix) == 8 else size
        if n_header > min(_MAX_HEADER_BYTES, size - 8):
            raise ModelBroken(f"{path} is damaged or cut: its safetensors header is not there in full.")
        header = file.read(n_header)
    try:
        tensors = {name: entry for name, entry in json.loads(header).items() if name != "__metadata__"}
        n_bytes = max((int(entry["data_offsets"][1]) for entry in tensors.values()), default=0)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise ModelBroken(f"{path} is damaged: its safetensors header cannot be read.") from error
    if not tensors or 8 + n_header + n_bytes != size:
        raise ModelBroken(f"{path} is damaged or cut: its header speaks of {8 + n_header + n_bytes:,} bytes, the file has {size:,}.")


def _check_pickled(path: Path) -> None:
    with path.open("rb") as file:
        start = file.read(2)
    if not start:
        raise ModelBroken(f"{path} is empty.")
    if start == b"PK" and not zipfile.is_zipfile(path):
        raise ModelBroken(f"{path} is cut: its zip directory is not there.")
