"""Write briefs: one for each article, or one over all of them in the order of their dates."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta, timezone

from service.cleaning.dateline import find_dateline
from service.cleaning.rules import default_rules
from service.progress import Progress
from service.summarizer import WORDS, Summarizer, Told, wanted
from service.values import Brief, BriefSentence, Notice, Outcome, Severity, SourceRef, TranslatedArticle

_TO_THE_DASH = re.compile(r"^.{2,60}?\s?(?:--?|[–—])\s+")
JAKARTA = timezone(timedelta(hours=7))
_MARK = re.compile(r'(?<!\d)"')


class Briefer:
    """Writes briefs of one length. Raises InputError for a length that is neither a style nor a number of words."""

    def __init__(self, length: str | int) -> None:
        self._style, self._n_words = wanted(length)
        self._in_words = not (isinstance(length, str) and length == self._style)

    def write(
        self,
        articles: Sequence[TranslatedArticle],
        summarizer: Summarizer,
        *,
        together: bool,
        on_progress: Callable[[Progress], None],
        stop: Callable[[], bool],
    ) -> tuple[Brief, ...]:
        """Return the briefs; articles without a translated sentence have none."""
        told = [(number, told_of(number, article)) for number, article in enumerate(articles)]
        told = [(number, sentences) for number, sentences in told if sentences]
        if not told or stop():
            return ()

        def done(number: int) -> None:
            on_progress(Progress("condensing", number, len(told), articles[told[min(number, len(told) - 1)][0]].article.origin))

        if together:
            return (self._one(articles, sorted(told, key=lambda pair: _date_key(articles[pair[0]])), summarizer, done, stop),)
        briefs = []
        for count, (number, sentences) in enumerate(told):
            if stop():
                break
            done(count)
            body = summarizer.summarize(sentences, style=self._style, n_words=self._n_words, stop=stop)
            briefs.append(self._brief(_title(articles[number], sentences, summarizer), body, {number: articles[number]}, stop))
        done(len(told))
        return tuple(briefs)

    def _one(
        self,
        articles: Sequence[TranslatedArticle],
        told: list[tuple[int, list[Told]]],
        summarizer: Summarizer,
        done: Callable[[int], None],
        stop: Callable[[], bool],
    ) -> Brief:
        """Share the length out among the articles, oldest first, undated last.

        A named length grows by a third for each article after the first; a number of words stays what it is.
        """
        share = self._n_words // len(told) if self._in_words else self._n_words * (len(told) + 2) // (3 * len(told))
        body: list[BriefSentence] = []
        for count, (_, sentences) in enumerate(told):
            if stop():
                break
            done(count)
            body += summarizer.summarize(sentences, style=self._style, n_words=max(1, share), stop=stop)
        done(len(told))
        chosen = {number: articles[number] for number, _ in told}
        return self._brief(overview(list(chosen.values())), body, chosen, stop)

    def _brief(
        self, title: str, body: Sequence[BriefSentence], articles: Mapping[int, TranslatedArticle], stop: Callable[[], bool]
    ) -> Brief:
        """Put a brief over numbered articles together with what there is to say of it as a whole."""
        notices = left_out(list(articles.values()))
        if len(articles) == 1:
            [article] = articles.values()
            notices += article.title.notices if article.title else ()
        n_words = sum(len(sentence.text.split()) for sentence in body)
        if n_words > 2 * self._n_words and self._n_words < WORDS["long"]:
            notices += (
                Notice("longer-than-asked", f"This brief has {n_words} words: each article gets at least a sentence.", Severity.INFO),
            )
        if not body and stop():
            notices += (Notice("empty-brief", "The work was cancelled before this brief was begun."),)
        return Brief(title, tuple(body), tuple(articles), self._style, notices)


def told_of(number: int, article: TranslatedArticle) -> list[Told]:
    """Return the English sentences of an article that a brief may be made of, with where they come from.

    A flagged translation is doubtful, so it is left out as long as others remain. Datelines are left out, and a sentence
    cut out of a longer quotation gets both its marks.
    """
    pairs = [
        (Told(_tidy(one.text, sentence.text if i == 0 else ""), SourceRef(number, i)), one.outcome)
        for i, (one, sentence) in enumerate(zip(article.translations, article.article.sentences, strict=False))
        if one.text
    ]
    sound = [told for told, outcome in pairs if outcome is not Outcome.FLAGGED]
    return sound or [told for told, _ in pairs]


def left_out(articles: Sequence[TranslatedArticle]) -> tuple[Notice, ...]:
    """Return a notice for each article with doubtful sentences that its brief was made without."""
    notices = []
    for article in articles:
        doubtful = [i + 1 for i, one in enumerate(article.translations) if one.outcome is Outcome.FLAGGED]
        if doubtful and len(doubtful) < len(article.translations):
            which = ", ".join(map(str, doubtful))
            message = f"Left out of this brief for a doubtful translation: sentence {which} of {article.article.origin}."
            notices.append(Notice("doubtful-left-out", message))
    return tuple(notices)


def _tidy(text: str, first_source: str) -> str:
    dateline = find_dateline(first_source, default_rules().outlets) if first_source else None
    return quoted_whole(without_dateline(text) if dateline else text)


def without_dateline(text: str) -> str:
    """Return an English first sentence without the place and outlet before its first dash.

    "MOSCOW, KOMPAS.com - Russia will ..." -> "Russia will ..."; to be called only where the source has a dateline.
    """
    rest = _TO_THE_DASH.sub("", text, count=1)
    return rest[:1].upper() + rest[1:]


def quoted_whole(text: str) -> str:
    """Return a sentence cut out of a longer quotation with both its quotation marks.

    'We will stay," he said.' -> '"We will stay," he said.'; 'He said, "We will stay.' -> 'He said, "We will stay."'
    """
    is_open = False
    for mark in _MARK.finditer(text):
        before, after = text[: mark.start()][-1:], text[mark.end() : mark.end() + 1]
        if not is_open and before and not before.isspace() and before not in "([" and not after.isalnum():
            text, is_open = f'"{text}', False
            return text if text.count('"') % 2 == 0 else text + '"'
        is_open = not is_open
    return f'{text}"' if is_open else text


def overview(articles: Sequence[TranslatedArticle]) -> str:
    """Return the title of a brief over several articles: how many, and from when to when."""
    dates = sorted(article.article.metadata.published[:10] for article in articles if article.article.metadata.published)
    count = "1 article" if len(articles) == 1 else f"{len(articles)} articles"
    if not dates:
        return f"Brief over {count}, undated"
    period = dates[0] if dates[0] == dates[-1] else f"{dates[0]} to {dates[-1]}"
    n_undated = len(articles) - len(dates)
    return f"Brief over {count}, {period}" + (f" ({n_undated} undated)" if n_undated else "")


def _title(article: TranslatedArticle, told: list[Told], summarizer: Summarizer) -> str:
    return article.title.text if article.title and article.title.text else summarizer.headline(told)


def _date_key(article: TranslatedArticle) -> tuple[bool, datetime]:
    """Sort by moment, undated last. A page without a zone is taken for Jakarta's time, a date alone for its midnight."""
    published = article.article.metadata.published
    if published is None:
        return True, datetime.min.replace(tzinfo=JAKARTA)
    moment = datetime.fromisoformat(published)
    return False, moment if moment.tzinfo else moment.replace(tzinfo=JAKARTA)
