"""Score the cleaner against labelled pages: `python tests/cleaning/scoring.py [--general] [--lines] FILE ...`."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from service.cleaning.clean import clean
from service.cleaning.rules import RuleBook, default_rules


@dataclass(frozen=True)
class Score:
    """Line-level counts; `lost` are body lines that were not kept, `differences` all (label, found, reason, line)."""

    f1_boilerplate: float
    f1_body: float
    n_body: int
    n_boilerplate: int
    lost: tuple[str, ...]
    differences: tuple[tuple[str, str, str, str, str], ...]


def read_labelled(path: Path) -> tuple[list[str], str]:
    rows = [line.partition("\t") for line in path.read_text(encoding="utf-8").split("\n")]
    if rows and not rows[-1][0]:
        rows.pop()
    return [label for label, _, _ in rows], "\n".join(text for _, _, text in rows)


def score(paths: Iterable[Path], rules: RuleBook | None = None) -> Score:
    pairs: list[tuple[str, str, str, str, str]] = []
    for path in paths:
        labels, text = read_labelled(path)
        lines = clean(text, rules=rules).lines
        starts = [0]
        for line in text.split("\n"):
            starts.append(starts[-1] + len(line) + 1)
        for label, start, line in zip(labels, starts, text.split("\n"), strict=False):
            found = [piece for piece in lines if start <= piece.span.start <= start + len(line) and piece.span.end <= start + len(line)]
            kind = next((piece.kind.value for piece in found if piece.kept), found[0].kind.value)
            pairs.append((label, kind, found[0].reason, line, path.parent.name + "/" + path.name))
    return Score(
        _f1(pairs, "boilerplate"),
        _f1(pairs, "body"),
        sum(label == "body" for label, *_ in pairs),
        sum(label == "boilerplate" for label, *_ in pairs),
        tuple(line for label, kind, _, line, _ in pairs if label == "body" and kind != "body"),
        tuple(pair for pair in pairs if pair[0] != pair[1]),
    )


def _f1(pairs: list[tuple[str, str, str, str, str]], label: str) -> float:
    hits = sum(expected == label == found for expected, found, *_ in pairs)
    wrong = sum((expected == label) != (found == label) for expected, found, *_ in pairs)
    return 2 * hits / (2 * hits + wrong) if hits + wrong else 1.0


if __name__ == "__main__":
    named = [Path(argument) for argument in sys.argv[1:] if not argument.startswith("--")]
    result = score(named, default_rules().without_outlets() if "--general" in sys.argv else None)
    if "--lines" in sys.argv:
        for difference in result.differences:
            print(*difference[:3], repr(difference[3][:110]), difference[4], sep=" | ")
    print(
        f"boilerplate F1 {result.f1_boilerplate:.4f}  body F1 {result.f1_body:.4f}  "
        f"body lines lost {len(result.lost)} of {result.n_body}  boilerplate lines {result.n_boilerplate}"
    )
