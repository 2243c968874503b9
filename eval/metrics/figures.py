"""Figures with intervals, made of sufficient statistics kept per article, so that no resample ever scores a text again.

The interval is a percentile bootstrap over articles (stories for briefs), seeded: Efron and Tibshirani 1993; the paired test
is that of Koehn 2004 as sacreBLEU runs it. Articles of one story are treated as independent, which they are not quite.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from eval.metrics import sacre

Array = NDArray[np.float64]
N_RESAMPLES = 1000
SEED = 20231109


@dataclass(frozen=True, slots=True)
class Row:
    """The statistics of one unit (an article, or a story for briefs), as the figure's kind wants them."""

    unit: str
    statistics: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """What is measured. `kind` names how statistics become a value (see `KINDS`), `signature` all that the value depends on."""

    name: str
    kind: str
    signature: str
    higher_is_better: bool = True


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure of a system with its bootstrap 95% interval [low, high] and the rows it is made of."""

    system: str
    measure: Measure
    value: float
    low: float
    high: float
    rows: tuple[Row, ...]

    @property
    def name(self) -> str:
        """Return what the gate and the reports call it: `ours: rouge1`."""
        return f"{self.system}: {self.measure.name}"

    @property
    def noise(self) -> float:
        """Return half of the interval."""
        return (self.high - self.low) / 2

    def of(self, unit: str) -> float:
        """Return the value of one unit alone."""
        row = next(row for row in self.rows if row.unit == unit)
        return float(KINDS[self.measure.kind](np.array([row.statistics]))[0])


@dataclass(frozen=True, slots=True)
class Comparison:
    """How much a second run is above a first one: the difference, its interval, and the p of a paired bootstrap."""

    name: str
    first: float
    second: float
    low: float
    high: float
    p: float


def figure(system: str, measure: Measure, rows: Sequence[Row]) -> Figure:
    """Compute a figure. Raises ValueError without rows."""
    if not rows:
        raise ValueError(f"no rows for {system}: {measure.name}")
    statistics = _matrix(rows)
    aggregate = KINDS[measure.kind]
    samples = aggregate(_weights(len(rows)) @ statistics)
    low, high = np.percentile(samples, (2.5, 97.5))
    return Figure(system, measure, float(aggregate(statistics.sum(axis=0, keepdims=True))[0]), float(low), float(high), tuple(rows))


def compare(first: Figure, second: Figure) -> Comparison:
    """Compare two figures of one kind on the units both have. Raises ValueError if there are none, or the kinds differ."""
    if first.measure.kind != second.measure.kind:
        raise ValueError(f"{first.name} and {second.name} are not of one kind")
    units = [row.unit for row in first.rows if row.unit in {other.unit for other in second.rows}]
    if not units:
        raise ValueError(f"{first.name} and {second.name} have no article in common")
    matrices = [_matrix([{row.unit: row for row in one.rows}[unit] for unit in units]) for one in (first, second)]
    aggregate = KINDS[first.measure.kind]
    before, after = (float(aggregate(matrix.sum(axis=0, keepdims=True))[0]) for matrix in matrices)
    weights = _weights(len(units))
    differences = aggregate(weights @ matrices[1]) - aggregate(weights @ matrices[0])
    low, high = np.percentile(differences, (2.5, 97.5))
    as_far = int((np.abs(differences - differences.mean()) >= abs(after - before) - 1e-12).sum())
    return Comparison(
        first.name if first.name == second.name else f"{first.name} -> {second.name}",
        before,
        after,
        float(low),
        float(high),
        (as_far + 1) / (N_RESAMPLES + 1),
    )


def _matrix(rows: Sequence[Row]) -> Array:
    return np.array([row.statistics for row in rows], dtype=np.float64)


@cache
def _weights(n_units: int) -> Array:
    """Return how often each unit is in each resample; the same for every figure of as many units, so that figures can be paired."""
    return np.random.default_rng(SEED).multinomial(n_units, [1 / n_units] * n_units, size=N_RESAMPLES).astype(np.float64)


def _ratio(statistics: Array) -> Array:
    """Return 100 a / b for rows (a, b), and 0 where b is 0."""
    return 100 * np.divide(statistics[:, 0], statistics[:, 1], out=np.zeros(len(statistics)), where=statistics[:, 1] > 0)


def _mean(statistics: Array) -> Array:
    """Return a / b for rows (a, b), and 0 where b is 0."""
    return _ratio(statistics) / 100


def _f1(statistics: Array) -> Array:
    """Return the F1 in percent for rows (hits, found, wanted)."""
    return _ratio(np.stack([2 * statistics[:, 0], statistics[:, 1] + statistics[:, 2]], axis=1))


def _sacre(metric: str) -> Callable[[Array], Array]:
    return lambda statistics: np.array([sacre.score(metric, row) for row in statistics], dtype=np.float64)


KINDS: dict[str, Callable[[Array], Array]] = {
    "ratio": _ratio,
    "mean": _mean,
    "f1": _f1,
    **{metric: _sacre(metric) for metric in sacre.METRICS},
}
"""How summed statistics, one resample a row, become values."""
