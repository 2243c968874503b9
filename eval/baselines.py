"""Systems that need no model: the first sentences, TextRank, and an oracle that knows the references.

TextRank is that of Mihalcea and Tarau 2004 (words in common over the logarithms of the lengths), on content words; the
oracle adds greedily what raises ROUGE-1 plus ROUGE-2 most (Nallapati and others 2017), here the mean over the references.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations, pairwise

from service.briefs import without_dateline
from service.support import content

Grams = tuple[Counter[object], Counter[object]]


def lead(sentences: Sequence[str], n_sentences: int = 3) -> list[str]:
    """Return the first sentences, without the dateline."""
    return [without_dateline(sentence) for sentence in sentences[:n_sentences]]


def lead_words(sentences: Sequence[str], n_words: int) -> list[str]:
    """Return the first `n_words` words, the last sentence cut off where they end: a lead no longer than what it is held against."""
    taken: list[str] = []
    for sentence in lead(sentences, len(sentences)):
        words = sentence.split()[: n_words - len(" ".join(taken).split())]
        if not words:
            break
        taken.append(" ".join(words))
    return taken


def text_rank(sentences: Sequence[str], n_sentences: int = 3) -> list[str]:
    """Return the sentences that are most like the others, in the order of the text."""
    import networkx

    words = [content(sentence) for sentence in sentences]
    graph = networkx.Graph()
    graph.add_nodes_from(range(len(sentences)))
    for first, second in combinations(range(len(sentences)), 2):
        scale = math.log(max(1, len(words[first]))) + math.log(max(1, len(words[second])))
        common = len(words[first] & words[second])
        if common and scale > 0:
            graph.add_edge(first, second, weight=common / scale)
    ranks = networkx.pagerank(graph, weight="weight") if len(sentences) > 1 else {0: 1.0}
    chosen = sorted(range(len(sentences)), key=lambda i: (-ranks[i], i))[:n_sentences]
    return [without_dateline(sentences[i]) for i in sorted(chosen)]


def oracle(sentences: Sequence[str], references: Sequence[Sequence[str]], n_sentences: int = 3) -> list[str]:
    """Return the sentences a reader of the references would pick: an upper bound for picking, not a system."""
    wanted = [_grams(" ".join(reference)) for reference in references]
    offered = [_grams(without_dateline(sentence)) for sentence in sentences]
    chosen: list[int] = []
    best = 0.0
    while len(chosen) < n_sentences:
        scores = {i: _score([offered[j] for j in (*chosen, i)], wanted) for i in range(len(sentences)) if i not in chosen}
        if not scores or max(scores.values()) <= best:
            break
        best = max(scores.values())
        chosen.append(max(scores, key=lambda i: (scores[i], -i)))
    return [without_dateline(sentences[i]) for i in sorted(chosen)]


@lru_cache(maxsize=4096)
def _grams(text: str) -> Grams:
    from nltk.stem.porter import PorterStemmer
    from rouge_score.tokenize import tokenize

    tokens = tokenize(text, PorterStemmer())
    return Counter(tokens), Counter(pairwise(tokens))


def _score(picked: Sequence[Grams], wanted: Sequence[Grams]) -> float:
    total = 0.0
    for order in (0, 1):
        have = sum((grams[order] for grams in picked), Counter[object]())
        for reference in wanted:
            size = have.total() + reference[order].total()
            total += 2 * (have & reference[order]).total() / size if size else 0.0
    return total
