"""Give lower-cased, digit-masked sentence compressions their case and digits back.

The large public compression set is lower-cased, tokenised and has `#` for every digit. Its summaries are made by
deletion, so a summary's words can be aligned with the document's; whatever is put into a word of the document goes
into the same word of the summary. Case comes from counting how each word is written in cased news text; a word never
seen there is taken for a name.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import cache
from typing import Any

WORD = re.compile(r"[^\W_][\w'-]*")


def case_table(texts: Iterable[str]) -> dict[str, str]:
    """Map lower-cased words to their commonest form away from the start of a sentence."""
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        for match in list(WORD.finditer(text))[1:]:
            if text[: match.start()].rstrip()[-1:] not in (".", '"', "“", ":", "?", "!"):
                forms[match[0].lower()][match[0]] += 1
    return {word: counts.most_common(1)[0][0] for word, counts in forms.items()}


@cache
def _detokenizer() -> Any:
    from sacremoses import MosesDetokenizer

    return MosesDetokenizer("en")


def restore(document: str, summary: str, cases: dict[str, str], rng: random.Random) -> tuple[str, str] | None:
    """Return (document, summary) in natural writing, or None where the summary cannot be aligned.

    >>> restore("the mayor of paris paid ## euros .", "the mayor paid ## euros .", {"the": "the", ...}, rng)
    ("The mayor of Paris paid 47 euros.", "The mayor paid 47 euros.")
    """
    if "<unk>" in document or "<unk>" in summary:
        return None
    source, target = document.split(), summary.split()
    if len(source) < 8 or not 4 <= len(target) < len(source):
        return None
    written = [_written(word, cases, rng) for word in source]
    result = []
    matched = {
        block.b + offset: block.a + offset
        for block in SequenceMatcher(None, source, target, autojunk=False).get_matching_blocks()
        for offset in range(block.size)
    }
    for position, word in enumerate(target):
        if position in matched:
            result.append(written[matched[position]])
        elif word == ".":
            result.append(word)
        else:
            return None
    return _joined(written), _joined(result)


def _written(word: str, cases: dict[str, str], rng: random.Random) -> str:
    if "#" in word:
        digits = re.sub("#", lambda _: str(rng.randint(0, 9)), word)
        return re.sub(r"^0", str(rng.randint(1, 9)), digits)
    known = cases.get(word)
    if known is not None:
        return known
    return word.capitalize() if word.isalpha() else word


def _joined(words: list[str]) -> str:
    text = str(_detokenizer().detokenize([{"``": '"', "''": '"', "-lrb-": "(", "-rrb-": ")"}.get(word, word) for word in words]))
    return text[:1].upper() + text[1:]
