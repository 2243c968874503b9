"""transformers in float32: the reference the other engine is checked against."""

from __future__ import annotations

import copy
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from service.engines.base import Hypothesis, Vocabulary, case_variants
from service.errors import ModelBroken
from service.settings import Decoding


class TransformersEngine:
    """A checkpoint run by `model.generate`; one call at a time."""

    name = "transformers"
    precision = "float32"

    def __init__(
        self,
        folder: Path,
        *,
        device: str,
        n_threads: int,
        max_source_tokens: int,
        max_target_tokens: int,
        vocabulary: Vocabulary | None = None,
    ) -> None:
        import torch
        from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

        if n_threads:
            torch.set_num_threads(n_threads)
        try:
            self._model: Any = AutoModelForSeq2SeqLM.from_pretrained(
                str(folder), dtype=torch.float32, local_files_only=True, trust_remote_code=False, weights_only=True
            )
            self._tokenizer: Any = AutoTokenizer.from_pretrained(str(folder), local_files_only=True, trust_remote_code=False)
        except (OSError, ValueError, RuntimeError, KeyError) as error:
            raise ModelBroken(f"The checkpoint in {folder.name} cannot be loaded: {error}") from error
        self._model.to(device).eval()
        # What is None in our settings is filled from the checkpoint's own, so these two must go there.
        self._model.generation_config.max_length = self._model.generation_config.forced_eos_token_id = None
        self._lock = threading.Lock()
        self.max_source_tokens, self.max_target_tokens, self._vocabulary = max_source_tokens, max_target_tokens, vocabulary

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
        import torch

        if not sources:
            return []
        max_tokens = min(max_tokens, self.max_target_tokens)
        numbers = [self._tokenizer.convert_tokens_to_ids(list(source)) for source in sources]
        width = max(len(row) for row in numbers)
        config = self._model.config
        padded = torch.tensor([row + [config.pad_token_id] * (width - len(row)) for row in numbers], device=self._model.device)
        mask = torch.tensor([[1] * len(row) + [0] * (width - len(row)) for row in numbers], device=self._model.device)
        with self._lock, torch.inference_mode():
            output = self._model.generate(
                input_ids=padded,
                attention_mask=mask,
                generation_config=self._generation(decoding, max_tokens, min_tokens, restricted=restricted),
                logits_processor=self._restriction(padded, decoding.beam_size) if restricted else None,
            )
            scores = self._mean_logprobs(output, decoding)
        pairs = [(self._tokens(row), score) for row, score in zip(output.sequences.tolist(), scores, strict=True)]
        hypotheses = [Hypothesis(tokens, score, len(tokens) < max_tokens) for tokens, score in pairs]
        n_best = len(hypotheses) // len(sources)
        groups = (hypotheses[begin : begin + n_best] for begin in range(0, len(hypotheses), n_best))
        return [replace(best, others=tuple(others)) for best, *others in groups]

    def _generation(self, decoding: Decoding, max_tokens: int, min_tokens: int, *, restricted: bool) -> Any:
        """Return the checkpoint's own generation settings with ours over them.

        Restricted scores are normalised over what is allowed, as a CTranslate2 vocabulary map does.
        """
        config = copy.deepcopy(self._model.generation_config)
        config.update(
            max_new_tokens=max_tokens,
            min_new_tokens=min_tokens or None,
            num_beams=decoding.beam_size,
            num_return_sequences=min(decoding.n_best, decoding.beam_size),
            length_penalty=decoding.length_penalty,
            repetition_penalty=decoding.repetition_penalty,
            no_repeat_ngram_size=decoding.no_repeat_ngram_size,
            early_stopping=decoding.beam_size > 1,
            do_sample=False,
            renormalize_logits=restricted,
            return_dict_in_generate=True,
            output_scores=True,
        )
        return config

    def _tokens(self, numbers: list[int]) -> list[str]:
        """Cut the start token (and a forced first one) and everything from the end token on."""
        config, generation = self._model.config, self._model.generation_config
        numbers = numbers[1:]
        if generation.forced_bos_token_id is not None and numbers[:1] == [generation.forced_bos_token_id]:
            numbers = numbers[1:]
        if config.eos_token_id in numbers:
            numbers = numbers[: numbers.index(config.eos_token_id)]
        return list(self._tokenizer.convert_ids_to_tokens([n for n in numbers if n != config.pad_token_id]))

    def _mean_logprobs(self, output: Any, decoding: Decoding) -> list[float]:
        steps = self._model.compute_transition_scores(
            output.sequences, output.scores, getattr(output, "beam_indices", None), normalize_logits=decoding.beam_size == 1
        )
        kept = output.sequences[:, -steps.shape[1] :] != self._model.config.pad_token_id
        sums = (steps.masked_fill(~kept, 0.0)).sum(dim=1)
        return [float(value) for value in sums / kept.sum(dim=1).clamp(min=1)]

    def _restriction(self, padded: Any, beam_size: int) -> Any:
        """Return a logits processor that keeps each beam to its own source's tokens and the always allowed ones."""
        import torch
        from transformers import LogitsProcessor, LogitsProcessorList

        known = self._tokenizer.get_vocab()
        always = [known[token] for token in (self._vocabulary.always if self._vocabulary else ()) if token in known]
        allowed = torch.zeros((padded.shape[0], self._model.config.vocab_size), dtype=torch.bool, device=padded.device)
        allowed[:, [*always, self._model.config.eos_token_id]] = True
        for row, numbers in enumerate(padded.tolist()):
            for token in self._tokenizer.convert_ids_to_tokens(sorted(set(numbers) - {self._model.config.pad_token_id})):
                allowed[row, [known[variant] for variant in case_variants(token) if variant in known]] = True
        allowed = allowed.repeat_interleave(beam_size, dim=0)

        class Keep(LogitsProcessor):  # type: ignore[misc]
            def __call__(self, input_ids: Any, scores: Any) -> Any:
                return scores.masked_fill(~allowed, float("-inf"))

        return LogitsProcessorList([Keep()])
