"""Find where the article ends, with or without a heading that says so, and decide all lines below.

A heading such as "Berita Terkait" ends the article only if no running text of the same matter follows: pages put such
blocks in the middle too. Between the last full sentence and the first such mark, lines are weighed one by one, and kept
in doubt.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from service.cleaning.page import Page, Row
from service.cleaning.resumption import LOOK_AHEAD, MARKS, find_resumption
from service.cleaning.rules import Then, Where
from service.values import LineKind

_PASSED_OVER = frozenset({Then.HEADLINES, Then.CAPTION})
_LEAST_HEADLINES = 4
_LEAST_LINKS = 3
_LONG_ENOUGH = 12


def read_tail(page: Page) -> None:
    """Set `page.end` and decide the rows below it."""
    if page.start is None:
        for row in page.rows:
            if row.is_open:
                row.drop("no-sentence")
        return
    last, mark = _last_sentence(page, page.start)
    page.end = _stretch(page, last, mark)
    heading_seen = False
    for index in range(page.end + 1, len(page.rows)):
        row = page.rows[index]
        heading_seen = heading_seen or (row.rule is not None and row.rule.then in (Then.SECTION, Then.PAGE_ENDS))
        if row.is_open:
            _drop_below(page, index)
        elif heading_seen and page.is_dated(index):
            row.decide(LineKind.BOILERPLATE, row.reason)


def _drop_below(page: Page, index: int) -> None:
    row = page.rows[index]
    rule = page.fits(index, Where.AFTER, Where.INSIDE)
    if rule:
        row.obey(rule)
    elif row.look.is_cut:
        row.drop("cut-headline")
    elif row.look.is_bulleted:
        row.drop("headline-bullets")
    else:
        row.drop("headline-block" if not row.look.terminal else "after-article")


def _last_sentence(page: Page, start: int) -> tuple[int, int | None]:
    """Return the last full sentence of the article, and the mark that ends it, or None where none does."""
    last, index = start, start
    vocabulary = page.stems([start])
    while index + 1 < len(page.rows):
        index += 1
        row = page.rows[index]
        if row.rule and row.reason.startswith("rule:") and row.rule.then in MARKS:
            resumed = find_resumption(page, vocabulary, index, then=row.rule.then)
            if resumed is None:
                return last, index
            _drop_block(page, index + 1, resumed)
            last = index = resumed
        elif row.is_open and row.look.is_prose:
            block = _unmarked_block(page, last, index)
            if block is not None:
                resumed = find_resumption(page, vocabulary, block, then=Then.ARTICLE_ENDS)
                if resumed is None and page.fits(index, Where.AFTER):
                    return last, block
                if resumed is None:  # nothing says that the page ends: the links are doubtful, a sentence is not
                    _drop_block(page, block, index)
                last = index = max(resumed or index, index)
            last = max(last, index)
            vocabulary |= page.stems([index])
    return last, None


def _unmarked_block(page: Page, last: int, found: int) -> int | None:
    """Return the first of the headlines between two sentences, if they are so many that they are a block of links."""
    between = [index for index in range(last, found) if page.rows[index].is_open]
    headlines = [index for index in between[1:] if _is_link(page.rows[index])]
    if len(headlines) < _LEAST_HEADLINES:
        return None
    above = between[between.index(headlines[0]) - 1]  # short announcements are no full sentences: `Berikut daftarnya:`
    return None if page.rows[above].look.terminal == ":" else headlines[0]


def _is_link(row: Row) -> bool:
    look = row.look
    return look.is_headline and len(look.words) >= 4 and look.number is None and not look.is_enumeration


def _drop_block(page: Page, first: int, resumed: int) -> None:
    """Drop the links between a heading and the sentence with which the article goes on, but not a subheading above it."""
    for index in range(first, resumed):
        row = page.rows[index]
        look = row.look
        is_subheading = index == resumed - 1 and len(look.words) <= 7 and not look.is_cut and (look.gap or look.number is not None)
        if row.is_open and not is_subheading and (look.is_headline or not look.is_finished):
            row.drop("under-heading")


def _stretch(page: Page, last: int, mark: int | None) -> int:
    """Return the last row of the article: the last full sentence, or a list, a line-up or an unfinished sentence below it."""
    below = list(_before_stop(page, last + 1, len(page.rows) if mark is None else mark))
    signed = mark is not None and page.rows[mark].rule is not None and page.rows[mark].kind is LineKind.META
    if signed and below and _is_initialed(page, mark) and sum(_is_link(page.rows[index]) for index in below) < _LEAST_LINKS:
        return below[-1]
    end, pending = last, False
    for position, index in enumerate(below):
        rest = below[position:]
        if _belongs(page, end, rest, signed=signed):
            end, pending = index, False
        elif not pending and _is_subheading(page.rows[index]):
            pending = True
        elif not signed or sum(_is_link(page.rows[other]) for other in rest) >= _LEAST_LINKS:
            break
    return end


def _is_initialed(page: Page, mark: int | None) -> bool:
    rule = page.rows[mark].rule if mark is not None else None
    return rule is not None and rule.name == "editor-initials"


def _before_stop(page: Page, first: int, stop: int) -> Iterator[int]:
    """Yield the open rows up to the first dropped row that is not merely an insertion between paragraphs."""
    for index in range(first, min(stop, first + LOOK_AHEAD)):
        if page.rows[index].is_open:
            yield index
        elif not _is_insertion(page.rows[index]):
            return


def _is_insertion(row: Row) -> bool:
    if row.rule is None:
        return row.reason.startswith("structure:under-baca")
    return row.rule.then in _PASSED_OVER or row.rule.name in (
        "baca-juga",
        "iklan",
        "embedded-media",
        "pilihan-editor",
        "baca-tanpa-iklan",
        "kompas-plus",
    )


def _is_subheading(row: Row) -> bool:
    return len(row.look.words) <= 6 and not row.look.terminal and not row.look.is_cut and not row.look.is_bulleted


def _belongs(page: Page, end: int, rest: list[int], *, signed: bool) -> bool:
    """Say whether the first of these rows still belongs to the article, whose last row so far is `end`."""
    row, before = page.rows[rest[0]], page.rows[end]
    look = row.look
    if look.is_item:
        return _is_own_list(page, before, rest)
    if look.is_tabular and (signed or before.look.is_tabular or before.look.terminal == ":"):
        return True
    if look.is_finished or look.is_enumeration or (look.terminal in (":", ",", ";") and look.title_share < 0.6):
        return True
    if before.look.terminal == ":" and not look.is_headline:
        return True
    unfinished = [index for index in rest if not page.rows[index].look.terminal and page.rows[index].look.text[0] != "("]
    if signed and len(look.words) >= 5 and not look.is_headline and len(unfinished) < 3:
        return True
    if not look.may_be_prose or look.is_headline:
        return False
    apart = len(rest) > 1 and look.gap and not page.rows[rest[1]].look.gap
    return len(unfinished) < 3 or apart or len(look.words) >= _LONG_ENOUGH


def _is_own_list(page: Page, before: Row, rest: list[int]) -> bool:
    """Tell a list of the article (`Berikut rinciannya:` above it, or short items) from a list of links to other articles."""
    first = page.rows[rest[0]].look
    same_list = before.look.is_item and before.look.is_bulleted == first.is_bulleted and not (first.gap and not before.look.gap)
    if before.look.terminal == ":" or same_list:
        return True
    items = [page.rows[index].look for index in takewhile(lambda index: page.rows[index].look.is_item, rest)]
    if any(look.terminal in (".", ";", ",") for look in items):
        return True
    n_words = sum(len(look.words) for look in items) / len(items)
    share = sum(look.title_share for look in items) / len(items)
    return share < 0.5 if n_words >= 5 else len(items) >= 2 and share < 0.6
