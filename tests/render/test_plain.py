from __future__ import annotations

import dataclasses
import unicodedata

from service.render import render
from service.render.plain import WIDTH
from service.values import Brief, Notice, Report
from tests import reports

HOSTILE = "a\x1b[2J\x1b]8;;http://evil.example\x07klik\x9b31m\r\x00\u202eb\nc"


def test_a_brief_shows_its_citations_and_their_sources() -> None:
    written = render(reports.summary(), "text", kind="summary")
    assert written.startswith("Floods close a road\n===================\n")
    assert "closed the main road. [1][2] Nobody was hurt. [1][3]\n" in written
    assert (
        "[2] Warta Misal: Road Closed (sentence 1)\n    The main road was closed.\n    Jalan utama ditutup.\n\n"
        "[3] Harian Contoh: Floods Inundate Two Villages (sentence 2)\n    No one was hurt.\n    Tidak ada korban.\n"
    ) in written


def test_a_brief_of_one_article_stands_under_its_byline() -> None:
    whole = reports.summary()
    one = dataclasses.replace(whole.briefs[0], sentences=whole.briefs[0].sentences[1:], articles=(0,))
    written = render(dataclasses.replace(whole, articles=whole.articles[:1], briefs=(one,)), "text", kind="summary")
    assert "\n\nHarian Contoh · Sari · 28 August 2021, 21:11 WIB · KENDAL\n\nNobody was hurt. [1][2]\n" in written


def test_a_translation_stands_above_its_source_line_by_line_of_the_page() -> None:
    written = render(reports.summary(), "text", kind="translation")
    assert "monday. no one was hurt.\n\n    banjir merendam dua desa pada senin. tidak ada korban.\n\n" in written.lower()
    assert "Warga mengungsi ke balai desa. [?]\n\n    Warga mengungsi ke balai desa.\n\n- The English repeats the source.\n" in written


def test_what_served_and_what_failed_is_said() -> None:
    written = render(reports.summary(), "text", kind="summary")
    assert "- hilang.txt: There is no file hilang.txt.\n" in written
    assert "- The embedded translator serves.\n" in written
    assert "small embedded model" in written
    assert "- 4 sentences: 3 translated, 1 flagged.\n" in written


def test_sentences_a_cancelled_run_did_not_reach_are_named() -> None:
    page = [reports.body(("Satu.", "One."), ("Dua.", "Two.")), reports.body(("Tiga.", "Three."))]
    report = Report((reports.article(page, n_translated=1),), (), reports.SIGNATURE)
    written = render(report, "text", kind="translation")
    assert "One. (not translated)\n\n    Satu. Dua.\n\n(not translated)\n\n    Tiga.\n" in written
    assert "3 sentences: 1 translated, 2 not translated." in written


def test_an_article_no_brief_covers_is_shown_translated_in_a_summary() -> None:
    whole = reports.summary()
    one = Brief("Road", whole.briefs[0].sentences[1:], (0,), "short")
    written = render(dataclasses.replace(whole, briefs=(one,)), "text", kind="summary")
    assert "Road Closed\n===========\n" in written
    assert "The main road was closed.\n\n    Jalan utama ditutup.\n" in written
    assert "Floods Inundate Two Villages\n====" not in written


def test_remarks_on_one_of_several_articles_say_which_and_come_once() -> None:
    whole = reports.summary()
    page = [reports.body(("Satu.", "One."))]
    cut = reports.article(page, origin="satu.txt", notices=[Notice("cut", "Dropped 3 lines.")])
    report = dataclasses.replace(whole, articles=(cut, whole.articles[1]), briefs=(dataclasses.replace(whole.briefs[0], sentences=()),))
    written = render(report, "text", kind="summary")
    assert "- satu.txt: Dropped 3 lines.\n" in written
    assert "Sources" not in written
    assert render(report, "text", kind="translation").count("Dropped 3 lines.") == 1


def test_nothing_but_line_breaks_controls_the_terminal() -> None:
    for kind in ("summary", "translation"):
        written = render(reports.of_text(HOSTILE), "text", kind=kind)
        assert {c for c in written if unicodedata.category(c) == "Cc"} == {"\n"}
        assert "\u202e" not in written
        assert "\nc" not in written


def test_lines_keep_to_the_width_and_addresses_stay_whole() -> None:
    address = "https://contoh.example/" + "a" * 120
    written = render(reports.of_text(f"{'kata ' * 60}{address}"), "text", kind="summary")
    assert address in written
    assert max(len(line) for line in written.splitlines() if address not in line) <= WIDTH
