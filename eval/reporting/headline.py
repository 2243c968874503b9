"""The first sentence of every report: whether the summarizer earns its place beside the first three sentences."""

from __future__ import annotations

from eval.metrics.figures import compare
from eval.run import Run
from eval.systems import FROM_REFERENCE, LEAD_OURS, LEAD_REFERENCE, LEAD_WORDS, OURS

MEASURES = ("rouge1 (best)", "rouge2 (best)", "rougeLsum (best)")
_RACES = (("our translation", OURS, LEAD_OURS), ("reference translations", FROM_REFERENCE, LEAD_REFERENCE))


def headline(run: Run) -> str:
    """Say whether our summaries beat lead-3 of the same English: better on every ROUGE, on the first of them beyond doubt."""
    found = [(where, *_against(run, system, lead)) for where, system, lead in _RACES if run.find(f"{system}: {MEASURES[0]}")]
    if not found:
        return "There are no reference summaries here, so only the translation is measured."
    won = [where for where, is_better, _ in found if is_better]
    if len(won) == len(found):
        verdict = "Our summarizer beats lead-3"
    elif won:
        verdict = f"Our summarizer beats lead-3 only on {won[0]}"
    else:
        verdict = "Our summarizer does NOT beat lead-3"
    by_words = run.find(f"{LEAD_WORDS}: {MEASURES[0]}")
    fair = f" A lead of as many words as ours has {by_words.value:.1f} on our translation." if by_words else ""
    return f"{verdict}: {', '.join(f'{text} on {where}' for where, _, text in found)} (ROUGE-1 by the best reference).{fair}"


def _against(run: Run, system: str, lead: str) -> tuple[bool, str]:
    pairs = [(run.figure(f"{lead}: {measure}"), run.figure(f"{system}: {measure}")) for measure in MEASURES]
    found = [compare(before, after) for before, after in pairs]
    first = found[0]
    words = [run.figure(f"{one}: words").value for one in (system, lead)]
    difference = f"difference {first.second - first.first:+.1f}, 95% [{first.low:+.1f}, {first.high:+.1f}]"
    text = f"{first.second:.1f} against {first.first:.1f} with {words[0]:.0f} and {words[1]:.0f} words ({difference})"
    return first.low > 0 and all(one.second > one.first for one in found), text
