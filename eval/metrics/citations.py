"""Whether a brief's sentences point at the source sentences that a person named for the facts they tell.

A sentence tells a fact when it has `FACT_THRESHOLD` of its content words. Only sentences that tell a fact of the story are
judged: precision is the share of their citations that support one of those facts, recall the share of the told facts for
which one of the sentence's citations does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eval.metrics.figures import Figure, Measure, Row, figure
from eval.metrics.summary import FACT_THRESHOLD, coverage
from eval.stories import Fact, Support

_BY = f"facts told per sentence at content coverage >= {FACT_THRESHOLD}|support by hand"


@dataclass(frozen=True, slots=True)
class Cited:
    """A sentence of a brief and the labelled source sentences it points at."""

    text: str
    sources: frozenset[Support]


def figures(system: str, briefs: Sequence[tuple[str, Sequence[Cited], Sequence[Fact]]]) -> list[Figure]:
    """Return citation precision and recall; of each brief: its unit, its sentences, the facts it could tell."""
    counted = [(unit, _count(sentences, facts)) for unit, sentences, facts in briefs]
    precision = [Row(unit, (good, cited)) for unit, (good, cited, _, _) in counted]
    recall = [Row(unit, (found, told)) for unit, (_, _, found, told) in counted]
    return [
        figure(system, Measure("citation precision", "ratio", _BY), precision),
        figure(system, Measure("citation recall", "ratio", _BY), recall),
    ]


def _count(sentences: Sequence[Cited], facts: Sequence[Fact]) -> tuple[float, float, float, float]:
    good = cited = found = told = 0
    for sentence in sentences:
        supports = [set(fact.support) for fact in facts if coverage(fact.text, sentence.text) >= FACT_THRESHOLD]
        if supports:
            good += len(sentence.sources & set().union(*supports))
            cited += len(sentence.sources)
            found += sum(bool(support & sentence.sources) for support in supports)
            told += len(supports)
    return float(good), float(cited), float(found), float(told)
