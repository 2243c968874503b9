"""Whether the cleaner keeps the article and drops the rest, line by line against the hand labels.

A line is what stands between line breaks; where the cleaner cuts one in two, it counts as kept if either piece is. Blank
lines count for nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from eval.metrics.figures import Figure, Measure, Row, figure
from eval.stories import RatedArticle
from service.values import Line, LineKind

SENTENCES_KEPT = Measure("body sentences kept", "ratio", "sentences all of whose characters stand in kept body lines")


def found_labels(article: RatedArticle, lines: Sequence[Line]) -> list[str]:
    """Return what the cleaner made of each line of the page; `dropped` for one that no line of it covers."""
    labels = []
    for span in article.line_spans:
        pieces = [line for line in lines if span.start <= line.span.start and line.span.end <= span.end]
        kept = [line.kind.value for line in pieces if line.kept]
        labels.append(kept[0] if kept else pieces[0].kind.value if pieces else "dropped")
    return labels


def lost_sentences(article: RatedArticle, lines: Sequence[Line]) -> list[int]:
    """Return the numbers of the sentences that are not wholly kept."""
    kept = [line.span for line in lines if line.kept and line.kind is LineKind.BODY]
    covered = {place for span in kept for place in range(span.start, span.end)}
    page = article.page
    return [
        number
        for number, span in enumerate(article.spans)
        if any(place not in covered and not page[place].isspace() for place in range(span.start, span.end))
    ]


def figures(system: str, articles: Sequence[tuple[RatedArticle, Sequence[Line]]]) -> list[Figure]:
    """Return precision, recall and F1 with boilerplate and with body as the positive class, and the share of sentences kept."""
    rows = {label: [Row(article.key, _hits(article, lines, label)) for article, lines in articles] for label in ("boilerplate", "body")}
    result = []
    for label, counted in rows.items():
        by = f"lines|positive:{label}|blank lines left out"
        result.append(figure(system, Measure(f"{label} F1", "f1", by), counted))
        result.append(
            figure(system, Measure(f"{label} precision", "ratio", by), [Row(r.unit, (r.statistics[0], r.statistics[1])) for r in counted])
        )
        result.append(
            figure(system, Measure(f"{label} recall", "ratio", by), [Row(r.unit, (r.statistics[0], r.statistics[2])) for r in counted])
        )
    kept = [Row(a.key, (float(len(a.pairs) - len(lost_sentences(a, lines))), float(len(a.pairs)))) for a, lines in articles]
    return [*result, figure(system, SENTENCES_KEPT, kept)]


def _hits(article: RatedArticle, lines: Sequence[Line], label: str) -> tuple[float, float, float]:
    pairs = [(line.label, found) for line, found in zip(article.lines, found_labels(article, lines), strict=True) if line.label != "blank"]
    return (
        float(sum(wanted == label == found for wanted, found in pairs)),
        float(sum(found == label for _, found in pairs)),
        float(sum(wanted == label for wanted, _ in pairs)),
    )
