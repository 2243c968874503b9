"""Find where the sentences of one paragraph end.

sentencex proposes. It has no list for Indonesian: it breaks after `Ir.` and `Rp.`, never inside a quotation, and not after
words that are abbreviations in English (`ia.`). So every Latin mark is proposed as well, and each proposal is judged by
what stands before the mark and after it, with the words of `abbreviations.toml`. Offsets are code points, base 0, of the
paragraph.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"
_CLOSERS = "\"'”’»)\\]*"
_OPENERS = "\"'“‘„«(\\["
_SPACED = re.compile(
    rf"(?<![.!?…])(?P<mark>[.!?…]++)(?P<closers>(?:[{_CLOSERS}{INVISIBLE}]|\s?\(\*{{1,5}}\))*+)"
    rf"(?=[{INVISIBLE}]*+\s)[\s{INVISIBLE}]*+(?P<openers>[{_OPENERS}{INVISIBLE}\s]*+)(?=\S)"
)
_GLUED = re.compile(
    rf"(?<=[a-z])(?P<mark>[.!?])(?P<closers>[{_CLOSERS}]*+)(?P<openers>[{_OPENERS}]*+)(?P<after>[A-Z][a-z]{{1,30}})(?![.\w@/])"
)
_INITIALS = re.compile(r"(?:[A-Za-z]\.)*[A-Z]|[A-Z][a-z]?(?:\.[A-Z][A-Za-z-]{0,5})+")
_DEGREE = re.compile(r"(?:(?:S|M|A|Sp|Ph|D)\.(?:[A-Z][a-z]+|PD|OG|[A-Z](?<=Sp\.[A-Z])|D(?<=Ph\.D)|I\.?P)(?:[.-][A-Z][\w-]*)*)")
_DEGREE_IN_CAPITALS = re.compile(r"[A-Z]\S*, [SMD]\.[A-Z]{1,3}$")
_MORE_DEGREES = re.compile(r"[A-Z][a-z]?\.[A-Z]")
_LIST_MARKER = re.compile(r"\W*(?:\d{1,3}|[A-Za-z]|[IVXivx]{1,4})")
_DATELINE = re.compile(r"(?:[\w.]+ ?[-–—,|] ?)?[A-Z][A-Z/]{2,}(?:[ ,/-]+[A-Z]+){0,3}")
_WORD = re.compile(r"[^\W\d_]+")
_REACH = 240
"""How far a judgement looks back or ahead, so that it costs the same in a text of megabytes without a single sentence end."""


@dataclass(frozen=True, slots=True)
class Words:
    """The lists of `abbreviations.toml`, case-folded."""

    always: frozenset[str]
    before_number: frozenset[str]
    perhaps: frozenset[str]
    before_letter: frozenset[str]
    openers_of_sentences: frozenset[str]
    verbs_of_saying: frozenset[str]
    address_ends: frozenset[str]
    marked_names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A place where a sentence may end: `mark` begins at `at`, the sentence would end at `end`.

    `first` is the first character after it that is neither white space nor a quotation mark nor a bracket.
    """

    at: int
    mark: str
    end: int
    first: int
    glued: bool = False


@cache
def words() -> Words:
    """Read `abbreviations.toml`, once."""
    tables = tomllib.loads(Path(__file__).with_name("abbreviations.toml").read_text("utf-8"))
    return Words(**{name: frozenset(word.casefold() for word in listed) for name, listed in tables.items()})


def sentence_ends(paragraph: str) -> list[int]:
    """Return the offsets where sentences end, without the end of the paragraph: `'Ya. Ya. Tidak.'` -> `[3, 7]`."""
    view = re.sub(r"[\ud800-\udfff]", "\ufffd", re.sub(r"[\r\n\x85\u2028\u2029]", " ", paragraph))  # sentencex refuses lone surrogates
    ends: list[int] = []
    since = 0
    for proposal in _proposals(view):
        if proposal.end > since and _is_end(view, proposal, since):
            ends.append(proposal.end)
            since = proposal.end
    return ends


def _proposals(view: str) -> list[Proposal]:
    found = {proposal.end: proposal for proposal in (*_spaced(view), *_glued(view))}
    for end in _foreign_ends(view):
        found.setdefault(end, Proposal(end - 1, view[end - 1], end, _skip_space(view, end)))
    return [found[end] for end in sorted(found)]


def _foreign_ends(view: str) -> Iterator[int]:
    """Yield the ends that sentencex finds after marks other than ours (`。`, `؟`, `।`)."""
    from sentencex import get_sentence_boundaries

    for boundary in get_sentence_boundaries("id", view):
        end = boundary["start_index"] + len(view[boundary["start_index"] : boundary["end_index"]].rstrip())
        if 0 < end < len(view) and view[end - 1] not in ".!?…" and unicodedata.category(view[end - 1]) == "Po":
            yield end


def _spaced(view: str) -> Iterator[Proposal]:
    quotes = _QuoteCount(view)
    for match in _SPACED.finditer(view):
        end, first = match.end("closers"), match.end("openers")
        openers = match["openers"]
        if openers.startswith('"') and openers[1:2].isspace() and quotes.open_at(match.start()):
            end = match.start("openers") + 1  # `Ya. " Dia`: white space on both sides, so counting tells that it closes
        yield Proposal(match.start("mark"), match["mark"], end, _skip_space(view, first))


def _glued(view: str) -> Iterator[Proposal]:
    quotes = _QuoteCount(view)
    for match in _GLUED.finditer(view):
        end = match.end("closers")
        if match["closers"] == '"' and not match["openers"] and not quotes.open_at(match.start("closers")):
            end = match.end("mark")  # `selesai."Saya`: no quotation is open, so the mark opens one
        if _is_glued_end(view, match):
            yield Proposal(match.start("mark"), match["mark"], end, match.start("after"), glued=True)


class _QuoteCount:
    """Tell whether a straight quotation is open at an offset; offsets must be asked in ascending order."""

    def __init__(self, view: str) -> None:
        self._view, self._at, self._odd = view, 0, False

    def open_at(self, offset: int) -> bool:
        self._odd ^= self._view.count('"', self._at, offset) % 2 == 1
        self._at = offset
        return self._odd


def _is_glued_end(view: str, match: re.Match[str]) -> bool:
    """Say whether a missing space is sure: `selesai.Taliban adalah` is, `kompas.Com`, `Drs.Ahmad` and `Budi.Hartono` are not."""
    known = words()
    sentence = view[max(0, match.start() - _REACH) : match.start()]
    before, after = _last_token(sentence), match["after"].casefold()
    folded = before.casefold()
    if not before.isalpha() or after in known.address_ends or folded in known.address_ends:
        return False
    if len(before) < 3 and folded not in known.openers_of_sentences:
        return False
    if folded in known.always | known.perhaps | known.before_number or not re.search("[aeiou]", folded):
        return False
    return before[0].islower() or len(sentence.split()) >= 3


def _is_end(view: str, proposal: Proposal, since: int) -> bool:
    sentence = view[max(since, proposal.at - _REACH) : proposal.at]
    ahead = view[proposal.first : proposal.first + _REACH].partition(" ")[0]
    following = ahead[:1]
    if not following or following in ",;:" or not any(character.isalnum() for character in sentence):
        return False
    if _inside_brackets(view, proposal, since) or _is_dateline(view, proposal, sentence.strip()):
        return False
    closers = view[proposal.at + len(proposal.mark) : proposal.end].strip(INVISIBLE)
    if set(closers) & set("\"'”’»") and _first_word(ahead) in words().verbs_of_saying:
        return False
    if proposal.mark != ".":
        return not following.islower() and _ends_after_mark(sentence, proposal.mark, following)
    return proposal.glued or _ends_after_stop(sentence, closers, ahead)


def _ends_after_mark(sentence: str, mark: str, following: str) -> bool:
    if mark.endswith("…") or ".." in mark:
        return not following.isdigit()
    return _last_token(sentence).casefold() not in words().marked_names


def _ends_after_stop(sentence: str, closers: str, ahead: str) -> bool:
    """Judge a single full stop by the word before it and the word after it."""
    following = ahead[0]
    known = words()
    token = _last_token(sentence)
    folded = token.casefold()
    if _LIST_MARKER.fullmatch(sentence.strip()):
        return False
    if (not closers and re.split("[./-]", folded)[-1] in known.always) or folded in known.always:
        return False
    if folded in known.before_number and following.isdigit():
        return False
    if folded in known.perhaps or _INITIALS.fullmatch(token):
        closes_name = _letter_is_a_name(sentence) or (_is_degree(sentence, token) and not _MORE_DEGREES.match(ahead))
        return not following.islower() and (closes_name or _first_word(ahead) in known.openers_of_sentences)
    if following.islower():  # careless typing, unless it may be an abbreviation nobody listed
        return not closers and len(token) >= 4 and token.isalpha() and bool(re.search("[aeiou]", folded))
    return True


def _is_degree(sentence: str, token: str) -> bool:
    """Say whether the stop ends a degree, which closes a name (`..., S.Kom`), and not initials, which open one (`J.K. Rowling`)."""
    return bool(_DEGREE.fullmatch(token) or _DEGREE_IN_CAPITALS.search(sentence))


def _letter_is_a_name(sentence: str) -> bool:
    """Say whether a sentence ends in a letter that is no initial: `Blok M`, `Rp 3 T`."""
    tokens = sentence.split()[-2:]
    return len(tokens) == 2 and len(tokens[1]) == 1 and (tokens[0][-1].isdigit() or tokens[0].casefold() in words().before_letter)


def _is_dateline(view: str, proposal: Proposal, sentence: str) -> bool:
    """Say whether the stop ends a place name before the first sentence: `JAKARTA. Bank ...`, not `HARGA NAIK. WARGA ...`."""
    ahead = view[proposal.first : proposal.first + 60]
    return proposal.mark == "." and bool(_DATELINE.fullmatch(sentence)) and any(character.islower() for character in ahead)


def _inside_brackets(view: str, proposal: Proposal, since: int) -> bool:
    """Say whether the proposal stands inside a bracket that opened in mid-sentence and closes soon."""
    start = max(since, proposal.at - _REACH)
    before = view[start : proposal.end]
    opened = before.rfind("(")
    if opened <= before.rfind(")") or not any(character.isalnum() for character in before[:opened]):
        return False
    ahead = view[proposal.end : proposal.end + _REACH]
    return ")" in ahead and ahead.find(")") < (ahead.find("(") if "(" in ahead else len(ahead))


def _last_token(sentence: str) -> str:
    found = re.search(rf"[^\s{INVISIBLE}{_OPENERS},;:–—]+[{INVISIBLE}]*$", sentence)
    return found[0].strip(INVISIBLE) if found else ""


def _first_word(ahead: str) -> str:
    found = _WORD.match(ahead)
    return found[0].casefold() if found else ""


def _skip_space(view: str, offset: int) -> int:
    while offset < len(view) and (view[offset].isspace() or view[offset] in INVISIBLE):
        offset += 1
    return offset
