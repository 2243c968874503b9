from __future__ import annotations

import dataclasses

import pytest

from service.render import wording
from service.values import Metadata, Outcome, Report, Translation
from tests import reports


@pytest.mark.parametrize(
    ("published", "spoken"),
    [
        ("2021-08-28T21:11+07:00", "28 August 2021, 21:11 WIB"),
        ("2021-08-28T00:05+08:00", "28 August 2021, 00:05 WITA"),
        ("2021-12-01T09:00+09:00", "1 December 2021, 09:00 WIT"),
        ("2021-08-28T21:11:30Z", "28 August 2021, 21:11 UTC"),
        ("2021-08-28T21:11-05:30", "28 August 2021, 21:11 UTC-0530"),
        ("2021-08-28T21:11", "28 August 2021, 21:11"),
        ("2021-08-28", "28 August 2021"),
        ("2021-13-28", "2021-13-28"),
        ("kemarin", "kemarin"),
        ("", ""),
    ],
)
def test_dates_are_spoken_in_their_own_zone(published: str, spoken: str) -> None:
    assert wording.spoken_date(published) == spoken


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[31mb", "a[31mb"),
        ("a\x1b]0;judul\x07b", "a]0;judulb"),
        ("a\x9b2Jb\x00\x7f", "a2Jb"),
        (" a\r\n\tb\u2028c\u00a0d ", "a b c d"),
        ("\u202etxt.exe\u202c", "txt.exe"),
        ("\u2066a\u2069\u200f", "a"),
        ("nama\udce9", "nama\ufffd"),
        ("Jumʼat 👩‍🌾 “kutip” – é", "Jumʼat 👩‍🌾 “kutip” – é"),
        ("", ""),
    ],
)
def test_printable_text_is_one_line_without_control_or_reordering_characters(text: str, shown: str) -> None:
    assert wording.printable(text) == shown


def test_a_byline_names_only_what_the_page_says() -> None:
    assert wording.byline(Metadata("Judul", "Harian", None, "2021-08-28", "KENDAL")) == "Harian · 28 August 2021 · KENDAL"
    assert wording.byline(Metadata("Judul")) == ""


def test_an_article_without_any_title_goes_by_the_name_the_user_gave() -> None:
    page = [reports.body(("Satu.", "One."))]
    assert wording.english_title(reports.article(page, origin="a.txt")) == "a.txt"
    assert wording.english_title(reports.article(page, origin="-")) == "standard input"
    assert wording.english_title(reports.article(page, metadata=Metadata("Judul"))) == "Judul"
    assert wording.english_title(reports.article(page, metadata=Metadata("Judul"), title="Title")) == "Title"


def test_the_count_of_sentences_reconciles() -> None:
    page = [reports.body(("Satu.", "One."), ("Dua.", "Two."), ("Tiga.", "Three."))]
    cut = reports.article(page, n_translated=1)
    passed = dataclasses.replace(reports.road(), translations=(Translation("Same.", Outcome.PASSED_THROUGH),))
    assert wording.reconciled([reports.flood()]) == "3 sentences: 2 translated, 1 flagged."
    assert wording.reconciled([cut, passed]) == "4 sentences: 1 translated, 1 passed through, 2 not translated."
    assert wording.reconciled([reports.road()]) == "1 sentence: 1 translated."
    assert wording.reconciled([]) == "0 sentences: none translated."


@pytest.mark.parametrize(
    ("tasks", "start"),
    [
        (["translate"], "The translation was made by the small embedded model that ships with Ringkas"),
        (["summarize"], "The brief was made by the small embedded model that ships with Ringkas"),
        (["translate", "summarize"], "The translation and the brief were made by the small embedded models that ship with Ringkas"),
    ],
)
def test_embedded_models_are_named_in_a_plain_sentence(tasks: list[str], start: str) -> None:
    models = tuple(dataclasses.replace(reports.EMBEDDED, task=task) for task in tasks)
    line = wording.embedded_line(Report((), (), dataclasses.replace(reports.SIGNATURE, models=models)))
    assert line is not None
    assert line.startswith(start)


def test_models_from_elsewhere_need_no_such_sentence() -> None:
    assert wording.embedded_line(Report((), (), dataclasses.replace(reports.SIGNATURE, models=(reports.HUB,)))) is None


def test_a_model_line_names_revision_provenance_engine_and_prompt() -> None:
    assert wording.model_line(reports.HUB) == "Condensed by owner/condenser@abc123 (hub; ctranslate2, int8; beam 4; news#1f2e)."
