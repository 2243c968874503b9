"""The README tells the truth: its example output, its Python example, its files, its exit statuses."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from service.cli import EPILOG
from tests.readme import README, ROOT, made, shown

TEXT = README.read_text(encoding="utf-8")


@pytest.mark.model
def test_the_example_output_is_what_the_command_prints() -> None:
    assert shown() == made()


@pytest.mark.model
def test_the_python_example_runs() -> None:
    [code] = re.findall(r"```python\n(.*?)```", TEXT, re.S)
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={**__import__("os").environ, "RINGKAS_OFFLINE": "1"},
    )
    assert run.returncode == 0, run.stderr
    assert "Bandara Tanjung Kelapa" in run.stdout


def test_every_file_it_names_is_there() -> None:
    table = TEXT[TEXT.index("## The files") :]
    names = re.findall(r"`([\w./]+(?:\.py|\.toml|/))`", table)
    assert len(names) > 15
    missing = [name for name in names if not any((ROOT / folder / name).exists() for folder in (".", "service", "service/cleaning"))]
    assert missing == []
    assert all((ROOT / link).exists() for link in re.findall(r"\]\(([\w./-]+)\)", TEXT))


def test_its_exit_statuses_are_those_of_the_command() -> None:
    statuses = re.findall(r"^\| (\d+) \|", TEXT, re.M)
    assert statuses == re.findall(r"\b(\d+) (?:all|some|wrong|no|a|stopped)\b", EPILOG)
