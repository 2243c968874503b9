"""Whether sentences end where a person ends them, on body lines labelled by hand, so that no fault of the cleaner counts."""

from __future__ import annotations

from collections.abc import Sequence

from eval.metrics.figures import Figure, Measure, Row, figure
from eval.stories import RatedArticle
from service.values import Line, LineKind, Sentence

BOUNDARIES = Measure("boundary F1", "f1", "ends of sentences as places in the page|on hand-labelled body lines|ends of articles left out")


def labelled_lines(article: RatedArticle) -> tuple[Line, ...]:
    """Return the page's lines as a faultless cleaner would give them."""
    return tuple(
        Line(span, LineKind(line.label), line.label == "body", "label")
        for line, span in zip(article.lines, article.line_spans, strict=True)
    )


def figures(system: str, articles: Sequence[tuple[RatedArticle, Sequence[Sentence]]]) -> list[Figure]:
    """Return the F1 of sentence ends."""
    rows = []
    for article, sentences in articles:
        wanted = {span.end for span in article.spans[:-1]}
        found = {sentence.span.end for sentence in sentences if sentence.span.end != article.spans[-1].end}
        rows.append(Row(article.key, (float(len(wanted & found)), float(len(found)), float(len(wanted)))))
    return [figure(system, BOUNDARIES, rows)]
