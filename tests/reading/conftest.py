from __future__ import annotations

from collections.abc import Iterator

import pytest

from service.reading.addresses import AddressPolicy
from tests.reading.web import Web, running


@pytest.fixture(scope="module")
def server() -> Iterator[Web]:
    with running() as web:
        yield web


@pytest.fixture
def web(server: Web) -> Web:
    server.seen.clear()
    return server


@pytest.fixture
def local(web: Web) -> AddressPolicy:
    """Allow this one server, and nothing else that is not public."""
    return AddressPolicy(frozenset({("127.0.0.1", web.port)}))
