"""The two calls of the package over one shared `Service`, made when first needed and kept."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from service.progress import Progress
from service.values import Document, Report

if TYPE_CHECKING:
    from service.pipeline import Service

_lock = threading.Lock()
_shared: list[Service] = []


def default_service() -> Service:
    """Return the shared service with the default settings; the same one every time, from any thread."""
    from service.pipeline import Service

    with _lock:
        if not _shared:
            _shared.append(Service())
        return _shared[0]


def translate(
    sources: Sequence[str | Document],
    *,
    on_progress: Callable[[Progress], None] | None = None,
    cancel: threading.Event | None = None,
) -> Report:
    """Translate articles into English: `Service.translate` on the shared service."""
    return default_service().translate(sources, on_progress=on_progress, cancel=cancel)


def summarize(
    sources: Sequence[str | Document],
    *,
    together: bool = False,
    length: str | int | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    cancel: threading.Event | None = None,
) -> Report:
    """Translate and condense articles: `Service.summarize` on the shared service."""
    return default_service().summarize(sources, together=together, length=length, on_progress=on_progress, cancel=cancel)
