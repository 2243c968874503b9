"""Text to token numbers and back for the two tasks, exactly as the exported tokenisers do it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Protocol


class Codec(Protocol):
    """Encodes without special tokens except the closing `</s>`."""

    size: int
    pad: int
    eos: int
    start: int

    def source(self, text: str, *, sample: bool = False) -> list[int]:
        """Return the source tokens; with `sample`, of a segmentation drawn at random where the tokeniser can do that."""
        ...

    def target(self, text: str) -> list[int]:
        """Return the target tokens."""
        ...


class MarianCodec:
    """SentencePiece with the Marian layout: `</s>` 0, `<unk>` 1, `<pad>` last; the decoder starts from `<pad>`."""

    def __init__(self, folder: Path) -> None:
        import sentencepiece

        self.pieces = sentencepiece.SentencePieceProcessor(model_file=str(folder / "source.spm"))
        self.vocab: dict[str, int] = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))
        self.pad = self.start = self.vocab["<pad>"]
        self.eos, self.size = self.vocab["</s>"], len(self.vocab)

    def source(self, text: str, *, sample: bool = False) -> list[int]:
        """Return the source tokens, of a sampled segmentation if asked."""
        options: dict[str, Any] = {"enable_sampling": True, "alpha": 0.2, "nbest_size": -1} if sample else {}
        return [self.vocab.get(piece, 1) for piece in self.pieces.encode(text, out_type=str, **options)] + [self.eos]

    def target(self, text: str) -> list[int]:
        """Return the target tokens."""
        return self.source(text)


class BartCodec:
    """The condenser's `tokenizer.json`: the translator's pieces, the control pieces, `</s>` at the end and to start."""

    def __init__(self, folder: Path) -> None:
        from tokenizers import Tokenizer

        self.tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.pad = int(self.tokenizer.token_to_id("<pad>") or 0)
        self.eos = int(self.tokenizer.token_to_id("</s>") or 0)
        self.start: int = self.eos
        self.size: int = self.tokenizer.get_vocab_size()

    def source(self, text: str, *, sample: bool = False) -> list[int]:
        """Return the source tokens; this tokeniser does not sample."""
        return list(self.tokenizer.encode(text).ids)

    def target(self, text: str) -> list[int]:
        """Return the target tokens."""
        return list(self.tokenizer.encode(text).ids)


def codec(task: str, folder: Path) -> Codec:
    """Return the codec of a task (`translate` or `condense`) for the tokeniser files in `folder`."""
    return MarianCodec(folder) if task == "translate" else BartCodec(folder)
