"""Condense English sentences with a seq2seq summariser, each output sentence tied to the sentences it came from.

Two kinds of model do this. A `passage` model (the embedded condenser) turns a passage into one sentence; a brief is one
sentence per chosen passage. A `document` model (BART, PEGASUS, T5) turns a text into several sentences; a text over its
window goes through in pieces at sentence boundaries, then the joined pieces again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from service.boundaries import words
from service.engines import Engine
from service.errors import InputError
from service.prompting import Prompt
from service.selection import passages
from service.settings import Decoding
from service.support import attribute, unsupported
from service.tokenizing import Tokenizer
from service.values import BriefSentence, Notice, SourceRef

WORDS = {"headline": 10, "short": 45, "standard": 90, "long": 180}
WORDS_PER_SENTENCE = 22
HEADLINE_WORDS = 15
SHORT_ENOUGH_WORDS = 26
"""A passage of no more than this is told as it stands: condensing it would lose more than it saves."""
LEAST_WORDS = 11
MAX_WORDS = 100_000
TOKENS_PER_WORD = 1.5
REPEATED = re.compile(r"\b(\w+(?:\W+\w+){0,4})\W+\1\b", re.IGNORECASE)
CLOSED = re.compile(r"[.!?…][\"'”’)\]]*$")


@dataclass(frozen=True, slots=True)
class Told:
    """One English sentence to condense, and where it comes from."""

    text: str
    source: SourceRef


def wanted(length: str | int) -> tuple[str, int]:
    """Return the style and the number of words for a length: `"short"` -> ("short", 45), 120 -> ("standard", 120).

    Raises InputError for a length that is neither a style nor a number of at least one word.
    """
    if isinstance(length, str) and not (length.isascii() and length.isdigit() and len(length) < 7):
        if length not in WORDS:
            raise InputError(f"Length {length!r} is not known; give {', '.join(WORDS)} or a number of words.")
        return length, WORDS[length]
    n_words = int(length)
    if not 1 <= n_words <= MAX_WORDS:
        raise InputError(f"A length in words must be between 1 and {MAX_WORDS:,}.")
    return ("headline" if n_words <= 15 else "short" if n_words <= 60 else "standard" if n_words <= 130 else "long"), n_words


class Summarizer:
    """A model with its tokeniser and prompt; holds no state of a call, so threads may share it."""

    def __init__(self, engine: Engine, tokenizer: Tokenizer, prompt: Prompt, decoding: Decoding) -> None:
        self._engine, self._tokenizer, self._prompt, self._decoding = engine, tokenizer, prompt, decoding
        self._retry = replace(decoding, beam_size=1)

    def summarize(
        self,
        told: Sequence[Told],
        *,
        style: str,
        n_words: int,
        stop: Callable[[], bool] = lambda: False,
    ) -> list[BriefSentence]:
        """Return the brief's sentences in order; fewer when `stop` said so."""
        if not told:
            return []
        if self._prompt.unit == "document":
            return self._document(told, style, n_words, stop)
        count = 1 if style == "headline" else max(1, round(n_words / WORDS_PER_SENTENCE))
        chosen = passages([one.text for one in told], count)
        brief = []
        for span in chosen:
            if stop():
                break
            brief.append(self._passage([told[i] for i in span], style))
        return brief

    def headline(self, told: Sequence[Told]) -> str:
        """Return a title for sentences whose page has none."""
        return self.summarize(told[:2], style="headline", n_words=WORDS["headline"])[0].text.removesuffix(".")

    def _passage(self, told: Sequence[Told], style: str) -> BriefSentence:
        """Condense one passage; what is unfinished or unsupported gives way to the passage's own first full sentence."""
        while len(told) > 1 and len(self._encode(" ".join(one.text for one in told), style, 0)) > self._engine.max_source_tokens:
            told = told[:-1]
        passage = " ".join(one.text for one in told)
        n_words = len(passage.split())
        if style != "headline" and n_words <= SHORT_ENOUGH_WORDS:
            return BriefSentence(passage, tuple(one.source for one in told))
        longest = HEADLINE_WORDS if style == "headline" else 2 * WORDS_PER_SENTENCE
        least = 0 if style == "headline" else LEAST_WORDS
        reason = ""
        for decoding in (self._decoding, self._retry):
            text, notices = self._write(passage, style, decoding, max_words=max(8, min(longest, n_words)), min_words=least)
            reason = self._fault(text, passage, style)
            if not reason:
                return BriefSentence(text, _sources(text, told), notices)
        notice = Notice("condenser-replaced", f"The condensed sentence {reason}; the translated sentence stands in its place.")
        stand_in = next((one for one in told if len(one.text.split()) >= LEAST_WORDS), told[0])
        return BriefSentence(stand_in.text, (stand_in.source,), (notice,))

    def _fault(self, text: str, passage: str, style: str) -> str:
        if not text:
            return "was empty"
        if style != "headline" and not closed(text):
            return "was unfinished"
        if style == "headline" and (len(complete_sentences(text)) > 1 or text.endswith((",", ":", ";"))):
            return "was no headline"
        if style != "headline" and len(text.split()) < LEAST_WORDS:
            return "left out too much"
        if REPEATED.search(text) and not REPEATED.search(passage):
            return "repeated itself"
        invented = unsupported(text, passage)
        return f"had {', '.join(invented)}, which its source does not have" if invented else ""

    def _document(self, told: Sequence[Told], style: str, n_words: int, stop: Callable[[], bool]) -> list[BriefSentence]:
        """Summarize the text in pieces, then the joined pieces again as long as that makes them fewer."""
        bounds = {"max_words": int(n_words * 1.3), "min_words": n_words // 2, "n_words": n_words}
        pieces = self._pieces([one.text for one in told], style, n_words)
        texts: list[str] = []
        notices: tuple[Notice, ...] = ()
        while not stop():
            texts = []
            for piece in pieces:
                text, cut = self._write(piece, style, self._decoding, **bounds)
                texts, notices = [*texts, text], notices + cut
            if len(pieces) == 1:
                break
            n_before, pieces = len(pieces), self._pieces([text for text in texts if text], style, n_words)
            if not pieces:
                break
            if len(pieces) >= n_before:
                message = "The summaries of the article's parts do not fit the summarizer together; they stand one after another."
                notices += (Notice("summary-in-parts", message),)
                break
        if stop():
            return []
        brief = [self._checked(sentence, told) for text in texts for sentence in complete_sentences(text)]
        if not brief:
            notices += (Notice("summary-empty", "The summarizer wrote nothing; the first translated sentence stands in its place."),)
            brief = [BriefSentence(told[0].text, (told[0].source,))]
        return [replace(brief[0], notices=notices + brief[0].notices), *brief[1:]]

    def _checked(self, text: str, told: Sequence[Told]) -> BriefSentence:
        """Tie a sentence to its sources; where they do not have its names and numbers, the best of them takes its place."""
        sources = _sources(text, told)
        texts = {one.source: one.text for one in told}
        invented = unsupported(text, " ".join(texts[source] for source in sources))
        if not invented:
            return BriefSentence(text, sources)
        best = attribute(text, [one.text for one in told])[0]
        message = f"The summary had {', '.join(invented)}, which its source does not have; the translated sentence stands in its place."
        return BriefSentence(told[best].text, (told[best].source,), (Notice("summary-replaced", message),))

    def _pieces(self, texts: Sequence[str], style: str, n_words: int) -> list[str]:
        """Join sentences into as few texts as fit the model's window, prompt included."""
        pieces: list[str] = []
        for text in texts:
            joined = f"{pieces[-1]} {text}" if pieces else text
            if pieces and len(self._encode(joined, style, n_words)) <= self._engine.max_source_tokens:
                pieces[-1] = joined
            else:
                pieces.append(text)
        return pieces

    def _encode(self, text: str, style: str, n_words: int) -> list[str]:
        n_sentences = max(1, round(n_words / WORDS_PER_SENTENCE))
        return self._tokenizer.encode(self._prompt.fill(style, {"text": text, "n_words": str(n_words), "n_sentences": str(n_sentences)}))

    def _write(
        self, text: str, style: str, decoding: Decoding, *, max_words: int, min_words: int, n_words: int = 0
    ) -> tuple[str, tuple[Notice, ...]]:
        """Run the model once. The minimum stays below both the maximum and half the input, so short inputs do not ramble.

        Sentences are never cut, except one that alone is over the window: its end gives way, with a notice.
        """
        source = self._encode(text, style, n_words or max_words)
        notices: tuple[Notice, ...] = ()
        while len(source) > self._engine.max_source_tokens:
            text = text.rsplit(" ", max(1, text.count(" ") // 10))[0] if " " in text else text[: len(text) // 2]
            source = self._encode(text, style, n_words or max_words)
            notices = (Notice("summary-input-cut", "A sentence was too long for the summarizer; its end was left out of the summary."),)
        max_tokens = int(max_words * TOKENS_PER_WORD) + decoding.max_length_offset
        min_tokens = min(int(min_words * TOKENS_PER_WORD), max_tokens // 2, len(source) // 2)
        [hypothesis] = self._engine.generate(
            [source], decoding, max_tokens=max_tokens, min_tokens=min_tokens, restricted=bool(self._prompt.always)
        )
        return self._tokenizer.decode(hypothesis.tokens), notices


def _sources(text: str, told: Sequence[Told]) -> tuple[SourceRef, ...]:
    return tuple(told[i].source for i in attribute(text, [one.text for one in told]))


def closed(text: str) -> bool:
    """Say whether a text ends as a sentence does, and not with an abbreviation or an initial: `said H. Moh.` -> False."""
    if not CLOSED.search(text):
        return False
    last = text.split()[-1].rstrip("\"'”’)]")
    word = last.removesuffix(".")
    return not (last.endswith(".") and (word.casefold() in words().always or (len(word) == 1 and word.isupper())))


def complete_sentences(text: str) -> list[str]:
    """Split a summary into sentences and leave out an unfinished last one (unless it is all there is)."""
    from sentencex import segment

    sentences = [sentence.strip() for sentence in segment("en", text) if sentence.strip()]
    if len(sentences) > 1 and not closed(sentences[-1]):
        return sentences[:-1]
    return sentences
