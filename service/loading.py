"""The models of one service: resolved, loaded once when first needed, and described for the signature."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, fields

from service.engines import Engine, Vocabulary, load_engine
from service.models import Checkpoint, resolve
from service.progress import Progress
from service.prompting import Prompt, prompt_for
from service.settings import Decoding, Settings
from service.summarizer import Summarizer
from service.tokenizing import Tokenizer, load_tokenizer
from service.translator import Translator
from service.values import ModelUse, Notice

OnProgress = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Translating:
    """A loaded translator, what it is, and what there is to say of it."""

    translator: Translator
    use: ModelUse
    notices: tuple[Notice, ...]


@dataclass(frozen=True, slots=True)
class Condensing:
    """A loaded summarizer, what it is, and what there is to say of it."""

    summarizer: Summarizer
    use: ModelUse
    notices: tuple[Notice, ...]


class Models:
    """Loads each model at most once; a second thread waits for the first."""

    def __init__(self, settings: Settings, on_notice: Callable[[Notice], None]) -> None:
        self._settings, self._on_notice = settings, on_notice
        self._lock = threading.Lock()
        self._translating: Translating | None = None
        self._condensing: Condensing | None = None

    def translating(self, on_progress: OnProgress) -> Translating:
        """Return the translator, loading it first if need be. Raises ModelError."""
        with self._lock:
            if self._translating is None:
                checkpoint = self._resolve("translate", on_progress)
                engine, notices = self._engine(checkpoint, None)
                translator = Translator(engine, load_tokenizer(checkpoint.folder), self._settings.translating)
                use = model_use(checkpoint, engine, self._settings.translating, None)
                self._translating = Translating(translator, use, (*checkpoint.notices, *notices))
            return self._translating

    def condensing(self, on_progress: OnProgress) -> Condensing:
        """Return the summarizer, loading it first if need be. Raises ModelError or PromptError."""
        with self._lock:
            if self._condensing is None:
                checkpoint = self._resolve("summarize", on_progress)
                prompt = prompt_for(checkpoint.folder, checkpoint.name)
                tokenizer = load_tokenizer(checkpoint.folder)
                engine, notices = self._engine(checkpoint, vocabulary_of(prompt, tokenizer))
                summarizer = Summarizer(engine, tokenizer, prompt, self._settings.condensing)
                use = model_use(checkpoint, engine, self._settings.condensing, prompt)
                self._condensing = Condensing(summarizer, use, (*checkpoint.notices, *notices))
            return self._condensing

    def _resolve(self, task: str, on_progress: OnProgress) -> Checkpoint:
        def downloading(name: str, done: int, total: int) -> None:
            on_progress(Progress("downloading", done, total, name))

        on_progress(Progress("loading", 0, 0, f"the model that {task}s"))
        checkpoint = resolve(task, self._settings, on_progress=downloading)
        for notice in checkpoint.notices:
            self._on_notice(notice)
        return checkpoint

    def _engine(self, checkpoint: Checkpoint, vocabulary: Vocabulary | None) -> tuple[Engine, list[Notice]]:
        notices: list[Notice] = []

        def note(notice: Notice) -> None:
            notices.append(notice)
            self._on_notice(notice)

        return load_engine(checkpoint, self._settings, vocabulary=vocabulary, on_notice=note), notices


def vocabulary_of(prompt: Prompt, tokenizer: Tokenizer) -> Vocabulary | None:
    """Return what a restricted model may always write: the prompt's words in both cases, and punctuation."""
    if not prompt.always:
        return None
    words = [form for word in prompt.always for form in (word, word.capitalize())]
    marks = [".", ",", "said,", '"', "'", "'s", "-", "(", ")", ":", ";", "%"]
    tokens = {token for text in (*words, *marks) for token in tokenizer.encode(text)}
    return Vocabulary(frozenset(tokens))


def model_use(checkpoint: Checkpoint, engine: Engine, decoding: Decoding, prompt: Prompt | None) -> ModelUse:
    """Describe a loaded model for the signature."""
    return ModelUse(
        task=checkpoint.task,
        name=checkpoint.name,
        revision=checkpoint.revision,
        provenance=checkpoint.provenance,
        engine=engine.name,
        precision=engine.precision,
        decoding=" ".join(f"{field.name}={getattr(decoding, field.name):g}" for field in fields(decoding)),
        prompt=prompt.signature if prompt else None,
    )
