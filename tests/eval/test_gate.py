"""The gate passes what is as good, turns red for what is worse or measured on other data, and no floor gets lower in silence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from eval.gate import Baseline, Floor, Judgement, Verdict, judge, read_baseline, update, write_baseline
from eval.metrics.figures import Figure
from eval.run import Run, evaluate
from service.settings import Settings
from service.values import Article, Document, Line, LineKind, Sentence
from tests.eval.standard import Standard, stories


def quiet(stage: str, done: int, total: int) -> None:
    pass


@cache
def sound() -> Run:
    return evaluate(Standard(), stories(), quiet)


def floors() -> Baseline:
    return update(sound(), Baseline())[0]


def verdict_on(subject: Standard) -> Judgement:
    return judge(evaluate(subject, stories(), quiet), floors())


def changed(run: Run, name: str, by: float) -> Run:
    def moved(figure: Figure) -> Figure:
        return replace(figure, value=figure.value + by) if figure.name == name else figure

    return replace(run, figures=tuple(map(moved, run.figures)))


def test_a_run_reaches_the_floors_it_set() -> None:
    assert judge(sound(), floors()).verdict is Verdict.PASSED


class KeepsThePage(Standard):
    """Its cleaner keeps every line, as with the service's own `keep_all`."""

    def read(self, page: Document) -> Article:
        return Standard(Settings(keep_all=True)).read(page)


class EatsParagraphs(Standard):
    """Its cleaner drops every third line of the body."""

    def read(self, page: Document) -> Article:
        article = super().read(page)
        body = [line for line in article.lines if line.kind is LineKind.BODY]
        eaten = set(body[::3])
        lines = tuple(replace(line, kept=False, kind=LineKind.BOILERPLATE) if line in eaten else line for line in article.lines)
        left = tuple(s for s in article.sentences if not any(line.span.start <= s.span.start < line.span.end for line in eaten))
        return replace(article, lines=lines, sentences=left)


class LosesEverySecondSentence(Standard):
    """Its segmenter returns every other sentence."""

    def segment(self, page: str, lines: Sequence[Line]) -> tuple[Sentence, ...]:
        return super().segment(page, lines)[::2]


@pytest.mark.parametrize(
    ("subject", "worst"),
    [
        (KeepsThePage(), "boilerplate F1"),
        (EatsParagraphs(), "body sentences kept"),
        (LosesEverySecondSentence(), "boundary F1"),
        (Standard(english=lambda text: text), "BLEU"),
        (Standard(english=lambda text: " ".join(word for word in text.split() if not word[0].isdigit())), "number recall"),
        (Standard(english=lambda text: "The government said so."), "chrF"),
        (Standard(pick=lambda told: list(told[-1:])), "key facts told"),
        (Standard(pick=lambda told: []), "rouge1 (best)"),
    ],
    ids=["cleaner keeps all", "cleaner eats", "segmenter", "no translation", "numbers lost", "one sentence", "last sentence", "nothing"],
)
def test_a_broken_part_turns_the_gate_red(subject: Standard, worst: str) -> None:
    judgement = verdict_on(subject)
    assert judgement.verdict is Verdict.WORSE
    assert any(line.strip().startswith(f"ours: {worst}") for line in judgement.lines[1:])


def test_a_broken_summarizer_leaves_the_translation_figures_green() -> None:
    red = " ".join(verdict_on(Standard(pick=lambda told: [])).lines)
    assert "BLEU" not in red
    assert "boilerplate" not in red


def test_a_figure_within_the_noise_of_its_floor_passes_and_one_beyond_it_fails() -> None:
    floor = floors().pairs[sound().setup.pair].floors["ours: rouge1 (best)"]
    assert floor.noise > 0
    assert judge(changed(sound(), "ours: rouge1 (best)", -0.99 * floor.noise), floors()).verdict is Verdict.PASSED
    beyond = judge(changed(sound(), "ours: rouge1 (best)", -1.01 * floor.noise - 0.01), floors())
    assert (beyond.verdict, len(beyond.lines)) == (Verdict.WORSE, 2)
    assert "ours: rouge1 (best)" in beyond.lines[1]


def test_where_lower_is_better_the_floor_is_a_ceiling() -> None:
    ceiling = Floor(floor=50.0, noise=1.0, higher_is_better=False, signature="TER")
    assert [ceiling.passes(value) for value in (40.0, 50.9, 51.1)] == [True, True, False]


def test_a_wide_interval_of_the_run_itself_buys_no_margin() -> None:
    worse = changed(sound(), "ours: BLEU", -50)
    wide = tuple(replace(figure, low=0.0, high=100.0) for figure in worse.figures)
    assert judge(replace(worse, figures=wide), floors()).verdict is Verdict.WORSE


def test_other_data_fail_separately_and_say_what_changed() -> None:
    setup = replace(sound().setup, data_sha256="0" * 64, counts={**sound().setup.counts, "articles": 5})
    judgement = judge(replace(sound(), setup=setup), floors())
    assert judgement.verdict is Verdict.DATA_CHANGED
    assert "  articles: 4 -> 5" in judgement.lines


def test_models_without_floors_do_not_pass() -> None:
    assert judge(sound(), Baseline()).verdict is Verdict.NO_FLOORS


def test_a_figure_that_is_gone_or_measured_another_way_fails() -> None:
    gone = replace(sound(), figures=tuple(f for f in sound().figures if f.name != "ours: TER"))
    assert judge(gone, floors()).lines[1].startswith("  ours: TER: not measured")
    [bleu] = [f for f in sound().figures if f.name == "ours: BLEU"]
    other = replace(bleu, measure=replace(bleu.measure, signature="BLEU|tok:char"))
    swapped = tuple(other if f is bleu else f for f in sound().figures)
    assert judge(replace(sound(), figures=swapped), floors()).lines[1].startswith("  ours: BLEU: measured another way")


def test_update_raises_floors_freely() -> None:
    higher, judgement = update(changed(sound(), "ours: BLEU", -1.0), Baseline())
    assert judgement.verdict is Verdict.PASSED
    raised, judgement = update(sound(), higher)
    assert judgement.verdict is Verdict.PASSED
    pair = sound().setup.pair
    assert raised.pairs[pair].floors["ours: BLEU"].floor > higher.pairs[pair].floors["ours: BLEU"].floor
    assert raised.lowered == ()


@pytest.mark.parametrize(("allow_lower", "reason"), [(False, ""), (True, ""), (True, "  "), (False, "because")])
def test_update_refuses_to_lower_a_floor_without_the_flag_and_a_reason(allow_lower: bool, reason: str) -> None:
    after, judgement = update(changed(sound(), "ours: BLEU", -0.5), floors(), allow_lower=allow_lower, reason=reason)
    assert judgement.verdict is Verdict.REFUSED
    assert "ours: BLEU" in judgement.lines[1]
    assert after == floors()


def test_update_refuses_other_data_without_a_reason() -> None:
    other = replace(sound(), setup=replace(sound().setup, data_sha256="0" * 64))
    assert update(other, floors())[1].verdict is Verdict.REFUSED
    after, judgement = update(other, floors(), allow_lower=True, reason="an article was corrected")
    assert judgement.verdict is Verdict.PASSED
    assert judge(other, after).verdict is Verdict.PASSED


def test_a_lowered_floor_is_recorded_with_its_reason_and_survives_the_file(tmp_path: Path) -> None:
    worse = changed(sound(), "ours: BLEU", -0.5)
    after, _ = update(worse, floors(), allow_lower=True, reason="smaller model for old phones")
    write_baseline(after, tmp_path / "baseline.json")
    read = read_baseline(tmp_path / "baseline.json")
    assert [(one.figure, one.reason) for one in read.lowered] == [("ours: BLEU", "smaller model for old phones")]
    assert read.lowered[0].before - read.lowered[0].after == pytest.approx(0.5, abs=0.001)
    assert judge(worse, read).verdict is Verdict.PASSED
    assert read.pairs == after.pairs


def test_a_baseline_that_cannot_be_understood_is_refused(tmp_path: Path) -> None:
    (tmp_path / "baseline.json").write_text('{"pairs": {"x": {}}, "lowered": []}', encoding="utf-8")
    with pytest.raises(ValueError, match="not a baseline"):
        read_baseline(tmp_path / "baseline.json")
