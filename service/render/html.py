"""Write a report as one HTML file: no script, nothing loaded from anywhere, every text escaped.

A citation number leads to its source, which lights up (`:target`): the English sentence and the original. A link there
leads on to the sentence in its article, where the whole translation stands beside the page, with what was removed from it.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterator
from importlib import resources

from service.render import trace, wording
from service.render.elements import SPACE, Html, element, join
from service.render.outline import messages
from service.values import Brief, BriefSentence, LineKind, Notice, Outcome, Report, Severity, SourceRef


def write(report: Report, *, kind: str) -> str:
    """Return the whole file as text, to be stored as UTF-8."""
    style = (resources.files("service.render") / "page.css").read_text(encoding="utf-8")
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    # Even where something slipped through, a browser loads, runs and sends nothing.
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="referrer", content="no-referrer"),
        element("title", _page_title(report, kind)),
        Html(f"<style>{style}</style>"),
    )
    body = element("body", element("main", *_body(report, kind)))
    return f"<!doctype html>\n{element('html', head, body, lang='en')}\n"


def _page_title(report: Report, kind: str) -> str:
    titles = [brief.title for brief in report.briefs] if kind == "summary" else []
    titles = titles or [wording.english_title(translated) for translated in report.articles]
    return titles[0] if titles else "Ringkas"


def _body(report: Report, kind: str) -> Iterator[Html]:
    loose = set(trace.uncovered(report)) if kind == "summary" else set(range(len(report.articles)))
    if kind == "summary":
        for number, brief in enumerate(report.briefs, 1):
            yield _brief(report, number, brief)
    for index in sorted(loose):
        yield element("section", element("h1", wording.english_title(report.articles[index])), *_article(report, index))
    for index in range(len(report.articles)):
        if index not in loose:
            line = wording.byline(report.articles[index].article.metadata)
            name = f"Full translation: {wording.english_title(report.articles[index])}{f' ({line})' if line else ''}"
            yield element("details", element("summary", name), *_article(report, index))
    if report.failures:
        failures = (f"{failure.origin}: {failure.message}" for failure in report.failures)
        yield element("section", element("h2", "Inputs that gave nothing"), _list(*failures))
    yield _footer(report)


def _brief(report: Report, number: int, brief: Brief) -> Html:
    sources = trace.trace(report, brief)
    place = f"b{number}"
    sentences = [_brief_sentence(made, f"{place}-s{index}", place, sources) for index, made in enumerate(brief.sentences, 1)]
    cited_by: dict[SourceRef, list[int]] = {}
    for index, made in enumerate(brief.sentences, 1):
        for ref in made.sources:
            cited_by.setdefault(ref, []).append(index)
    items = [_source(report, pair, f"{place}-n{index}", place, cited_by[pair.ref]) for index, pair in enumerate(sources.pairs, 1)]
    line = wording.byline(report.articles[brief.articles[0]].article.metadata) if len(brief.articles) == 1 else None
    return element(
        "section",
        element("h1", brief.title),
        element("p", line, class_="meta") if line else None,
        element("p", *sentences, class_="prose"),
        _doubts((*brief.notices, *(notice for made in brief.sentences for notice in made.notices))),
        join(element("h2", "Sources"), element("ol", *items, class_="sources")) if items else None,
    )


def _brief_sentence(made: BriefSentence, anchor: str, place: str, sources: trace.Trace) -> Html:
    cites = (element("a", str(n), class_="cite", href=f"#{place}-n{n}", aria_label=f"Source {n}") for n in sources.cited(made.sources))
    return join(element("span", made.text, id=anchor), *cites, SPACE)


def _source(report: Report, pair: trace.Pair, anchor: str, place: str, cited_by: list[int]) -> Html:
    translated = report.articles[pair.ref.article]
    outlet = translated.article.metadata.outlet
    where = f"a{pair.ref.article + 1}-s{pair.ref.sentence + 1}"
    backs = [element("a", "↑", class_="back", href=f"#{place}-s{n}", aria_label=f"Back to sentence {n}") for n in cited_by]
    return element(
        "li",
        _english(pair),
        element("p", pair.sentence.text, lang=pair.sentence.language or None, class_="own"),
        _doubts(pair.translation.notices if pair.translation else ()),
        element(
            "p",
            f"{f'{outlet}: ' if outlet else ''}{wording.english_title(translated)},",
            SPACE,
            element("a", f"sentence {pair.ref.sentence + 1}", href=f"#{where}"),
            *(join(SPACE, back) for back in backs),
            class_="why",
        ),
        id=anchor,
    )


def _english(pair: trace.Pair) -> Html:
    if pair.translation is None:
        return element("p", "(not translated)", class_="meta")
    flagged = pair.translation.outcome is Outcome.FLAGGED
    return element("p", pair.translation.text, class_="flagged" if flagged else None)


def _article(report: Report, index: int) -> Iterator[Html]:
    translated = report.articles[index]
    article = translated.article
    if article.metadata.title:
        yield element("p", article.metadata.title, lang=article.language or None, class_="own")
    for line in (wording.byline(article.metadata), article.metadata.url):
        if line and line != article.origin:
            yield element("p", line, class_="meta")
    yield element("p", _origin(article.origin), class_="meta")
    titled = translated.title.notices if translated.title else ()
    yield _doubts((*article.notices, *translated.notices, *titled))
    for group in trace.paragraphs(report, index):
        for position, pair in enumerate(group):
            yield _row(pair, opens=position == 0)
    if (removed := _removed(report, index)) is not None:
        yield removed


def _origin(origin: str) -> str:
    # A link only where the caller gave the address: the page's own claims of where it lives stay text.
    if origin.startswith(("https://", "http://")):
        return element("a", origin, href=origin, rel="noopener noreferrer")
    return origin


def _row(pair: trace.Pair, *, opens: bool) -> Html:
    number = pair.ref.sentence + 1
    anchor = f"a{pair.ref.article + 1}-s{number}"
    return element(
        "div",
        element("a", str(number), class_="number", href=f"#{anchor}", aria_label=f"Sentence {number}"),
        element("div", _english(pair), _doubts(pair.translation.notices if pair.translation else ())),
        element("p", pair.sentence.text, lang=pair.sentence.language or None),
        id=anchor,
        class_="row opens" if opens else "row",
    )


def _removed(report: Report, index: int) -> Html | None:
    article = report.articles[index].article
    lines = [line for line in article.lines if not line.kept and line.kind is not LineKind.BLANK]
    if not lines:
        return None
    rows = [
        element(
            "tr",
            element("td", line.span.of(article.text), lang=article.language or None),
            element("td", f"{line.kind}, {line.reason}", class_="why"),
        )
        for line in lines
    ]
    head = element("tr", element("th", "Line of the page", scope="col"), element("th", "Why it was not translated as text", scope="col"))
    label = f"Removed from the page: {len(lines)} line{'' if len(lines) == 1 else 's'}"
    return element("details", element("summary", label), element("table", element("thead", head), element("tbody", *rows)))


def _doubts(notices: tuple[Notice, ...]) -> Html:
    worrying = {notice.message for notice in notices if notice.severity is Severity.WARNING}
    return join(*(element("p", message, class_="doubt" if message in worrying else "meta") for message in messages(notices)))


def _footer(report: Report) -> Html:
    embedded = wording.embedded_line(report)
    counted = wording.reconciled(report.articles) if report.articles else None
    lines = [embedded, counted, *map(wording.model_line, report.signature.models)]
    lines.append(f"Ringkas {report.signature.version}, cleaning rules {report.signature.cleaner}.")
    return element("footer", _doubts(report.notices), *(element("p", line) for line in lines if line))


def _list(*texts: str) -> Html:
    return element("ul", *(element("li", text) for text in texts))
