"""Small checkpoints for tests: sketches that only look like models, and real ones with random weights that convert and run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import save

SHAPE: dict[str, Any] = {
    "d_model": 16,
    "encoder_layers": 1,
    "decoder_layers": 1,
    "encoder_attention_heads": 2,
    "decoder_attention_heads": 2,
    "encoder_ffn_dim": 32,
    "decoder_ffn_dim": 32,
    "max_position_embeddings": 64,
}


def sketch(family: str, *, seed: int = 0, n_values: int = 4096) -> dict[str, bytes]:
    """Return the files of something that passes for a checkpoint: a true safetensors file, but no model."""
    weights = np.random.default_rng(seed).standard_normal(n_values).astype(np.float32)
    files = {
        "config.json": json.dumps({"model_type": family, "d_model": 8}).encode(),
        "generation_config.json": b'{"num_beams": 4}',
        "model.safetensors": save({"shared.weight": weights}),
    }
    if family == "marian":
        return files | {"source.spm": b"pieces" * 9, "target.spm": b"pieced" * 9, "vocab.json": b'{"</s>": 0}'}
    return files | {"vocab.json": b'{"<s>": 0}', "merges.txt": b"#version: 0.2\n"}


def write(folder: Path, files: dict[str, bytes]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def tiny_marian(folder: Path) -> Path:
    """Save a Marian model of some 20,000 random weights with a real tokenizer of sixty pieces."""
    import io

    import sentencepiece
    from transformers import MarianConfig, MarianMTModel

    lines = ["Hujan turun di kota itu sejak pagi.", "Warga menunggu bantuan beras dan air.", "The rain fell on the town from dawn."]
    pieces = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines * 9), model_writer=pieces, vocab_size=60, hard_vocab_limit=False, minloglevel=2
    )
    processor = sentencepiece.SentencePieceProcessor(model_proto=pieces.getvalue())
    words = ["</s>", "<unk>"] + [piece for i in range(processor.get_piece_size()) if (piece := processor.id_to_piece(i))[0] != "<"]
    vocabulary = {word: i for i, word in enumerate([*words, "<pad>"])}
    write(
        folder,
        {
            "source.spm": pieces.getvalue(),
            "target.spm": pieces.getvalue(),
            "vocab.json": json.dumps(vocabulary).encode(),
            "tokenizer_config.json": json.dumps(
                {"source_lang": "id", "target_lang": "en", "tokenizer_class": "MarianTokenizer", "model_max_length": 64}
            ).encode(),
        },
    )
    n_words, pad = len(vocabulary), len(vocabulary) - 1
    config = MarianConfig(
        **SHAPE,
        vocab_size=n_words,
        decoder_vocab_size=n_words,
        pad_token_id=pad,
        eos_token_id=0,
        decoder_start_token_id=pad,
        forced_eos_token_id=0,
        bos_token_id=None,
    )
    return _save(MarianMTModel, config, folder)


def tiny_bart(folder: Path) -> Path:
    """Save a BART model of some 20,000 random weights with a byte-level tokenizer that knows single letters."""
    from transformers import BartConfig, BartForConditionalGeneration

    letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.,Ġ"
    vocabulary = {word: i for i, word in enumerate(["<s>", "<pad>", "</s>", "<unk>", *letters, "<mask>"])}
    write(folder, {"vocab.json": json.dumps(vocabulary).encode(), "merges.txt": b"#version: 0.2\n"})
    (folder / "tokenizer_config.json").write_text(json.dumps({"tokenizer_class": "BartTokenizer", "model_max_length": 64}))
    return _save(BartForConditionalGeneration, BartConfig(**SHAPE, vocab_size=len(vocabulary)), folder)


def tiny_pegasus(folder: Path) -> Path:
    """Save a PEGASUS model of some 20,000 random weights with a tokenizer of single letters."""
    from transformers import PegasusConfig, PegasusForConditionalGeneration

    n_words = _letters(folder, "PegasusTokenizer", {"offset": 0})
    config = PegasusConfig(**SHAPE, vocab_size=n_words + 2, decoder_start_token_id=0)
    return _save(PegasusForConditionalGeneration, config, folder)


def tiny_t5(folder: Path) -> Path:
    """Save a T5 model of some 20,000 random weights with a tokenizer of single letters."""
    from transformers import T5Config, T5ForConditionalGeneration

    n_words = _letters(folder, "T5Tokenizer", {"extra_ids": 0})
    config = T5Config(vocab_size=n_words, d_model=16, d_kv=8, d_ff=32, num_layers=1, num_heads=2, decoder_start_token_id=0)
    return _save(T5ForConditionalGeneration, config, folder)


def _letters(folder: Path, tokenizer_class: str, options: dict[str, object]) -> int:
    from tokenizers import Tokenizer, models, pre_tokenizers, processors

    letters = "▁abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.,"
    special = ["<pad>", "</s>", "<unk>"]
    vocabulary = [(word, 0.0) for word in special] + [(letter, -2.0) for letter in letters]
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=2))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.post_processor = processors.TemplateProcessing(single="$A </s>", special_tokens=[("</s>", 1)])
    tokenizer.add_special_tokens(special)
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"))
    names = {"tokenizer_class": tokenizer_class, "pad_token": "<pad>", "eos_token": "</s>", "unk_token": "<unk>", "model_max_length": 64}
    (folder / "tokenizer_config.json").write_text(json.dumps(names | options))
    return len(vocabulary)


def _save(model_class: Any, config: Any, folder: Path) -> Path:
    """Save a model of random weights, large enough that it does not write the same word for ever."""
    import torch
    from transformers.utils import logging

    logging.disable_progress_bar()
    torch.manual_seed(5)
    model = model_class(config)
    with torch.no_grad():
        for name, weight in model.named_parameters():
            if weight.dim() > 1 and "position" not in name:
                weight.mul_(12.0)
        if config.model_type == "marian":
            # The converted model starts from a zero vector where transformers takes the last row, that of <pad>.
            model.model.shared.weight[-1] = 0.0
    model.save_pretrained(folder)
    return folder
