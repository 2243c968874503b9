"""Read the dateline: place and outlet in front of an article's first sentence.

`MOSKWA, KABAR.com – ...`, `kabar.com, MOSKOW - ...`, `Jakarta (KABAR) - ...`, `KABAR.CO.ID - JAKARTA. ...`, `Kabar.com, Jakarta`,
`JAKARTA - ...`. Nothing is guessed: what is not written there is None.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_PLACE = r"(?P<place>[A-Z][\w.'’]*(?:[ -][A-Z][\w.'’]*){0,3})"
_SITE = r"(?P<outlet>[A-Za-z0-9]+(?:\.[A-Za-z]{2,4}){1,2})"
_NAMED = r"(?P<outlet>[A-Za-z0-9][\w. ]{1,30}?)"
_DASH = r"\s*(?:--?|[–—])+\s*"
_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        rf"{_PLACE}, {_SITE}{_DASH}(?=\S|$)",
        rf"{_SITE}, {_PLACE}(?:{_DASH}|\s*:\s*)(?=\S|$)",
        rf"{_PLACE} ?\({_NAMED}\)(?:{_DASH}|\s*:\s*)(?=\S|$)",
        rf"{_PLACE}, (?P<known>[A-Za-z0-9][\w. ]{{1,30}}?){_DASH}(?=\S|$)",
        rf"{_SITE}{_DASH}{_PLACE}\. (?=\S)",
        rf"{_SITE}\s+(?:--?|[–—])\s*(?=\S)",
        r"(?P<known>[A-Z][\w.]*(?: [A-Z][\w.]*)?)\s+(?:--?|[–—])\s*(?=\S)",
        r"(?P<known>[A-Z][\w.]*(?: [A-Z][\w.]*)?), " + _PLACE + rf"{_DASH}(?=\S|$)",
    )
)
_PLACE_ALONE = re.compile(r"(?P<place>[A-Z][\w'’]*(?:[ -][A-Z][\w'’]*){0,2})\s+(?:--?|[–—])\s*(?=[\"“'‘’]*[A-Z0-9])")
_SITE_AND_PLACE = re.compile(rf"{_SITE}, (?P<place>[A-Z][a-z]+(?: [A-Z][a-z]+)?) (?=[A-Z])")
_ABBREVIATED = frozenset({"DKI", "DIY", "NTT", "NTB", "IKN", "AS", "UEA", "DI"})
_NO_PLACES = frozenset({"arsip", "ilustrasi", "foto", "video", "infografis", "live", "breaking", "update", "jadwal", "hasil", "hari"})


@dataclass(frozen=True, slots=True)
class Dateline:
    """What stands in front of the first sentence. `end` is where the sentence itself begins in the line."""

    place: str | None
    outlet: str | None
    end: int

    @property
    def is_strong(self) -> bool:
        """It names an outlet, or a place in capitals: hardly anything but the beginning of an article looks like that."""
        return self.outlet is not None or (self.place is not None and self.place.isupper() and len(self.place) > 3)


def find_dateline(line: str, outlets: Mapping[str, str]) -> Dateline | None:
    """Return the dateline of an article's first line, or None. `outlets` holds known spellings, case-folded, with names."""
    for shape in _SHAPES:
        found = shape.match(line)
        if found:
            parts = found.groupdict()
            known = parts.get("known")
            if known and known.casefold() not in outlets:
                continue
            written = parts.get("outlet") or known
            return Dateline(_place(parts.get("place")), _outlet(written, outlets), found.end())
    found = _SITE_AND_PLACE.match(line)
    if found and found["outlet"].casefold() in outlets:
        return Dateline(_place(found["place"]), _outlet(found["outlet"], outlets), found.end())
    found = _PLACE_ALONE.match(line)
    if found and found["place"].split()[0].casefold() not in _NO_PLACES:
        return Dateline(_place(found["place"]), None, found.end())
    return None


def _place(written: str | None) -> str | None:
    """Return the place in ordinary capitals: `MOSKWA` -> `Moskwa`; `DKI Jakarta` stays."""
    if written is None:
        return None
    words = re.split(r"([ -])", written.rstrip("."))
    return "".join(word.capitalize() if word.isupper() and word not in _ABBREVIATED else word for word in words)


def _outlet(written: str | None, outlets: Mapping[str, str]) -> str | None:
    return outlets.get(written.casefold(), written) if written else None
