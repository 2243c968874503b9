"""The report's pictures, by name."""

from __future__ import annotations

from collections.abc import Sequence

from eval.reporting import svg
from eval.reporting.history import Entry
from eval.run import Run
from eval.systems import BASELINES, FROM_REFERENCE, LEAD_OURS, ORACLE, ORACLE_OURS, OURS, PERSON

ROUGE = "rouge1 (best)"
_KEPT = {
    "ours: body F1": "#8a5cc7",
    "ours: number recall": "#2a9d8f",
    "ours: chrF": "#d1495b",
    "ours: BLEU": "#e0a030",
    "ours: rouge1 (best)": svg.OURS,
    "ours: key facts told": "#6b7a8f",
}


def charts(run: Run, log: Sequence[Entry]) -> dict[str, tuple[str, str]]:
    """Return each chart that the run allows as caption and SVG, by the name of its file."""
    made = {}
    if run.find(f"{OURS}: {ROUGE}"):
        caption = "Every system, with bootstrap 95% intervals. Blue: ours; gray: baselines; yellow: an oracle and a person"
        made["systems"] = (caption, systems(run))
        caption = "Each article: our summary against lead-3 of the same translation (above the line: ours is better)"
        made["lead"] = (caption, against_lead(run))
        if run.find(f"{OURS}: chrF"):
            made["translation"] = ("Translation quality against summary quality, by article", by_translation(run))
        made["length"] = ("Length of the article against ROUGE-1 of our summary", by_length(run))
    same = [entry for entry in log if entry.pair == run.setup.pair and entry.data_sha256 == run.setup.data_sha256]
    if same:
        made["history"] = ("History: the same models on the same data, run after run", history(same))
    return made


def systems(run: Run) -> str:
    """Return bars of all systems for three measures."""
    panels = []
    shown = (
        ("ROUGE-1, mean over references", "rouge1 (mean)"),
        ("ROUGE-Lsum, mean", "rougeLsum (mean)"),
        ("key facts told", "key facts told"),
    )
    for name, measure in shown:
        found = []
        for system in (OURS, FROM_REFERENCE, *BASELINES, ORACLE_OURS, PERSON):
            one = run.find(f"{system}: {measure}")
            color = svg.OURS if system in (OURS, FROM_REFERENCE) else svg.BOUND if system in (ORACLE, ORACLE_OURS, PERSON) else svg.BASELINE
            if one is not None:
                found.append(svg.Bar(system.partition(":")[0], one.value, one.low, one.high, color))
        if found:
            panels.append((name, found))
    return svg.bars(panels, "Systems with 95% intervals")


def against_lead(run: Run) -> str:
    """Return each article's ROUGE-1: lead-3 across, ours up."""
    ours, lead = run.figure(f"{OURS}: {ROUGE}"), run.figure(f"{LEAD_OURS}: {ROUGE}")
    points = []
    for row in ours.rows:
        x, y = lead.of(row.unit), ours.of(row.unit)
        points.append(svg.Point(x, y, f"{row.unit}: ours {y:.1f}, lead-3 {x:.1f}", svg.OURS if y >= x else svg.BASELINE))
    return svg.scatter(points, "ROUGE-1 of lead-3", "ROUGE-1 of our summary", "Ours against lead-3", diagonal=True)


def by_translation(run: Run) -> str:
    """Return each article's chrF across and ROUGE-1 up."""
    ours, chrf = run.figure(f"{OURS}: {ROUGE}"), run.figure(f"{OURS}: chrF")
    units = [row.unit for row in ours.rows]
    points = [svg.Point(chrf.of(u), ours.of(u), f"{u}: chrF {chrf.of(u):.1f}, ROUGE-1 {ours.of(u):.1f}") for u in units]
    return svg.scatter(points, "chrF of our translation", "ROUGE-1 of our summary", "Translation against summary quality")


def by_length(run: Run) -> str:
    """Return each article's words across, on a logarithmic scale, and ROUGE-1 up."""
    ours, words = run.figure(f"{OURS}: {ROUGE}"), {row.unit: row.statistics[1] for row in run.figure(f"{OURS}: compression").rows}
    points = [
        svg.Point(max(1.0, words[unit]), ours.of(unit), f"{unit}: {words[unit]:.0f} words, ROUGE-1 {ours.of(unit):.1f}")
        for unit in (row.unit for row in ours.rows)
    ]
    return svg.scatter(points, "words of the reference translation (log)", "ROUGE-1 of our summary", "Length against ROUGE", log_x=True)


def history(log: Sequence[Entry]) -> str:
    """Return the kept figures over the log's entries."""
    kept = [(name, [entry.figures.get(name, 0.0) for entry in log], color) for name, color in _KEPT.items()]
    names = [f"{entry.version} {entry.when[5:10]}" for entry in log]
    return svg.lines([(name.removeprefix("ours: "), values, color) for name, values, color in kept], names, "History")
