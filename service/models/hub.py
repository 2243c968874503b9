"""Ask the hub which files a model has: one request, one deadline, no retries, and every failure of the client mapped here.

`huggingface_hub` does the talking. Nothing is fetched and nothing is remembered in this module.
"""

from __future__ import annotations

import contextlib
import importlib
import queue
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from service.errors import ModelUnavailable, ServiceError
from service.models.catalogue import HubModel
from service.settings import Settings

T = TypeVar("T")

OFFLINE = "offline mode is on"

_COMMIT = re.compile(r"[0-9a-f]{40}")


class HubFailure(ModelUnavailable):
    """The hub did not give a model. `reason` is a clause without capital and full stop.

    `broken`: what came was damaged. `whole_hub`: the hub itself failed, so asking it for other models is in vain.
    """

    def __init__(self, reason: str, *, broken: bool = False, whole_hub: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.broken = broken
        self.whole_hub = whole_hub

    def bare(self) -> HubFailure:
        """Return an equal failure that holds no traceback, to be kept and raised again."""
        return HubFailure(self.reason, broken=self.broken, whole_hub=self.whole_hub)


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file on the hub. `digest` is its SHA-256 (64 digits, large files) or git's SHA-1 (40); None if the hub lists none."""

    name: str
    n_bytes: int
    digest: str | None


@dataclass(frozen=True, slots=True)
class Listing:
    """What the hub has of a model at one commit."""

    model: HubModel
    commit: str
    files: dict[str, RemoteFile]


def ask_listing(model: HubModel, settings: Settings) -> Listing:
    """Ask the hub which files a model has. Raises HubFailure, at the latest after `settings.hub_timeout_seconds`."""
    from huggingface_hub import HfApi

    seconds = settings.hub_timeout_seconds
    api = HfApi(endpoint=settings.hub_endpoint)
    with mapped(model, settings):
        try:
            found = _within(seconds, lambda: api.model_info(model.name, revision=model.revision, files_metadata=True, timeout=seconds))
            files = {
                sibling.rfilename: RemoteFile(
                    sibling.rfilename, int(sibling.size or 0), sibling.lfs.sha256 if sibling.lfs else sibling.blob_id
                )
                for sibling in found.siblings or ()
            }
            commit = str(found.sha or "")
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            # The log-in page of a hotel's network answers everything with 200 and HTML.
            raise HubFailure(f"{settings.hub_endpoint} does not answer as the hub does", whole_hub=True) from error
    if not commit:
        raise HubFailure(f"the hub ({settings.hub_endpoint}) does not say which commit of {model.name} it has")
    if _COMMIT.fullmatch(model.revision) and commit != model.revision:
        raise HubFailure(f"the hub gave commit {commit} of {model.name} where {model.revision} was asked for", broken=True)
    return Listing(model, commit, files)


def cache_root(settings: Settings) -> Path:
    """Return the folder of the hub's cache on this machine, there or not."""
    if settings.hub_cache_dir is not None:
        return settings.hub_cache_dir
    from huggingface_hub import constants

    return Path(constants.HF_HUB_CACHE)


def _within(seconds: float, ask: Callable[[], T]) -> T:
    """Return what `ask` returns or raise what it raises; TimeoutError if neither happens in time.

    The client's own limits hold per phase and per address, and looking up a name has none at all.
    """
    results: queue.SimpleQueue[T] = queue.SimpleQueue()
    errors: list[Exception] = []
    done = threading.Event()

    def run() -> None:
        try:
            results.put(ask())
        except Exception as error:  # raised again below, in the caller's thread
            errors.append(error)
        finally:
            done.set()

    threading.Thread(target=run, name="ringkas-hub", daemon=True).start()
    if not done.wait(seconds):
        raise TimeoutError
    if errors:
        raise errors[0]
    return results.get_nowait()


@contextlib.contextmanager
def mapped(model: HubModel, settings: Settings) -> Iterator[None]:
    """Turn what the hub's client raises into HubFailure. A ServiceError, such as a cancelled run, comes through as it is."""
    from huggingface_hub.errors import (
        EntryNotFoundError,
        HfHubHTTPError,
        HFValidationError,
        OfflineModeIsEnabled,
    )

    try:
        yield
    except ServiceError:
        raise
    except OfflineModeIsEnabled as error:
        raise HubFailure(OFFLINE, whole_hub=True) from error
    except HFValidationError as error:
        raise HubFailure(f"{model.name!r} is no name the hub could have") from error
    except HfHubHTTPError as error:
        raise _answered(error, model, settings) from error
    except _client_errors(EntryNotFoundError, OSError) as error:
        raise _unanswered(error, settings) from error


def _answered(error: Exception, model: HubModel, settings: Settings) -> HubFailure:
    from huggingface_hub.errors import (
        GatedRepoError,
        RepositoryNotFoundError,
        RevisionNotFoundError,
    )

    if isinstance(error, GatedRepoError):
        return HubFailure(f"the hub gives {model.name} only to people who asked for it")
    if isinstance(error, RepositoryNotFoundError):
        return HubFailure(f"the hub knows no public model {model.name}")
    if isinstance(error, RevisionNotFoundError):
        return HubFailure(f"the hub knows no revision {model.revision!r} of {model.name}")
    status = int(getattr(getattr(error, "response", None), "status_code", 0))
    return HubFailure(f"the hub ({settings.hub_endpoint}) answered with status {status}", whole_hub=status >= 500 or status == 429)


def _unanswered(error: Exception, settings: Settings) -> HubFailure:
    endpoint = settings.hub_endpoint
    if isinstance(error, (TimeoutError, *_transport_errors("TimeoutException"))):
        return HubFailure(f"the hub ({endpoint}) did not answer within {settings.hub_timeout_seconds:g} s", whole_hub=True)
    if isinstance(error, _transport_errors("ConnectError")):
        return HubFailure(f"the hub ({endpoint}) cannot be reached", whole_hub=True)
    if isinstance(error, OSError) and error.errno is not None:
        return HubFailure(f"the hub's cache {cache_root(settings)} cannot be written ({error.strerror})")
    return HubFailure(f"the download from the hub ({endpoint}) broke off")


def _client_errors(*others: type[Exception]) -> tuple[type[Exception], ...]:
    return (*others, *_transport_errors("HTTPError"))


def _transport_errors(name: str) -> tuple[type[Exception], ...]:
    """Return the named exception class of httpx and of httpx2: huggingface_hub 1 uses the former, 2 the latter."""
    found = []
    for package in ("httpx", "httpx2"):
        with contextlib.suppress(ImportError):
            found.append(getattr(importlib.import_module(package), name))
    return tuple(found)
