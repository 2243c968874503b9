"""Figures of a checkpoint on test files: BLEU and chrF with numbers and names kept; ROUGE with what was invented."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from service.engines import load_engine
from service.loading import vocabulary_of
from service.models.checkpoint import from_folder
from service.prompting import prompt_for
from service.settings import Settings
from service.support import unsupported
from service.tokenizing import load_tokenizer
from service.translator import Translator
from service.values import Sentence, Span
from training.corpora import digit_strings

NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+(?:-[A-Z][a-z]+)*")


def read_pairs(path: Path) -> list[tuple[str, str]]:
    """Read a test file: tab-separated with columns (document,) id, en or with a header naming `id` and `en`."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    if rows[0][:2] == ["id", "en"]:
        return [(row[0], row[1]) for row in rows[1:]]
    return [(row[-2], row[-1]) for row in rows]


def translations(folder: Path, sources: Sequence[str], settings: Settings) -> list[str]:
    """Translate raw sentences with the service's own translator."""
    checkpoint = from_folder("translate", folder, settings.cache_dir)
    translator = Translator(load_engine(checkpoint, settings), load_tokenizer(folder), settings.translating)
    outputs = translator.translate([Sentence(Span(0, len(text)), text, "id") for text in sources])
    return [output.text if output else "" for output in outputs]


def translation_figures(pairs: Sequence[tuple[str, str]], hypotheses: Sequence[str]) -> dict[str, Any]:
    """Return BLEU and chrF (sacreBLEU defaults), and the share of numbers and names of the source that came through."""
    from sacrebleu.metrics import BLEU, CHRF

    references = [[target for _, target in pairs]]
    bleu, chrf = BLEU(), CHRF()
    figures: dict[str, Any] = {"bleu": round(bleu.corpus_score(hypotheses, references).score, 1)}
    figures["chrf"] = round(chrf.corpus_score(hypotheses, references).score, 1)
    figures["number_recall"] = _recall(
        (digit_strings(source), digit_strings(text)) for (source, _), text in zip(pairs, hypotheses, strict=True)
    )
    names = [set(NAME.findall(source)) & set(re.findall(r"[\w-]+", target)) for source, target in pairs]
    kept = [name in set(re.findall(r"[\w-]+", text)) for wanted, text in zip(names, hypotheses, strict=True) for name in wanted]
    figures["name_recall"] = round(sum(kept) / max(1, len(kept)), 4)
    figures["signatures"] = [str(bleu.get_signature()), str(chrf.get_signature())]
    return figures


def _recall(pairs: Any) -> float:
    wanted = found = 0
    for source, output in pairs:
        wanted += sum(source.values())
        found += sum((source & output).values())
    return round(found / max(1, wanted), 4)


def condensed(folder: Path, passages: Sequence[str], settings: Settings, *, restricted: bool = True, style: str = "standard") -> list[str]:
    """Condense passages as the model writes them, without the service's replacement of doubtful sentences."""
    checkpoint = from_folder("summarize", folder, settings.cache_dir)
    prompt, tokenizer = prompt_for(folder, ""), load_tokenizer(folder)
    engine = load_engine(checkpoint, settings, vocabulary=vocabulary_of(prompt, tokenizer))
    outputs = []
    for passage in passages:
        source = tokenizer.encode(prompt.fill(style, {"text": passage}))
        [best] = engine.generate([source], settings.condensing, max_tokens=96, restricted=restricted)
        outputs.append(tokenizer.decode(best.tokens))
    return outputs


def condenser_figures(passages: Sequence[str], references: Sequence[str], hypotheses: Sequence[str]) -> dict[str, Any]:
    """Return ROUGE-1/2/L F1 (stemmed), words per sentence, share of words found in the passage, what was invented."""
    from rouge_score.rouge_scorer import RougeScorer

    scorer = RougeScorer(["rouge1", "rouge2", "rougeL"], use_stemmer=True)
    scores = [scorer.score(reference, text) for reference, text in zip(references, hypotheses, strict=True)]
    figures: dict[str, Any] = {name: round(100 * sum(s[name].fmeasure for s in scores) / len(scores), 1) for name in scores[0]}
    words = [
        (word.lower(), set(re.findall(r"\w+", passage.lower())))
        for passage, text in zip(passages, hypotheses, strict=True)
        for word in re.findall(r"\w+", text)
    ]
    figures["n_words"] = round(len(words) / len(hypotheses), 1)
    figures["found_in_passage"] = round(sum(word in have for word, have in words) / max(1, len(words)), 4)
    figures["with_invented_names_or_numbers"] = sum(
        bool(unsupported(text, passage)) for passage, text in zip(passages, hypotheses, strict=True)
    )
    return figures


def lead(passage: str) -> str:
    """Return a passage's first sentence: what the condenser has to beat."""
    from sentencex import segment

    return str(next(iter(segment("en", passage)))).strip()


def read_passages(path: Path) -> list[dict[str, str]]:
    """Read JSON lines with `passage`, `summary` and perhaps `headline`."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
