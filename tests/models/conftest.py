from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from service.models.choice import forget_hub_failures
from service.models.embedded import seal
from service.settings import Settings
from tests.models.hub_server import HubServer, Repo
from tests.models.toys import sketch, write

TRANSLATOR = "Helsinki-NLP/opus-mt-id-en"
SUMMARIZER = "sshleifer/distilbart-cnn-12-6"
TRANSLATOR_COMMIT = "1" * 40
SUMMARIZER_COMMIT = "a4f8f3ea906ed274767e9906dbaede7531d660ff"


@pytest.fixture
def hub() -> Iterator[HubServer]:
    """Serve both default models and one more."""
    with HubServer() as server:
        server.repos[TRANSLATOR] = Repo(sketch("marian", seed=1), TRANSLATOR_COMMIT)
        server.repos[SUMMARIZER] = Repo(sketch("bart", seed=2), SUMMARIZER_COMMIT)
        server.repos["someone/their-model"] = Repo(sketch("marian", seed=3), "3" * 40, ("main", "v1.2"))
        yield server


@pytest.fixture
def settings(hub: HubServer, tmp_path: Path) -> Iterator[Settings]:
    """Settings that point at the local hub, with empty caches and two embedded sketches."""
    for folder, family in (("translator", "marian"), ("condenser", "bart")):
        place = write(tmp_path / "embedded" / folder, sketch(family, seed=9))
        seal(place, name=f"toy-{folder}", revision="7", cache_dir=tmp_path / "cache")
    forget_hub_failures()
    yield Settings(
        offline=False,
        hub_timeout_seconds=20.0,
        hub_endpoint=hub.url,
        hub_cache_dir=tmp_path / "hub",
        embedded_dir=tmp_path / "embedded",
        cache_dir=tmp_path / "cache",
    )
    forget_hub_failures()
