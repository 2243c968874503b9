"""The report says first whether lead-3 is beaten, shows every figure, and its page needs nothing beside it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest

from eval.metrics.figures import Figure, Row, figure
from eval.reporting import write_report
from eval.reporting.headline import headline
from eval.reporting.history import add, read_history
from eval.reporting.worst import worst
from eval.run import Run, evaluate, load, save
from eval.systems import FROM_REFERENCE, LEAD_OURS, LEAD_REFERENCE, OURS
from service.settings import Settings
from tests.eval.standard import Standard, stories


@cache
def run() -> Run:
    return evaluate(Standard(Settings(keep_all=True)), stories(), lambda stage, done, total: None)


def with_rouge(ours: float, lead: float) -> Run:
    """The run with other summary scores, the same in every article."""
    systems = {OURS: ours, FROM_REFERENCE: ours, LEAD_OURS: lead, LEAD_REFERENCE: lead}

    def moved(one: Figure) -> Figure:
        if one.system in systems and one.measure.name.startswith("rouge"):
            return figure(one.system, one.measure, [Row(row.unit, (systems[one.system], 1.0)) for row in one.rows])
        return one

    return replace(run(), figures=tuple(map(moved, run().figures)))


@pytest.mark.parametrize(
    ("ours", "lead", "start"),
    [
        (0.5, 0.4, "Our summarizer beats lead-3:"),
        (0.4, 0.4, "Our summarizer does NOT beat lead-3:"),
        (0.3, 0.4, "Our summarizer does NOT beat lead-3: 30.0 against 40.0"),
    ],
)
def test_the_headline_says_whether_lead_3_is_beaten(ours: float, lead: float, start: str) -> None:
    assert headline(with_rouge(ours, lead)).startswith(start)


@cache
def _written(folder: Path) -> dict[str, str]:
    paths = write_report(run(), stories(), folder, history=folder / "history.jsonl")
    return {path.name: path.read_text(encoding="utf-8") for path in paths}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return _written(tmp_path_factory.mktemp("report"))


def test_both_reports_begin_with_the_headline(written: dict[str, str]) -> None:
    assert written["report.md"].startswith(f"**{headline(run())}**\n")
    assert '<body><p class="headline">Our summarizer' in written["report.html"]


def test_the_page_refers_to_nothing_outside_itself(written: dict[str, str]) -> None:
    page = written["report.html"]
    assert "<script" not in page
    assert re.findall(r"(?:src|href|url)\s*[=(]", page) == []
    assert page.count("<svg") == 5


def test_every_chart_is_well_formed_and_every_article_is_a_point(written: dict[str, str]) -> None:
    charts = {name: ElementTree.fromstring(text) for name, text in written.items() if name.endswith(".svg")}
    assert set(charts) == {"systems.svg", "lead.svg", "translation.svg", "length.svg", "history.svg"}
    for name in ("lead.svg", "translation.svg", "length.svg"):
        assert len(charts[name].findall("{http://www.w3.org/2000/svg}circle")) == 4
    assert f"]({'systems.svg'})" in written["report.md"]


def test_every_signature_is_in_both_reports(written: dict[str, str]) -> None:
    for one in run().figures:
        assert one.measure.signature.replace("|", "\\|") in written["report.md"]
    assert "tok:13a" in written["report.html"]


def test_the_worst_articles_come_with_the_whole_article_and_what_went_wrong(written: dict[str, str]) -> None:
    cases = worst(run(), stories(), 2)
    assert len(cases) == 2
    assert any(line.startswith("Line kept that is no body (boilerplate):") for line in cases[0].wrong)
    for pair in cases[0].article.pairs:
        assert pair.reference.replace('"', "&quot;").replace("'", "&#x27;") in written["report.html"]


def test_markup_in_an_article_stays_text(tmp_path: Path) -> None:
    key = next(iter(run().english))
    spoiled = {**run().english, key: tuple("<script>alert(1)</script>" for _ in run().english[key])}
    paths = write_report(replace(run(), english=spoiled), stories(), tmp_path, history=tmp_path / "h.jsonl")
    assert all("<script" not in path.read_text(encoding="utf-8") for path in paths)


def test_a_saved_run_comes_back_the_same(tmp_path: Path) -> None:
    save(run(), tmp_path / "deep" / "run.json")
    assert load(tmp_path / "deep" / "run.json") == run()


def test_another_file_is_not_taken_for_a_run(tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text(json.dumps({"format": 0}), encoding="utf-8")
    with pytest.raises(ValueError, match="not a saved run"):
        load(tmp_path / "run.json")


def test_the_history_grows_by_runs_that_differ(tmp_path: Path) -> None:
    log = tmp_path / "history.jsonl"
    assert [len(add(one, log)) for one in (run(), run(), with_rouge(0.5, 0.4), run())] == [1, 1, 2, 3]
    assert read_history(log)[1].figures["ours: rouge1 (best)"] == 50.0
