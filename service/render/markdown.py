"""Write blocks as Markdown in which the page's own text is text: no link, image, markup or HTML can come out of it.

The escapes hold in CommonMark and in GitHub's dialect, where bare addresses become links too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.render.outline import Block, Entry, Heading, Prose, Quote, Remarks
from service.render.wording import printable

# Entities, not backslashes, for what could open HTML: every dialect reads them.
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_MARKUP = re.compile(r"[\\`*_\[\]{}|~$^#]")
_OPENERS = re.compile(r"^([+\-=]|\d+(?=[.)]))")
_WORD_JOINER = "\u2060"


def write(blocks: Sequence[Block]) -> str:
    """Return the blocks as Markdown, one empty line between them."""
    return "\n\n".join(text for text in map(_block, blocks) if text) + "\n"


def escape(text: str) -> str:
    """Return text that Markdown shows as it stands, on one line.

    '![x](http://a.id)' -> '!\\\\[x\\\\](http\\\\://a\\\\.id)'
    """
    # What GitHub would link by itself: an e-mail address (it has no escape, so it is split unseen), a scheme, a domain.
    split = re.sub(r"@(?=[\w-]+\.)", f"@{_WORD_JOINER}", printable(text))
    safe = "".join(_ENTITIES.get(character, character) for character in _MARKUP.sub(r"\\\g<0>", split))
    safe = re.sub(r":(?=//)", r"\\:", safe)
    safe = re.sub(r"(?<=\w)\.(?=[^\W\d])", r"\\.", safe)
    return _OPENERS.sub(lambda found: _opener(found[0]), safe)


def _opener(found: str) -> str:
    return f"{found}\\" if found.isdigit() else f"\\{found}"


def _block(block: Block) -> str:
    match block:
        case Heading(level, text):
            return f"{'#' * level} {escape(text)}"
        case Prose(sentences):
            return " ".join(f"{escape(text)} {marks}" if marks else escape(text) for text, marks in sentences)
        case Quote(text):
            return f"> {escape(text)}"
        case Entry(number, label, lines, doubts):
            margin = " " * (len(str(number)) + 2)
            quoted = [f"{margin}> {escape(line)}\n{margin}>" for line in lines]
            head = f"{number}. {escape(label)}"
            remarks = [f"{margin}- {escape(doubt)}" for doubt in doubts]
            return "\n".join((head, "", *quoted)).removesuffix(f"\n{margin}>") + "".join(f"\n\n{remark}" for remark in remarks)
        case Remarks(texts):
            return "\n".join(f"- {escape(text)}" for text in texts)
