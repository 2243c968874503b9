"""CTranslate2: int8 on a CPU, float16 on a GPU. Does not import torch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from service.engines.base import Hypothesis, case_variants
from service.errors import ModelBroken
from service.settings import Decoding


class CTranslate2Engine:
    """A converted model. `forced_first` is a token every output starts with (BART models of the hub have one)."""

    name = "ctranslate2"

    def __init__(
        self,
        folder: Path,
        *,
        device: str,
        precision: str,
        n_threads: int,
        max_source_tokens: int,
        max_target_tokens: int,
        forced_first: str | None = None,
    ) -> None:
        import ctranslate2

        try:
            self._model: Any = ctranslate2.Translator(str(folder), device=device, compute_type=precision, intra_threads=n_threads)
        except RuntimeError as error:
            raise ModelBroken(f"The converted model in {folder.name} cannot be loaded: {error}") from error
        self.precision, self._forced_first = precision, forced_first
        self.max_source_tokens, self.max_target_tokens = max_source_tokens, max_target_tokens

    def generate(
        self,
        sources: Sequence[Sequence[str]],
        decoding: Decoding,
        *,
        max_tokens: int,
        min_tokens: int = 0,
        restricted: bool = False,
    ) -> list[Hypothesis]:
        """Return the best hypothesis for each source.

        A vocabulary map works on a whole batch at once, so restricted sources go through one by one: none may borrow
        another's words.
        """
        max_tokens = min(max_tokens, self.max_target_tokens)
        prefix = [[self._forced_first] for _ in sources] if self._forced_first else None
        results = self._model.translate_batch(
            [list(source) for source in sources],
            target_prefix=prefix,
            beam_size=decoding.beam_size,
            num_hypotheses=min(decoding.n_best, decoding.beam_size),
            length_penalty=decoding.length_penalty,
            repetition_penalty=decoding.repetition_penalty,
            no_repeat_ngram_size=decoding.no_repeat_ngram_size,
            max_input_length=0,
            max_decoding_length=max_tokens,
            min_decoding_length=min_tokens,
            max_batch_size=1 if restricted else 0,
            use_vmap=restricted,
            return_scores=True,
        )
        return [self._best(result, decoding, max_tokens) for result in results]

    def _best(self, result: Any, decoding: Decoding, max_tokens: int) -> Hypothesis:
        pairs = zip(result.hypotheses, result.scores, strict=True)
        best, *others = (self._hypothesis(list(tokens), float(score), decoding, max_tokens) for tokens, score in pairs)
        return replace(best, others=tuple(others))

    def _hypothesis(self, tokens: list[str], score: float, decoding: Decoding, max_tokens: int) -> Hypothesis:
        """Undo CTranslate2's length penalty, so that the score is the mean log-probability; greedy search has none."""
        n_scored = len(tokens) + 1
        penalty = 1.0 if decoding.beam_size == 1 else decoding.length_penalty
        mean = score * n_scored ** (penalty - 1.0)
        shown = tokens[1:] if self._forced_first and tokens[:1] == [self._forced_first] else tokens
        return Hypothesis(shown, mean, len(tokens) < max_tokens)


def vocabulary_map(vocabulary: Iterable[str], always: Iterable[str]) -> str:
    """Return the text of a CTranslate2 vocabulary map: what is always allowed, then each token with its case variants."""
    known = list(vocabulary)
    members = set(known)
    lines = ["\t" + " ".join(sorted(set(always) & members))]
    lines += [f"{token}\t" + " ".join(sorted(case_variants(token) & members)) for token in known]
    return "\n".join(lines) + "\n"
