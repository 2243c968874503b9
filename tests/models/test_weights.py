from __future__ import annotations

import json
import os
import struct
from pathlib import Path

import pytest
import torch

from service.errors import ModelBroken
from service.models import load_state_dict
from service.models.weights import check_weights
from tests.models.toys import sketch

TENSORS = {"a": torch.arange(300.0), "b": torch.ones(2, 3)}


def test_safetensors_and_pickles_in_both_formats_give_the_same_tensors(tmp_path: Path) -> None:
    from safetensors.torch import save_file

    for folder in ("safe", "zip", "old"):
        (tmp_path / folder).mkdir()
    save_file(TENSORS, tmp_path / "safe" / "model.safetensors")
    torch.save(TENSORS, tmp_path / "zip" / "pytorch_model.bin")
    torch.save(TENSORS, tmp_path / "old" / "pytorch_model.bin", _use_new_zipfile_serialization=False)
    for folder in ("safe", "zip", "old"):
        loaded = load_state_dict(tmp_path / folder)
        assert loaded.keys() == TENSORS.keys()
        assert all(torch.equal(loaded[name], tensor) for name, tensor in TENSORS.items())


def test_safetensors_are_read_and_the_pickle_beside_them_is_not(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(sketch("marian")["model.safetensors"])
    (tmp_path / "pytorch_model.bin").write_bytes(b"rubbish")
    assert list(load_state_dict(tmp_path)) == ["shared.weight"]


class Mischief:
    def __init__(self, witness: Path) -> None:
        self.witness = witness

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self.witness),)


@pytest.mark.parametrize("new_format", [True, False])
def test_a_pickle_that_wants_to_run_something_is_refused_and_does_not_run(tmp_path: Path, new_format: bool) -> None:
    mischief = {"a": torch.ones(2), "b": Mischief(tmp_path / "ran")}
    torch.save(mischief, tmp_path / "pytorch_model.bin", _use_new_zipfile_serialization=new_format)
    with pytest.raises(ModelBroken, match="which is not run"):
        load_state_dict(tmp_path)
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("new_format", [True, False])
@pytest.mark.parametrize("share", [0.0, 0.01, 0.5, 0.99])
def test_a_cut_pickle_is_broken(tmp_path: Path, new_format: bool, share: float) -> None:
    path = tmp_path / "pytorch_model.bin"
    torch.save(TENSORS, path, _use_new_zipfile_serialization=new_format)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    with pytest.raises(ModelBroken):
        load_state_dict(tmp_path)


def test_a_pickle_of_something_else_is_broken(tmp_path: Path) -> None:
    torch.save([1, 2], tmp_path / "pytorch_model.bin")
    with pytest.raises(ModelBroken, match="other than named tensors"):
        load_state_dict(tmp_path)


def test_a_folder_without_weights_is_broken(tmp_path: Path) -> None:
    with pytest.raises(ModelBroken, match="holds no weights"):
        load_state_dict(tmp_path)


def with_header(header: bytes, body: bytes = b"") -> bytes:
    return struct.pack("<Q", len(header)) + header + body


TENSOR = {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"short",
        b"<html>not found</html>" * 9,
        struct.pack("<Q", 1 << 60) + b"{}",
        with_header(b"not json"),
        with_header(b"[]"),
        with_header(b"{}"),
        with_header(json.dumps({"a": {"dtype": "F32"}}).encode(), b"x" * 8),
        with_header(json.dumps({"a": TENSOR}).encode(), b"x" * 7),
        with_header(json.dumps({"a": TENSOR}).encode(), b"x" * 9),
    ],
)
def test_what_is_no_whole_safetensors_file_is_broken(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "model.safetensors"
    path.write_bytes(content)
    with pytest.raises(ModelBroken):
        check_weights(path)


def test_a_whole_safetensors_file_passes(tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    path.write_bytes(with_header(json.dumps({"__metadata__": {"format": "pt"}, "a": TENSOR}).encode(), b"x" * 8))
    check_weights(path)
