from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from service.errors import ModelBroken, ModelUnavailable
from service.models import Holding, inventory, pull, resolve
from service.settings import Settings
from tests.models.conftest import (
    SUMMARIZER,
    SUMMARIZER_COMMIT,
    TRANSLATOR,
    TRANSLATOR_COMMIT,
)
from tests.models.hub_server import Faults, HubServer, Repo
from tests.models.toys import sketch, write


def by_kind(settings: Settings, kind: str) -> list[Holding]:
    return [holding for holding in inventory(settings) if holding.kind == kind]


def test_a_fresh_machine_holds_the_embedded_models_and_names_the_absent_ones(settings: Settings, hub: HubServer) -> None:
    assert [(held.task, held.name, held.revision, held.state) for held in inventory(settings)] == [
        ("translate", "toy-translator", "7", "ready"),
        ("summarize", "toy-condenser", "7", "ready"),
        ("translate", TRANSLATOR, "main", "absent"),
        ("summarize", SUMMARIZER, SUMMARIZER_COMMIT, "absent"),
    ]
    assert hub.requests == []


def test_what_was_pulled_is_listed_with_its_size_and_commit(settings: Settings, hub: HubServer) -> None:
    pull(settings)
    translator, summarizer = by_kind(settings, "hub")
    assert (translator.revision, translator.state) == (TRANSLATOR_COMMIT, "ready")
    assert translator.n_bytes == sum(map(len, hub.repos[TRANSLATOR].files.values()))
    assert (summarizer.revision, summarizer.state) == (SUMMARIZER_COMMIT, "ready")


def test_incomplete_and_unfinished_things_are_listed_as_such(settings: Settings) -> None:
    (resolve("translate", settings).folder / "vocab.json").unlink()
    ((settings.embedded_dir or Path()) / "condenser" / "merges.txt").unlink()
    write(settings.cache_dir / "ct2" / "abc-int8", {"model.bin": b"half"})
    states = {held.kind + held.task: held.state for held in inventory(settings)}
    assert "lacks vocab.json" in states["hubtranslate"]
    assert "lacks tokenizer.json or merges.txt" in states["embeddedsummarize"]
    assert states["converted"] == "unfinished"


def test_a_named_hub_model_is_listed_and_pulled_instead_of_the_default(settings: Settings) -> None:
    named = replace(settings, translator="someone/their-model")
    (pulled,) = pull(named, ["translate"])
    assert pulled.name == "someone/their-model"
    assert by_kind(named, "hub")[0].name == "someone/their-model"


def test_a_pull_brings_a_branch_up_to_date_and_leaves_a_pinned_model_alone(settings: Settings, hub: HubServer) -> None:
    pull(settings)
    hub.repos[TRANSLATOR] = Repo(sketch("marian", seed=5), "5" * 40)
    n_requests = len(hub.requests)
    assert resolve("translate", settings).revision == TRANSLATOR_COMMIT
    assert len(hub.requests) == n_requests
    translator, _ = pull(settings)
    assert translator.revision == "5" * 40
    assert not any(SUMMARIZER in line for line in hub.requests[n_requests:])


def test_a_pull_that_fails_says_what_failed(settings: Settings, hub: HubServer) -> None:
    hub.faults = Faults(status={"": 503})
    with pytest.raises(ModelUnavailable, match=f"{TRANSLATOR} cannot be fetched: the hub .* answered with status 503"):
        pull(settings)
    hub.faults = Faults(altered="model.safetensors")
    with pytest.raises(ModelBroken, match="does not have the hash"):
        pull(settings)
    with pytest.raises(ModelUnavailable, match="offline mode is on"):
        pull(replace(settings, offline=True))
    with pytest.raises(ModelUnavailable, match="is not on the hub"):
        pull(replace(settings, translator="embedded"))
