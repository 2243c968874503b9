"""The README's example: made by the command it names. `python -m tests.readme` writes it."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
BLOCK = re.compile(r"(comes out of `ringkas ([^`]+)`.*?<!-- example output[^>]*-->\n```text\n)(.*?)(```)", re.S)


def made() -> str:
    """Run the command that the README shows, with nothing in the hub's cache, and return what it prints."""
    match = BLOCK.search(README.read_text(encoding="utf-8"))
    if match is None:
        raise AssertionError("README.md has no example output")
    command = [sys.executable, "-m", "service", *shlex.split(match[2])]
    with tempfile.TemporaryDirectory() as empty:
        environment = os.environ | {"HF_HUB_CACHE": empty}
        run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, encoding="utf-8", env=environment)
    return run.stdout.strip("\n") + "\n"


def shown() -> str:
    """Return the output that the README shows."""
    match = BLOCK.search(README.read_text(encoding="utf-8"))
    return match[3] if match else ""


if __name__ == "__main__":
    text = README.read_text(encoding="utf-8")
    output = made()
    README.write_text(BLOCK.sub(lambda match: match[1] + output + match[4], text), encoding="utf-8")
