"""Moses punctuation normalisation, as Marian models are trained with it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sacremoses import MosesPunctNormalizer


@cache
def _normalizer(lang: str) -> MosesPunctNormalizer:
    from sacremoses import MosesPunctNormalizer

    return MosesPunctNormalizer(lang, norm_numbers=False)


def normalize_punctuation(text: str, lang: str) -> str:
    """Return one line of text as the models saw it in training: `“Ya,” kata dia – lalu…` -> `"Ya," kata dia - lalu...`.

    Runs the `normalize-punctuation.perl` rules of Moses (through sacremoses) without the rules that reorder number
    marks, which belong to Czech, German and French, then squeezes white space.
    """
    return re.sub(r"\s+", " ", _normalizer(lang).normalize(text)).strip()
