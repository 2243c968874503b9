"""Compare the names of a source sentence with those of its English.

Names in the gazetteer are compared by entry, so that Kirgistan and Kyrgyz agree and a swapped country is found. Other
names must stand in the English as they stand in the source, but for case, accents, a possessive and letters that
transcriptions vary. A capital does not make a name of a common word, nor does the first word of a sentence count.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from service.checks.gazetteer import answered, known
from service.checks.mismatch import Mismatch
from service.checks.quantities import Language, lexicon
from service.values import Span

_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")
_SKIPPED = re.compile(
    r"\bdoll?ar A[Ss]\b|\bU\.?S\.?(?:\$| dollars?\b| cents\b)|\b(?:https?://\S+|(?:[\w-]+\.)+(?:com|co|id|org|net|go|tv|gov|io)\b\S*)|\bS\.\w+\.?",
    re.IGNORECASE,
)
_OPENS = re.compile(r"(?:^|[.!?…:;]|\n|^\W*\d{1,2}[.)])[\s\"'“”‘’«(\[•–—-]*$|[\"“‘«][\s(]*$|’’$")
_SHORT_FORM = re.compile(
    r"(?:kemen|kemn|kapol|wakapol|polre|polsek|polda|pold|sat(?:lan|gas|res|pol|nar)|dit(?:tip|lan|res|jen|kri|po)|ka(?:su|sat|kor|dis|ba[gdn]|bid|pus|kan|dep)|kanwil|"
    r"men(?:dik|dag|tan\b|keu|ko\b|ko\w+|lu\b|hub|kes\b|ag\b|aker|sos\b|pan\b|kop|hut|hum|pora|parek|pupr|han\b)|wamen|per(?:pres|gub|men|da\b|bup|wal\b|ppu)|raper|sek(?:da|jen|wan|prov)|"
    r"bidpro|subbid|subdit|bawas|panwas|dewas|dinkes|disdik|dishub|diskes|bappe|pang(?:dam|lima|ko)|dan(?:dim|rem|lan|pus|sat)|kod(?:am|im)|pus(?:dok|lab|dik|kes))\w*$"
)
_ID_ENDING = re.compile(r"\w{3}(?:itas|asi|isme|ologi|grafi|isasi|atif|itif|ektif|nomi|uta|ikum)$")
_EN_ENDING = re.compile(r"\w{3}(?:ity|tion|tions|ism|ology|tive|ment|ments|ness|izing|ising|ance|ence|ship|ical|utes?)$")
_ENDINGS = ("nya", "lah", "kah", "ku", "mu")
_FREE = frozenset({"Indonesia", "Jakarta", "Nusantara", "Java", "Islam"})
"""Names that translations add or leave out as they please: `Tanah Air` is Indonesia, `Metro Jaya` is Jakarta."""
_KIN = (
    frozenset({"Arab", "Saudi Arabia"}), frozenset({"China", "South China Sea"}), frozenset({"Federal Reserve", "United States"}),
    frozenset({"North Korea", "South Korea"}), frozenset({"Borneo", "West Kalimantan", "East Kalimantan"}),
)  # fmt: skip


@cache
def _common(language: Language) -> frozenset[str]:
    """Return the words that are no names even where they have a capital."""
    lines = Path(__file__).with_name(f"common-{language}.txt").read_text(encoding="utf-8").splitlines()
    calendar = {*lexicon()["months"], *lexicon()["id"]["weekdays"], *lexicon()["en"]["weekdays"]}
    return frozenset(" ".join(lines[1:]).split()) | calendar


def fold(word: str) -> str:
    """Return what spellings of one name share: no case, accents, possessive, double letters or varying transcription.

    `Zelenskyy's`, `Zelenskiy` -> `zelenski`; `Soekarno`, `Sukarno` -> `sukarno`
    """
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", word.lower()) if not unicodedata.combining(letter))
    plain = re.sub(r"[’']s?$|[’']", "", plain)
    for old, new in (
        ("oe", "u"),
        ("kh", "k"),
        ("ck", "k"),
        ("ph", "f"),
        ("y", "i"),
        ("q", "k"),
        ("w", "v"),
        ("x", "ks"),
        ("dj", "j"),
        ("tj", "c"),
    ):
        plain = plain.replace(old, new)
    return re.sub(r"(.)\1+", r"\1", plain)


def names(text: str, language: Language) -> Iterator[Span]:
    """Yield the words of `text` that can only be names, outside the gazetteer, in order: code points, base 0."""
    taken = [span for span, _ in known(text, language)] + [Span(*match.span()) for match in _SKIPPED.finditer(text)]
    common, headline = _common(language), _is_headline(text)
    for match in _WORD.finditer(text):
        word = match[0]
        plain = re.sub(r"[’']s?$", "", word).lower()
        if not word[0].isupper() or re.fullmatch(r"[A-Z]+s?", word) or len(word) < 3 or headline or _is_common(plain, common, language):
            continue
        if _OPENS.search(text, 0, match.start()) or any(span.start < match.end() and match.start() < span.end for span in taken):
            continue
        if not (text[: match.start()].endswith(tuple("0123456789_@#")) or text[match.end() :][:1].isdigit()):
            yield Span(*match.span())


def _is_headline(text: str) -> bool:
    """Say whether capitals tell nothing here: most words of four letters or more have one, and no full stop ends the text."""
    if text.rstrip(" \"”’'").endswith((".", ",")):
        return text.isupper()
    words = [word for word in _WORD.findall(text) if len(word) >= 4]
    capitals = sum(1 for word in words if word[0].isupper())
    return capitals >= 2 and capitals >= 0.75 * len(words)


def _is_common(word: str, common: frozenset[str], language: Language) -> bool:
    """Say whether a word in lower case is no name, with an Indonesian or English ending or without."""
    if word in common:
        return True
    if language == "id":
        if (
            _SHORT_FORM.match(word)
            or _ID_ENDING.search(word)
            or re.fullmatch(r"(?:me|mem|men|meng|ber|ter|di|per|pe|pem|pen|peng|ke|se)\w{3,}(?:an|kan|i|nya)", word)
        ):
            return True
        return any(word.endswith(ending) and word[: -len(ending)] in common for ending in _ENDINGS)
    if _EN_ENDING.search(word) or word[:2] in ("i'", "i’"):
        return True
    stems = [word.removesuffix(ending) for ending in ("s", "es", "ed", "d", "ing", "ly", "er", "ers", "al", "n", "ian")]
    stems += [
        word[: -len(end)] + new for end, new in (("ies", "y"), ("ing", "e"), ("isation", "ization"), ("our", "or")) if word.endswith(end)
    ]
    return any(stem != word and stem in common for stem in stems)


def naming(source: str, english: str) -> Iterator[Mismatch]:
    """Yield the names of either sentence that the other does not have."""
    yield from _known(source, english)
    there, here = _folded(source), _folded(english)
    for span in names(source, "id"):
        if not _stands(span.of(source), here):
            yield Mismatch("name-missing", f"The source names {span.of(source)!r}; the English does not.", source=span)
    for span in names(english, "en"):
        if not _stands(span.of(english), there):
            yield Mismatch("name-invented", f"The English names {span.of(english)!r}; the source does not.", english=span)


def _folded(text: str) -> frozenset[str]:
    return frozenset(fold(word) for word in re.findall(r"[^\W\d_]+(?:[’'][^\W\d_]+)*", text))


def _stands(word: str, words: frozenset[str]) -> bool:
    """Say whether a name stands among the words: as it is, with an ending of either language, or joined to another word."""
    name = fold(word)
    if name in words or (len(name) >= 5 and any(name in other for other in words)):
        return True
    return any(len(other) >= 4 and name.startswith(other) and len(name) - len(other) <= 3 for other in words)


def _known(source: str, english: str) -> Iterator[Mismatch]:
    """Compare the gazetteer's names. A form that may mean two entries agrees with either; money is left to the numbers."""
    source, english = (_SKIPPED.sub(lambda match: " " * len(match[0]), text) for text in (source, english))
    theirs, ours = list(known(source, "id")), list(known(english, "en"))
    there = {name for _, entry in theirs for name in entry} | {name for _, entry in known(source, "en") for name in entry}
    there |= answered(source)
    here = {name for _, entry in ours for name in entry} | {name for _, entry in known(english, "id") for name in entry}
    plain_source, plain_english = _folded(source), _folded(english)
    reported: set[str] = set()
    for span, text in _unmatched(source, theirs, here, plain_english, reported):
        yield Mismatch("name-missing", f"The source names {text!r}; the English does not.", source=span)
    for span, text in _unmatched(english, ours, there, plain_source, reported):
        yield Mismatch("name-invented", f"The English names {text!r}; the source does not.", english=span)


def _unmatched(
    text: str, found: Iterable[tuple[Span, frozenset[str]]], others: set[str], plain_other: frozenset[str], reported: set[str]
) -> Iterator[tuple[Span, str]]:
    """Yield the gazetteer's names of one text that the other text lacks, each form once over both directions."""
    for span, entry in found:
        name = span.of(text)
        if not (_near(entry, others) or _written(name, plain_other) or entry & _FREE or name in reported or _doubtful(name)):
            reported.add(name)
            yield span, name


def _near(entry: frozenset[str], others: set[str]) -> bool:
    """Say whether an entry, one that belongs with it, or one whose name holds it is among others: Kalimantan in East Kalimantan."""
    if entry & others or any(entry & kin and others & kin for kin in _KIN):
        return True
    return any(set(name.split()) & {word for one in entry for word in one.split()} - _DIRECTIONS for name in others)


_DIRECTIONS = frozenset(
    "North South East West Central Southeast Southwest New The of Islands Republic Sea Strait United Union Court Bank World".split()
)


def _written(text: str, words: frozenset[str]) -> bool:
    """Say whether every word of a name stands on the other side as it is."""
    return all(fold(word) in words for word in _WORD.findall(text))


def _doubtful(text: str) -> bool:
    """Say whether a form is too short to be sure of: MA, BI, IS."""
    return len(text) < 3 and text not in ("AS", "US", "UN", "EU")
