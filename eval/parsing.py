"""Read the evaluation set and refuse it, with every fault named by file and line, unless all of it is sound.

`load(folder)` is the way in. A fault in a JSON file is reported at the line where the offending text stands, line 1 if it
stands nowhere.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from eval.faults import Fault, FaultySet, Reading, line_of
from eval.stories import LABELS, Conflict, Fact, PageLine, Pair, RatedArticle, Story, Support

__all__ = ["DATA", "Fault", "FaultySet", "load"]

DATA = Path(__file__).parent / "data"
_DATE = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?([+-]\d\d:\d\d)?)?")
_ARTICLE_KEYS = {"outlet", "url", "title", "author", "published", "place", "language", "layout", "notes", "summary_1", "facts"}
_STORY_KEYS = {"subject", "title", "articles", "brief", "facts", "conflicts"}


def load(folder: Path = DATA, only: tuple[str, ...] = ()) -> tuple[Story, ...]:
    """Return the stories in order of their names (`only` these, if any are named). Raises FaultySet."""
    reading = Reading()
    folders = sorted(path for path in folder.iterdir() if path.is_dir() and (not only or path.name in only))
    stories = tuple(_story(path, reading) for path in folders)
    missing = sorted(set(only) - {path.name for path in folders})
    for name in missing:
        reading.fault(folder / name, 1, "no such story")
    if not folders:
        reading.fault(folder, 1, "holds no story")
    if reading.faults:
        raise FaultySet(reading.faults)
    return stories


def _story(folder: Path, reading: Reading) -> Story:
    path = folder / "story.json"
    content = reading.json(path, _STORY_KEYS)
    names = reading.sentences(path, "articles", content["articles"], range(1, 100))
    articles = tuple(_article(folder, name, reading) for name in names)
    _strangers(folder, names, reading)
    facts = tuple(
        Fact(str(entry.get("fact", "")), _support(entry, path, articles, reading), bool(entry.get("must")))
        for entry in _entries(path, "facts", content["facts"], {"fact", "support", "must"}, reading)
    )
    conflicts = tuple(
        _conflict(entry, path, articles, reading)
        for entry in _entries(path, "conflicts", content["conflicts"], {"what", "values", "support"}, reading)
    )
    for key in ("subject", "title"):
        if not isinstance(content[key], str) or not content[key].strip():
            reading.fault(path, line_of(reading.text(path), f'"{key}"'), f"{key} must be a text")
    if not any(fact.must for fact in facts):
        reading.fault(path, 1, "no fact is a must")
    brief = reading.sentences(path, "brief", content["brief"], range(2, 30))
    n_words = len(" ".join(brief).split())
    if brief and not 60 <= n_words <= 150:
        reading.fault(path, line_of(reading.text(path), '"brief"'), f"the brief has {n_words} words, not 60 to 150")
    return Story(folder.name, str(content["subject"]), str(content["title"]), articles, brief, facts, conflicts)


def _strangers(folder: Path, names: tuple[str, ...], reading: Reading) -> None:
    known = {"story.json"} | {f"{name}{end}" for name in names for end in (".page.tsv", ".sentences.tsv", ".json", ".summary2.json")}
    for path in sorted(folder.iterdir()):
        if path.name not in known:
            reading.fault(path, 1, "a file that no article of story.json accounts for")


def _entries(path: Path, name: str, value: object, keys: set[str], reading: Reading) -> list[dict[str, Any]]:
    text = reading.text(path)
    if not isinstance(value, list):
        reading.fault(path, line_of(text, f'"{name}"'), f"{name} must be a list")
        return []
    sound = []
    for entry in value:
        if isinstance(entry, dict) and entry.keys() == keys and isinstance(entry["support"], list) and entry["support"]:
            sound.append(entry)
        else:
            shown = next(iter(entry.values()), "") if isinstance(entry, dict) else entry
            reading.fault(path, line_of(text, str(shown)), f"an entry of {name} needs exactly {sorted(keys)}, its support not empty")
    return sound


def _support(entry: dict[str, Any], path: Path, articles: tuple[RatedArticle, ...], reading: Reading) -> tuple[Support, ...]:
    counts = {article.name: len(article.pairs) for article in articles}
    found = []
    for place in entry["support"]:
        if isinstance(place, list) and len(place) == 2 and isinstance(place[1], int) and 0 <= place[1] < counts.get(place[0], 0):
            found.append(Support(place[0], place[1]))
        else:
            shown = entry.get("fact") or entry.get("what") or ""
            reading.fault(
                path, line_of(reading.text(path), json.dumps(shown, ensure_ascii=False)), f"no sentence {place} supports {shown!r}"
            )
    return tuple(found)


def _conflict(entry: dict[str, Any], path: Path, articles: tuple[RatedArticle, ...], reading: Reading) -> Conflict:
    values = entry["values"] if isinstance(entry["values"], dict) else {}
    where = line_of(reading.text(path), json.dumps(entry["what"], ensure_ascii=False))
    pages = {article.name: " ".join(article.page.split()) for article in articles}
    if len(values) < 2:
        reading.fault(path, where, "a conflict needs the values of two articles or more")
    for name, value in values.items():
        if " ".join(str(value).split()) not in pages.get(name, ""):
            reading.fault(path, where, f"{name} does not print {value!r}")
    return Conflict(str(entry["what"]), tuple((str(k), str(v)) for k, v in values.items()), _support(entry, path, articles, reading))


def _article(folder: Path, name: str, reading: Reading) -> RatedArticle:
    path = folder / f"{name}.json"
    content = reading.json(path, _ARTICLE_KEYS)
    text = reading.text(path)
    second = reading.json(folder / f"{name}.summary2.json", {"summary_2"})
    published = content["published"]
    if published is not None and not (isinstance(published, str) and _DATE.fullmatch(published)):
        reading.fault(path, line_of(text, '"published"'), f"published is {published!r}, not ISO 8601 or null")
    if content["language"] not in ("id", "ms"):
        reading.fault(path, line_of(text, '"language"'), f"language is {content['language']!r}, not 'id' or 'ms'")
    facts = content["facts"] if isinstance(content["facts"], dict) else {}
    lines, pairs = page_lines(folder / f"{name}.page.tsv", reading), sentence_pairs(folder / f"{name}.sentences.tsv", reading)
    _rebuilds(folder / f"{name}.sentences.tsv", lines, pairs, reading)
    return RatedArticle(
        story=folder.name,
        name=name,
        lines=lines,
        pairs=pairs,
        outlet=content["outlet"],
        published=published,
        language=str(content["language"]),
        layout=str(content["layout"]),
        summaries=(
            reading.sentences(path, "summary_1", content["summary_1"], range(2, 5)),
            reading.sentences(folder / f"{name}.summary2.json", "summary_2", second["summary_2"], range(2, 5)),
        ),
        must=reading.sentences(path, "must", facts.get("must"), range(1, 20)),
        may=reading.sentences(path, "may", facts.get("may"), range(0, 30)),
    )


def page_lines(path: Path, reading: Reading) -> tuple[PageLine, ...]:
    """Read the labelled lines of a page."""
    lines = []
    for number, row in enumerate(reading.text(path).removesuffix("\n").split("\n"), 1):
        label, tab, text = row.partition("\t")
        if label not in LABELS or (not tab and label != "blank"):
            reading.fault(path, number, f"must be a label ({', '.join(LABELS)}), a tab and the line, not {row[:40]!r}")
        elif (label == "blank") != (not text.strip()):
            reading.fault(path, number, "exactly the empty lines are blank")
        else:
            lines.append(PageLine(label, text))
    return tuple(lines)


def sentence_pairs(path: Path, reading: Reading) -> tuple[Pair, ...]:
    """Read source sentences with their reference translations."""
    pairs = []
    for number, row in enumerate(reading.text(path).removesuffix("\n").split("\n"), 1):
        columns = row.split("\t")
        if len(columns) != 2 or not all(column.strip() for column in columns):
            reading.fault(path, number, f"must be a sentence, a tab and its translation, not {row[:40]!r}")
        else:
            pairs.append(Pair(columns[0], columns[1]))
    return tuple(pairs)


def _rebuilds(path: Path, lines: tuple[PageLine, ...], pairs: tuple[Pair, ...], reading: Reading) -> None:
    """Check that the sentences are the body lines, white space apart."""
    body = "".join("".join(line.text.split()) for line in lines if line.label == "body")
    start = 0
    for number, pair in enumerate(pairs, 1):
        visible = "".join(pair.source.split())
        if not body.startswith(visible, start):
            found = body[start : start + 40]
            reading.fault(path, number, f"the body goes on with {found!r}, the sentence with {visible[:40]!r}")
            return
        start += len(visible)
    if start < len(body):
        reading.fault(path, max(1, len(pairs)), f"no sentence has the end of the body, from {body[start : start + 40]!r}")
