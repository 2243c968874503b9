"""How often the checks cry wolf on hand-written translations, and how many planted faults they find."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from service.checks.compare import mismatches
from service.checks.gazetteer import entries

DATA = Path(__file__).parents[2] / "eval" / "data"
DEVELOPMENT = ("border-drill", "bridge-graft", "cup-final", "data-leak", "rate-hold")
OTHERS = ("coral-survey", "dengue-rise", "regent-vote", "river-flood", "wayang-night")
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
PLACES = sorted({entry.english for entry in entries()} - {"Indonesia", "Jakarta", "Nusantara", "Java", "Islam"}, key=len, reverse=True)
SWAPPED_IN = ("Norway", "Kenya", "Portugal", "Peru")


def references(stories: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return the (Indonesian, English) pairs of the stories."""
    files = [file for story in stories for file in sorted((DATA / story).glob("a*.sentences.tsv"))]
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines() if "\t" in line]
    return [(line.split("\t")[0], line.split("\t")[1]) for line in lines]


def planted(text: str, pattern: str, change: Callable[[str], str], chance: random.Random) -> str | None:
    """Return the text with one match of the pattern changed, None where there is none."""
    found = [match for match in re.finditer(pattern, text) if match.start() > 0]
    if not found:
        return None
    match = chance.choice(found)
    return text[: match.start()] + change(match[0]) + text[match.end() :]


def other_number(numeral: str) -> str:
    return str(int(numeral[0]) % 9 + 1) + numeral[1:]


FAULTS: dict[str, tuple[str, Callable[[str], str], tuple[str, ...], float]] = {
    "number": (r"(?<![\w.,/'-])\d(?:[\d,.]*\d)?(?![\w.,/]*\d)", other_number, ("number", "money", "date"), 0.95),
    "negation": (r"\bnot (?!only|just|merely|until)|n['’]t\b", lambda _: "", ("negation-lost",), 0.90),
    "weekday": ("|".join(DAYS), lambda day: DAYS[(DAYS.index(day) + 3) % 7], ("weekday-changed",), 0.95),
    "name": (
        rf"\b(?:{'|'.join(map(re.escape, PLACES))})\b",
        lambda name: SWAPPED_IN[len(name) % len(SWAPPED_IN)],
        ("name",),
        0.95,
    ),
}


@pytest.mark.parametrize(("stories", "ceiling"), [(DEVELOPMENT, 0.03), (OTHERS, 0.05)], ids=["development", "others"])
def test_few_reference_translations_raise_an_alarm(stories: tuple[str, ...], ceiling: float) -> None:
    pairs = references(stories)
    alarms = [(source, english) for source, english in pairs if mismatches(source, english)]
    assert len(pairs) > 300
    assert len(alarms) / len(pairs) < ceiling


@pytest.mark.parametrize("stories", [DEVELOPMENT, OTHERS], ids=["development", "others"])
@pytest.mark.parametrize("kind", FAULTS)
def test_planted_faults_are_caught(kind: str, stories: tuple[str, ...]) -> None:
    pattern, change, codes, floor = FAULTS[kind]
    chance, caught = random.Random(4), []
    for source, english in references(stories):
        faulty = planted(english, pattern, change, chance)
        if faulty is not None:
            before = {(found.code, found.message) for found in mismatches(source, english)}
            after = {(found.code, found.message) for found in mismatches(source, faulty)} - before
            caught.append(any(code.startswith(codes) for code, _ in after))
    assert len(caught) >= 10
    assert sum(caught) / len(caught) >= floor
