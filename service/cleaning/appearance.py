"""Say what one line looks like, without knowing any rule: a full sentence, a headline, a name, an item of a list.

Indonesian headlines write most words with a capital and end without a full stop; sentences do the opposite. Neither is
certain, so both are reported as measures and `structure` weighs them with the line's place on the page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from service.cleaning.lines import bare

_CLOSERS = "\"'”’»)]*"
_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
_BULLET = re.compile(r"^(?:[-–—•●▪◦‣·*>»]|\W?>)\s+\S")
_NUMBERED = re.compile(r"^(\d{1,3})[.)]\s+\S")
_CUT = re.compile(r"(?:\.\.\.|…)$")
_INNER_END = re.compile(r"[.!?][\"”’']{0,2} [\"“‘'’]{0,2}[A-Z]")
_NEWSY = re.compile(
    r"\b(?:kata|ujar|ucap|tutur|ungkap|jelas|tegas|imbuh|papar|terang|lanjut)(?:nya| dia| [A-Z]\w+)"
    r"|\b(?:mengatakan|menyebut|menyebutkan|menuturkan|menjelaskan|mengungkapkan|menegaskan|menambahkan|menilai|menurut)\b"
    r"|\(\d{1,2}/\d{1,2}(?:/\d{2,4})?\)",
    re.IGNORECASE,
)
_ATTRIBUTED = re.compile(
    r"[,.?!][\"”’]{1,2} (?:kata|ujar|ucap|tutur|ungkap|pesan|jelas|tegas|tanya|imbuh|papar|katanya|ujarnya|[a-z]+nya)\b", re.IGNORECASE
)
_VERB = re.compile(r"(?<=\s)(?:me[mnlr]|ber|di|ter)[a-z]{3,}\b")
_NAME = re.compile(r"^(?:[A-Z][\w'’.-]*)(?: (?:bin|binti|[|&]|dan|[A-Z][\w'’.-]*)){1,6},?$")
_SMALL = """
ada agar akan antara atas atau bagi bahwa bak bisa buat dalam dan dari dengan demi di hingga ini itu jadi jika juga
kala karena ke kepada lagi lalu maka oleh pada para per pun saat sampai saja sang se secara sejak selama seperti serta si soal tak tanpa
tapi telah tentang terhadap tetapi tidak untuk usai via yang of the and in for to on vs
"""
_SMALL_WORDS = frozenset(_SMALL.split())
_NO_VERBS = "terhadap terkait tersebut bersama berikut berbagai tertentu terbaru diri dini meski menit meter media mesin berita"
_NOT_VERBS = frozenset(_NO_VERBS.split())


@dataclass(frozen=True)
class Look:
    """The looks of one line that is not blank. `text` is its plain form; `gap` says that a blank line stands before it."""

    text: str
    gap: bool = False

    @cached_property
    def bare(self) -> str:
        """The text without bullets, arrows and emoji around it."""
        return bare(self.text)

    @cached_property
    def words(self) -> list[str]:
        """Words and numbers."""
        return _WORD.findall(self.text)

    @cached_property
    def terminal(self) -> str:
        """The mark that ends the line, seen through closing quotes and brackets: one of `. ! ? : ,` or empty.

        A cut line (`...`) has none.
        """
        seen = self.bare.rstrip(_CLOSERS)
        if not seen or _CUT.search(seen):
            return ""
        return seen[-1] if seen[-1] in ".!?:;," else ""

    @cached_property
    def is_cut(self) -> bool:
        """Ends with three dots."""
        return bool(_CUT.search(self.text))

    @cached_property
    def shouts(self) -> bool:
        """Written in capitals throughout."""
        return self.text.isupper() and len(self.words) > 1

    @cached_property
    def title_share(self) -> float:
        """Share of the telling words with a capital, the first word and abbreviations left out; 0.5 where none is left."""
        telling = [word for word in self.words[1:] if word[0].isalpha() and word.casefold() not in _SMALL_WORDS]
        telling = [word for word in telling if len(word) > 1 and not (word.isupper() and len(word) <= 5)]
        if not telling or self.shouts:
            return 0.5
        return sum(word[0].isupper() for word in telling) / len(telling)

    @cached_property
    def is_bulleted(self) -> bool:
        """Begins with a dash, dot or arrow of a list."""
        return bool(_BULLET.match(self.text))

    @cached_property
    def number(self) -> int | None:
        """The number of a numbered list's item: `3. Inflasi pangan` -> 3."""
        found = _NUMBERED.match(self.text)
        return int(found[1]) if found else None

    @cached_property
    def is_prose(self) -> bool:
        """Surely holds a full sentence, as headlines do not."""
        n_words = len(self.words)
        if n_words >= 3 and self.title_share < 0.6 and _ATTRIBUTED.search(self.text):
            return True
        if self.terminal == ".":
            return n_words >= 4
        if self.terminal in ("!", "?", ",", ":") and self.terminal:
            return n_words >= 5 and self.title_share < 0.5 and not self.shouts
        if self.is_cut:
            return n_words >= (9 if self.shouts else 6) and (self.shouts or self.title_share < 0.3)
        return n_words >= 12 and self.title_share < 0.5 and bool(_INNER_END.search(self.text))

    @cached_property
    def may_be_prose(self) -> bool:
        """Reads like a sentence that lost its full stop."""
        if self.is_prose:
            return True
        n_words = len(self.words)
        if self.is_cut or n_words < 6:
            return False
        if self.shouts:
            return n_words >= 10
        if n_words < 8:
            return self.has_plain_verb and self.title_share < 0.4
        return self.has_plain_verb or self.title_share < 0.4

    @cached_property
    def has_plain_verb(self) -> bool:
        """Has a verb in small letters (`mengatakan`, `digelar`), which a headline in capitals would not."""
        return any(word not in _NOT_VERBS for word in _VERB.findall(self.text))

    @cached_property
    def is_finished(self) -> bool:
        """Ends as a sentence ends, however short it is: `Apa sebabnya?`, `Semoga.`"""
        if self.terminal == ".":
            return len(self.text) > 2
        return self.terminal in ("!", "?") and bool(self.terminal) and (len(self.words) <= 3 or self.title_share < 0.6)

    @cached_property
    def is_headline(self) -> bool:
        """Four words or more with capitals and no full stop, or a line cut by dots."""
        if self.terminal in (".", ":", ","):
            return not self.terminal
        if self.has_plain_verb and len(self.words) >= 8:
            return False
        return (len(self.words) >= 4 and self.title_share >= 0.6) or (self.is_cut and not self.is_prose)

    @cached_property
    def is_name(self) -> bool:
        """Two to five capitalized words and nothing else: a person, a tag, a heading."""
        return bool(_NAME.match(self.text)) and len(self.text) <= 60

    @cached_property
    def is_newsy(self) -> bool:
        """Names a speaker or carries a date in brackets, as sentences of an article do."""
        return bool(_NEWSY.search(self.text))

    @cached_property
    def is_enumeration(self) -> bool:
        """Four separators or more, as in line-ups and lists of winners."""
        return self.text.count(",") + self.text.count(";") >= 4

    @cached_property
    def is_tabular(self) -> bool:
        """Results and figures rather than words: three numbers or more, or an enumeration."""
        return self.is_enumeration or len(re.findall(r"\d+", self.text)) >= 3

    @cached_property
    def is_item(self) -> bool:
        """Item of a bulleted or numbered list."""
        return self.is_bulleted or self.number is not None

    @cached_property
    def key(self) -> str:
        """The form in which repeated lines are compared."""
        return self.bare.rstrip(".,:;").casefold()
