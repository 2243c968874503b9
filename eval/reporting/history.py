"""The kept log of runs, `eval/history.jsonl`: one line a run whose figures differ from the line before it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from eval.gate import gated
from eval.run import Run

HISTORY = Path(__file__).parents[1] / "history.jsonl"


@dataclass(frozen=True, slots=True)
class Entry:
    """What one run reached."""

    when: str
    version: str
    pair: str
    revisions: str
    data_sha256: str
    figures: dict[str, float]


def read_history(path: Path = HISTORY) -> list[Entry]:
    """Return the log, oldest first; empty where there is none."""
    if not path.exists():
        return []
    return [Entry(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def add(run: Run, path: Path = HISTORY) -> list[Entry]:
    """Add a run to the log unless the last line says the same; return the log."""
    log = read_history(path)
    setup = run.setup
    figures = {figure.name: round(figure.value, 2) for figure in gated(run)}
    entry = Entry(setup.when, setup.version, setup.pair, setup.revisions, setup.data_sha256, figures)
    if log and (log[-1].pair, log[-1].data_sha256, log[-1].figures) == (entry.pair, entry.data_sha256, entry.figures):
        return log
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps({name: getattr(entry, name) for name in Entry.__slots__}, ensure_ascii=False) + "\n")
    return [*log, entry]
