"""The set is refused, with file and line, for everything that would make a figure wrong in silence."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eval.faults import FaultySet
from eval.fingerprint import counts, data_sha256
from eval.parsing import DATA, load

STORY = "dengue-rise"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(DATA / STORY, tmp_path / STORY)
    return tmp_path / STORY


def faults(folder: Path) -> list[str]:
    with pytest.raises(FaultySet) as caught:
        load(folder.parent)
    return [str(fault) for fault in caught.value.faults]


def edit(path: Path, old: str, new: str) -> int:
    """Replace the first `old` and return its line."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def edit_json(path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    content = json.loads(path.read_text(encoding="utf-8"))
    change(content)
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")


def test_the_set_is_sound_and_as_large_as_promised() -> None:
    stories = load()
    found = counts(stories)
    assert found["stories"] >= 10
    assert found["articles"] >= 40
    assert found["outlets"] >= 8
    assert all(2 <= len(story.articles) <= 6 for story in stories)
    assert len({story.subject for story in stories}) == len(stories)
    assert found["malay_articles"] == 1
    assert found["undated_articles"] >= 2
    assert found["conflicts"] >= 10


def test_every_sentence_stands_where_its_span_says() -> None:
    for story in load():
        for article in story.articles:
            for span, pair in zip(article.spans, article.pairs, strict=True):
                assert "".join(span.of(article.page).split()) == "".join(pair.source.split())
            assert [span.of(article.page) for span in article.line_spans] == [line.text for line in article.lines]


def test_a_sound_copy_loads(folder: Path) -> None:
    assert [story.name for story in load(folder.parent)] == [STORY]


def test_an_unknown_label_is_named_with_its_line(folder: Path) -> None:
    line = edit(folder / "a1.page.tsv", "\nbody\t", "\nbodi\t") + 1
    found = faults(folder)
    assert any(fault.startswith(f"{STORY}/a1.page.tsv:{line}: must be a label") for fault in found)


def test_a_blank_line_with_another_label_is_named(folder: Path) -> None:
    line = edit(folder / "a1.page.tsv", "\nblank\t", "\nboilerplate\t") + 1
    assert faults(folder) == [f"{STORY}/a1.page.tsv:{line}: exactly the empty lines are blank"]


def test_a_sentence_that_is_not_in_the_page_is_named(folder: Path) -> None:
    rows = (folder / "a1.sentences.tsv").read_text(encoding="utf-8").splitlines()
    rows[2] = "Ini" + rows[2]
    (folder / "a1.sentences.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    [fault] = faults(folder)
    assert fault.startswith(f"{STORY}/a1.sentences.tsv:3: the body goes on with")


def test_a_missing_last_sentence_is_named(folder: Path) -> None:
    rows = (folder / "a1.sentences.tsv").read_text(encoding="utf-8").splitlines()
    (folder / "a1.sentences.tsv").write_text("\n".join(rows[:-1]) + "\n", encoding="utf-8")
    assert any(f"a1.sentences.tsv:{len(rows) - 1}: no sentence has the end of the body" in fault for fault in faults(folder))


def test_a_sentence_without_translation_is_named(folder: Path) -> None:
    edit(folder / "a2.sentences.tsv", "\t", "\t\t")
    assert any(fault.startswith(f"{STORY}/a2.sentences.tsv:1: must be a sentence") for fault in faults(folder))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda article: article.pop("outlet"), "'outlet' is missing"),
        (lambda article: article.update(tone="dry"), "'tone' is not a known key"),
        (lambda article: article.update(published="17 Februari 2025"), "not ISO 8601"),
        (lambda article: article.update(language="jv"), "not 'id' or 'ms'"),
        (lambda article: article.update(summary_1=["One sentence."]), "summary_1 has 1 entries, not 2 to 4"),
        (lambda article: article.update(facts={"must": [], "may": []}), "must has 0 entries"),
    ],
)
def test_an_article_with_a_wrong_field_is_refused(folder: Path, change: Callable[[dict[str, Any]], object], message: str) -> None:
    edit_json(folder / "a1.json", change)
    [fault] = faults(folder)
    assert fault.startswith(f"{STORY}/a1.json:")
    assert message in fault


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda story: story["facts"][0].update(support=[["a1", 99]]), "no sentence ['a1', 99] supports"),
        (lambda story: story["facts"][0].update(support=[]), "its support not empty"),
        (lambda story: story["conflicts"][0].update(values={"a1": "tidak ada", "a2": "juga tidak"}), "a1 does not print 'tidak ada'"),
        (lambda story: story.update(brief=["Too short.", "By far."]), "the brief has 4 words"),
        (lambda story: [fact.update(must=False) for fact in story["facts"]], "no fact is a must"),
    ],
)
def test_a_story_with_a_wrong_field_is_refused(folder: Path, change: Callable[[dict[str, Any]], object], message: str) -> None:
    edit_json(folder / "story.json", change)
    found = faults(folder)
    assert all(fault.startswith(f"{STORY}/story.json:") for fault in found)
    assert any(message in fault for fault in found)


def test_a_fault_in_json_is_named_with_its_line(folder: Path) -> None:
    line = edit(folder / "story.json", '"title"', '"title')
    assert any(fault.startswith(f"{STORY}/story.json:{line}: not JSON") for fault in faults(folder))


def test_a_missing_and_an_unexplained_file_are_both_named(folder: Path) -> None:
    (folder / "a1.summary2.json").rename(folder / "a1.summary3.json")
    found = faults(folder)
    assert f"{STORY}/a1.summary2.json:1: the file is missing" in found
    assert any(fault.startswith(f"{STORY}/a1.summary3.json:1: a file that no article") for fault in found)


def test_a_carriage_return_is_named(folder: Path) -> None:
    text = (folder / "a1.json").read_bytes()
    (folder / "a1.json").write_bytes(text.replace(b"\n", b"\r\n"))
    assert f"{STORY}/a1.json:1: a carriage return; lines end with \\n" in faults(folder)


def test_a_story_that_is_asked_for_and_not_there_is_a_fault() -> None:
    with pytest.raises(FaultySet, match="no such story"):
        load(only=("moon-landing",))


def test_the_hash_changes_with_one_character_and_with_a_name(folder: Path) -> None:
    before = data_sha256(folder.parent)
    assert before == data_sha256(only=[STORY])
    edit(folder / "a1.page.tsv", "a", "e")
    after = data_sha256(folder.parent)
    (folder / "a1.json").rename(folder / "a9.json")
    assert len({before, after, data_sha256(folder.parent)}) == 3


def test_the_datasheet_counts_what_is_there() -> None:
    sheet = (DATA / "DATASHEET.md").read_text(encoding="utf-8")
    rows = dict(line.strip("| ").split(" | ") for line in sheet.splitlines() if line.startswith("| ") and line.count("|") == 3)
    for name, count in counts(load()).items():
        assert rows[name.replace("_", " ")] == f"{count:,}"
