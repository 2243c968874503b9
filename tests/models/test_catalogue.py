from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

import service.models.catalogue as catalogue
from service.models.catalogue import (
    TASKS,
    HubModel,
    hub_model,
    parse_hub_name,
    shards_of,
    wanted_files,
)
from service.models.layout import TASK_FAMILIES

ENTRIES = tomllib.loads(Path(catalogue.__file__).with_name("catalogue.toml").read_text(encoding="utf-8"))


def test_every_task_has_a_model_of_a_family_that_can_do_it() -> None:
    assert set(ENTRIES) == set(TASKS) == set(TASK_FAMILIES)
    assert all(ENTRIES[task]["family"] in TASK_FAMILIES[task] for task in TASKS)


@pytest.mark.parametrize("task", TASKS)
def test_a_model_is_called_pinned_exactly_if_its_revision_is_a_commit(task: str) -> None:
    assert ENTRIES[task]["pinned"] == (re.fullmatch("[0-9a-f]{40}", hub_model(task).revision) is not None)


@pytest.mark.parametrize(
    ("named", "parsed"),
    [
        ("facebook/bart-large-cnn", HubModel("facebook/bart-large-cnn", "main")),
        ("owner/name.v2@refs/pr/3", HubModel("owner/name.v2", "refs/pr/3")),
        ("t5-small", None),
        ("a/b/c", None),
        ("owner/name@", None),
        ("../name", None),
        ("owner/name@../../etc", None),
        ("owner/name@/etc", None),
        ("owner/na me", None),
        ("https://huggingface.co/owner/name", None),
        ("", None),
    ],
)
def test_hub_names_are_told_from_anything_else(named: str, parsed: HubModel | None) -> None:
    assert parse_hub_name(named) == parsed


@pytest.mark.parametrize(
    ("offered", "weights"),
    [
        (["pytorch_model.bin", "model.safetensors", "model.safetensors.index.json"], ["model.safetensors"]),
        (["pytorch_model.bin", "model.safetensors.index.json"], ["model.safetensors.index.json"]),
        (["pytorch_model.bin", "tf_model.h5"], ["pytorch_model.bin"]),
        (["tf_model.h5", "onnx/model.safetensors", "modeling_evil.py"], []),
    ],
)
def test_weights_come_last_and_safetensors_first_of_all(offered: list[str], weights: list[str]) -> None:
    assert wanted_files([*offered, "config.json"]) == ("config.json", *weights)


@pytest.mark.parametrize("content", ["[]", "{}", '{"weight_map": {}}', '{"weight_map": {"a": "../b"}}', '{"weight_map": {"a": 1}}', "x"])
def test_an_index_of_shards_cannot_name_anything_but_files_beside_it(tmp_path: Path, content: str) -> None:
    (tmp_path / "index.json").write_text(content)
    with pytest.raises(ValueError, match=r"weight files|Expecting"):
        shards_of(tmp_path / "index.json")
