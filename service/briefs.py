"""Write briefs: one for each article, or one over all of them in the order of their dates."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from service.progress import Progress
from service.summarizer import Summarizer, Told, wanted
from service.values import Brief, BriefSentence, Notice, Outcome, SourceRef, TranslatedArticle

_PLACE = r"[A-Z][A-Z.'/ -]+(?<! )"
_OUTLET = r"[\w.]+\.(?:com|id|co|net|CO|COM|ID)(?:\.(?:id|ID))?"
DATELINE = re.compile(
    rf"^(?:{_OUTLET}, ?{_PLACE}|{_PLACE}(?:, ?{_OUTLET})?|[A-Z][\w ]{{2,30}} \([A-Z]{{3,10}}\)) ?(?:[-–—]+|--) +(?=[\"“'A-Z0-9])"
)


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
            briefs.append(self._brief(_title(articles[number], sentences, summarizer), body, (number,)))
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
        return self._brief(overview([articles[number] for number, _ in told]), body, tuple(number for number, _ in told))

    def _brief(self, title: str, body: Sequence[BriefSentence], articles: tuple[int, ...]) -> Brief:
        notices: tuple[Notice, ...] = ()
        if not body:
            notices = (Notice("empty-brief", "The work was cancelled before this brief was begun."),)
        return Brief(title, tuple(body), articles, self._style, notices)


def told_of(number: int, article: TranslatedArticle) -> list[Told]:
    """Return the English sentences of an article that a brief may be made of, with where they come from.

    A flagged translation is doubtful, so it is left out as long as others remain.
    """
    pairs = [
        (Told(quoted_whole(without_dateline(one.text)), SourceRef(number, i)), one.outcome)
        for i, one in enumerate(article.translations)
        if one.text
    ]
    sound = [told for told, outcome in pairs if outcome is not Outcome.FLAGGED]
    return sound or [told for told, _ in pairs]


def without_dateline(text: str) -> str:
    """Return an English sentence without the place and outlet that news agencies print before it.

    "MOSCOW, KOMPAS.com - Russia will ..." -> "Russia will ..."; "Jakarta (ANTARA) - The ..." -> "The ..."
    """
    return DATELINE.sub("", text, count=1)


def quoted_whole(text: str) -> str:
    """Return a sentence cut out of a longer quotation with both its quotation marks.

    'We will stay," he said.' -> '"We will stay," he said.'; '"We will stay.' -> '"We will stay."'
    """
    if text.count('"') % 2 == 0:
        return text
    return f'{text}"' if text.startswith('"') else f'"{text}'


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


def _date_key(article: TranslatedArticle) -> tuple[bool, str]:
    return (article.article.metadata.published is None, article.article.metadata.published or "")
