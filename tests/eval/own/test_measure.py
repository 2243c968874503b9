"""A user's own references give the same report as the set, as far as they reach."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.own.formats import Rated
from eval.own.measure import evaluate_own
from eval.reporting import write_report
from eval.reporting.headline import headline
from eval.stories import Pair
from tests.eval.standard import Standard, stories


def quiet(stage: str, done: int, total: int) -> None:
    pass


def own() -> tuple[Rated, ...]:
    articles = stories()[0].articles
    french = "Le gouvernement a annoncé lundi que les prix du riz resteraient stables pendant toute la saison des pluies."
    rated = [Rated(one.name, one.page, one.summaries, " ".join(one.reference)) for one in articles]
    return (*rated, Rated("french", french, (("Rice stays cheap.",),)))


def test_summaries_and_translations_are_measured_and_an_unreadable_page_is_a_miss() -> None:
    run, _ = evaluate_own(Standard(), own(), Path("mine"), quiet)
    assert run.figure("ours: rouge1 (best)").of("own/a1") > 20
    assert run.figure("ours: rouge1 (best)").of("own/french") == 0
    assert run.failures["own/french"].startswith("unsupported-language")
    assert run.figure("ours from raw pages: chrF").value > 90
    assert run.find("ours: key facts told") is None
    assert run.find("ours: invented names and numbers") is None


def test_inventions_are_measured_where_every_article_has_a_translation() -> None:
    run, _ = evaluate_own(Standard(), own()[:-1], Path("mine"), quiet)
    assert run.figure("ours: invented names and numbers").value == 0


def test_the_report_of_own_references_has_a_headline_charts_and_worst_cases(tmp_path: Path) -> None:
    run, story = evaluate_own(Standard(), own(), Path("mine"), quiet)
    written = {path.name: path.read_text(encoding="utf-8") for path in write_report(run, story, tmp_path, history=None)}
    assert written["report.md"].startswith("**Our summarizer")
    assert set(written) == {"report.md", "report.html", "systems.svg", "lead.svg", "length.svg"}
    assert "1. own/french" in written["report.html"]
    assert "unsupported-language" in written["report.md"]


def test_sentence_pairs_alone_give_translation_figures(tmp_path: Path) -> None:
    pairs = [Rated(f"line {n}", "", pairs=(Pair(p.source, p.reference),)) for n, p in enumerate(stories()[0].articles[0].pairs)]
    run, story = evaluate_own(Standard(), pairs, Path("ntrex"), quiet)
    assert run.figure("ours: BLEU").value == pytest.approx(100)
    assert headline(run) == "There are no reference summaries here, so only the translation is measured."
    report = next(path for path in write_report(run, story, tmp_path, history=None) if path.name == "report.md")
    assert "| BLEU | 100.0 [100.0, 100.0] |" in report.read_text(encoding="utf-8")
