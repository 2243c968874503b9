"""Words every rendering shares: dates, places, which model did what, how many sentences became what.

Nothing here is escaped or stripped; `printable` is for the renderers, which call it (or their own escaping) on every text.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from service.values import Article, Metadata, ModelUse, Outcome, Report, TranslatedArticle

_ZONES = {timedelta(hours=7): "WIB", timedelta(hours=8): "WITA", timedelta(hours=9): "WIT", timedelta(0): "UTC"}
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
# Reordering characters can make a line on screen say what its text does not.
_BIDI = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_TASKS = {"translate": "Translated", "summarize": "Condensed"}


def printable(text: str) -> str:
    """Return the text on one line without control, reordering or unpaired surrogate characters.

    'a\\x1b[31m\\tb\\n' -> 'a[31m b'
    """
    return " ".join("".join(map(_shown, text)).split())


def _shown(character: str) -> str:
    if character.isspace():
        return " "
    category = unicodedata.category(character)
    if category == "Cs":
        return "\ufffd"
    return "" if category == "Cc" or character in _BIDI else character


def spoken_date(published: str) -> str:
    """Return an ISO 8601 date or time for a reader; anything else as it stands.

    '2021-08-28T21:11+07:00' -> '28 August 2021, 21:11 WIB'
    """
    try:
        if len(published) == len("2021-08-28"):
            return _spoken_day(date.fromisoformat(published))
        moment = datetime.fromisoformat(published)
    except ValueError:
        return published
    offset = moment.utcoffset()
    zone = "" if offset is None else f" {_ZONES.get(offset) or moment.strftime('UTC%z')}"
    return f"{_spoken_day(moment)}, {moment:%H:%M}{zone}"


def _spoken_day(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def byline(metadata: Metadata) -> str:
    """Return what the page says of the article on one line: 'Kompas.com · 28 August 2021, 21:11 WIB · MOSKWA'."""
    published = spoken_date(metadata.published) if metadata.published else None
    return " · ".join(part for part in (metadata.outlet, metadata.author, published, metadata.place) if part)


def english_title(translated: TranslatedArticle) -> str:
    """Return the article's English title; without one its own title, without that how the user named it."""
    if translated.title is not None and translated.title.text.strip():
        return translated.title.text
    return own_title(translated.article)


def own_title(article: Article) -> str:
    """Return the article's title as printed; without one how the user named it."""
    return article.metadata.title or ("standard input" if article.origin == "-" else article.origin)


def reconciled(articles: Iterable[TranslatedArticle]) -> str:
    """Return what became of the sentences: '12 sentences: 10 translated, 1 passed through, 1 flagged.'"""
    counted: Counter[str] = Counter()
    n_sentences = 0
    for translated in articles:
        n_sentences += len(translated.article.sentences)
        counted.update(translation.outcome for translation in translated.translations)
    parts = [f"{counted[outcome]} {outcome.value.replace('-', ' ')}" for outcome in Outcome if counted[outcome]]
    if missing := n_sentences - counted.total():
        parts.append(f"{missing} not translated")
    return f"{n_sentences} sentence{'' if n_sentences == 1 else 's'}: {', '.join(parts) or 'none translated'}."


def model_line(use: ModelUse) -> str:
    """Return one line on a model: 'Translated by NAME@REVISION (hub; ctranslate2, int8; beam 4).'"""
    details = "; ".join(part for part in (use.provenance, f"{use.engine}, {use.precision}", use.decoding, use.prompt or "") if part)
    return f"{_TASKS.get(use.task, use.task)} by {use.name}@{use.revision} ({details})."


def embedded_line(report: Report) -> str | None:
    """Return a plain sentence where models that ship with the package did the work, None where none did."""
    done = {"translate": "the translation", "summarize": "the brief"}
    work = [done.get(use.task, use.task) for use in report.signature.models if use.provenance == "embedded"]
    if not work:
        return None
    made = " and ".join(work)
    return (
        f"{made[0].upper()}{made[1:]} {'were' if len(work) > 1 else 'was'} made by the small embedded "
        f"model{'s' if len(work) > 1 else ''} that ship{'' if len(work) > 1 else 's'} with Ringkas: expect more mistakes than from the "
        "larger ones, which the command ringkas models pull fetches."
    )
