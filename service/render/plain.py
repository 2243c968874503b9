"""Write blocks as text for a terminal: wrapped, no colors, no control character of the page's own."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from service.render.outline import Block, Entry, Heading, Prose, Quote, Remarks
from service.render.wording import printable

WIDTH = 88


def write(blocks: Sequence[Block]) -> str:
    """Return the blocks as text, one empty line between them."""
    return "\n\n".join(text for text in map(_block, blocks) if text) + "\n"


def _block(block: Block) -> str:
    match block:
        case Heading(level, text):
            title = _wrapped(text)
            longest = max((len(line) for line in title.splitlines()), default=0)
            return f"{title}\n{('=' if level == 1 else '-') * min(longest, WIDTH)}"
        case Prose(sentences):
            return _wrapped(" ".join(f"{text} {marks}" if marks else text for text, marks in sentences))
        case Quote(text):
            return _wrapped(text, first="    ", rest="    ")
        case Entry(number, label, lines, doubts):
            margin = " " * (len(str(number)) + 3)
            head = _wrapped(label, first=f"[{number}] ", rest=margin)
            below = [_wrapped(line, first=margin, rest=margin) for line in lines]
            return "\n".join((head, *below, *(_wrapped(doubt, first=f"{margin}! ", rest=f"{margin}  ") for doubt in doubts)))
        case Remarks(texts):
            return "\n".join(_wrapped(text, first="- ", rest="  ") for text in texts)


def _wrapped(text: str, *, first: str = "", rest: str = "") -> str:
    # Addresses and file names stay whole: a broken one cannot be copied.
    return textwrap.fill(
        printable(text), WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )
