from __future__ import annotations

import dataclasses

from service.render.trace import pair, paragraphs, trace, uncovered
from service.values import SourceRef
from tests import reports


def test_sources_are_numbered_by_first_citation_each_once() -> None:
    report = reports.summary()
    traced = trace(report, report.briefs[0])
    assert [one.ref for one in traced.pairs] == [SourceRef(0, 0), SourceRef(1, 0), SourceRef(0, 1)]
    assert [traced.cited(made.sources) for made in report.briefs[0].sentences] == [[1, 2], [1, 3]]


def test_a_source_cited_twice_by_one_sentence_has_one_number() -> None:
    report = reports.summary()
    assert trace(report, report.briefs[0]).cited((SourceRef(1, 0), SourceRef(1, 0), SourceRef(0, 0))) == [1, 2]


def test_a_pair_holds_the_source_and_its_english() -> None:
    found = pair(reports.summary(), SourceRef(0, 1))
    assert found.translation is not None
    assert (found.sentence.text, found.translation.text) == ("Tidak ada korban.", "No one was hurt.")


def test_a_sentence_that_was_not_reached_has_no_english() -> None:
    report = reports.summary()
    cut = dataclasses.replace(report.articles[0], translations=report.articles[0].translations[:1])
    assert pair(dataclasses.replace(report, articles=(cut, report.articles[1])), SourceRef(0, 1)).translation is None


def test_sentences_of_one_line_of_the_page_are_one_paragraph() -> None:
    groups = paragraphs(reports.summary(), 0)
    assert [[one.ref.sentence for one in group] for group in groups] == [[0, 1], [2]]


def test_articles_no_brief_covers_are_found() -> None:
    report = reports.summary()
    assert uncovered(report) == []
    assert uncovered(dataclasses.replace(report, briefs=(dataclasses.replace(report.briefs[0], articles=(1,)),))) == [0]
    assert uncovered(dataclasses.replace(report, briefs=())) == [0, 1]
