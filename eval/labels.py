"""From hand labels to the service's values and back: articles as a faultless reader would give them, citations by sentence."""

from __future__ import annotations

from collections.abc import Sequence

from eval.metrics.segmentation import labelled_lines
from eval.stories import RatedArticle, Support
from service.values import Article, Document, Line, LineKind, Metadata, Outcome, Sentence, Span, TranslatedArticle, Translation


def page_of(article: RatedArticle) -> Document:
    """Return the raw page."""
    return Document(article.page, article.key)


def labelled_sentences(article: RatedArticle) -> list[Sentence]:
    """Return the sentences as a person set them apart."""
    return [Sentence(span, span.of(article.page), article.language) for span in article.spans]


def labelled_article(article: RatedArticle, translations: Sequence[str]) -> TranslatedArticle:
    """Return an article read by hand, with the given English."""
    metadata = Metadata(title=article.key, published=article.published)
    read = Article(article.page, article.key, article.language, metadata, labelled_lines(article), tuple(labelled_sentences(article)))
    title = Translation(article.key, Outcome.PASSED_THROUGH)
    return TranslatedArticle(read, tuple(Translation(text, Outcome.TRANSLATED) for text in translations), title)


def unread(article: RatedArticle) -> Article:
    """Return an article that a system could not read: every line dropped. A failure scores as a miss."""
    lines = tuple(Line(span, LineKind.BOILERPLATE, False, "failure") for span in article.line_spans)
    return Article(article.page, article.key, article.language, Metadata(published=article.published), lines, ())


def supports(article: RatedArticle, spans: Sequence[Span]) -> frozenset[Support]:
    """Return the labelled sentences that overlap spans of the page."""
    return frozenset(
        Support(article.name, number)
        for number, own in enumerate(article.spans)
        if any(span.start < own.end and own.start < span.end for span in spans)
    )
