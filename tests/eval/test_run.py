"""A run measures all systems, parts the error, and takes a page that cannot be read for a miss."""

from __future__ import annotations

from dataclasses import replace

import pytest

from eval import labels
from eval.run import evaluate
from eval.stories import PageLine, Story
from eval.subject import Ours
from eval.systems import BASELINES, BRIEF, FROM_REFERENCE, LEAD_OURS, LEAD_REFERENCE, OURS
from service import Service
from tests.eval.standard import Standard, stories


def quiet(stage: str, done: int, total: int) -> None:
    pass


def unreadable() -> tuple[Story, ...]:
    """The story with its first page in a language that the service does not translate."""
    [story] = stories()
    first = story.articles[0]
    french = "Le gouvernement a annoncé lundi que les prix du riz resteraient stables pendant toute la saison des pluies."
    lines = tuple(PageLine(line.label, french if line.label == "body" else line.text) for line in first.lines)
    pairs = tuple(replace(first.pairs[0], source=french) for line in lines if line.label == "body")
    return (replace(story, articles=(replace(first, lines=lines, pairs=pairs), *story.articles[1:])),)


def test_with_perfect_english_ours_and_ours_from_references_agree() -> None:
    run = evaluate(Standard(), stories(), quiet)
    assert run.figure("ours: BLEU").value == pytest.approx(100)
    assert run.figure(f"{LEAD_OURS}: rouge1 (best)").value == pytest.approx(run.figure(f"{LEAD_REFERENCE}: rouge1 (best)").value, abs=3)
    assert {figure.system for figure in run.figures} >= {OURS, FROM_REFERENCE, *BASELINES, BRIEF + OURS}
    assert run.failures == {}
    assert run.setup.pair == "none exact | references | firsts"


def test_an_unreadable_page_is_a_miss_in_every_figure_and_the_run_goes_on() -> None:
    run = evaluate(Standard(), unreadable(), quiet)
    key = "dengue-rise/a1"
    assert set(run.failures) == {key}
    assert run.failures[key].startswith("unsupported-language")
    for name in ("body sentences kept", "rouge1 (best)", "key facts told"):
        assert run.figure(f"ours: {name}").of(key) == 0
    assert run.figure("ours: body sentences kept").of("dengue-rise/a2") > 0


def test_every_figure_has_a_row_for_every_article_or_story() -> None:
    run = evaluate(Standard(), stories(), quiet)
    for figure in run.figures:
        assert len(figure.rows) == (1 if figure.system.startswith(BRIEF) else 4)
        assert figure.low - 1e-9 <= figure.value <= figure.high + 1e-9
        assert figure.measure.signature


def test_an_unknown_figure_is_refused() -> None:
    with pytest.raises(KeyError, match="ours: charm"):
        evaluate(Standard(), stories(), quiet).figure("ours: charm")


@pytest.mark.model
def test_what_is_evaluated_is_what_the_service_returns() -> None:
    article = stories()[0].articles[0]
    ours = Ours(n_threads=1)
    read = ours.read(labels.page_of(article))
    translated = labels.labelled_article(article, [])
    translations = ours.translate(read.sentences, lambda done, total: None)
    brief = ours.condense([replace(translated, article=read, translations=tuple(translations))], "standard", together=False)[0]
    report = Service(ours.settings).summarize([labels.page_of(article)], length="standard")
    assert report.articles[0].article == read
    assert [one.text for one in report.articles[0].translations] == [one.text for one in translations]
    assert report.briefs[0].sentences == brief.sentences
    assert report.signature.models == ours.models
    assert report.signature.cleaner == ours.cleaner
