"""Read the data files a recipe names and write one prepared file of training pairs.

A reader is a function path -> rows of (set name, source text, target text). Every text goes through the same
normalisation as at run time (`service.normalize`), and pairs that would teach a fault are left out and counted:
empty sides, wildly different lengths, numbers that do not survive, doubles.
"""

from __future__ import annotations

import json
import lzma
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from training.recipe import Recipe, Source
from training.restore import case_table, restore

Row = tuple[str, str, str]


def _lines(path: Path) -> Iterator[str]:
    if path.suffix == ".xz":
        with lzma.open(path, "rt", encoding="utf-8") as file:
            yield from (line.rstrip("\n") for line in file)
    else:
        with path.open(encoding="utf-8") as file:
            yield from (line.rstrip("\n") for line in file)


def named_pairs(path: Path) -> Iterator[Row]:
    """Rows `set<TAB>source<TAB>target`."""
    for line in _lines(path):
        columns = line.split("\t")
        if len(columns) == 3:
            yield columns[0], columns[1], columns[2]


def pairs(path: Path) -> Iterator[Row]:
    """Rows `source<TAB>target`; the set name is the file's."""
    for line in _lines(path):
        columns = line.split("\t")
        if len(columns) == 2:
            yield path.stem, columns[0], columns[1]


def numbered_pairs(path: Path) -> Iterator[Row]:
    """A folder with `src/NAME.txt` and `en/NAME.txt`, rows `number<TAB>text` in both; `-` marks an unusable line."""
    for english in sorted((path / "en").glob("*.txt")):
        source = dict(line.split("\t", 1) for line in _lines(path / "src" / english.name))
        for line in _lines(english):
            number, _, text = line.partition("\t")
            if number in source and text.strip() not in ("", "-"):
                yield path.name, source[number], text.strip()


def passages(path: Path) -> Iterator[Row]:
    """JSON lines with `passage` and `summary`."""
    for line in _lines(path):
        item = json.loads(line)
        yield path.stem, item["passage"], item["summary"]


def headlines(path: Path) -> Iterator[Row]:
    """JSON lines with `passage` and `headline` (rows without one are left out)."""
    for line in _lines(path):
        item = json.loads(line)
        if item.get("headline"):
            yield path.stem, item["passage"], item["headline"]


def compressions(path: Path) -> Iterator[Row]:
    """JSON lines with `document` and `summary`, cased."""
    for line in _lines(path):
        item = json.loads(line)
        yield path.name.split(".")[0], item["document"], item["summary"]


def lowercased_compressions(path: Path) -> Iterator[Row]:
    """The same, lower-cased and digit-masked: case and digits are restored from the cased text beside it."""
    english = [target for _, _, target in named_pairs(path.parent.parent / "news-translated.tsv.xz")]
    cased = [document for _, document, _ in compressions(path.parent / "google_sentcomp_cased_train.jsonl.xz")]
    cases, rng = case_table([*english, *cased]), random.Random(7)
    for line in _lines(path):
        item = json.loads(line)
        restored = restore(item["document"], item["summary"], cases, rng)
        if restored is not None:
            yield path.name.split(".")[0], *restored


def infillings(path: Path) -> Iterator[Row]:
    """The English side of named pairs with spans masked; the target is the whole text (Lewis et al. 2020)."""
    rng = random.Random(8)
    for name, _, text in named_pairs(path):
        words = text.split()
        if 8 <= len(words) <= 60:
            yield name, masked(words, rng), text


def masked(words: list[str], rng: random.Random) -> str:
    """Replace a quarter of the words, in spans of one to four, by `<mask>` each: `a b c d e` -> `a <mask> e`."""
    out, position = [], 0
    while position < len(words):
        if rng.random() < 0.11:
            out.append("<mask>")
            position += rng.randint(1, 4)
        else:
            out.append(words[position])
            position += 1
    return " ".join(out)


READERS: dict[str, Callable[[Path], Iterator[Row]]] = {
    reader.__name__: reader
    for reader in (named_pairs, pairs, numbered_pairs, passages, headlines, compressions, lowercased_compressions, infillings)
}


def rows(source: Source, corpora: Path, own_data: Path, seed: int) -> list[Row]:
    """Read the rows of one source that the recipe asks for."""
    path = Path(source.path.format(corpora=corpora, data=own_data))
    paths = sorted(path.parent.glob(path.name)) if "*" in path.name else [path]
    taken = [
        row
        for one in paths
        for row in READERS[source.reader](one)
        if (not source.only or row[0].startswith(source.only)) and not (source.leave_out and row[0].startswith(source.leave_out))
    ]
    if source.limit is not None and len(taken) > source.limit:
        random.Random(seed).shuffle(taken)
        taken = taken[: source.limit]
    return taken


def digit_strings(text: str) -> Counter[str]:
    """Count the digit strings of a text, thousands and decimal marks removed: `Rp 1.250,5` -> {"12505": 1}."""
    return Counter(re.sub(r"[.,:]", "", number) for number in re.findall(r"\d[\d.,:]*\d|\d", text))


def fault(source: str, target: str, *, translation: bool) -> str | None:
    """Say why a pair is not worth training on, or None."""
    n_source, n_target = len(source.split()), len(target.split())
    if not n_source or not n_target:
        return "empty"
    if translation and n_source > 5 and not 0.4 < n_target / n_source < 2.6:
        return "lengths differ"
    long_numbers = {number for number in digit_strings(target) if len(number) > 1}
    if long_numbers - set(digit_strings(source)) and translation and n_source > 3:
        return "number in the target alone"
    if not translation and set(digit_strings(target)) - set(digit_strings(source)):
        return "number in the target alone"
    return None


def n_grams(text: str, n: int = 8) -> set[tuple[str, ...]]:
    """Return the runs of `n` words of a text, lower-cased, punctuation aside."""
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[i : i + n]) for i in range(len(words) - n + 1)}


def evaluation_n_grams(folder: Path) -> set[tuple[str, ...]]:
    """Return the 8-grams of every text of the evaluation set, which no training pair may share."""
    return {gram for path in folder.glob("*/*") for text in _texts(path) for gram in n_grams(text)}


def _texts(path: Path) -> Iterator[str]:
    if path.suffix == ".tsv":
        yield from (column for line in _lines(path) for column in line.split("\t"))
    else:
        yield from _strings(json.loads(path.read_text(encoding="utf-8")))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _strings(item)


def prepare(recipe: Recipe, corpora: Path, own_data: Path, out: Path, *, evaluation: Path | None = None) -> dict[str, Counter[str]]:
    """Write `out` with rows `weight<TAB>source<TAB>target`; return the counts per source file.

    Pairs that share eight words in a row with a text of the `evaluation` folder are left out.
    """
    from service.normalize import normalize_punctuation

    held_back = evaluation_n_grams(evaluation) if evaluation else set()
    seen: set[tuple[str, str]] = set()
    counts: dict[str, Counter[str]] = {}
    out.parent.mkdir(parents=True, exist_ok=True)
    with out.with_suffix(".part").open("w", encoding="utf-8") as file:
        for source in recipe.sources:
            count = counts.setdefault(f"{source.path} {source.reader}", Counter())
            for _, text, target in rows(source, corpora, own_data, recipe.seed):
                text, target = (
                    normalize_punctuation(text, "id" if recipe.task == "translate" else "en"),
                    normalize_punctuation(target, "en"),
                )
                reason = fault(text, target, translation=recipe.task == "translate")
                if reason is None and (text, target) in seen:
                    reason = "double"
                if reason is None and held_back and (n_grams(text) | n_grams(target)) & held_back:
                    reason = "evaluation text"
                count[reason or "kept"] += 1
                if reason is None:
                    seen.add((text, target))
                    file.write(f"{source.weight}\t{source.control}{text}\t{target}\n")
    out.with_suffix(".part").replace(out)
    return counts
