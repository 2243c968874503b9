"""Read title, outlet, author, publication date and place from the lines of a page. What is not there stays None."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import replace

from service.cleaning.dateline import Dateline, find_dateline
from service.cleaning.page import Page
from service.cleaning.rules import RuleBook
from service.values import LineKind, Metadata

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan", "feb", "mar mac", "apr", "mei may", "jun", "jul", "agu aug ags agt ogo", "sep", "okt oct", "nov nop", "des dec dis"),
        start=1,
    )
    for name in names.split()
}
_FIRST_YEAR = 1900
_ZONES = {"wib": "+07:00", "wita": "+08:00", "wit": "+09:00"}
_TIME = r"(?:[^\d\w]*(?:pukul |jam |at )?(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.]\d{2})?(?:\s*(?P<zone>wib|wita|wit)\b)?)?"
_DATES = tuple(
    re.compile(pattern + _TIME, re.IGNORECASE)
    for pattern in (
        r"\b(?P<day>\d{1,2}) (?P<name>[a-z]{3,9}) (?P<year>\d{4})",
        r"\b(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})",
        r"\b(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})",
        r"\b(?P<name>[a-z]{3,9}) (?P<day>\d{1,2}), (?P<year>\d{4})",
    )
)
_UPDATED = re.compile(r"(?:diperbarui|update|updated|last updated|pembaruan)\b", re.IGNORECASE)
_WRITER = re.compile(
    r"(?:(?:ditulis|diposting) oleh|penulis|reporter|pewarta|jurnalis|wartawan|koresponden|author|writer|oleh|by|laporan wartawan [\w.]+"
    r"|kontributor [\w ]+,)\s*[:|,]?\s*(?P<name>.+)",
    re.IGNORECASE,
)
_TRANSLATOR = re.compile(r"penerjemah\s*[:|]\s*(?P<name>.+)", re.IGNORECASE)
_NAME_AND_SITE = re.compile(
    r"(?P<name>[A-Z][\w.'’ ]{2,40}?)(?: [-|] |, )(?P<site>\w+\.(?:com|id|co|co\.id|net)|detik\w+|CNN Indonesia|CNBC Indonesia)", re.ASCII
)
_SITE_IN_LINE = re.compile(r"\b([\w-]+\.(?:com|co\.id|id|net|co|tv))\b", re.IGNORECASE)
_BANNER = re.compile(r"([A-Za-z][\w-]*\.(?:com|co\.id|id|net|co|tv))(?: [-–|] .*)?$", re.IGNORECASE)
_DATED_OUTLET = re.compile(r"([\w.]+(?: Indonesia)?) ?[-–—|] .*\d{4}")
_CUT_OFF = re.compile(r"\s*(?:\||//|\s[-–]\s|\beditor\b)", re.IGNORECASE)


def find_date(line: str) -> str | None:
    """Return the date of a date line as ISO 8601: `Selasa, 25 Juni 2024 - 11:14 WIB` -> `2024-06-25T11:14+07:00`.

    Without a zone on the page there is no offset; without an hour the date stands alone.
    """
    for pattern in _DATES:
        found = pattern.search(line)
        if not found:
            continue
        parts = found.groupdict()
        month = int(parts["month"]) if parts.get("month") else _MONTHS.get((parts.get("name") or "")[:3].casefold(), 0)
        date = _as_date(int(parts["year"]), month, int(parts["day"]))
        if date is None:
            continue
        if parts["hour"] is None or int(parts["hour"]) > 23 or int(parts["minute"]) > 59:
            return date
        return f"{date}T{int(parts['hour']):02}:{parts['minute']}{_ZONES.get((parts['zone'] or '').casefold(), '')}"
    return None


def _as_date(year: int, month: int, day: int) -> str | None:
    """Return a date as ISO 8601, or None for one that no calendar has or no news page bears."""
    if year < _FIRST_YEAR:
        return None
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return None


def read_metadata(page: Page, known: Metadata) -> Metadata:
    """Return what the page says; what is already known stays as it is."""
    dateline = _dateline(page)
    return replace(
        known,
        title=known.title or (page.rows[page.title].look.text if page.title is not None else None),
        outlet=known.outlet or _outlet(page, dateline),
        author=known.author or _author(page),
        published=known.published or _published(page),
        place=known.place or (dateline.place if dateline else None),
    )


def _dateline(page: Page) -> Dateline | None:
    for row in page.rows:
        if row.kind is LineKind.META or row.kind is LineKind.BODY:
            found = find_dateline(row.look.text, page.rules.outlets)
            if row.kind is LineKind.BODY or (found and found.place and found.end == len(row.look.text)):
                return found
    return None


def _published(page: Page) -> str | None:
    lines = [row.look.text for row in page.rows if row.kind is LineKind.META and row.rule]
    dated = [line for line in lines if find_date(line)]
    first = [line for line in dated if not _UPDATED.match(line)] or dated
    return find_date(first[0]) if first else None


def _author(page: Page) -> str | None:
    lines = [row.look.text for row in page.rows if row.kind is LineKind.META and not row.reason.startswith("rule:date")]
    for pattern in (_WRITER, _TRANSLATOR):
        for line in lines:
            found = pattern.fullmatch(line)
            name = _clean_name(found["name"]) if found else None
            if name:
                return name
    return _signed_name(page)


def _signed_name(page: Page) -> str | None:
    """Return the name of a byline without a label: `Rina Amelia - detikSulsel`, or names on lines of their own."""
    names: list[str] = []
    under_editor = False
    for row in page.rows[: page.start]:
        text = row.look.text
        found = _NAME_AND_SITE.fullmatch(text) if row.kind is LineKind.META else None
        if found:
            return found["name"].strip()
        if row.rule and row.rule.name == "byline-label":
            under_editor = text.casefold().startswith(("editor", "redaktur"))
        elif row.kind is LineKind.META and row.reason.startswith("structure:") and not under_editor and _is_person(text, page.rules):
            names.append(re.sub(r" [|&] ", ", ", text.rstrip(",")))
    return ", ".join(names) or None


def _is_person(text: str, rules: RuleBook) -> bool:
    return text.casefold() not in rules.outlets and not text.startswith("Tim ")


def _clean_name(written: str) -> str | None:
    return _CUT_OFF.split(written, maxsplit=1)[0].strip(" ,") or None


def _outlet(page: Page, dateline: Dateline | None) -> str | None:
    outlets = page.rules.outlets
    if dateline and dateline.outlet:
        return _as_elsewhere(page, dateline.outlet)
    for row in page.rows:
        if row.kind is LineKind.META:
            named = _outlet_in_meta(row.look.text, outlets)
            if named:
                return named
    for row in page.rows[: page.start]:
        banner = _BANNER.match(row.look.bare) if row.kind is LineKind.BOILERPLATE else None
        if banner:
            return outlets.get(banner[1].casefold(), banner[1])
    for row in page.rows:
        site = _SITE_IN_LINE.search(row.look.text) if row.rule and row.rule.name == "copyright" else None
        if site:
            return outlets.get(site[1].casefold(), site[1])
    return None


def _outlet_in_meta(text: str, outlets: Mapping[str, str]) -> str | None:
    """Return the outlet of a date line (`Kabar.com - 28/08/2021`) or byline (`Rina Amelia - Kabar.com`)."""
    if text.casefold() in outlets:
        return outlets[text.casefold()]
    dated = _DATED_OUTLET.match(text)
    if dated and (dated[1].casefold() in outlets or "." in dated[1]):
        return outlets.get(dated[1].casefold(), dated[1])
    signed = _NAME_AND_SITE.fullmatch(text)
    return outlets.get(signed["site"].casefold(), signed["site"]) if signed else None


def _as_elsewhere(page: Page, outlet: str) -> str:
    """Return an outlet that the dateline writes in capitals as the page writes it elsewhere: `KABAR.ID` -> `Kabar.id`."""
    if not outlet.isupper():
        return outlet
    found = (re.search(re.escape(outlet), row.look.text, re.IGNORECASE) for row in page.rows)
    return next((match[0] for match in found if match and not match[0].isupper() and not match[0].islower()), outlet)
