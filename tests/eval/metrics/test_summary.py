"""What ROUGE, facts, inventions and copying count."""

from __future__ import annotations

from dataclasses import replace

import pytest

from eval.metrics import summary
from eval.metrics.citations import Cited
from eval.metrics.citations import figures as citation_figures
from eval.metrics.figures import Figure
from eval.metrics.summary import Summary
from eval.stories import Fact, Support

REFERENCE = ("Heavy rain flooded 12 villages near Ternate.", "Nobody was hurt.")
OTHER = ("The island saw floods on Monday.", "Villagers fled to a school.")
ONE = Summary(
    unit="s/a1",
    sentences=REFERENCE,
    made_from=(*REFERENCE, "The mayor, Aminah, visited a school."),
    references=(REFERENCE, OTHER),
    must=("Rain flooded 12 villages.", "A school took in 300 people."),
    known=" ".join((*REFERENCE, "Aminah Sekolah Ternate 12")),
    n_words=20,
)


def found(one: Summary, measure: str) -> Figure:
    return next(figure for figure in summary.figures("ours", [one]) if figure.measure.name == measure)


def test_a_reference_scores_100_by_best_and_less_by_mean() -> None:
    for rouge in summary.ROUGES:
        assert found(ONE, f"{rouge} (best)").value == pytest.approx(100)
        assert found(ONE, f"{rouge} (mean)").value < 75


def test_rouge_says_how_it_was_counted() -> None:
    signature = found(ONE, "rougeLsum (best)").measure.signature
    assert signature.startswith("rougeLsum|F1|stemmer:porter|nrefs:2|by:best|sentences:one a line|rouge-score:")


def test_sentences_in_another_order_cost_rouge_l_but_not_lsum() -> None:
    turned = replace(ONE, sentences=REFERENCE[::-1])
    assert found(turned, "rougeL (best)").value < 90
    assert found(turned, "rougeLsum (best)").value == pytest.approx(100)


def test_endings_do_not_count_for_rouge() -> None:
    assert summary.rouge(["Flooding rains"], [["Flooded rain"]])[0]["rouge1"] == pytest.approx(1)


def test_no_summary_scores_nothing() -> None:
    empty = replace(ONE, sentences=())
    assert found(empty, "rouge1 (best)").value == 0
    assert found(empty, "key facts told").value == 0
    assert found(empty, "compression").value == 0


def test_a_fact_counts_as_told_when_half_of_its_content_words_are_there() -> None:
    assert summary.told_facts(["Rain flooded 12 villages."], ONE.must) == [True, False]
    assert found(ONE, "key facts told").value == 50


def test_a_name_or_number_that_neither_page_nor_reference_has_is_invented() -> None:
    lying = replace(ONE, sentences=("Rain flooded 21 villages near Ternate, Aminah told Budi.",))
    assert summary.invented(lying.sentences, lying.known) == ["21", "Budi"]
    assert found(lying, "invented names and numbers").value == 40  # of Rain, 21, Ternate, Aminah and Budi
    assert found(ONE, "invented names and numbers").value == 0
    assert not found(ONE, "invented names and numbers").measure.higher_is_better


def test_a_name_in_american_spelling_is_not_invented() -> None:
    assert summary.invented(["He runs the Defense Center."], "The Defence Centre is his.") == []


def test_compression_is_measured_against_the_reference_translation() -> None:
    assert found(ONE, "compression").value == pytest.approx(100 * 10 / 20)


@pytest.mark.parametrize(
    ("sentences", "share"),
    [(REFERENCE, 100), (("Heavy rain flooded 12 houses there today.",), 25), (("Too short.",), 0)],
)
def test_copying_is_counted_in_runs_of_four_words(sentences: tuple[str, ...], share: float) -> None:
    assert found(replace(ONE, sentences=sentences), "share copied").value == share


FACTS = (
    Fact("Rain flooded 12 villages.", (Support("a1", 0), Support("a2", 3)), True),
    Fact("The mayor visited a school.", (Support("a1", 5),), False),
)


@pytest.mark.parametrize(
    ("text", "sources", "precision", "recall"),
    [
        ("Rain flooded 12 villages.", [("a1", 0)], 100, 100),
        ("Rain flooded 12 villages.", [("a1", 0), ("a1", 1)], 50, 100),
        ("Rain flooded 12 villages.", [("a1", 1)], 0, 0),
        ("Rain flooded 12 villages; the mayor visited a school.", [("a2", 3)], 100, 50),
        ("Stocks rose in Tokyo.", [("a1", 0)], 0, 0),
    ],
)
def test_citations_are_held_to_the_support_of_the_facts_a_sentence_tells(
    text: str, sources: list[tuple[str, int]], precision: float, recall: float
) -> None:
    cited = Cited(text, frozenset(Support(*source) for source in sources))
    assert [figure.value for figure in citation_figures("ours", [("s", [cited], FACTS)])] == [precision, recall]
