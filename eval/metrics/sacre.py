"""BLEU, chrF and TER of sacreBLEU, taken apart into sufficient statistics and put together again.

sacreBLEU keeps the two halves as methods with an underscore; this module is the only one that calls them, and a test holds
their sum to the public `corpus_score`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

METRICS = ("BLEU", "chrF", "TER")


@cache
def _metric(name: str) -> Any:
    from sacrebleu.metrics import BLEU, CHRF, TER

    metric = {"BLEU": BLEU, "chrF": CHRF, "TER": TER}[name]()
    metric.corpus_score(["a"], [["a"]])  # signatures know the number of references only after a first use
    return metric


def signature(name: str) -> str:
    """Return sacreBLEU's signature: `nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:2.6.0`."""
    return f"{name}|{_metric(name).get_signature()}"


def statistics(name: str, hypotheses: Sequence[str], references: Sequence[str]) -> tuple[float, ...]:
    """Return the summed statistics of segments. Raises ValueError if there are not as many hypotheses as references."""
    if len(hypotheses) != len(references):
        raise ValueError(f"{len(hypotheses)} hypotheses for {len(references)} references")
    rows = _metric(name)._extract_corpus_statistics(hypotheses, [list(references)])
    return tuple(float(sum(column)) for column in zip(*rows, strict=True))


def score(name: str, summed: Iterable[float]) -> float:
    """Return the score of summed statistics."""
    return float(_metric(name)._compute_score_from_stats([round(value) if name != "TER" else value for value in summed]).score)
