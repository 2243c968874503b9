"""What of an English sentence is carried by which source sentence, and what by none. Pure string work, no model.

Words are compared without case and common endings; numbers digit by digit. A name or number that no source sentence has
counts as unsupported: the one check that a small model cannot talk its way past.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

WORD = re.compile(r"\d[\d.,:/]*\d|\d|[^\W\d_]+(?:['’-][^\W\d_]+)*")
STOPWORDS = frozenset(
    (
        "a an the this that these those its their his her it they he she we i you who which whose whom where when while after before since "
        "until during in on at of to for from by with without into onto over under between among about against through around across near "
        "as than and or but nor so if because although though however also both either not no is are was were be been being has have had "
        "having do does did will would can could may might must should said says say saying told according added more most there then them "
        "him us our my your such other each all some any one "
    ).split()
)
NUMBER_WORDS = frozenset(
    ("two three four five six seven eight nine ten eleven twelve twenty hundred thousand million billion trillion ").split()
)


def stem(word: str) -> str:
    """Return a word in lower case without a common English ending: `soldiers` -> `soldier`, `Russia's` -> `russia`."""
    word = word.lower().replace("’", "'").removesuffix("'s").removesuffix("'")
    for ending in ("ies", "ing", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)] + ("y" if ending == "ies" else "")
    return word


def content(text: str) -> set[str]:
    """Return the stems of a text's content words and its numbers."""
    return {stem(word) for word in WORD.findall(text) if word.lower() not in STOPWORDS}


def attribute(text: str, candidates: Sequence[str]) -> list[int]:
    """Return which candidate sentences carry `text`, in order: the fewest that cover its content words, never none.

    The best one first, then others as long as each adds two words or a number that the ones before lack.
    """
    wanted = content(text)
    offered = [content(candidate) & wanted for candidate in candidates]
    chosen: list[int] = []
    covered: set[str] = set()
    while len(chosen) < len(candidates):
        best = max((i for i in range(len(candidates)) if i not in chosen), key=lambda i: (len(offered[i] - covered), -i))
        gain = offered[best] - covered
        if chosen and len(gain) < 2 and not any(word[:1].isdigit() for word in gain):
            break
        chosen.append(best)
        covered |= gain
    return sorted(chosen)


def unsupported(text: str, source: str) -> list[str]:
    """Return the numbers and names of `text` that `source` does not have, as written, in order.

    A capitalized first word counts as a name where the source has no such word in any case.
    ("Shoigu sent 1,500 troops.", "Moscow sent 1,200 troops, Shoigu said.") -> ["1,500"]
    """
    have = {stem(word) for word in WORD.findall(source)}
    numbers = {_number(word) for word in WORD.findall(source) if word[0].isdigit()}
    found = []
    for word in WORD.findall(text):
        if word[0].isdigit():
            if _number(word) not in numbers:
                found.append(word)
        elif (word.lower() in NUMBER_WORDS or word[0].isupper()) and not (
            stem(word) in have or word.lower() in STOPWORDS or set(map(stem, re.split(r"['’-]", word))) <= have
        ):
            found.append(word)
    return found


def _number(word: str) -> str:
    """Return a number without thousands marks: `1,200` -> `1200`, `18:00` and `18.00` alike, `3.5` and `35` apart."""
    return re.sub(r",(?=\d{3}(?!\d))", "", word).replace(":", ".").rstrip(".,/")
