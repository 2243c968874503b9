"""The report of a run: `report.md` with its charts, and `report.html`, one page that needs nothing beside it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from eval.reporting.charts import charts
from eval.reporting.history import HISTORY, add
from eval.reporting.markdown import markdown
from eval.reporting.page import page
from eval.reporting.worst import worst
from eval.run import Run
from eval.stories import Story

__all__ = ["write_report"]


def write_report(run: Run, stories: Sequence[Story], folder: Path, *, history: Path | None = HISTORY) -> list[Path]:
    """Write the report of a run into a folder and the run into the history, if there is one; return the files written."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn = charts(run, add(run, history) if history else [])
    cases = worst(run, stories)
    contents = {f"{name}.svg": chart for name, (_, chart) in drawn.items()}
    contents |= {"report.md": markdown(run, drawn, cases), "report.html": page(run, drawn, cases)}
    for name, content in contents.items():
        (folder / name).write_text(content, encoding="utf-8")
    return [folder / name for name in contents]
