"""Build the two architectures with the settings of a recipe: Marian for translation, BART for condensing."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import torch
from transformers import BartConfig, BartForConditionalGeneration, MarianConfig, MarianMTModel, PreTrainedModel

from training.codec import Codec
from training.recipe import Recipe

MARIAN = {
    "d_model": 256,
    "encoder_layers": 6,
    "decoder_layers": 2,
    "encoder_attention_heads": 4,
    "decoder_attention_heads": 4,
    "encoder_ffn_dim": 1024,
    "decoder_ffn_dim": 1024,
    "max_position_embeddings": 256,
    "activation_function": "swish",
    "scale_embedding": True,
    "share_encoder_decoder_embeddings": True,
    "tie_word_embeddings": True,
}
COPIED = (
    "d_model",
    "encoder_layers",
    "decoder_layers",
    "encoder_attention_heads",
    "decoder_attention_heads",
    "encoder_ffn_dim",
    "decoder_ffn_dim",
    "activation_function",
    "scale_embedding",
)


def build(recipe: Recipe, tokens: Codec) -> PreTrainedModel:
    """Return a model, float32, dropout as the recipe says: fresh, or with the weights of `recipe.start_from`.

    A condenser that starts from a translator takes over its weights (`bart_from_marian`). Attention is `eager` on a
    CPU: the fused kernel trains several times slower there.
    """
    shared = {"dropout": recipe.dropout, "attn_implementation": "sdpa" if torch.cuda.is_available() else "eager"}
    if recipe.task == "condense":
        if _model_type(recipe.start_from) == "bart":
            return BartForConditionalGeneration.from_pretrained(Path(recipe.start_from), dtype=torch.float32, **shared)
        return bart_from_marian(Path(recipe.start_from), tokens, **shared)
    if recipe.start_from:
        return MarianMTModel.from_pretrained(Path(recipe.start_from), dtype=torch.float32, **shared)
    return MarianMTModel(
        MarianConfig(
            **{**MARIAN, **recipe.model},
            **shared,
            vocab_size=recipe.vocab_size,
            decoder_vocab_size=recipe.vocab_size,
            pad_token_id=tokens.pad,
            eos_token_id=tokens.eos,
            decoder_start_token_id=tokens.start,
            forced_eos_token_id=tokens.eos,
            bos_token_id=None,
        )
    )


def _model_type(folder: str) -> str:
    return str(json.loads((Path(folder) / "config.json").read_text(encoding="utf-8"))["model_type"])


def bart_from_marian(folder: Path, tokens: Codec, **options: Any) -> BartForConditionalGeneration:
    """Dress a Marian checkpoint as BART: learned positions start as its sinusoids, the added pieces as noise.

    The two architectures differ in positions, in a layer norm after the embedding (which starts as a plain rescaling to
    the usual size of Marian's embeddings) and in the decoder's first token.
    """
    marian = MarianMTModel.from_pretrained(folder, dtype=torch.float32)
    old = marian.config
    n_positions = old.max_position_embeddings
    config = BartConfig(
        **{name: getattr(old, name) for name in COPIED},
        **options,
        vocab_size=tokens.size,
        max_position_embeddings=n_positions,
        pad_token_id=tokens.pad,
        bos_token_id=2,
        eos_token_id=tokens.eos,
        decoder_start_token_id=tokens.start,
        forced_bos_token_id=None,
        forced_eos_token_id=tokens.eos,
        normalize_before=False,  # the CTranslate2 converter asks for these two, which BartConfig itself no longer has
        normalize_embedding=True,
    )
    bart = BartForConditionalGeneration(config)
    weights = marian.state_dict()
    rows = weights.pop("model.shared.weight")
    kept = {name: tensor for name, tensor in weights.items() if "embed" not in name and name not in ("lm_head.weight", "final_logits_bias")}
    bart.load_state_dict(kept, strict=False)
    with torch.no_grad():
        bart.model.shared.weight[: rows.shape[0]] = rows
        positions = weights["model.encoder.embed_positions.weight"]
        scale = float((rows[:-1] * math.sqrt(old.d_model)).pow(2).mean().sqrt())
        for half in (bart.model.encoder, bart.model.decoder):
            half.embed_positions.weight[2 : 2 + n_positions] = positions
            half.layernorm_embedding.weight.fill_(scale)
    return bart
