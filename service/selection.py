"""Choose which passages of an article a short brief is made of: the lead, then what the article keeps coming back to.

Scores are SumBasic's (Nenkova and Vanderwende 2005): the mean probability of a sentence's content words, squared for
words already told, here with a mild preference for what stands earlier.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from service.support import content

CONTINUES = frozenset(("he she they it this these those his her their however meanwhile but and according ").split())


def passages(sentences: Sequence[str], n_passages: int, *, max_sentences: int = 3) -> list[range]:
    """Return up to `n_passages` ranges of neighbouring sentences, in order, the first from the lead, none overlapping.

    With as many passages as sentences or more, every sentence is a passage of its own.
    """
    if n_passages >= len(sentences):
        return [range(i, i + 1) for i in range(len(sentences))]
    anchors = sorted(_anchors(sentences, n_passages))
    ends = [*anchors[1:], len(sentences)]
    return [range(start, _end(sentences, start, min(end, start + max_sentences))) for start, end in zip(anchors, ends, strict=True)]


def _anchors(sentences: Sequence[str], n_anchors: int) -> list[int]:
    words = [content(sentence) for sentence in sentences]
    counts = Counter(word for bag in words for word in bag)
    total = sum(counts.values()) or 1
    weight = {word: count / total for word, count in counts.items()}
    chosen = [0]
    for word in words[0]:
        weight[word] **= 2
    while len(chosen) < n_anchors:
        rest = [i for i in range(len(sentences)) if i not in chosen]
        best = max(
            rest, key=lambda i: _score(words[i], weight) * (1.0 - 0.5 * i / len(sentences)) * (0.5 if _leans_back(sentences[i]) else 1.0)
        )
        chosen.append(best)
        for word in words[best]:
            weight[word] **= 2
    return chosen


def _score(bag: set[str], weight: dict[str, float]) -> float:
    return sum(weight[word] for word in bag) / max(5, len(bag))


def _leans_back(sentence: str) -> bool:
    """Say whether a sentence cannot stand alone at the head of a passage: a pronoun, a quotation or a lower-case letter opens it."""
    first = sentence.split(maxsplit=1)[0] if sentence.split() else ""
    return first.lower().strip(",") in CONTINUES or first[:1] in ('"', "“") or first[:1].islower()


def _end(sentences: Sequence[str], start: int, limit: int) -> int:
    """Return where a passage that starts at `start` ends: it takes in sentences that lean back on it, and the lead's second."""
    end = start + 1
    while end < limit and (_leans_back(sentences[end]) or (start == 0 and end == 1)):
        end += 1
    return end
