"""Figures on labelled pages: invented text in the layouts of many outlets, most of them without a rule of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.cleaning.rules import default_rules
from tests.cleaning.scoring import read_labelled, score

OWN = sorted(Path(__file__).with_name("pages").glob("*.page.tsv"))
EVALUATION = Path(__file__).parents[2] / "eval" / "data"
DEVELOPMENT = sorted(
    path
    for story in ("border-drill", "bridge-graft", "cup-final", "data-leak", "rate-hold")
    for path in (EVALUATION / story).glob("a*.page.tsv")
)


def test_the_labelled_pages_are_there() -> None:
    assert len(OWN) == 15
    assert len(DEVELOPMENT) == 21


@pytest.mark.parametrize("path", OWN + DEVELOPMENT, ids=lambda path: f"{path.parent.name}-{path.name.split('.')[0]}")
def test_no_body_line_of_a_page_is_lost_with_or_without_rules_for_its_outlet(path: Path) -> None:
    assert score([path]).lost == ()
    assert score([path], default_rules().without_outlets()).lost == ()


@pytest.mark.parametrize("paths", [OWN, DEVELOPMENT], ids=["own", "development"])
def test_lines_of_outlets_with_rules_are_told_apart_at_0_98(paths: list[Path]) -> None:
    result = score(paths)
    assert result.f1_boilerplate >= 0.98
    assert result.f1_body >= 0.98


@pytest.mark.parametrize("paths", [OWN, DEVELOPMENT], ids=["own", "development"])
def test_lines_of_outlets_without_rules_are_told_apart_at_0_95(paths: list[Path]) -> None:
    result = score(paths, default_rules().without_outlets())
    assert result.f1_boilerplate >= 0.95
    assert result.f1_body >= 0.95


@pytest.mark.parametrize("missing", ["related", "tags", "comments", "copyright", "footer", "promotion", "share", "caption-credit", "pages"])
def test_structure_makes_up_for_any_one_general_rule(missing: str) -> None:
    book = default_rules().without_outlets()
    thinner = type(book)(tuple(rule for rule in book.rules if rule.name != missing), book.outlets, book.version)
    result = score(OWN + DEVELOPMENT, thinner)
    assert result.lost == ()
    assert min(result.f1_boilerplate, result.f1_body) >= 0.95


@pytest.mark.parametrize("path", OWN + DEVELOPMENT, ids=lambda path: f"{path.parent.name}-{path.name.split('.')[0]}")
def test_titles_are_found_and_never_mistaken(path: Path) -> None:
    labels, _ = read_labelled(path)
    wrong = [difference for difference in score([path]).differences if "title" in difference[:2]]
    assert wrong == []
    assert labels.count("title") <= 1
