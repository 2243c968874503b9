"""Tell whether an article goes on below a heading, signature or copyright line.

Pages put blocks of links, and whole further pages, between an article's paragraphs. What speaks for a sentence below such
a mark: a speaker or a date in brackets, a dateline, words known from the article so far, running text around it.
"""

from __future__ import annotations

from collections.abc import Iterator

from service.cleaning.dateline import find_dateline
from service.cleaning.page import Page
from service.cleaning.rules import Then, Where

MARKS = (Then.SECTION, Then.ARTICLE_ENDS, Then.PAGE_ENDS)
"""What rules say that may end an article."""
LOOK_AHEAD = 600
"""Rows below a mark that are looked at."""
_ALIKE = 0.4
"""Share of telling words known from the article from which a later sentence is held to belong to it."""
_SHORT_BLOCK = 6
_ENOUGH_IN_A_RUN = 4
_ENOUGH_IN_ALL = 6


def find_resumption(page: Page, vocabulary: set[str], mark: int, *, then: Then) -> int | None:
    """Return the sentence with which the article goes on after a mark, or None where it does not.

    `vocabulary` are the stems of the article so far. After comments or a copyright line much is asked for, after a block
    of links little: such blocks stand in the middle of articles too.
    """
    runs = list(_runs(page, mark))
    worth = [sum(_worth(page, index, vocabulary) for index in run) for run in runs]
    if then is Then.PAGE_ENDS:
        return _after_page_end(page, mark, runs, worth)
    teasers = _is_teaser_list(page, runs)
    for position, run in enumerate(runs):
        near = then is Then.SECTION and _is_near(page, mark, run[0])
        if (near or worth[position]) and (len(run) >= 2 or not teasers):
            earlier = [other[0] for other in runs[:position] if not _is_under_headline(page, other[0])]
            return (earlier or run)[0]
    return None


def _after_page_end(page: Page, mark: int, runs: list[list[int]], worth: list[int]) -> int | None:
    if runs and len(runs[0]) >= 2 and worth[0] and not any(row.is_open for row in page.rows[mark + 1 : runs[0][0]]):
        return runs[0][0]
    long_run = any(len(run) >= 2 and points >= _ENOUGH_IN_A_RUN for run, points in zip(runs, worth, strict=True))
    if not long_run and sum(worth) < _ENOUGH_IN_ALL:
        return None
    return next((run[0] for run, points in zip(runs, worth, strict=True) if points >= 2), None)


def _worth(page: Page, index: int, vocabulary: set[str]) -> int:
    """Return how much speaks for a sentence being the article's: 0 to 5."""
    look = page.rows[index].look
    dateline = find_dateline(look.text, page.rules.outlets)
    strong = 3 if dateline and dateline.is_strong else 0
    return strong + 2 * look.is_newsy + (page.overlap(index, vocabulary) >= _ALIKE)


def _is_near(page: Page, mark: int, index: int) -> bool:
    """Say whether so little stands between a heading and a sentence that the links end there rather than the article."""
    between = page.rows[mark + 1 : index]
    marks = any(row.rule is not None and row.reason.startswith("rule:") and row.rule.then in MARKS for row in between)
    return len(between) <= _SHORT_BLOCK and not marks and len(page.rows[index].look.words) >= 6


def _runs(page: Page, mark: int) -> Iterator[list[int]]:
    """Yield the sentences below a mark, those together that have no open line between them."""
    run: list[int] = []
    for index in range(mark + 1, min(len(page.rows), mark + LOOK_AHEAD)):
        row = page.rows[index]
        if not row.is_open:
            continue
        if row.look.is_prose and not page.fits(index, Where.AFTER):
            run.append(index)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _is_teaser_list(page: Page, runs: list[list[int]]) -> bool:
    """Say whether single sentences stand right under headlines, again and again."""
    return sum(len(run) == 1 and _is_under_headline(page, run[0]) for run in runs) >= 2


def _is_under_headline(page: Page, index: int) -> bool:
    above = page.rows[index - 1]
    return above.is_open and not above.look.terminal and len(above.look.words) >= 3 and above.look.number is None
