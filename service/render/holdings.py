"""Write the list of models on this machine as a table of text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from service.render.wording import printable

if TYPE_CHECKING:
    from service.models import Holding

_HEAD = ("TASK", "KIND", "MODEL", "REVISION", "SIZE", "STATE")


def holdings(found: Sequence[Holding]) -> str:
    """Return one line per model under a head line, columns aligned, ending with a line break."""
    rows = [_HEAD, *(_row(holding) for holding in found)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD))]
    return "".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() + "\n" for row in rows)


def _row(holding: Holding) -> tuple[str, ...]:
    size = f"{holding.n_bytes / 1e6:.1f} MB" if holding.n_bytes else "-"
    cells = (holding.task, holding.kind, holding.name, holding.revision[:12], size, holding.state)
    return tuple(printable(cell) or "-" for cell in cells)
