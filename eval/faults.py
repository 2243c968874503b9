"""What is wrong with an evaluation set, collected by file and line while its files are read."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong with the set, and where."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class FaultySet(ValueError):
    """The evaluation set is not sound; `faults` names all that is wrong."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__(f"The evaluation set has {len(faults)} fault(s):\n" + "\n".join(map(str, self.faults)))


@dataclass(slots=True)
class Reading:
    """The faults found so far, and the file under inspection."""

    faults: list[Fault] = field(default_factory=list)

    def fault(self, path: Path, line: int, message: str) -> None:
        """Note a fault and go on."""
        self.faults.append(Fault(f"{path.parent.name}/{path.name}", line, message))

    def text(self, path: Path) -> str:
        """Read a file; one that is missing, not UTF-8 or with carriage returns is a fault."""
        try:
            text = path.read_bytes().decode("utf-8")
        except FileNotFoundError:
            self.fault(path, 1, "the file is missing")
            return ""
        except UnicodeDecodeError as error:
            self.fault(path, 1, f"not UTF-8 ({error.reason} at byte {error.start})")
            return ""
        if "\r" in text:
            self.fault(path, text[: text.index("\r")].count("\n") + 1, "a carriage return; lines end with \\n")
        return text

    def json(self, path: Path, keys: set[str]) -> dict[str, Any]:
        """Read a JSON object that must have exactly `keys`; those it lacks come back as None."""
        text = self.text(path)
        try:
            content = json.loads(text) if text else {}
        except json.JSONDecodeError as error:
            self.fault(path, error.lineno, f"not JSON: {error.msg}")
            content = {}
        if not isinstance(content, dict):
            self.fault(path, 1, "must be a JSON object")
            content = {}
        if text:
            for key in sorted(keys - content.keys()):
                self.fault(path, 1, f"{key!r} is missing")
            for key in sorted(content.keys() - keys):
                self.fault(path, line_of(text, f'"{key}"'), f"{key!r} is not a known key")
        return {key: content.get(key) for key in keys}

    def sentences(self, path: Path, name: str, value: object, counts: range) -> tuple[str, ...]:
        """Check a list of non-empty strings whose number is in `counts`."""
        if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
            self.fault(path, line_of(self.text(path), f'"{name}"'), f"{name} must be a list of sentences, none empty")
            return ()
        if len(value) not in counts:
            where = line_of(self.text(path), f'"{name}"')
            self.fault(path, where, f"{name} has {len(value)} entries, not {counts.start} to {counts.stop - 1}")
        return tuple(value)


def line_of(text: str, needle: str) -> int:
    """Return the line, from 1, at which `needle` first stands in a text; 1 if it stands nowhere."""
    return text[: text.index(needle)].count("\n") + 1 if needle and needle in text else 1
