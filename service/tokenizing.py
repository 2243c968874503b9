"""Text to subword tokens and back, without loading transformers where the files allow it.

Both engines work on token strings, so that the same text gives both the same input.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Protocol

from service.errors import ModelBroken


class Tokenizer(Protocol):
    """Turns one text into the model's source tokens (closing token included) and output tokens into text."""

    def encode(self, text: str) -> list[str]:
        """Return the source tokens, special tokens included."""
        ...

    def decode(self, tokens: list[str]) -> str:
        """Return the text of output tokens, special tokens left out."""
        ...


class MarianTokenizer:
    """SentencePiece pieces with the vocabulary beside them; pieces outside it become `<unk>`."""

    def __init__(self, folder: Path) -> None:
        import sentencepiece

        self._source = sentencepiece.SentencePieceProcessor(model_file=str(folder / "source.spm"))
        self._target = sentencepiece.SentencePieceProcessor(model_file=str(folder / "target.spm"))
        self._vocab: dict[str, int] = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))

    def encode(self, text: str) -> list[str]:
        """Return the source tokens, `</s>` at the end."""
        pieces = self._source.encode(text, out_type=str)
        return [piece if piece in self._vocab else "<unk>" for piece in pieces] + ["</s>"]

    def decode(self, tokens: list[str]) -> str:
        """Return the text of target tokens."""
        kept = [token for token in tokens if token not in ("</s>", "<pad>", "<s>")]
        return str(self._target.decode(kept)).strip()


class FastTokenizer:
    """A `tokenizer.json`, read by the tokenizers library alone."""

    def __init__(self, folder: Path) -> None:
        from tokenizers import Tokenizer as Core

        self._core: Any = Core.from_file(str(folder / "tokenizer.json"))

    def encode(self, text: str) -> list[str]:
        """Return the source tokens with the special tokens that the file's post-processor adds."""
        return list(self._core.encode(text).tokens)

    def decode(self, tokens: list[str]) -> str:
        """Return the text of target tokens."""
        numbers = [self._core.token_to_id(token) for token in tokens]
        return str(self._core.decode([number for number in numbers if number is not None], skip_special_tokens=True)).strip()


class HubTokenizer:
    """Any other tokeniser files, through transformers (slow to import, so the last choice)."""

    def __init__(self, folder: Path) -> None:
        from transformers import AutoTokenizer

        self._core: Any = AutoTokenizer.from_pretrained(str(folder), local_files_only=True, trust_remote_code=False)

    def encode(self, text: str) -> list[str]:
        """Return the source tokens, special tokens included."""
        return list(self._core.convert_ids_to_tokens(self._core(text, truncation=False).input_ids))

    def decode(self, tokens: list[str]) -> str:
        """Return the text of target tokens."""
        return str(self._core.decode(self._core.convert_tokens_to_ids(tokens), skip_special_tokens=True)).strip()


def load_tokenizer(folder: Path) -> Tokenizer:
    """Return the tokeniser of a checkpoint folder. Raises ModelBroken where its files cannot be read."""
    try:
        if (folder / "source.spm").exists():
            return MarianTokenizer(folder)
        if (folder / "tokenizer.json").exists():
            return FastTokenizer(folder)
        return HubTokenizer(folder)
    except Exception as error:  # the three libraries raise plain Exception, RuntimeError, OSError and ValueError
        raise ModelBroken(f"The tokeniser files in {folder.name} cannot be read: {error}") from error
