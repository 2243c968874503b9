"""Provide the tokeniser of a run: copied from the checkpoint it starts from, or trained on the prepared pairs."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from training.batches import read
from training.recipe import Recipe

MARIAN_FILES = ("source.spm", "target.spm", "vocab.json", "tokenizer_config.json")
MARIAN_CONFIG = {
    "tokenizer_class": "MarianTokenizer",
    "source_lang": "id",
    "target_lang": "en",
    "model_max_length": 256,
    "eos_token": "</s>",
    "unk_token": "<unk>",
    "pad_token": "<pad>",
}
BART_CONFIG = {
    "tokenizer_class": "PreTrainedTokenizerFast",
    "model_max_length": 256,
    "bos_token": "<s>",
    "eos_token": "</s>",
    "unk_token": "<unk>",
    "pad_token": "<pad>",
    "mask_token": "<mask>",
}
BART_FILES = ("tokenizer.json", "tokenizer_config.json")
ADDED = ("<mask>", "<headline>", *(f"<spare{i}>" for i in range(1, 7)))
"""Pieces a condenser has beside the translator's: a mask for infilling, the headline control, room for more."""


def provide(recipe: Recipe, run: Path) -> None:
    """Fill `run/tokenizer`, unless it is there already."""
    folder = run / "tokenizer"
    if folder.exists():
        return
    folder.mkdir(parents=True)
    if recipe.task == "translate" and recipe.start_from:
        _copy(recipe, folder, MARIAN_FILES)
    elif recipe.task == "translate":
        train_marian(read(run / "train.tsv"), recipe.vocab_size, folder)
    elif (Path(recipe.start_from) / "tokenizer.json").exists():
        _copy(recipe, folder, BART_FILES)
    else:
        bart_from_marian(Path(recipe.start_from), folder)


def _copy(recipe: Recipe, folder: Path, names: tuple[str, ...]) -> None:
    for name in names:
        shutil.copy(Path(recipe.start_from) / name, folder / name)


def train_marian(rows: list[tuple[float, str, str]], vocab_size: int, folder: Path) -> None:
    """Train one unigram model for both languages, digits apart, bytes as the last resort; write Marian's files.

    Layout: `</s>` 0, `<unk>` 1, `<s>` 2, `<pad>` last, so that both engines agree.
    """
    import sentencepiece

    texts = (text for weight, source, target in rows if weight >= 0.5 for text in (source, target))
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=texts,
        model_prefix=str(folder / "source"),
        vocab_size=vocab_size - 1,
        model_type="unigram",
        character_coverage=0.9995,
        split_digits=True,
        byte_fallback=True,
        eos_id=0,
        unk_id=1,
        bos_id=2,
        pad_id=-1,
        input_sentence_size=300_000,
        shuffle_input_sentence=True,
        minloglevel=1,
    )
    (folder / "source.vocab").unlink()
    (folder / "source.model").rename(folder / "source.spm")
    shutil.copy(folder / "source.spm", folder / "target.spm")
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(folder / "source.spm"))
    vocab = {pieces.id_to_piece(i): i for i in range(pieces.get_piece_size())}
    vocab["<pad>"] = len(vocab)
    (folder / "vocab.json").write_text(json.dumps(vocab, ensure_ascii=False), encoding="utf-8")
    (folder / "tokenizer_config.json").write_text(json.dumps(MARIAN_CONFIG, indent=1), encoding="utf-8")


def bart_from_marian(marian: Path, folder: Path) -> None:
    """Write a `tokenizer.json` with the translator's pieces plus `ADDED`; ids keep their meaning."""
    import sentencepiece
    from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

    pieces = sentencepiece.SentencePieceProcessor(model_file=str(marian / "source.spm"))
    ids: dict[str, int] = json.loads((marian / "vocab.json").read_text(encoding="utf-8"))
    vocab = [(piece, pieces.get_score(pieces.piece_to_id(piece))) for piece in sorted(ids, key=ids.__getitem__)]
    tokenizer = Tokenizer(models.Unigram(vocab, unk_id=1, byte_fallback=True))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Strip()])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always", split=True)
    tokenizer.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)])
    tokenizer.post_processor = processors.TemplateProcessing(single="$A </s>", special_tokens=[("</s>", 0)])
    tokenizer.add_special_tokens([AddedToken(token, special=True, normalized=False) for token in ("</s>", "<unk>", "<s>", "<pad>", *ADDED)])
    tokenizer.save(str(folder / "tokenizer.json"))
    (folder / "tokenizer_config.json").write_text(json.dumps(BART_CONFIG, indent=1), encoding="utf-8")
