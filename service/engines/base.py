"""The interface of an engine: token strings in, the best hypothesis for each out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from service.settings import Decoding


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """Output tokens without the start and end tokens, and their mean log-probability (nats, end token included).

    `finished` is False where the limit came before the end token: the text may be cut. `others` are the next best ones, as many
    as `Decoding.n_best` asks for.
    """

    tokens: list[str]
    mean_logprob: float
    finished: bool = True
    others: tuple[Hypothesis, ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Limits output to the source's own tokens and their case variants, plus these `always` allowed ones."""

    always: frozenset[str]


class Engine(Protocol):
    """A loaded model, safe to call from several threads at once.

    `generate` takes one batch: no more sources than fit in memory together, none over `max_source_tokens`, and returns one
    hypothesis each, in order. `max_tokens` and `min_tokens` bound the output, as do the model's own positions
    (`max_target_tokens`). With `restricted`, output keeps to the `Vocabulary` the engine was loaded with.
    """

    name: str
    precision: str
    max_source_tokens: int
    max_target_tokens: int

    def generate(
        self,
        sources: Sequence[Sequence[str]],
        decoding: Decoding,
        *,
        max_tokens: int,
        min_tokens: int = 0,
        restricted: bool = False,
    ) -> list[Hypothesis]:
        """Return the best hypothesis for each source."""
        ...


def case_variants(token: str) -> set[str]:
    """Return a token with its first letter in either case: `▁rain` -> {`▁rain`, `▁Rain`}."""
    head = 1 if token[:1] in ("▁", "Ġ") else 0
    letter = token[head : head + 1]
    return {token, token[:head] + letter.upper() + token[head + 1 :], token[:head] + letter.lower() + token[head + 1 :]}
