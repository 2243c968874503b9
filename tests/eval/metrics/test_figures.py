"""Figures come from summed statistics, their intervals are seeded, and paired runs are told apart."""

from __future__ import annotations

import pytest

from eval.metrics import sacre
from eval.metrics.figures import Measure, Row, compare, figure

SHARE = Measure("share", "ratio", "test")


def rows(*pairs: tuple[float, ...]) -> list[Row]:
    return [Row(f"s/a{number}", pair) for number, pair in enumerate(pairs)]


@pytest.mark.parametrize(
    ("kind", "statistics", "value"),
    [
        ("ratio", [(1, 2), (3, 4)], 100 * 4 / 6),
        ("ratio", [(0, 0), (0, 0)], 0.0),
        ("f1", [(2, 3, 4), (1, 1, 2)], 100 * 2 * 3 / (4 + 6)),
        ("f1", [(0, 0, 0)], 0.0),
    ],
)
def test_statistics_are_summed_before_they_are_divided(kind: str, statistics: list[tuple[float, ...]], value: float) -> None:
    assert figure("ours", Measure("x", kind, "test"), rows(*statistics)).value == pytest.approx(value)


def test_an_interval_holds_the_value_and_is_the_same_every_time() -> None:
    counted = rows(*((number % 7, 7) for number in range(40)))
    first, second = figure("ours", SHARE, counted), figure("ours", SHARE, counted)
    assert first == second
    assert first.low < first.value < first.high
    assert first.noise == pytest.approx((first.high - first.low) / 2)


def test_articles_that_are_all_alike_leave_no_doubt() -> None:
    found = figure("ours", SHARE, rows(*[(1, 2)] * 20))
    assert (found.low, found.value, found.high) == (50.0, 50.0, 50.0)


def test_the_interval_is_as_wide_as_theory_says() -> None:
    found = figure("ours", SHARE, rows(*((number % 2, 1) for number in range(100))))
    assert found.noise == pytest.approx(1.96 * 5, rel=0.1)


def test_one_unit_has_a_value_of_its_own() -> None:
    assert figure("ours", SHARE, rows((1, 2), (3, 4))).of("s/a1") == 75.0


def test_a_figure_without_rows_is_refused() -> None:
    with pytest.raises(ValueError, match="no rows"):
        figure("ours", SHARE, [])


def test_pairing_finds_a_small_steady_gain_that_the_intervals_hide() -> None:
    before = figure("ours", SHARE, rows(*((number, 100) for number in range(0, 80, 2))))
    after = figure("ours", SHARE, rows(*((number + 2, 100) for number in range(0, 80, 2))))
    assert after.low < before.high
    found = compare(before, after)
    assert (found.second - found.first, found.low, found.high) == pytest.approx((2, 2, 2))
    assert found.p < 0.01


def test_pairing_finds_nothing_between_a_run_and_itself() -> None:
    one = figure("ours", SHARE, rows((1, 2), (1, 3), (2, 3)))
    assert compare(one, one).p == 1.0


def test_pairing_uses_the_articles_that_both_have_and_refuses_when_there_are_none() -> None:
    first, second = figure("ours", SHARE, rows((1, 2), (0, 2))), figure("ours", SHARE, rows((1, 2)))
    assert compare(first, second).first == 50.0
    with pytest.raises(ValueError, match="no article in common"):
        compare(first, figure("ours", SHARE, [Row("other", (1, 2))]))


def test_measures_of_different_kinds_are_not_compared() -> None:
    with pytest.raises(ValueError, match="not of one kind"):
        compare(figure("ours", SHARE, rows((1, 2))), figure("ours", Measure("f", "f1", "test"), rows((1, 2, 2))))


HYPOTHESES = ["The army sent 1,200 soldiers to the border.", "", "No one was hurt, the minister said."]
REFERENCES = ["The army has sent 1,200 soldiers to the border.", "It rained.", "The minister said that nobody was hurt."]


@pytest.mark.parametrize("metric", sacre.METRICS)
def test_scores_put_together_from_parts_are_sacrebleus_own(metric: str) -> None:
    from sacrebleu.metrics import BLEU, CHRF, TER

    own = {"BLEU": BLEU, "chrF": CHRF, "TER": TER}[metric]()
    parts = [sacre.statistics(metric, [h], [r]) for h, r in zip(HYPOTHESES, REFERENCES, strict=True)]
    summed = [sum(column) for column in zip(*parts, strict=True)]
    assert sacre.score(metric, summed) == pytest.approx(own.corpus_score(HYPOTHESES, [REFERENCES]).score)
    assert sacre.signature(metric) == f"{metric}|{own.get_signature()}"
    assert "nrefs:1" in sacre.signature(metric)


def test_a_hypothesis_too_few_is_refused() -> None:
    with pytest.raises(ValueError, match="2 hypotheses for 3 references"):
        sacre.statistics("BLEU", HYPOTHESES[:2], REFERENCES)
