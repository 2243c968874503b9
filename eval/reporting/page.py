"""The report as one HTML page that needs nothing beside it: charts inline, no script, no font, no network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from eval.reporting.headline import headline
from eval.reporting.markdown import about
from eval.reporting.tables import Table, signatures, tables
from eval.reporting.worst import RANKING, Case
from eval.run import Run

_STYLE = """
:root{color-scheme:light dark;--ink:#222;--faint:#666;--line:#ddd;--paper:#fff;--bad:#c0392b}
@media(prefers-color-scheme:dark){:root{--ink:#e4e4e4;--faint:#9a9a9a;--line:#3a3a3a;--paper:#16181b;--bad:#ff8a75}}
body{margin:0 auto;max-width:72rem;padding:2rem 1.2rem;font:16px/1.55 system-ui,sans-serif;color:var(--ink);background:var(--paper)}
.headline{font-size:1.3rem;font-weight:600;border-left:4px solid #2f6fde;padding-left:.8rem}
.about,figcaption{color:var(--faint);font-size:.9rem}figure{margin:1.6rem 0}
figure svg{width:100%;max-width:64rem;height:auto}.history svg{max-width:48rem}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(19rem,1fr));gap:1rem}
.wide{overflow-x:auto}table{border-collapse:collapse;font-size:.86rem;width:100%}
th,td{border-bottom:1px solid var(--line);padding:.35rem .6rem;text-align:left;vertical-align:top}
td.number{white-space:nowrap;font-variant-numeric:tabular-nums}tr.low td{color:var(--bad)}
article{border-top:1px solid var(--line);margin-top:1.6rem}summary{cursor:pointer}dt{font-weight:600}dd{margin:0 0 .6rem}
"""


def page(run: Run, charts: Mapping[str, tuple[str, str]], cases: Sequence[Case]) -> str:
    """Return the whole page."""
    figures = {
        name: f'<figure class="{name}">{drawn}<figcaption>{escape(caption)}.</figcaption></figure>'
        for name, (caption, drawn) in charts.items()
    }
    parts = [
        f'<p class="headline">{escape(headline(run))}</p><h1>Evaluation report</h1><p class="about">{escape(about(run))}</p>',
        figures.get("systems", ""),
        f'<div class="pair">{"".join(figures.get(name, "") for name in ("lead", "translation", "length"))}</div>',
        figures.get("history", ""),
        *(f"<h2>{escape(table.caption)}</h2>{_table(table)}" for table in tables(run)),
        f"<h2>The worst articles</h2><p>{RANKING}</p>",
        *(_case(number, case) for number, case in enumerate(cases, 1)),
        f"<details><summary>Signatures</summary>{_table(signatures(run))}</details>",
    ]
    head = (
        f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Evaluation report</title><style>{_STYLE}</style>'
    )
    return f'<!doctype html><html lang="en"><head>{head}</head><body>{"".join(parts)}</body></html>\n'


def _table(table: Table) -> str:
    head = "".join(f"<th>{escape(cell)}</th>" for cell in table.header)
    rows = (
        "".join(f'<td class="{"number" if n and "[" in cell else ""}">{escape(cell)}</td>' for n, cell in enumerate(row))
        for row in table.rows
    )
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _case(number: int, case: Case) -> str:
    article = case.article
    scores = ", ".join(f"{name} {score:.0f}" for name, score in case.scores)
    wrong = "".join(f"<li>{escape(line)}</li>" for line in case.wrong)
    texts = [("Ours", case.ours), ("Ours from the reference translation", case.from_reference)]
    texts += [(f"Reference {index}", summary) for index, summary in enumerate(article.summaries, 1)]
    told = "".join(f"<dt>{name}</dt><dd>{escape(' '.join(sentences))}</dd>" for name, sentences in texts)
    rows = "".join(
        f'<tr class="{_kind(score)}"><td>{n}</td><td lang="{article.language}">{escape(pair.source)}</td>'
        f"<td>{escape(text)}</td><td>{escape(pair.reference)}</td><td>{_rounded(score)}</td></tr>"
        for n, (pair, text, score) in enumerate(zip(article.pairs, case.english, case.sentence_scores, strict=True), 1)
    )
    head = "<tr><th></th><th>source</th><th>ours</th><th>reference</th><th>chrF</th></tr>"
    whole = f'<details><summary>The whole article</summary><div class="wide"><table>{head}{rows}</table></div></details>'
    title = f"<h3>{number}. {escape(article.key)} ({escape(article.outlet or 'no outlet')})</h3>"
    return f'<article>{title}<p class="about">{escape(scores)}</p><ul>{wrong}</ul><dl>{told}</dl>{whole}</article>'


def _rounded(score: float | None) -> str:
    return "" if score is None else f"{score:.0f}"


def _kind(score: float | None) -> str:
    return "low" if score is not None and score < 35 else ""
