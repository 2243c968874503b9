"""Read a user's references from disk: a folder, two columns, or the files of NTREX, FLORES, CrossSum and XL-Sum.

- folder: `NAME.txt` (the page or article), and beside it any of `NAME.summary.txt`, `NAME.summary2.txt`, ... (English, one
  sentence a line) and `NAME.en.txt` (an English translation of the whole article);
- `.csv`, `.tsv`: a header, then an article and its English summary a row; columns `article` (or `text`) and `summary`, or the
  first two;
- `.jsonl`: objects with `text` (or `article`) and `summary`; so are CrossSum (`indonesian-english_test.jsonl`) and XL-Sum;
- NTREX: a folder with `newstest2019-src.eng.txt` and `newstest2019-ref.ind.txt`;
- FLORES: a folder with `eng_Latn.devtest` and `ind_Latn.devtest`, or `.dev` of both.

Summaries must be English: those of XL-Sum's Indonesian part are Indonesian and are refused rather than scored against English.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from eval.stories import Pair
from service.errors import UnreadableInput

NTREX = ("newstest2019-ref.ind.txt", "newstest2019-src.eng.txt")
FLORES = (("ind_Latn.devtest", "eng_Latn.devtest"), ("ind_Latn.dev", "eng_Latn.dev"))
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”']?\s+(?=[A-Z\"“'0-9])")


@dataclass(frozen=True, slots=True)
class Rated:
    """An article with references: summaries, a translation of the whole, or sentence pairs alone (then `page` is empty)."""

    key: str
    page: str
    summaries: tuple[tuple[str, ...], ...] = ()
    translation: str = ""
    pairs: tuple[Pair, ...] = ()


def read_own(path: Path, limit: int | None = None) -> tuple[Rated, ...]:
    """Return what is there to measure, at most `limit` entries. Raises UnreadableInput, with file and line where there is one."""
    if not path.exists():
        raise UnreadableInput(f"There is no {path}.")
    found: list[Rated] = []
    for entry in _entries(path):
        if limit is not None and len(found) == limit:
            break
        found.append(entry)
    if not found:
        raise UnreadableInput(f"{path} holds nothing to measure: no NAME.txt with a summary or translation, and no known data set.")
    _english([entry.summaries for entry in found], path)
    return tuple(found)


def _entries(path: Path) -> Iterator[Rated]:
    if path.is_dir():
        parallel = _parallel_files(path)
        return _parallel(*parallel) if parallel else _folder(path)
    readers = {".jsonl": _json_lines, ".csv": _columns, ".tsv": _columns}
    if path.suffix not in readers:
        raise UnreadableInput(f"{path} is neither a folder nor a .csv, .tsv or .jsonl file.")
    return readers[path.suffix](path)


def _folder(path: Path) -> Iterator[Rated]:
    for page in sorted(path.glob("*.txt")):
        if re.search(r"\.(summary\d*|en)$", page.stem):
            continue
        files = sorted(path.glob(f"{page.stem}.summary*.txt"))
        summaries = tuple(tuple(line.strip() for line in _text(file).splitlines() if line.strip()) for file in files)
        english = path / f"{page.stem}.en.txt"
        translation = " ".join(_text(english).split()) if english.exists() else ""
        if not any(summaries) and not translation:
            raise UnreadableInput(f"{page} has neither {page.stem}.summary.txt nor {page.stem}.en.txt beside it.")
        yield Rated(page.stem, _text(page), tuple(filter(None, summaries)), translation)


def _json_lines(path: Path) -> Iterator[Rated]:
    for number, line in enumerate(_text(path).splitlines(), 1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
        except json.JSONDecodeError as error:
            raise UnreadableInput(f"{path}:{number}: not JSON ({error.msg}).") from error
        texts = [entry.get("text") or entry.get("article"), entry.get("summary")] if isinstance(entry, dict) else [None, None]
        if not all(isinstance(text, str) and text.strip() for text in texts):
            raise UnreadableInput(f"{path}:{number}: needs `text` (or `article`) and `summary`, neither empty.")
        yield _row(number, str(texts[0]), str(texts[1]))


def _columns(path: Path) -> Iterator[Rated]:
    csv.field_size_limit(10_000_000)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file, delimiter="\t" if path.suffix == ".tsv" else ",")
        header = [name.strip().lower() for name in next(rows, [])]
        article = next((header.index(name) for name in ("article", "text") if name in header), 0)
        summary = header.index("summary") if "summary" in header else 1
        for row in rows:
            if not any(row):
                continue
            if len(row) <= max(article, summary) or not row[article].strip() or not row[summary].strip():
                raise UnreadableInput(f"{path}:{rows.line_num}: needs an article and a summary, neither empty.")
            yield _row(rows.line_num, row[article], row[summary])


def _row(number: int, article: str, summary: str) -> Rated:
    sentences = summary.splitlines() if "\n" in summary.strip() else _SENTENCE_END.split(summary)
    return Rated(f"row {number}", article, (tuple(one.strip() for one in sentences if one.strip()),))


def _parallel_files(path: Path) -> tuple[Path, Path] | None:
    for folder in (path, path / "NTREX-128", path / "devtest", path / "dev"):
        for source, target in (NTREX, *FLORES):
            if (folder / source).exists() and (folder / target).exists():
                return folder / source, folder / target
    return None


def _parallel(source: Path, target: Path) -> Iterator[Rated]:
    sources, targets = _text(source).splitlines(), _text(target).splitlines()
    if len(sources) != len(targets):
        raise UnreadableInput(f"{source.name} has {len(sources)} lines and {target.name} {len(targets)}; they must be as many.")
    for number, (one, other) in enumerate(zip(sources, targets, strict=True), 1):
        yield Rated(f"line {number}", "", pairs=(Pair(one.strip(), other.strip()),))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableInput(f"{path} cannot be read as UTF-8 text: {error}") from error


def _english(summaries: list[tuple[tuple[str, ...], ...]], path: Path) -> None:
    from service.language import detect, name_of

    text = " ".join(sentence for references in summaries[:50] for reference in references for sentence in reference)
    if text and (found := detect(text)).code not in ("en", "und"):
        raise UnreadableInput(f"The summaries of {path} are in {name_of(found.code)}; English ones are needed to score English summaries.")
