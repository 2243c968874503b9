"""Find where the article begins and which line above it is its title; decide all lines above.

Works on menus and lists of links above the article: a line only counts as the beginning if it is a full sentence, and
a dateline (`KENDARI, KABAR.com -`) or the line with the date tells it from teasers in the menu.
"""

from __future__ import annotations

from itertools import pairwise

from service.cleaning.dateline import find_dateline
from service.cleaning.page import Page
from service.cleaning.rules import Where
from service.values import LineKind

_N_LEAD = 6
_N_DATES = 20
_LEAST_TITLE_SCORE = 0.6


def read_head(page: Page, title: str | None) -> None:
    """Set `page.start` and `page.title` and decide the rows above the article. `title` is known from elsewhere, or None."""
    page.start = _find_start(page)
    page.title = _find_title(page, title)
    if page.title is not None:
        page.rows[page.title].decide(LineKind.TITLE, "structure:title")
    if page.start is None:
        return
    strong = _has_strong_dateline(page, page.start)
    for index in range(page.start):
        if page.rows[index].is_open:
            _decide_above(page, index, keep_sentences=not strong)
    _drop_dates_of_menus(page)
    page.start = next(index for index, row in enumerate(page.rows) if row.is_open)


def _find_start(page: Page) -> int | None:
    prose = [index for index, row in enumerate(page.rows) if row.is_open and row.look.is_prose]
    article = [index for index in prose if not page.fits(index, Where.INSIDE, Where.BEFORE)]
    prose = article or prose[-1:]
    if not prose:
        return _start_without_full_stops(page)
    if len(prose) > 1 and _is_title_by_place(page, prose[0]):
        prose = prose[1:]
    for index in prose[:3]:
        if _has_strong_dateline(page, index):
            return index
    for dated in [index for index in range(len(page.rows)) if page.is_dated(index)][:_N_DATES]:
        before = [index for index in prose if index < dated]
        after = [index for index in prose if index > dated]
        if before and len(after) >= max(2, 3 * len(before)) and not _is_running_text(page, before):
            return after[0]
    return prose[0]


def _start_without_full_stops(page: Page) -> int | None:
    """Return where an article begins in which no line is a full sentence: short sentences, or full stops forgotten."""
    open_rows = [index for index, row in enumerate(page.rows) if row.is_open]
    finished = [index for index in open_rows if page.rows[index].look.terminal == "." and len(page.rows[index].look.words) >= 2]
    if finished:
        return finished[0]
    likely = [index for index in open_rows if page.rows[index].look.may_be_prose]
    if len(likely) == 1:
        return likely[0] if len(page.rows[likely[0]].look.words) >= 13 else None
    if len(likely) > 1 and likely[0] == open_rows[0] and len(page.rows[likely[0]].look.words) < 13:
        return likely[1]
    return likely[0] if likely else None


def _is_title_by_place(page: Page, index: int) -> bool:
    """Say whether a sentence is a title: the date or byline stands right under it and nothing of the article above."""
    return page.is_meta(index + 1) and not any(row.is_open and row.look.is_prose for row in page.rows[:index])


def _has_strong_dateline(page: Page, index: int) -> bool:
    found = find_dateline(page.rows[index].look.text, page.rules.outlets)
    return found is not None and found.is_strong


def _is_running_text(page: Page, prose: list[int]) -> bool:
    """Say whether two of these sentences follow each other with no open line between, as teasers do not."""
    return any(not any(page.rows[between].is_open for between in range(left + 1, right)) for left, right in pairwise(prose))


def _find_title(page: Page, known: str | None) -> int | None:
    candidates = [index for index in range(len(page.rows) if page.start is None else page.start) if page.rows[index].is_open]
    if known:
        same = [index for index in candidates if page.rows[index].look.text.casefold() == " ".join(known.split()).casefold()]
        if same:
            return same[-1]
    candidates = [index for index in candidates if _could_be_title(page, index)]
    if page.start is None:
        return candidates[0] if candidates else None
    prose = [index for index in range(page.start, len(page.rows)) if page.rows[index].is_open and page.rows[index].look.may_be_prose]
    lead = page.stems(prose[:_N_LEAD] or [page.start])
    scored = [(_title_score(page, index, lead), index) for index in candidates]
    best = max(scored, default=(0.0, 0))
    return best[1] if best[0] >= _LEAST_TITLE_SCORE else None


def _could_be_title(page: Page, index: int) -> bool:
    look = page.rows[index].look
    if look.terminal in (".", ":") and not page.is_meta(index + 1):
        return False
    return len(look.words) >= 2 and len(look.text) <= 250 and not look.is_bulleted and not look.is_cut


def _title_score(page: Page, index: int, lead: set[str]) -> float:
    look = page.rows[index].look
    score = page.overlap(index, lead)
    score += 0.5 if page.is_meta(index + 1) or index + 1 == page.start else 0.0
    score += 0.3 if len(look.words) >= 5 else 0.0
    score += 0.2 if look.is_headline else 0.0
    score += 0.1 if index == 0 else 0.0
    score -= 0.4 if look.is_name and len(look.words) <= 3 else 0.0
    score -= 0.5 if page.fits(index, Where.INSIDE, Where.BEFORE) else 0.0
    return score


def _decide_above(page: Page, index: int, *, keep_sentences: bool) -> None:
    row = page.rows[index]
    rule = page.fits(index, Where.INSIDE, Where.BEFORE)
    below_title = page.title is None or index > page.title
    if rule:
        row.obey(rule)
    elif below_title and row.look.is_name and _is_beside_meta(page, index):
        row.decide(LineKind.META, "structure:byline")
    elif below_title and keep_sentences and _may_belong(page, index):
        return
    else:
        row.drop("before-article")


def _may_belong(page: Page, index: int) -> bool:
    """Say whether an unsure line above the first full sentence is rather kept: a short sentence, or one without full stop."""
    look = page.rows[index].look
    alone = page.title is None and index + 1 == page.start and not any(not row.is_open for row in page.rows[:index])
    short = look.terminal == "." and len(look.words) >= 2
    unfinished = look.may_be_prose and len(look.words) >= 10 and look.title_share < 0.5
    return alone or short or unfinished


def _is_beside_meta(page: Page, index: int) -> bool:
    return page.is_meta(index - 1) or page.is_meta(index + 1)


def _drop_dates_of_menus(page: Page) -> None:
    """Call dates above the title boilerplate where the article has one of its own under it."""
    if page.title is None or page.start is None:
        return
    if any(page.is_dated(index) for index in range(page.title, page.start)):
        for index in range(page.title - 1):
            if page.is_dated(index):
                page.rows[index].decide(LineKind.BOILERPLATE, page.rows[index].reason)
