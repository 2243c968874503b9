"""How good the English is, sentence by sentence against the reference: BLEU, chrF, TER, and whether numbers and names came through.

Numbers and names are wanted only where source and reference both have them, so that a date written another way costs nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from eval.metrics import sacre
from eval.metrics.figures import Figure, Measure, Row, figure
from eval.stories import Pair

Translated = Sequence[tuple[str, Sequence[Pair], Sequence[str]]]
"""Of each article: its key, its sentence pairs, and the English of each sentence."""

_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_NAME = re.compile(r"(?<=[\w,)] )[A-Z][\w’'-]*[a-z][\w’'-]*")
_WORD = re.compile(r"[\w’'-]+")
NUMBERS = Measure("number recall", "ratio", "digits of numbers in source and reference|found in the translation")
NAMES = Measure("name recall", "ratio", "capitalized words of source and reference, not sentence-initial|found in the translation")


def numbers(text: str) -> Counter[str]:
    """Return the numbers of a text by their digits: "Rp1.250.000 pada 18/7" -> 1250000, 18, 7."""
    return Counter(re.sub(r"\D", "", number) for number in _NUMBER.findall(text))


def names(text: str) -> set[str]:
    """Return the capitalized words that do not begin the sentence."""
    return set(_NAME.findall(text))


def figures(system: str, articles: Translated) -> list[Figure]:
    """Return all measures of a translation aligned by sentence."""
    result = []
    for metric in sacre.METRICS:
        rows = [Row(key, sacre.statistics(metric, texts, [pair.reference for pair in pairs])) for key, pairs, texts in articles]
        result.append(figure(system, Measure(metric, metric, sacre.signature(metric), metric != "TER"), rows))
    result.append(figure(system, NUMBERS, [Row(key, _numbers_kept(pairs, texts)) for key, pairs, texts in articles]))
    result.append(figure(system, NAMES, [Row(key, _names_kept(pairs, texts)) for key, pairs, texts in articles]))
    return result


def whole_pages(system: str, articles: Sequence[tuple[str, Sequence[Pair], str]]) -> Figure:
    """Return chrF of what became of raw pages, each article as one segment: cleaning, segmentation and translation together."""
    rows = [Row(key, sacre.statistics("chrF", [text], [" ".join(pair.reference for pair in pairs)])) for key, pairs, text in articles]
    return figure(system, Measure("chrF", "chrF", sacre.signature("chrF") + "|one segment an article"), rows)


def _numbers_kept(pairs: Sequence[Pair], texts: Sequence[str]) -> tuple[float, float]:
    wanted = [numbers(pair.source) & numbers(pair.reference) for pair in pairs]
    found = [want & numbers(text) for want, text in zip(wanted, texts, strict=True)]
    return float(sum(map(Counter.total, found))), float(sum(map(Counter.total, wanted)))


def _names_kept(pairs: Sequence[Pair], texts: Sequence[str]) -> tuple[float, float]:
    wanted = [names(pair.source) & set(_WORD.findall(pair.reference)) for pair in pairs]
    found = [want & set(_WORD.findall(text)) for want, text in zip(wanted, texts, strict=True)]
    return float(sum(map(len, found))), float(sum(map(len, wanted)))
