from __future__ import annotations

import pytest

from service.cleaning import CLEANER_VERSION
from service.cleaning.appearance import Look
from service.cleaning.rules import Rule, Where, default_rules, parse
from service.errors import RulesError

RULE = '[[rule]]\nname = "iklan"\nabout = "Ads."\nlines = ["Iklan"]\nmatches = ["Iklan"]\nspares = ["Iklan itu mahal."]\n'


@pytest.mark.parametrize("rule", default_rules().rules, ids=lambda rule: rule.name)
def test_every_example_in_the_file_holds(rule: Rule) -> None:
    assert [line for line in rule.matches if not rule.fits(Look(line))] == []
    assert [line for line in rule.spares if rule.fits(Look(line))] == []


def test_no_rule_catches_what_another_rule_spares() -> None:
    book = default_rules()
    caught = [
        (other.name, line)
        for rule in book.rules
        for line in rule.spares
        for other in book.rules
        if other.where in (rule.where, Where.ANYWHERE) and other.fits(Look(line))
    ]
    assert caught == []


def test_general_rules_come_before_those_of_outlets_and_can_stand_alone() -> None:
    rules = default_rules().rules
    outlets = [rule.outlet for rule in rules if rule.outlet]
    assert len(set(outlets)) >= 18
    assert all(rule.outlet is None for rule in default_rules().without_outlets().rules)
    first = next(index for index, rule in enumerate(rules) if rule.outlet)
    assert sum(rule.outlet is None for rule in rules[first:]) <= 1


def test_a_rule_looks_at_the_whole_line() -> None:
    book = parse("format = 1\n" + RULE)
    assert book.find(Look("IKLAN:"))
    assert book.find(Look("▼ Iklan ▼"))
    assert book.find(Look("Iklan rokok")) is None


def test_a_rule_holds_only_in_its_part_of_the_page() -> None:
    book = parse("format = 1\n" + RULE + 'where = "after"\n')
    assert book.find(Look("Iklan")) is None
    assert book.find(Look("Iklan"), Where.AFTER)


def test_version_changes_with_the_rules() -> None:
    assert default_rules().version == CLEANER_VERSION
    assert CLEANER_VERSION.startswith("1#")
    assert parse("format = 1\n" + RULE).version != parse("format = 1\n" + RULE.replace("Ads.", "Advertisements.")).version


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("format = 1\n" + RULE + "colour = 1\n", "iklan: unknown key colour"),
        ("format = 1\nrules = 1\n", "rules"),
        ("format = 2\n" + RULE, "format 2"),
        ("format = 1\n" + RULE.replace('spares = ["Iklan itu mahal."]', ""), "missing spares"),
        ("format = 1\n" + RULE.replace('lines = ["Iklan"]', ""), "missing lines or patterns"),
        ("format = 1\n" + RULE.replace('lines = ["Iklan"]', "patterns = ['(iklan']"), r"iklan: the pattern '\(iklan'"),
        ("format = 1\n" + RULE.replace('lines = ["Iklan"]', 'lines = "Iklan"'), "lines must be a list"),
        ("format = 1\n" + RULE + 'kind = "body"\n', "kind is 'body'"),
        ("format = 1\n" + RULE + 'where = "nowhere"\n', "where is 'nowhere'"),
        ("format = 1\n" + RULE + 'then = "explode"\n', "then is 'explode'"),
        ("format = 1\n" + RULE + RULE, "same name: iklan"),
        ("format = 1\n" + RULE.replace('"iklan"', '"Iklan Baru"'), "Iklan Baru"),
        ('format = 1\n[[outlet]]\nname = "Kabar"\n', "it needs name and written"),
        ("format = ", "not valid TOML"),
    ],
)
def test_a_wrong_file_is_refused_and_the_fault_named(content: str, named: str) -> None:
    with pytest.raises(RulesError, match=named):
        parse(content)
