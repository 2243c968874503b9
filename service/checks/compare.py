"""Compare a source sentence with its English: what one says and the other does not.

Numbers, units, dates, weekdays, names and negation, each checked on its own, without a model. The checks err on the side
of silence: what may be a free translation is let pass.
"""

from __future__ import annotations

from service.checks.counting import counting
from service.checks.mismatch import Mismatch
from service.checks.names import naming
from service.checks.negation import negation

__all__ = ["Mismatch", "mismatches", "unsupported_by"]


def mismatches(source: str, english: str) -> tuple[Mismatch, ...]:
    """Return all that the Indonesian `source` and the `english` sentence do not share; empty if nothing speaks against it.

    ("Sebanyak 60 tentara tewas.", "Some 600 soldiers were killed.") -> number-missing (60), number-invented (600)
    """
    return (*counting(source, english), *naming(source, english), *negation(source, english))


def unsupported_by(source: str, english: str) -> tuple[Mismatch, ...]:
    """Return what `english` says and `source` does not: numbers, dates, names, days of the week and negations of its own.

    What the source has besides is no fault here: `english` may be a sentence of a brief, `source` all that it rests on.
    """
    return tuple(
        found
        for found in mismatches(source, english)
        if found.code.endswith("-invented") or (found.code == "weekday-changed" and found.english is not None)
    )
