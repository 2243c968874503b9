"""From an input to a cleaned and segmented article."""

from __future__ import annotations

from service.cleaning import clean
from service.errors import NoArticleText
from service.language import assign
from service.reading import read
from service.segment import segment
from service.settings import Settings
from service.values import Article, Document, Line, LineKind


def prepare(source: str | Document, settings: Settings) -> Article:
    """Read, clean, segment and tell the language of one input.

    Raises InputError: unreadable, too large, nothing left to translate, a language the service does not translate.
    """
    document = source if isinstance(source, Document) else read(source, settings.reading)
    cleaned = clean(document.text, metadata=document.metadata, keep_all=settings.keep_all)
    sentences = segment(document.text, cleaned.lines)
    if not sentences:
        raise NoArticleText(_why_nothing(document.text, cleaned.lines))
    language, sentences, notices = assign(document.text, sentences)
    return Article(
        text=document.text,
        origin=document.origin,
        language=language,
        metadata=cleaned.metadata,
        lines=cleaned.lines,
        sentences=sentences,
        notices=(*document.notices, *cleaned.notices, *notices),
    )


def _why_nothing(text: str, lines: tuple[Line, ...]) -> str:
    kinds = {line.kind for line in lines}
    if not text.strip():
        return "The input is empty. Give the article's text."
    if LineKind.TITLE in kinds and LineKind.BODY not in kinds:
        return "The input has a headline but no article below it. Give the whole text, or --keep-all to translate it as it stands."
    return "Nothing but advertisements, links and page furniture was found. Give the article's text, or --keep-all to translate everything."
