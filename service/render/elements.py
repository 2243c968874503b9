"""HTML that is escaped by construction: only what `element` made is markup, every other string is text."""

from __future__ import annotations

from html import escape

from service.render.wording import printable

_VOID = frozenset({"br", "hr", "link", "meta"})


class Html(str):
    """A string that is markup already. Only this module and the page's own constants make one."""

    __slots__ = ()


SPACE = Html(" ")
"""What keeps two children apart; texts themselves lose the white space at their ends."""


def element(name: str, /, *children: str | None, **attributes: str | bool | None) -> Html:
    """Return one element; children that are not `Html` are escaped, None is left out.

    Attribute names lose a trailing underscore (`class_`) and get hyphens for other underscores; False and None leave an
    attribute out, True writes it bare.

    element("p", "1 < 2", lang="id") -> '<p lang="id">1 &lt; 2</p>'
    """
    start = name + "".join(_attribute(key, value) for key, value in attributes.items())
    if name in _VOID:
        return Html(f"<{start}>")
    return Html(f"<{start}>{join(*children)}</{name}>")


def join(*children: str | None) -> Html:
    """Return children side by side, escaped as in `element`."""
    return Html("".join(child if isinstance(child, Html) else escape(printable(child)) for child in children if child is not None))


def _attribute(name: str, value: str | bool | None) -> str:
    if value is None or value is False:
        return ""
    written = name.rstrip("_").replace("_", "-")
    return f" {written}" if value is True else f' {written}="{escape(printable(value))}"'
