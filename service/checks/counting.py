"""Compare what two sentences count, pay and date. An amount is missed only when nothing on the other side can be it."""

from __future__ import annotations

from collections.abc import Iterator

from service.checks.mismatch import Mismatch
from service.checks.numbers import amounts
from service.checks.quantities import MONEY, Amounts, Quantity, same_unit


def counting(source: str, english: str) -> Iterator[Mismatch]:
    """Yield the numbers, units, dates and weekdays of one sentence that the other does not have."""
    theirs, ours = amounts(source, "id"), amounts(english, "en")
    yield from _numbers(theirs, ours)
    yield from _units(theirs, ours)
    yield from _dates(theirs, ours)
    yield from _weekdays(theirs, ours)


def _readings(found: Amounts) -> set[str]:
    """Return all that can answer a number: quantities, and the parts of dates."""
    return {reading for one in found.quantities for reading in one.readings} | {part for date in found.dates for part in date.numbers()}


def _numbers(theirs: Amounts, ours: Amounts) -> Iterator[Mismatch]:
    there, here = _readings(theirs), _readings(ours)
    for one in theirs.quantities:
        if one.firm and not one.readings & here:
            yield Mismatch("number-missing", f"The source says {one.text!r}; the English has no such number.", source=one.span)
    for one in ours.quantities:
        if one.firm and not one.readings & there:
            yield Mismatch("number-invented", f"The English says {one.text!r}; the source has no such number.", english=one.span)
    turned = {(right, left) for _, left, right in ours.pairs}
    straight = {(left, right) for _, left, right in ours.pairs}
    for span, left, right in theirs.pairs:
        if left != right and (left, right) in turned - straight:
            message = f"The source says '{left}-{right}'; the English turns it into '{right}-{left}'."
            yield Mismatch("number-missing", message, source=span)


def _units(theirs: Amounts, ours: Amounts) -> Iterator[Mismatch]:
    """Compare units of equal numbers. A unit is wrong if another stands there, or if money or percent went altogether."""
    everywhere = {one.unit for one in ours.quantities}
    for one in theirs.quantities:
        same = [other for other in ours.quantities if one.unit and one.readings & other.readings]
        if not same or any(same_unit(one.unit, other.unit) for other in same):
            continue
        other = next((other for other in same if other.unit), same[0])
        if other.unit or (one.unit in MONEY | {"percent"} and not any(same_unit(one.unit, unit) for unit in everywhere)):
            message = f"The source says {_with_unit(one)}; the English says {_with_unit(other)}."
            yield Mismatch("money-unit", message, source=one.span, english=other.span)


def _with_unit(one: Quantity) -> str:
    return f"{one.text!r} ({one.unit or 'no unit'})"


def _dates(theirs: Amounts, ours: Amounts) -> Iterator[Mismatch]:
    here, there = _readings(ours), _readings(theirs)
    for date in theirs.dates:
        by_day = date.day is not None and str(date.day) in {reading for one in ours.quantities for reading in one.readings}
        if date.firm and not by_day and not any(date.agrees(other) for other in ours.dates):
            rival = next((other for other in ours.dates if not any(other.agrees(each) for each in theirs.dates)), None)
            says = f"the English says {rival.text!r}" if rival else "the English has no such date"
            yield Mismatch(
                "date-missing", f"The source says {date.text!r}; {says}.", source=date.span, english=rival.span if rival else None
            )
    for date in ours.dates:
        by_day = date.day is not None and str(date.day) in there
        if date.firm and not by_day and not any(date.agrees(other) for other in theirs.dates):
            yield Mismatch("number-invented", f"The English says {date.text!r}; the source has no such date.", english=date.span)
    years = {str(date.year) for date in ours.dates if date.year} | here
    yield from (
        Mismatch("date-missing", f"The source says {date.text!r}; the English gives another year.", source=date.span)
        for date in theirs.dates
        if date.year and date.day is None and str(date.year) not in years and any(other.year for other in ours.dates)
    )


def _weekdays(theirs: Amounts, ours: Amounts) -> Iterator[Mismatch]:
    there, here = {one.day for one in theirs.weekdays}, {one.day for one in ours.weekdays}
    strange = [one for one in ours.weekdays if one.day not in there]
    missed = [one for one in theirs.weekdays if one.firm and one.day not in here]
    for at in range(max(len(missed), len(strange))):
        one, other = (missed[at] if at < len(missed) else None), (strange[at] if at < len(strange) else None)
        says = f"The source says {one.text!r}" if one else "The source names no such day"
        message = f"{says}; the English says {other.text!r}." if other else f"{says}; the English does not name the day."
        yield Mismatch("weekday-changed", message, source=one.span if one else None, english=other.span if other else None)
