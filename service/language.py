"""Tell the language of an article and of its sentences, and refuse what cannot be translated.

py3langid ranks languages by their letters; the common words of `languages.toml` decide between Indonesian, Malay,
Javanese and Sundanese, which letters alone confuse. Nothing is ever replaced in silence: a language is named or refused.
"""

from __future__ import annotations

import math
import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from service.errors import UnsupportedLanguage
from service.values import Notice, Sentence, Severity

SUPPORTED = frozenset({"id", "ms", "en"})
_MALAYIC = frozenset({"id", "ms"})
_NO_LANGUAGE = frozenset({"und", "zxx"})
_RELATIVES = ("id", "ms", "jv", "ace")
_SURE = 0.6
_MIN_VOTING_WORDS = 4
_MIN_OTHER_WORDS = 5
_MAX_CHARACTERS = 20_000
"""What py3langid is shown of one text: more changes nothing and costs seconds."""
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_MAX_VOTE = 300
"""Characters for which one sentence counts in the vote at most: a longer one is seldom running text."""
_MAX_TOKEN = 300
"""Longer runs of ASCII without white space are data; scripts that write no spaces are not ASCII."""
_DOMAIN = re.compile(r"\w\.(?:com|co\.id|id|net|org)\W*$", re.IGNORECASE)
_LONGEST_DOMAIN_END = 20
_QUOTED = re.compile(r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)|^[^“”\"]*”")


@dataclass(frozen=True, slots=True)
class Detected:
    """A language (`und` where nothing can be told) and how sure it is, 0 to 1."""

    code: str
    probability: float


@dataclass(frozen=True, slots=True)
class _Lexicon:
    markers: dict[str, frozenset[str]]
    aliases: dict[str, str]
    names: dict[str, str]


@cache
def _lexicon() -> _Lexicon:
    tables = tomllib.loads(Path(__file__).with_name("languages.toml").read_text("utf-8"))
    markers = {code: frozenset(words) for code, words in tables["markers"].items()}
    return _Lexicon(markers, tables["aliases"], tables["names"])


def name_of(code: str) -> str:
    """Return a language's English name: `jv` -> `Javanese`; an unknown code comes back as `language xx`."""
    return _lexicon().names.get(code, f"language {code}")


def detect(text: str) -> Detected:
    """Tell the language of a text: `'Pemerintah mengatakan bahwa harga naik.'` -> `Detected('id', ...)`."""
    shown = _shown(text)
    words = _WORD.findall(shown.casefold())
    if not words:
        return Detected("und", 0.0)
    ranked = _probabilities(_calmed(shown))
    counts = _marker_counts(words)
    pooled = sum(ranked.get(code, 0.0) for code in _RELATIVES)
    local = counts["shared"] + max(counts["id"], counts["ms"], counts["jv"], counts["su"])
    by_words = min(1.0, 3 * local / len(words)) if local > counts["en"] else 0.0
    if max(pooled, by_words) >= 0.5 and counts["en"] <= local:
        return Detected(_relative(ranked, counts), max(pooled, by_words))
    best = max(ranked, key=ranked.__getitem__)
    return Detected(best, ranked[best])


def assign(text: str, sentences: Sequence[Sentence]) -> tuple[str, tuple[Sentence, ...], tuple[Notice, ...]]:
    """Return the article's language, its sentences with theirs, and notices.

    The article's language is that of most of its text, by length; a sentence has another only where that is sure. `text` is
    what the sentences' spans refer to. Raises UnsupportedLanguage for an article in none of `SUPPORTED`.
    """
    detections = [detect(sentence.text) for sentence in sentences]
    article = _of_article(sentences, detections)
    sure = article.probability >= 0.5
    if sure and article.code not in SUPPORTED:
        raise UnsupportedLanguage(
            f"This article is in {name_of(article.code)}; only Indonesian and Malay articles can be translated, and English ones condensed."
        )
    code = article.code if sure else "id"
    labeled = tuple(
        replace(sentence, language=_of_sentence(sentence.text, found, code)) for sentence, found in zip(sentences, detections, strict=True)
    )
    return code, labeled, (*_article_notices(code, sure), *_sentence_notices(code, labeled))


def _of_article(sentences: Sequence[Sentence], detections: Sequence[Detected]) -> Detected:
    votes: Counter[str] = Counter()
    for sentence, found in zip(sentences, detections, strict=True):
        if found.code not in _NO_LANGUAGE and len(_WORD.findall(sentence.text)) >= _MIN_VOTING_WORDS:
            votes["id" if found.code in _MALAYIC else found.code] += round(min(len(sentence.text), _MAX_VOTE) * found.probability * 100)
    if not votes.total():
        return detect(" ".join(sentence.text for sentence in sentences))
    code = votes.most_common(1)[0][0]
    mates = _MALAYIC if code == "id" else {code}  # Malay shows over the whole article, not in one sentence
    whole = detect(" ".join(s.text for s, found in zip(sentences, detections, strict=True) if found.code in mates))
    return whole if whole.code in mates else Detected(code, 0.0)


def _of_sentence(text: str, found: Detected, article: str) -> str:
    """Return the language of a sentence: the article's unless another one is sure."""
    text = _shown(text)
    words = _WORD.findall(text.casefold())
    if found.code in (*_NO_LANGUAGE, article) or (found.code in _MALAYIC and article in _MALAYIC) or len(words) < _MIN_OTHER_WORDS:
        return article
    counts = _marker_counts(words)
    if found.code == "en":
        return "en" if found.probability >= _SURE and _is_english_throughout(text, counts) else article
    if found.code in _MALAYIC:
        return found.code if counts["shared"] + counts["id"] + counts["ms"] >= 2 and found.probability >= _SURE else article
    if found.code in ("jv", "su"):
        return found.code if counts[found.code] >= 3 and counts[found.code] > 2 * counts["shared"] else article
    foreign = counts["shared"] + counts["id"] + counts["ms"] + counts["en"] == 0
    return found.code if foreign and found.probability >= 0.9 and (len(words) >= 8 or not _is_latin(text)) else article


def _is_english_throughout(text: str, counts: Counter[str]) -> bool:
    """Say whether a sentence may be passed through: English words in it, no Indonesian, and no Indonesian frame around a quotation.

    `'Film "The Lord of the Rings" tayang.'` and `'"We are happy," kata Budi.'` -> False
    """
    if counts["en"] < 2 or counts["shared"] + counts["id"] > 0:
        return False
    frame = _WORD.findall(_QUOTED.sub(" ", text).casefold())
    return not frame or _marker_counts(frame)["en"] > 0


def _article_notices(code: str, sure: bool) -> tuple[Notice, ...]:
    if not sure:
        return (Notice("language-unsure", "The text is too short or too mixed to tell its language; it is taken as Indonesian."),)
    if code == "ms":
        return (
            Notice("article-in-malay", "The article is in Malay; it is translated by a model made for Indonesian, so expect more errors."),
        )
    if code == "en":
        return (Notice("article-in-english", "The article is in English already; its text is passed through untranslated.", Severity.INFO),)
    return ()


def _sentence_notices(article: str, sentences: Sequence[Sentence]) -> tuple[Notice, ...]:
    odd = (sentence for sentence in sentences if sentence.language not in SUPPORTED)
    return tuple(
        Notice(
            "sentence-in-other-language",
            f"This sentence seems to be in {name_of(sentence.language)}; do not trust its translation.",
            span=sentence.span,
        )
        for sentence in odd
    )


def _shown(text: str) -> str:
    """Return what a language is told by: the start of a text, without addresses and data."""
    kept = " ".join(token for token in text.split() if not _is_address(token))
    return unicodedata.normalize("NFC", kept[:_MAX_CHARACTERS])


def _is_address(token: str) -> bool:
    """Say whether a token is an address, a domain or data rather than words."""
    if len(token) > _MAX_TOKEN and token.isascii():
        return True
    folded = token.casefold()
    return "@" in token or "://" in token or "www." in folded or _DOMAIN.search(token[-_LONGEST_DOMAIN_END:]) is not None


def _relative(ranked: dict[str, float], counts: Counter[str]) -> str:
    """Choose among the relatives by their common words, then by py3langid."""
    local, n_local = max((("jv", counts["jv"]), ("su", counts["su"])), key=lambda pair: pair[1])
    if n_local > counts["shared"]:  # not the lists of Indonesian and Malay, whose nouns the others borrow
        return local
    if counts["shared"] + counts["id"] + counts["ms"] == 0:
        likely = max(_RELATIVES, key=lambda code: ranked.get(code, 0.0))
        if likely not in _MALAYIC and ranked[likely] >= 0.8:
            return likely
    if counts["id"] != counts["ms"]:
        return "ms" if counts["ms"] > counts["id"] else "id"
    return "ms" if ranked.get("ms", 0.0) >= 0.9 else "id"


def _marker_counts(words: Sequence[str]) -> Counter[str]:
    return Counter({code: sum(word in listed for word in words) for code, listed in _lexicon().markers.items()})


def _calmed(text: str) -> str:
    """Lower a text that is mostly capitals, which py3langid has hardly seen."""
    letters = [character for character in text if character.isalpha()]
    return text.lower() if sum(character.isupper() for character in letters) > 0.6 * len(letters) else text


def _is_latin(text: str) -> bool:
    return all("LATIN" in unicodedata.name(character, "LATIN") for character in text if character.isalpha())


def _probabilities(text: str) -> dict[str, float]:
    """Return py3langid's scores as probabilities by language, relatives of one name put together.

    Its raw scores grow with the length of the text; the square root of the bytes is the temperature its own
    normalization uses, so that short texts stay unsure.
    """
    from py3langid import rank

    scores = rank(text)
    temperature = math.sqrt(len(text.encode("utf-8", "replace")) or 1)
    best = max(score for _, score in scores)
    weights = [(code, math.exp(max(-700.0, (score - best) / temperature))) for code, score in scores]
    total = sum(weight for _, weight in weights)
    together: dict[str, float] = {}
    for code, weight in weights:
        name = _lexicon().aliases.get(code, code)
        together[name] = together.get(name, 0.0) + weight / total
    return together
