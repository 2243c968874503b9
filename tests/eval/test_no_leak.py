"""No evaluation text enters training: their word 8-grams and those of the training data have nothing in common."""

from __future__ import annotations

from pathlib import Path

from training.corpora import evaluation_n_grams, n_grams

ROOT = Path(__file__).parents[2]


def test_no_eight_words_in_a_row_of_the_evaluation_set_are_trained_on() -> None:
    held_back = evaluation_n_grams(ROOT / "eval" / "data")
    assert len(held_back) > 10_000
    files = [path for path in (ROOT / "training" / "data").rglob("*") if path.is_file()]
    assert len(files) > 5
    rows = [(path.name, line) for path in files for line in path.read_text(encoding="utf-8").splitlines()]
    assert [(name, line) for name, line in rows if n_grams(line) & held_back] == []


def test_the_comparison_would_notice_a_single_copied_sentence() -> None:
    line = (ROOT / "eval" / "data" / "border-drill" / "a1.sentences.tsv").read_text(encoding="utf-8").splitlines()[1]
    assert n_grams(line.upper()) & evaluation_n_grams(ROOT / "eval" / "data")
