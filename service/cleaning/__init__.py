"""Clean pasted Indonesian news pages: `clean(text)` keeps or drops every line, with a reason.

Rules live as data in `rules.toml`. In reading order: `lines` (spans), `appearance` (what a line looks like), `rules`,
`page` (the working state), `head`, `tail` with `resumption`, `body` (the parts of a page), `dateline` and `metadata`, `clean`.
"""

from __future__ import annotations

from service.cleaning.clean import Cleaned, clean
from service.cleaning.rules import default_rules

CLEANER_VERSION: str

__all__ = ["CLEANER_VERSION", "Cleaned", "clean"]


def __getattr__(name: str) -> str:
    """Work out `CLEANER_VERSION` when it is first asked for: `1#` and a hash of the rules."""
    if name == "CLEANER_VERSION":
        return default_rules().version
    raise AttributeError(name)
