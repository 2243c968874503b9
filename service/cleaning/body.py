"""Decide the lines between the article's first and last sentence: all stay, but for what stands there by mistake.

Dropped are headlines cut by dots with their full form below, lines that come back again and again, the title once more,
and captions with a credit. A full sentence is never dropped here.
"""

from __future__ import annotations

import re
from collections import Counter

from service.cleaning.appearance import Look
from service.cleaning.page import Page
from service.cleaning.rules import Where
from service.values import LineKind

_CALL = re.compile(
    r"(?:klik|unduh|download|gabung|daftar|langganan|baca|simak|ikuti|dapatkan|nikmati|follow|join|beli|pasang)\b", re.IGNORECASE
)
_N_BACK_AGAIN = 3


def read_body(page: Page) -> None:
    """Decide every row that is still open."""
    if page.start is None or page.end is None:
        return
    counts = Counter(row.look.key for row in page.rows)
    inside = Counter(row.look.key for row in page.rows[page.start : page.end + 1])
    title = page.rows[page.title].look.key if page.title is not None else None
    for index in range(page.start, page.end + 1):
        row = page.rows[index]
        if not row.is_open:
            continue
        caption = page.fits(index, Where.INSIDE) if index not in (page.start, page.end) else None
        if caption:
            row.obey(caption)
        elif title is not None and row.look.key == title:
            row.drop("title-again")
        elif _is_cut_headline(page, index, title):
            row.drop("cut-headline")
        elif _comes_back(row.look, counts[row.look.key], inside[row.look.key]):
            row.drop("repeated")
        else:
            row.decide(LineKind.BODY, "default")


def _is_cut_headline(page: Page, index: int, title: str | None) -> bool:
    """Say whether a row with a headline's capitals is cut by dots and its full form follows, or follows such a row."""
    look = page.rows[index].look
    if look.is_prose:
        return False
    below = page.rows[index + 1].look.key if index + 1 < len(page.rows) else ""
    if look.is_cut and look.title_share >= 0.6:
        stem = _stem(look.key)
        return bool(stem) and (below.startswith(stem) or (title or "").startswith(stem))
    above = page.rows[index - 1].look
    return above.is_cut and above.title_share >= 0.6 and look.is_headline and look.key.startswith(_stem(above.key))


def _stem(key: str) -> str:
    return key.rstrip(".… ,:;")


def _comes_back(look: Look, n_times: int, n_inside: int) -> bool:
    """Say whether a line that is no sentence stands on the page again and again, or once more outside the article."""
    if n_times < 2 or len(look.words) < 2 or look.text[0] in "\"“'‘" or look.is_item or look.is_tabular:
        return False
    if look.terminal:
        return n_times >= _N_BACK_AGAIN and bool(_CALL.match(look.bare))
    return n_times >= _N_BACK_AGAIN or n_inside < n_times
