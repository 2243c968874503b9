"""All defaults, once, with units in the names. The environment is read here and nowhere else."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

ENGINES = ("ctranslate2", "transformers")


def _cache_dir() -> Path:
    named = os.environ.get("RINGKAS_CACHE")
    base = os.environ.get("XDG_CACHE_HOME")
    return Path(named) if named else (Path(base) if base else Path.home() / ".cache") / "ringkas"


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """What one input may be."""

    max_input_bytes: int = 2_000_000
    max_articles: int = 50
    fetch_timeout_seconds: float = 15.0
    fetch_max_redirects: int = 5
    user_agent: str = "ringkas (+article reader)"


@dataclass(frozen=True, slots=True)
class Decoding:
    """How a model writes. `batch_tokens` is source tokens per batch."""

    beam_size: int = 4
    n_best: int = 1
    """Hypotheses to choose from, at most `beam_size`: the first one without a doubt is taken."""
    length_penalty: float = 1.0
    repetition_penalty: float = 1.0
    no_repeat_ngram_size: int = 0
    max_length_ratio: float = 2.0
    """Target tokens at most this many times the source tokens, plus `max_length_offset`."""
    max_length_offset: int = 16
    batch_tokens: int = 2048


@dataclass(frozen=True, slots=True)
class Settings:
    """One frozen object for a whole `Service`."""

    engine: str = "ctranslate2"
    precision: str = "auto"
    """Of CTranslate2: `auto` is int8 on a CPU and float16 on a GPU; otherwise one of its compute types. transformers runs float32."""
    device: str = "auto"
    """`auto`, `cpu` or `cuda`."""
    n_threads: int = 0
    """CPU threads; 0: as many as the machine has."""
    translator: str | None = None
    """A folder or a hub name; None: the order of `service.models.resolve`."""
    summarizer: str | None = None
    length: str = "standard"
    keep_all: bool = False
    offline: bool = field(default_factory=lambda: os.environ.get("RINGKAS_OFFLINE", os.environ.get("HF_HUB_OFFLINE", "")) not in ("", "0"))
    hub_timeout_seconds: float = 4.0
    hub_endpoint: str = field(default_factory=lambda: (os.environ.get("HF_ENDPOINT") or "https://huggingface.co").rstrip("/"))
    hub_cache_dir: Path | None = None
    """Where the hub's models are kept; None: where `huggingface_hub` keeps them (`HF_HUB_CACHE`, `HF_HOME`)."""
    embedded_dir: Path | None = None
    """Where the embedded models are; None: inside the package."""
    cache_dir: Path = field(default_factory=_cache_dir)
    reading: ReadingLimits = ReadingLimits()
    translating: Decoding = Decoding(n_best=4)
    condensing: Decoding = Decoding(max_length_ratio=1.0, max_length_offset=8)
