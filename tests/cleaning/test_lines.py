from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.cleaning.lines import bare, is_blank, plain, split_lines
from service.values import Span


def test_every_kind_of_line_break_counts_once() -> None:
    assert split_lines("a\r\nb\rc\nd") == (Span(0, 1), Span(3, 4), Span(5, 6), Span(7, 8))
    assert split_lines("") == (Span(0, 0),)
    assert split_lines("a\n") == (Span(0, 1), Span(2, 2))


@given(st.text(alphabet="ab \r\n\t\u200b\u2028"))
def test_lines_and_breaks_rebuild_the_text(text: str) -> None:
    spans = split_lines(text)
    assert all("\n" not in span.of(text) and "\r" not in span.of(text) for span in spans)
    gaps = [text[left.end : right.start] for left, right in pairwise(spans)]
    assert set(gaps) <= {"\n", "\r", "\r\n"}
    assert "".join(span.of(text) + gap for span, gap in zip(spans, [*gaps, ""], strict=True)) == text


@pytest.mark.parametrize("line", ["", "  ", "\t", "\u200b", "\ufeff", "\x00\x07", "\u00a0\u2060 ", "\u00ad"])
def test_a_line_that_shows_nothing_is_blank(line: str) -> None:
    assert is_blank(line)


def test_plain_form_is_composed_and_without_the_invisible() -> None:
    assert plain("  Ba\u200bca \t juga\x07 ") == "Baca juga"
    assert plain(unicodedata.normalize("NFD", "résumé")) == "résumé"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (">> simak juga: Cara", "simak juga: Cara"),
        ("👉 Baca juga: Cara", "Baca juga: Cara"),
        ("- Iklan -", "Iklan"),
        ("© 2025 Kabar", "© 2025 Kabar"),
        ('"Ya," kata dia.', '"Ya," kata dia.'),
        ("Takut! 😭", "Takut!"),
        ("😭", ""),
    ],
)
def test_decoration_around_a_line_is_not_part_of_it(line: str, expected: str) -> None:
    assert bare(line) == expected
