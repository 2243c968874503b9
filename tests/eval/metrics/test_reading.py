"""Cleaning, segmentation and translation are scored against the labels: perfect parts score 100, each fault costs what it should."""

from __future__ import annotations

from dataclasses import replace

import pytest

from eval.labels import labelled_sentences, supports, unread
from eval.metrics import cleaning, segmentation, translation
from eval.metrics.figures import Figure
from eval.metrics.segmentation import labelled_lines
from eval.stories import PageLine, Pair, RatedArticle, Support
from service.values import LineKind, Span

ARTICLE = RatedArticle(
    story="s",
    name="a1",
    lines=(
        PageLine("boilerplate", "Beranda"),
        PageLine("title", "Hujan di Ternate"),
        PageLine("blank", ""),
        PageLine("body", "Hujan turun. Warga mengungsi."),
        PageLine("boilerplate", "Baca juga: Banjir"),
        PageLine("body", "Tidak ada korban."),
    ),
    pairs=(Pair("Hujan turun.", "Rain fell."), Pair("Warga mengungsi.", "Residents fled."), Pair("Tidak ada korban.", "Nobody was hurt.")),
    outlet=None,
    published=None,
    language="id",
    layout="test",
    summaries=(("Rain.",), ("Floods.",)),
    must=("Rain fell.",),
    may=(),
)


def by_name(figures: list[Figure]) -> dict[str, float]:
    return {figure.measure.name: round(figure.value, 1) for figure in figures}


def test_the_labels_themselves_score_100() -> None:
    assert set(by_name(cleaning.figures("ours", [(ARTICLE, labelled_lines(ARTICLE))])).values()) == {100.0}


def test_a_lost_body_line_costs_recall_and_sentences_and_a_kept_banner_precision() -> None:
    lines = list(labelled_lines(ARTICLE))
    lines[3] = replace(lines[3], kind=LineKind.BOILERPLATE, kept=False)
    lines[4] = replace(lines[4], kind=LineKind.BODY, kept=True)
    found = by_name(cleaning.figures("ours", [(ARTICLE, lines)]))
    assert found["body precision"] == found["body recall"] == 50.0
    assert found["boilerplate F1"] == 50.0
    assert found["body sentences kept"] == 33.3
    assert cleaning.lost_sentences(ARTICLE, lines) == [0, 1]


def test_a_line_cut_in_two_is_kept_if_a_piece_is_and_half_a_sentence_is_lost() -> None:
    lines = list(labelled_lines(ARTICLE))
    start = lines[3].span.start
    head = replace(lines[3], span=Span(start, start + 17))
    tail = replace(lines[3], span=Span(start + 17, lines[3].span.end), kind=LineKind.BOILERPLATE, kept=False)
    found = [*lines[:3], head, tail, *lines[4:]]
    assert cleaning.found_labels(ARTICLE, found)[3] == "body"
    assert cleaning.lost_sentences(ARTICLE, found) == [1]


def test_an_article_that_could_not_be_read_is_lost_as_a_whole() -> None:
    read = unread(ARTICLE)
    assert by_name(cleaning.figures("ours", [(ARTICLE, read.lines)]))["body sentences kept"] == 0


def test_a_missed_and_an_extra_boundary_cost_as_much() -> None:
    sentences = labelled_sentences(ARTICLE)
    assert by_name(segmentation.figures("ours", [(ARTICLE, sentences)])) == {"boundary F1": 100.0}
    joined = [replace(sentences[0], span=Span(sentences[0].span.start, sentences[1].span.end)), sentences[2]]
    assert by_name(segmentation.figures("ours", [(ARTICLE, joined)])) == {"boundary F1": 66.7}


def test_a_span_supports_the_sentences_it_touches() -> None:
    first, second, _ = ARTICLE.spans
    assert supports(ARTICLE, [Span(first.start, second.start + 1)]) == {Support("a1", 0), Support("a1", 1)}
    assert supports(ARTICLE, [Span(first.end, second.start)]) == frozenset()


PAIRS = (
    Pair("Pada Senin, Budi membayar Rp1.250.000 di Medan.", "On Monday, Budi paid Rp 1,250,000 in Medan."),
    Pair("Ia lahir pada 3 Mei.", "He was born on May the third."),
)


@pytest.mark.parametrize(
    ("texts", "numbers", "names"),
    [
        ([pair.reference for pair in PAIRS], 100.0, 100.0),
        (["On Monday, Budi paid Rp 1,250 in Jakarta.", "He was born."], 0.0, 50.0),
        (["", ""], 0.0, 0.0),
    ],
)
def test_numbers_and_names_are_wanted_where_source_and_reference_have_them(texts: list[str], numbers: float, names: float) -> None:
    found = by_name(translation.figures("ours", [("s/a1", PAIRS, texts)]))
    assert (found["number recall"], found["name recall"]) == (numbers, names)


def test_the_reference_itself_is_a_perfect_translation() -> None:
    found = by_name(translation.figures("ours", [("s/a1", PAIRS, [pair.reference for pair in PAIRS])]))
    assert (found["BLEU"], found["chrF"], found["TER"]) == (100.0, 100.0, 0.0)
    assert not next(f for f in translation.figures("x", [("a", PAIRS, ["", ""])]) if f.measure.name == "TER").measure.higher_is_better
