"""How far a call has come. Showing it is the interfaces' business (`service.terminal`, the demo page)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """One step of a call.

    `stage` is `loading`, `downloading`, `reading`, `translating` or `condensing`; `n_done` of `n_total` counts bytes when
    downloading, inputs when reading, sentences when translating, articles when condensing; `n_total` is 0 where it is not
    known. `detail` names what is at work: a file, an article, a model.
    """

    stage: str
    n_done: int
    n_total: int
    detail: str = ""
