"""The gate: a run's figures against the floors of `baseline.json`. It fails for a worse system, and separately for other data.

Floors are kept for each engine and pair of models. A figure passes unless it is worse than its floor by more than the
noise: half of the bootstrap interval it had when the floor was set, so that a broken system cannot widen its own margin.
For figures where lower is better the floor is a ceiling.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import IntEnum
from pathlib import Path

from eval.metrics.figures import Figure
from eval.run import Run
from eval.systems import BRIEF, FROM_REFERENCE, OURS

BASELINE = Path(__file__).parent / "baseline.json"
ROUNDING = 1e-4
"""Floors are kept to four places."""
GATED = {
    OURS: (
        *("boilerplate F1", "body F1", "body sentences kept", "boundary F1"),
        *("BLEU", "chrF", "TER", "number recall", "name recall"),
        *("rouge1 (best)", "rouge2 (best)", "rougeLsum (best)", "key facts told", "invented names and numbers"),
    ),
    "ours from raw pages": ("chrF",),
    FROM_REFERENCE: ("rouge1 (best)", "rouge2 (best)", "rougeLsum (best)", "key facts told", "citation precision"),
    BRIEF + OURS: ("rouge1 (best)", "rougeLsum (best)", "key facts told", "citation precision"),
}
"""Which figures have floors, by system."""


class Verdict(IntEnum):
    """What the gate says, as the command's exit status (2 is argparse's)."""

    PASSED = 0
    WORSE = 1
    DATA_CHANGED = 3
    NO_FLOORS = 4
    REFUSED = 5


@dataclass(frozen=True, slots=True)
class Floor:
    """What a figure must reach, less the noise it had when the floor was set."""

    floor: float
    noise: float
    higher_is_better: bool
    signature: str

    def shortfall(self, value: float) -> float:
        """Return by how much a value is worse than the floor; negative where it is better."""
        return self.floor - value if self.higher_is_better else value - self.floor

    def passes(self, value: float) -> bool:
        """Say whether a value is not worse than the floor by more than the noise."""
        return self.shortfall(value) <= self.noise + ROUNDING


@dataclass(frozen=True, slots=True)
class Lowered:
    """A floor that somebody lowered, and why."""

    when: str
    pair: str
    figure: str
    before: float
    after: float
    reason: str


@dataclass(frozen=True, slots=True)
class Pinned:
    """The floors of one engine and pair of models, and the data they were measured on."""

    data_sha256: str
    counts: Mapping[str, int]
    revisions: str
    floors: Mapping[str, Floor]


@dataclass(frozen=True, slots=True)
class Baseline:
    """All that `baseline.json` holds."""

    pairs: Mapping[str, Pinned] = field(default_factory=dict)
    lowered: tuple[Lowered, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """The gate's verdict and the lines that explain it."""

    verdict: Verdict
    lines: tuple[str, ...]


def read_baseline(path: Path = BASELINE) -> Baseline:
    """Read the floors; a file that is not there has none. Raises ValueError for one that cannot be understood."""
    if not path.exists():
        return Baseline()
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        pairs = {
            name: Pinned(**{**entry, "floors": {figure: Floor(**floor) for figure, floor in entry["floors"].items()}})
            for name, entry in content["pairs"].items()
        }
        return Baseline(pairs, tuple(Lowered(**entry) for entry in content["lowered"]))
    except (KeyError, TypeError, AttributeError, json.JSONDecodeError) as error:
        raise ValueError(f"{path} is not a baseline: {error}") from error


def write_baseline(baseline: Baseline, path: Path = BASELINE) -> None:
    """Write the floors, sorted, two spaces deep, so that a change reads well in a diff."""
    path.write_text(json.dumps(asdict(baseline), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def gated(run: Run) -> list[Figure]:
    """Return the run's figures that have floors."""
    return [figure for figure in run.figures if figure.measure.name in GATED.get(figure.system, ())]


def judge(run: Run, baseline: Baseline) -> Judgement:
    """Hold a run to the floors of its engine and models."""
    pinned = baseline.pairs.get(run.setup.pair)
    if pinned is None:
        return Judgement(Verdict.NO_FLOORS, (f"There are no floors for {run.setup.pair}; set them with --update.",))
    if pinned.data_sha256 != run.setup.data_sha256:
        names = pinned.counts.keys() | run.setup.counts.keys()
        before, after = pinned.counts, run.setup.counts
        changed = [f"  {name}: {before.get(name)} -> {after.get(name)}" for name in sorted(names) if before.get(name) != after.get(name)]
        what = tuple(changed) or ("  the counts are the same, the texts are not",)
        return Judgement(Verdict.DATA_CHANGED, ("The data is not what the floors were measured on; set them anew with --update.", *what))
    lines = []
    figures = {figure.name: figure for figure in gated(run)}
    for name, floor in pinned.floors.items():
        found = figures.get(name)
        if found is None:
            lines.append(f"  {name}: not measured, floor {floor.floor:.2f}")
        elif found.measure.signature != floor.signature:
            lines.append(f"  {name}: measured another way ({found.measure.signature}) than the floor ({floor.signature})")
        elif not floor.passes(found.value):
            bound = "floor" if floor.higher_is_better else "ceiling"
            lines.append(f"  {name}: {found.value:.2f}, {bound} {floor.floor:.2f}, noise {floor.noise:.2f}")
    lines += [f"  {name}: has no floor" for name in figures if name not in pinned.floors]
    if lines:
        return Judgement(Verdict.WORSE, (f"{len(lines)} figure(s) fail:", *lines))
    return Judgement(Verdict.PASSED, (f"All {len(pinned.floors)} figures reach their floors ({run.setup.pair}).",))


def update(run: Run, baseline: Baseline, *, allow_lower: bool = False, reason: str = "") -> tuple[Baseline, Judgement]:
    """Set the floors to what the run reached. No floor gets lower, nor other data, unless allowed, with a reason that is recorded."""
    pair, now = run.setup.pair, {figure.name: figure for figure in gated(run)}
    pinned = baseline.pairs.get(pair)
    before = pinned.floors if pinned else {}
    worse = [
        Lowered(run.setup.when, pair, name, floor.floor, round(now[name].value, 4) if name in now else 0.0, reason.strip())
        for name, floor in before.items()
        if name not in now or now[name].measure.signature != floor.signature or floor.shortfall(round(now[name].value, 4)) > 0
    ]
    changed = pinned is not None and pinned.data_sha256 != run.setup.data_sha256
    if changed:
        worse.append(Lowered(run.setup.when, pair, "(the data changed)", 0.0, 0.0, reason.strip()))
    if worse and not (allow_lower and reason.strip()):
        lines = [f"  {one.figure}: {one.before:.2f} -> {one.after:.2f}" for one in worse]
        return baseline, Judgement(Verdict.REFUSED, ("Refused without --allow-lower and --reason; nothing was changed:", *lines))
    floors = {
        name: Floor(round(figure.value, 4), round(figure.noise, 4), figure.measure.higher_is_better, figure.measure.signature)
        for name, figure in now.items()
    }
    entry = Pinned(run.setup.data_sha256, run.setup.counts, run.setup.revisions, floors)
    done = Judgement(Verdict.PASSED, (f"{len(floors)} floors set for {pair}; {len(worse)} lowered.",))
    return Baseline({**baseline.pairs, pair: entry}, (*baseline.lowered, *worse)), done
