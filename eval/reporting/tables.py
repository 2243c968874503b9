"""The report's tables as headers and rows of text, for Markdown and HTML alike."""

from __future__ import annotations

from dataclasses import dataclass

from eval.metrics.figures import Figure
from eval.run import Run
from eval.systems import BASELINES, BRIEF, FROM_REFERENCE, LEAD_BRIEF, ORACLE_OURS, OURS, PERSON

_READING = (
    *("body F1", "body precision", "body recall", "boilerplate F1", "boilerplate precision", "boilerplate recall"),
    *("body sentences kept", "boundary F1", "BLEU", "chrF", "TER", "number recall", "name recall"),
)
_SUMMARY = (
    *("rouge1 (best)", "rouge1 (mean)", "rouge2 (best)", "rouge2 (mean)", "rougeL (best)", "rougeL (mean)"),
    *("rougeLsum (best)", "rougeLsum (mean)", "key facts told", "invented names and numbers"),
    *("citation precision", "citation recall", "words", "compression", "share copied"),
)


@dataclass(frozen=True, slots=True)
class Table:
    """A caption, a header and rows."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def tables(run: Run) -> list[Table]:
    """Return every figure, grouped, in percent with the bootstrap 95% interval."""
    known = {figure.name: figure for figure in run.figures}
    reading = [(name, _shown(known[f"{OURS}: {name}"])) for name in _READING if f"{OURS}: {name}" in known]
    if "ours from raw pages: chrF" in known:
        reading.append(("chrF of whole pages, one segment each", _shown(known["ours from raw pages: chrF"])))
    measured = {figure.system for figure in run.figures if figure.measure.name == "words"}
    systems = tuple(system for system in (OURS, FROM_REFERENCE, *BASELINES, ORACLE_OURS, PERSON) if system in measured)
    briefs = tuple(BRIEF + system for system in (OURS, FROM_REFERENCE, LEAD_BRIEF) if BRIEF + system in measured)
    found = [
        Table("Cleaning, segmentation, translation", ("measure", "ours"), tuple(reading)),
        _by_system("Summaries of one article", systems, known),
        _by_system("Briefs over a story", briefs, known),
    ]
    return [table for table in found if table.rows]


def signatures(run: Run) -> Table:
    """Return what every measure depends on."""
    rows = sorted({(figure.measure.name, figure.measure.signature) for figure in run.figures})
    return Table("Signatures", ("measure", "signature"), tuple(rows))


def _by_system(caption: str, systems: tuple[str, ...], known: dict[str, Figure]) -> Table:
    rows = []
    for measure in _SUMMARY:
        figures = [known.get(f"{system}: {measure}") for system in systems]
        if any(figures):
            rows.append((measure, *(_shown(figure) if figure else "" for figure in figures)))
    return Table(caption, ("measure", *(system.removeprefix(BRIEF) for system in systems)), tuple(rows))


def _shown(figure: Figure) -> str:
    return f"{figure.value:.1f} [{figure.low:.1f}, {figure.high:.1f}]"
