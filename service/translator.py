"""Translate sentences one by one with a Marian model, and doubt every result.

Each sentence comes back exactly once: translated, passed through (English already) or flagged. Nothing is cut: a
sentence over the model's window is split at clause boundaries and joined again, with a notice.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from service.doubts import Doubt, doubts
from service.engines import Engine
from service.normalize import normalize_punctuation
from service.settings import Decoding
from service.tokenizing import Tokenizer
from service.values import Notice, Outcome, Sentence, Severity, Translation

Batches = Iterator[list[int]]
CLAUSE_BREAKS = (
    r"(?<=[;:])\s+",
    r"(?<=,)\s+",
    r"\s+(?=(?:dan|tetapi|namun|sedangkan|sementara|karena|sehingga|yang|serta|atau)\b)",
    r"\s+",
)
"""Where an overlong sentence may be split, the best places first."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a sentence as the model gets it."""

    sentence: int
    text: str
    tokens: list[str]


@dataclass(frozen=True, slots=True)
class _Output:
    """What the model made of a piece."""

    text: str
    mean_logprob: float
    finished: bool


class Translator:
    """A model with its tokeniser and settings; holds no state of a call, so threads may share it.

    `retry` is the decoding a doubtful sentence gets once more.
    """

    def __init__(
        self, engine: Engine, tokenizer: Tokenizer, decoding: Decoding, *, passed_through: frozenset[str] = frozenset({"en"})
    ) -> None:
        self._engine, self._tokenizer, self._decoding, self._passed_through = engine, tokenizer, decoding, passed_through
        self._retry = replace(decoding, beam_size=max(1, decoding.beam_size // 2), no_repeat_ngram_size=3, repetition_penalty=1.2)

    def translate(
        self, sentences: Sequence[Sentence], *, on_done: Callable[[int], None] = lambda _: None, stop: Callable[[], bool] = lambda: False
    ) -> list[Translation | None]:
        """Return one translation a sentence, in order; None for those not reached when `stop` said so.

        `on_done` is told after each batch how many more sentences are complete.
        """
        results: list[Translation | None] = [None] * len(sentences)
        pieces: list[_Piece] = []
        notices: list[list[Notice]] = [[] for _ in sentences]
        for index, sentence in enumerate(sentences):
            reason = self._untranslatable(sentence)
            if reason:
                results[index] = Translation(
                    sentence.text, Outcome.PASSED_THROUGH, notices=(Notice("passed-through", reason, Severity.INFO, sentence.span),)
                )
            else:
                pieces += self._pieces(index, sentence, notices[index])
        on_done(sum(result is not None for result in results))
        self._run(sentences, pieces, notices, results, on_done, stop)
        return results

    def _untranslatable(self, sentence: Sentence) -> str:
        if sentence.language in self._passed_through:
            return "This sentence is already in English."
        return "" if any(character.isalpha() for character in sentence.text) else "This sentence has no words to translate."

    def _run(
        self,
        sentences: Sequence[Sentence],
        pieces: list[_Piece],
        notices: list[list[Notice]],
        results: list[Translation | None],
        on_done: Callable[[int], None],
        stop: Callable[[], bool],
    ) -> None:
        outputs: dict[int, list[_Output]] = {}
        waiting: dict[int, list[int]] = {}
        for number, piece in enumerate(pieces):
            waiting.setdefault(piece.sentence, []).append(number)
        for batch in batches([len(piece.tokens) for piece in pieces], self._decoding.batch_tokens):
            if stop():
                return
            for number, output in zip(batch, self._generate([pieces[n] for n in batch], self._decoding), strict=True):
                outputs[number] = output
            complete = [index for index, numbers in waiting.items() if all(number in outputs for number in numbers)]
            for index in complete:
                own = waiting.pop(index)
                results[index] = self._finish(sentences[index], [pieces[n] for n in own], [outputs[n] for n in own], notices[index])
            on_done(len(complete))

    def _finish(self, sentence: Sentence, pieces: list[_Piece], outputs: list[list[_Output]], notices: list[Notice]) -> Translation:
        """Join the pieces of a sentence; where all candidates for one are doubtful, try again once and keep the best."""
        texts, scores, doubted = [], [], []
        for piece, candidates in zip(pieces, outputs, strict=True):
            output, found = _least_doubtful(piece, candidates)
            if found:
                [more] = self._generate([piece], self._retry)
                output, found = _least_doubtful(piece, [output, *more])
            texts.append(output.text)
            scores.append(output.mean_logprob)
            doubted += found
        notices += [Notice(doubt.code, doubt.message, Severity.WARNING, sentence.span) for doubt in doubted]
        outcome = Outcome.FLAGGED if doubted else Outcome.TRANSLATED
        return Translation(" ".join(text for text in texts if text), outcome, sum(scores) / len(scores), tuple(notices))

    def _generate(self, pieces: list[_Piece], decoding: Decoding) -> list[list[_Output]]:
        """Return the candidates for each piece, best first."""
        longest = max(len(piece.tokens) for piece in pieces)
        limit = int(longest * decoding.max_length_ratio) + decoding.max_length_offset
        hypotheses = self._engine.generate([piece.tokens for piece in pieces], decoding, max_tokens=limit)
        return [
            [_Output(self._tokenizer.decode(one.tokens), one.mean_logprob, one.finished) for one in (best, *best.others)]
            for best in hypotheses
        ]

    def _pieces(self, index: int, sentence: Sentence, notices: list[Notice]) -> list[_Piece]:
        text = self._prepared(sentence, notices)
        parts = self._split(text, 0)
        if len(parts) > 1:
            message = f"This sentence is longer than the model reads at once; it was translated in {len(parts)} parts."
            notices.append(Notice("sentence-split", message, Severity.WARNING, sentence.span))
        return [_Piece(index, part, self._tokenizer.encode(part)) for part in parts]

    def _prepared(self, sentence: Sentence, notices: list[Notice]) -> str:
        """Return the text as the model reads it; say what could not be kept."""
        text, symbols = without_symbols(sentence.text)
        if symbols:
            notices.append(Notice("symbols-removed", f"Not translated: {' '.join(symbols)}", Severity.INFO, sentence.span))
        if in_capitals(text):
            text = text[:1] + text[1:].lower()
            notices.append(
                Notice("capitals-lowered", "This sentence is in capitals; names may have lost theirs.", Severity.INFO, sentence.span)
            )
        return normalize_punctuation(text, "id")

    def _split(self, text: str, level: int) -> list[str]:
        """Split a text over the model's window into parts that fit, at the best boundaries there are."""
        if len(self._tokenizer.encode(text)) <= self._engine.max_source_tokens:
            return [text]
        if level == len(CLAUSE_BREAKS):
            middle = len(text) // 2
            return [*self._split(text[:middle], level), *self._split(text[middle:], level)]
        parts: list[str] = []
        for clause in re.split(CLAUSE_BREAKS[level], text):
            joined = f"{parts[-1]} {clause}" if parts else clause
            if parts and len(self._tokenizer.encode(joined)) <= self._engine.max_source_tokens:
                parts[-1] = joined
            else:
                parts.append(clause)
        return [piece for part in parts for piece in self._split(part, level + 1)]


def _least_doubtful(piece: _Piece, candidates: Sequence[_Output]) -> tuple[_Output, list[Doubt]]:
    """Return the first of the candidates with the fewest doubts, and those doubts."""
    judged = [(output, doubts(piece.text, output.text, finished=output.finished)) for output in candidates]
    return min(judged, key=lambda pair: len(pair[1]))


def batches(lengths: Sequence[int], batch_tokens: int) -> Batches:
    """Yield indices grouped by like length, so that a group times its longest stays within `batch_tokens`."""
    group: list[int] = []
    for index in sorted(range(len(lengths)), key=lambda i: lengths[i]):
        if group and lengths[index] * (len(group) + 1) > batch_tokens:
            yield group
            group = []
        group.append(index)
    if group:
        yield group


def in_capitals(text: str) -> bool:
    """Say whether a text of several words is in capitals: `HARGA BERAS NAIK LAGI` -> True."""
    letters = [character for character in text if character.isalpha()]
    return len(text.split()) >= 4 and len(letters) >= 12 and sum(character.isupper() for character in letters) > 0.8 * len(letters)


def without_symbols(text: str) -> tuple[str, list[str]]:
    """Compose a text (NFC) and take out what no model was trained on.

    Returns the text and the emoji taken out of it; zero-width and control characters go without mention, since the
    reader cannot see them either.
    """
    kept, removed = [], []
    for character in unicodedata.normalize("NFC", text):
        category = unicodedata.category(character)
        if category in ("So", "Sk", "Cs", "Co", "Cn") and character not in "°©®™`^":
            removed.append(character)
            kept.append(" ")
        elif category in ("Cc", "Cf"):
            kept.append(" " if character in "\t\n\r\v\f" else "")
        else:
            kept.append(character)
    return re.sub(r"\s+", " ", "".join(kept)).strip(), removed
