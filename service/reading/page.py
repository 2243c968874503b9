"""Turn an HTML page into its main text, one paragraph a line, and what the page says of itself.

trafilatura finds the text; where it finds next to none, the whole visible text goes on, and the cleaner sorts it out.
"""

from __future__ import annotations

import logging
import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

from service.values import Document, Metadata, Notice

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LEAST_WORDS = 30
"""Fewer words than these, on a page that shows several times as many, are not the article."""

_PROSE_WORDS = 8

_HIDDEN = {"script", "style", "noscript", "template", "head", "svg", "math", "iframe", "object", "select", "textarea", "button"}
_INLINE = {"a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "dfn", "em", "font", "i", "img", "ins", "kbd", "label", "mark"}
_INLINE |= {"q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"}
_PUBLISHED = (
    "//meta[@property='article:published_time' or @itemprop='datePublished' or @name='publishdate' or @name='pubdate']/@content",
    "//*[self::time][@itemprop='datePublished' or @pubdate]/@datetime",
)
_JSON_PUBLISHED = re.compile(r"\"datePublished\"\s*:\s*\"([^\"]{10,40})\"")


def extract(html: str, url: str | None) -> Document:
    """Return the main text and metadata of a page; `origin` is the address, or empty where there is none.

    The title is in the metadata and not repeated as the first line. A notice says where the main text was not found.
    """
    _silence()
    tree = _tree(html)
    found = _trafilatura(html, url)
    lines = _lines(_without_layout((getattr(found, "text", None) or "").split("\n")))
    notices: tuple[Notice, ...] = ()
    n_words = _n_words(lines)
    if n_words < _LEAST_WORDS:
        shown = _lines(_visible(tree)) if tree is not None else []
        if _n_words(shown) > 3 * n_words:
            lines = shown
            notices = (Notice("page-as-shown", "The article could not be told from the rest of the page; all visible text was taken."),)
    title = _said(found, "title")
    if title and lines and lines[0].casefold() == title.casefold():
        lines = lines[1:]
    metadata = Metadata(
        title=title,
        outlet=_outlet(found, tree),
        author=_said(found, "author"),
        published=_published(html, tree) or _said(found, "date"),
        url=url or _said(found, "url"),
    )
    return Document("\n".join(lines), url or "", metadata, notices)


def _trafilatura(html: str, url: str | None) -> Any:
    """Run trafilatura for recall: what it takes too much the cleaner drops, with a reason. None where it finds nothing."""
    from trafilatura import bare_extraction

    # Only dates that the page marks as its date: the thorough search takes any date in the text.
    dates = {"original_date": True, "extensive_search": False}
    try:
        return bare_extraction(html, url=url, favor_recall=True, include_comments=False, with_metadata=True, date_extraction_params=dates)
    except (ValueError, RecursionError, AttributeError, TypeError):  # raised on broken pages; the visible text is left
        return None


def _silence() -> None:
    """Keep the libraries' remarks on odd pages off stderr, unless the program set up logging."""
    for name in ("trafilatura", "htmldate"):
        logger = logging.getLogger(name)
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())


def _tree(html: str) -> Any:
    from lxml import etree  # type: ignore[import-untyped]

    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(html.encode("utf-8", "replace"), parser)  # bytes: a text that declares an encoding is refused
    except etree.LxmlError:  # an empty page
        return None


def _visible(tree: Any) -> list[str]:
    return "".join(_walk(tree)).split("\n")


def _walk(tree: Any) -> Iterator[str]:
    """Yield the text of all that is shown, with a line break around every block; no recursion, for pages nest deeply."""
    from lxml import etree

    hidden = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        name = element.tag
        if name in _HIDDEN or element.get("hidden") is not None or "display:none" in element.get("style", "").replace(" ", ""):
            hidden += 1 if event == "start" else -1
        elif not hidden:
            yield "" if name in _INLINE else "\n"
        if not hidden:
            yield _flat(element.text if event == "start" else element.tail)


def _flat(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "")


def _without_layout(raw: list[str]) -> Iterator[str]:
    """Give every cell that holds prose a line of its own: old pages set their text in tables. Rows of figures stay rows."""
    for line in raw:
        cells = line.strip().strip("|").split("|") if line.lstrip().startswith("|") else [line]
        if any(len(cell.split()) >= _PROSE_WORDS for cell in cells):
            yield from cells
        elif line.strip("|- \t"):  # the rule under a table's head is trafilatura's
            yield line


def _lines(raw: Iterable[str]) -> list[str]:
    lines = (" ".join(line.split()) for line in raw)
    return [line for line in lines if line]


def _n_words(lines: list[str]) -> int:
    return sum(len(line.split()) for line in lines)


def _said(found: Any, name: str) -> str | None:
    value = getattr(found, name, None)
    return (" ".join(value.split()) or None) if isinstance(value, str) else None


def _outlet(found: Any, tree: Any) -> str | None:
    """Return the site's name where the page gives it; trafilatura falls back on the host, which is no name."""
    name = _said(found, "sitename")
    host = _said(found, "hostname")
    if name is None or (
        host and name.casefold() == host.casefold() and not (tree is not None and tree.xpath("//meta[@property='og:site_name']"))
    ):
        return None
    return name


def _published(html: str, tree: Any) -> str | None:
    """Return the moment that the page marks as its publication, `2024-06-25T11:14+07:00`; None where it marks no hour."""
    marked = [str(value) for path in _PUBLISHED for value in (tree.xpath(path) if tree is not None else ())]
    for value in [*marked, *_JSON_PUBLISHED.findall(html)]:
        try:
            moment = datetime.fromisoformat(value.strip())
        except ValueError:
            continue
        if "T" in value or ":" in value:
            return moment.isoformat(timespec="minutes")
    return None
