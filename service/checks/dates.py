"""Find dates, months, weekdays and times of the day in an Indonesian or English sentence.

A date in digits is day first in both languages: translations keep `(11/9/2023)` as it stands, so 9/11 in its place is
another day. `May` and `March` alone are no firm months, nor `Minggu` (week, Sunday) without a sign that it is a day.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from service.checks.quantities import Date, Language, Quantity, Weekday, lexicon
from service.values import Span

Blank = Callable[[int, int], None]
_AND = r"\s*(?:-|–|—|dan|hingga|sampai|serta|atau|to|and|or|through|until)\s*"
_ORDINAL = r"(?:st|nd|rd|th)?"
_NAMES = "|".join(sorted(lexicon()["months"], key=len, reverse=True))
_MONTH = rf"(?P<month>(?<![^\W_])(?i:{_NAMES})\b\.?)"
_ISO = re.compile(r"\b(?P<year>[12]\d{3})-(?P<month>\d\d)-(?P<day>\d\d)\b")
_SLASHED = re.compile(
    rf"(?:(?P<open>[(–-])|(?<![\d/.,]))(?:(?P<first>\d{{1,2}}){_AND})?(?P<day>\d{{1,2}})/(?P<month>\d{{1,2}})(?:/(?P<year>\d{{4}}|\d\d))?(?![\d/])"
)
_DAY_FIRST = re.compile(
    rf"(?<![\d.,/])(?:(?P<first>\d{{1,2}}){_ORDINAL}{_AND})?(?P<day>\d{{1,2}}){_ORDINAL}\s+(?:of\s+)?{_MONTH}(?:,?\s+(?P<year>[12]\d{{3}})\b)?"
)
_MONTH_FIRST = re.compile(
    rf"{_MONTH}\s+(?P<day>\d{{1,2}}){_ORDINAL}(?![\d:.]\d|\d|\s*%)(?:{_AND}(?P<first>\d{{1,2}}){_ORDINAL}(?![\d:.,]*\d|\s*%))?(?:,?\s+(?P<year>[12]\d{{3}})\b)?"
)
_MONTH_ONLY = re.compile(rf"(?<![\w.]){_MONTH}(?:,?\s+(?P<year>[12]\d{{3}})\b)?")
_PARTS = r"(?:\s*(?P<part>pagi|siang|sore|petang|malam|dini hari|a\.?m\b\.?|p\.?m\b\.?))"
_CLOCK = re.compile(
    rf"(?P<at>\b(?:[Pp]ukul|[Jj]am)\s+)?(?<![\d.,:])(?P<hour>[01]?\d|2[0-4])(?:[.:](?P<minute>[0-5]\d))?(?![\d,:%]|\.\d){_PARTS}?"
    r"(?P<zone>\s*(?:WIB|WITA|Wita|WIT|GMT|UTC|[Ww]aktu|o'clock|o’clock))?"
)
_WEEKDAY = {
    language: re.compile(
        rf"(?<![-\w])(?:{'|'.join(sorted(map(str.capitalize, lexicon()[language]['weekdays']), key=len, reverse=True))})(?=s?\b)"
    )
    for language in ("id", "en")
}
_SUNDAY = re.compile(r"\s*(?:[(,/]|pagi|siang|sore|petang|malam|dini|kemarin|besok)")
_BEFORE_SUNDAY = re.compile(r"(?:\b(?:pada|hari|dan|hingga|sampai|sejak|mulai)\s|[,/-]\s?)$")


def dates(text: str, blank: Blank) -> Iterator[Date]:
    """Yield the dates of `text`, then its months alone; `blank` is told each range that is used up."""
    for pattern in (_ISO, _SLASHED, _DAY_FIRST, _MONTH_FIRST, _MONTH_ONLY):
        for match in list(pattern.finditer(text)):
            found = list(_dates_of(match))
            if found:
                yield from found
                start = match.start() + (1 if match[0][0] in "(-–" else 0)
                blank(start, match.end())
                text = text[:start] + "\0" * (match.end() - start) + text[match.end() :]


def _dates_of(match: re.Match[str]) -> Iterator[Date]:
    """Yield the one or two dates of a match, none where it is not a date after all."""
    parts = match.groupdict()
    if parts.get("open") is None and match.re is _SLASHED and not parts["year"]:
        return
    named = not parts["month"].isdigit()
    name = parts["month"].rstrip(".")
    if named and (not name[0].isupper() or (len(name) < 4 and name.lower() not in ("may", "mei") and not parts.get("day"))):
        return
    month = lexicon()["months"][name.lower()] if named else int(parts["month"])
    days = [int(parts[key]) for key in ("first", "day") if parts.get(key)]
    if not named and month > 12 and len(days) == 1:
        days, month = [month], days[0]
    year = int(parts["year"]) if parts.get("year") else None
    year = year + 2000 if year is not None and year < 100 else year
    if not (1 <= month <= 12 and all(1 <= day <= 31 for day in days)):
        return
    firm = bool(days or year) or name not in ("May", "March")
    each: list[int | None] = [*days] or [None]
    for day in each:
        yield Date(Span(match.start(), match.end()), match[0].strip("(-– "), day, month, year, firm)


def times(text: str, blank: Blank) -> Iterator[Quantity]:
    """Yield the times of the day that a word marks as such: `pukul 21.11`, `9 p.m.`, `19.30 WIB`."""
    for match in list(_CLOCK.finditer(text)):
        part, minute = (match["part"] or "").replace(".", "").lower(), match["minute"]
        marked = match["at"] or match["zone"] or part in ("am", "pm", "pagi", "dini hari") or (part and minute)
        if not marked:
            continue
        hour = int(match["hour"])
        readings = {f"t{60 * each + int(minute or 0)}" for each in _hours(hour, part, bool(match["zone"] and minute))}
        if not minute and part not in ("am", "pm"):
            readings.add(str(hour))
        start = match.start() if match["at"] else match.start("hour")
        blank(start, match.end())
        yield Quantity(Span(start, match.end()), text[start : match.end()].strip(), frozenset(readings))


def _hours(hour: int, part: str, zoned: bool) -> set[int]:
    """Return the hours of the day that a written hour can mean: 9 with `malam` is 21."""
    if part in ("am", "pagi", "dini hari"):
        return {hour % 12} if part != "pagi" else {hour}
    if part == "pm":
        return {hour % 12 + 12}
    if part in ("sore", "petang", "malam"):
        return {hour + 12 if hour < 12 else hour, hour % 24 if hour >= 12 else hour + 12} | ({0, 24} if hour in (12, 24) else set())
    if part == "siang":
        return {hour if hour >= 10 else hour + 12}
    return {hour} if zoned or hour > 12 else {hour, (hour + 12) % 24}


def weekdays(text: str, language: Language) -> Iterator[Weekday]:
    """Yield the days of the week, in order."""
    table = lexicon()[language]["weekdays"]
    for match in _WEEKDAY[language].finditer(text):
        firm = True
        if match[0] == "Minggu":
            firm = bool(_SUNDAY.match(text, match.end()) or _BEFORE_SUNDAY.search(text, 0, match.start()))
        yield Weekday(Span(match.start(), match.end()), match[0], table[match[0].lower()], firm)
