"""References are read as they lie on disk; what is missing or cannot be used is refused by file and line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.own.formats import read_own
from eval.stories import Pair
from service.errors import UnreadableInput

ENGLISH = "The mayor opened the new market on Monday. Traders welcomed it because the old one had burned down."
INDONESIAN = "Wali kota membuka pasar baru pada hari Senin. Para pedagang menyambutnya karena pasar lama sudah terbakar."


def test_a_folder_gives_pages_with_all_their_summaries_and_translations(tmp_path: Path) -> None:
    (tmp_path / "pasar.txt").write_text(INDONESIAN, encoding="utf-8")
    (tmp_path / "pasar.summary.txt").write_text("The market opened.\n\nTraders were glad.\n", encoding="utf-8")
    (tmp_path / "pasar.summary2.txt").write_text("A new market replaces the old one.", encoding="utf-8")
    (tmp_path / "pasar.en.txt").write_text("The mayor\nopened it.", encoding="utf-8")
    [one] = read_own(tmp_path)
    assert (one.key, one.page, one.translation) == ("pasar", INDONESIAN, "The mayor opened it.")
    assert one.summaries == (("The market opened.", "Traders were glad."), ("A new market replaces the old one.",))


def test_an_article_without_any_reference_is_named(tmp_path: Path) -> None:
    (tmp_path / "pasar.txt").write_text(INDONESIAN, encoding="utf-8")
    with pytest.raises(UnreadableInput, match=r"pasar\.txt has neither pasar\.summary\.txt nor pasar\.en\.txt"):
        read_own(tmp_path)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", f'article,summary\n"{INDONESIAN}","{ENGLISH}"\n'),
        ("b.csv", f'number,summary,text\n1,"{ENGLISH}","{INDONESIAN}"\n'),
        ("c.tsv", f"isi\tringkasan\n{INDONESIAN}\t{ENGLISH}\n"),
        ("d.jsonl", json.dumps({"article": INDONESIAN, "summary": ENGLISH}) + "\n"),
        (
            "indonesian-english_test.jsonl",
            json.dumps({"source_url": "a", "target_url": "b", "summary": ENGLISH, "text": INDONESIAN}) + "\n\n",
        ),
    ],
)
def test_two_columns_are_found_by_name_or_place_and_summaries_cut_into_sentences(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    [one] = read_own(tmp_path / name)
    assert one.page == INDONESIAN
    assert one.summaries == (("The mayor opened the new market on Monday.", "Traders welcomed it because the old one had burned down."),)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", "article,summary\nbaik,good\nburuk,\n", r"a\.csv:3: needs an article and a summary"),
        ("a.jsonl", '{"text": "baik", "summary": "good"}\n{"text": "buruk"}\n', r"a\.jsonl:2: needs `text`"),
        ("a.jsonl", "{", r"a\.jsonl:1: not JSON"),
        ("a.jsonl", "", "holds nothing to measure"),
        ("a.xlsx", "x", r"neither a folder nor a \.csv"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(tmp_path: Path, name: str, content: str, message: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(UnreadableInput, match=message):
        read_own(tmp_path / name)


def test_indonesian_summaries_are_refused_rather_than_scored_against_english(tmp_path: Path) -> None:
    entry = {"id": "1", "url": "u", "title": "t", "summary": INDONESIAN, "text": INDONESIAN * 3}
    (tmp_path / "indonesian_test.jsonl").write_text(json.dumps(entry), encoding="utf-8")
    with pytest.raises(UnreadableInput, match="are in Indonesian; English ones are needed"):
        read_own(tmp_path / "indonesian_test.jsonl")


@pytest.mark.parametrize(
    ("folder", "source", "target"),
    [
        ("NTREX-128", "newstest2019-ref.ind.txt", "newstest2019-src.eng.txt"),
        ("devtest", "ind_Latn.devtest", "eng_Latn.devtest"),
        (".", "ind_Latn.dev", "eng_Latn.dev"),
    ],
)
def test_parallel_sets_are_found_in_their_folders(tmp_path: Path, folder: str, source: str, target: str) -> None:
    (tmp_path / folder).mkdir(exist_ok=True)
    (tmp_path / folder / source).write_text("Satu.\nDua.\nTiga.\n", encoding="utf-8")
    (tmp_path / folder / target).write_text("One.\nTwo.\nThree.\n", encoding="utf-8")
    assert [one.pairs for one in read_own(tmp_path, limit=2)] == [(Pair("Satu.", "One."),), (Pair("Dua.", "Two."),)]


def test_parallel_files_of_different_lengths_are_refused(tmp_path: Path) -> None:
    (tmp_path / "ind_Latn.dev").write_text("Satu.\nDua.\n", encoding="utf-8")
    (tmp_path / "eng_Latn.dev").write_text("One.\n", encoding="utf-8")
    with pytest.raises(UnreadableInput, match=r"ind_Latn\.dev has 2 lines and eng_Latn\.dev 1"):
        read_own(tmp_path)


def test_a_path_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="There is no"):
        read_own(tmp_path / "nowhere")
