"""The report as Markdown, with its charts as files beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from eval.reporting.headline import headline
from eval.reporting.tables import Table, signatures, tables
from eval.reporting.worst import RANKING, Case
from eval.run import Run


def markdown(run: Run, charts: Mapping[str, tuple[str, str]], cases: Sequence[Case]) -> str:
    """Return the text of `report.md`."""
    blocks = [f"**{headline(run)}**", "# Evaluation report", about(run)]
    blocks += [f"![{caption}]({name}.svg)\n\n*{caption}.*" for name, (caption, _) in charts.items()]
    blocks += [f"## {table.caption}\n\n{_table(table)}" for table in tables(run)]
    blocks.append(f"## The worst articles\n\n{RANKING}")
    blocks += [_case(number, case) for number, case in enumerate(cases, 1)]
    blocks.append(f"## Signatures\n\n{_table(signatures(run))}")
    return "\n\n".join(blocks) + "\n"


def about(run: Run) -> str:
    """Return what was run on what."""
    setup = run.setup
    return (
        f"Version {setup.version}, {setup.pair} ({setup.revisions}), cleaner {setup.cleaner}, {setup.lengths}; "
        f"{setup.counts['stories']} stories, {setup.counts['articles']} articles, {setup.counts['sentences']} sentences "
        f"(data {setup.data_sha256[:12]}); {setup.when}, {setup.seconds:.0f} s. All figures in percent with seeded bootstrap 95% "
        "intervals over articles (stories for briefs). "
        f"{len(run.failures)} articles could not be read; such an article scores as a miss."
    )


def _table(table: Table) -> str:
    rows = [table.header, tuple("---" for _ in table.header), *table.rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows)


def _case(number: int, case: Case) -> str:
    article = case.article
    scores = ", ".join(f"{name} {score:.0f}" for name, score in case.scores)
    parts = [f"### {number}. {article.key} ({article.outlet or 'no outlet'})", scores]
    parts.append("What went wrong:\n\n" + "\n".join(f"- {_plain(line)}" for line in case.wrong))
    texts = [("Ours", case.ours), ("Ours from the reference translation", case.from_reference)]
    texts += [(f"Reference {index}", summary) for index, summary in enumerate(article.summaries, 1)]
    parts.append("\n".join(f"- {name}: {_plain(' '.join(sentences))}" for name, sentences in texts))
    header = ("", "source", "ours", "reference", "chrF")
    rows = [
        (str(n), *(_plain(text) for text in (pair.source, text, pair.reference)), "" if score is None else f"{score:.0f}")
        for n, (pair, text, score) in enumerate(zip(article.pairs, case.english, case.sentence_scores, strict=True), 1)
    ]
    parts.append(f"<details><summary>The whole article</summary>\n\n{_table(Table('', header, tuple(rows)))}\n\n</details>")
    return "\n\n".join(parts)


def _plain(text: str) -> str:
    return text.replace("<", "&lt;").replace("*", "\\*").replace("_", "\\_")
