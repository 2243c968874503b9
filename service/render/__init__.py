"""Write a report for people or programs: text for a terminal, Markdown, one HTML file, JSON.

Everything in a report that came from a page is untrusted: it reaches a terminal without control characters, Markdown
without markup and HTML escaped (`service.render.plain`, `markdown`, `html`).
"""

from __future__ import annotations

from service.errors import InputError
from service.serialize import to_json
from service.values import Report

FORMATS = ("text", "md", "json", "html")
KINDS = ("summary", "translation")


def render(report: Report, format: str, *, kind: str) -> str:
    """Return the report as `text`, `md`, `json` or `html`, ending with a line break.

    `kind` is `summary` (the briefs, their sources, and any article no brief covers) or `translation` (every article with
    its source beside it); JSON holds everything either way. Raises InputError for another format or kind.
    """
    if kind not in KINDS:
        raise InputError(f"There is no rendering of kind {kind!r}; choose one of {', '.join(KINDS)}.")
    if format == "json":
        return to_json(report)
    if format == "html":
        from service.render import html

        return html.write(report, kind=kind)
    if format == "md":
        from service.render import markdown, outline

        return markdown.write(outline.outline(report, kind=kind))
    if format == "text":
        from service.render import outline, plain

        return plain.write(outline.outline(report, kind=kind))
    raise InputError(f"There is no format {format!r}; choose one of {', '.join(FORMATS)}.")
