"""A real engine and tokenizer without weights: words are tokens, and a function says what the model answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from service.engines import Hypothesis
from service.settings import Decoding

Answer = Callable[[str, Decoding], str]


class WordTokenizer:
    """Words are tokens; `</s>` closes a source."""

    def encode(self, text: str) -> list[str]:
        return [*text.split(), "</s>"]

    def decode(self, tokens: list[str]) -> str:
        return " ".join(tokens)


class Parrot:
    """Answers each source with `answer(text, decoding)`, cut at `max_tokens`, and remembers the batches it was given."""

    name = "parrot"
    precision = "exact"

    def __init__(self, answer: Answer, *, max_source_tokens: int = 50) -> None:
        self.answer, self.max_source_tokens, self.max_target_tokens = answer, max_source_tokens, 10_000
        self.batches: list[list[str]] = []
        self.bounds: list[tuple[int, int]] = []

    def generate(
        self,
        sources: Sequence[Sequence[str]],
        decoding: Decoding,
        *,
        max_tokens: int,
        min_tokens: int = 0,
        restricted: bool = False,
    ) -> list[Hypothesis]:
        texts = [" ".join(source[:-1]) for source in sources]
        self.batches.append(texts)
        self.bounds.append((min_tokens, max_tokens))
        if any(len(source) > self.max_source_tokens for source in sources):
            raise AssertionError("a source is longer than the model's window")
        answers = [self.answer(text, decoding).split() for text in texts]
        return [Hypothesis(words[:max_tokens], -0.5, len(words) <= max_tokens) for words in answers]
