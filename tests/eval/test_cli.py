"""The command says by its exit status what happened."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from eval import run as runs
from eval.cli import main
from eval.run import Run, evaluate
from tests.eval.standard import Standard, stories


@cache
def run() -> Run:
    return evaluate(Standard(), stories(), lambda stage, done, total: None)


@pytest.fixture
def saved(tmp_path: Path) -> str:
    runs.save(run(), tmp_path / "run.json")
    return str(tmp_path / "run.json")


def test_check_prints_the_counts_and_the_hash(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0
    out = capsys.readouterr().out
    assert "articles: 42\n" in out
    assert "sha256: " in out


def test_run_prints_the_headline_first(saved: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "--from", saved]) == 0
    assert capsys.readouterr().out.startswith("Our summarizer ")


def test_the_gate_has_a_status_for_each_verdict(saved: str, tmp_path: Path) -> None:
    gate = ["gate", "--from", saved, "--baseline", str(tmp_path / "baseline.json")]
    assert main(gate) == 4
    assert main([*gate, "--update"]) == 0
    assert main(gate) == 0
    worse = evaluate(Standard(english=lambda text: text), stories(), lambda stage, done, total: None)
    runs.save(worse, Path(saved))
    assert main(gate) == 1
    assert main([*gate, "--update"]) == 5
    assert main([*gate, "--update", "--allow-lower", "--reason", "a test"]) == 0
    assert main(gate) == 0


def test_comparing_a_run_with_itself_finds_no_difference(saved: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", saved, saved]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(run().figures) + 1
    assert all(line.endswith("p=1.000") for line in lines[1:])


@pytest.mark.parametrize("arguments", [["run", "--from", "nowhere.json"], ["own", "nowhere"], ["compare", "a.json", "b.json"]])
def test_what_is_not_there_is_said_in_one_line(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert capsys.readouterr().err.startswith("error: ")


def test_an_unknown_story_is_a_fault_of_the_data(tmp_path: Path) -> None:
    assert main(["run", "--story", "moon-landing", "--out", str(tmp_path / "x.json")]) == 3
