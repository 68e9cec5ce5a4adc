"""A rule as RFC 5545 writes it: floating local times, whose zone is kept beside them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from typing import Final

from bot.domain.recurrence.rules import ALL_MONTHS, Frequency, Recurrence

_DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_STAMP: Final = "%Y%m%dT%H%M%S"
_LAST_SECOND: Final = time(23, 59, 59)


def as_rfc(rule: Recurrence) -> str:
    """`DTSTART`, `RRULE` and, where days are left out, `EXDATE`: a line each."""
    lines = [f"DTSTART:{rule.start:{_STAMP}}", f"RRULE:{_rule(rule)}"]
    if rule.without:
        at = rule.start.time()
        days = ",".join(f"{datetime.combine(day, at):{_STAMP}}" for day in rule.without)
        lines.append(f"EXDATE:{days}")
    return "\n".join(lines)


def of_rfc(text: str) -> Recurrence:
    """What `as_rfc` wrote; the program's own text, so anything else is its mistake: ValueError."""
    lines = dict(line.split(":", 1) for line in text.splitlines())
    parts = dict(part.split("=", 1) for part in lines["RRULE"].split(";"))
    positions, weekdays = _by_day(parts.get("BYDAY", ""))
    until, count = parts.get("UNTIL"), parts.get("COUNT")
    rule = Recurrence(
        frequency=Frequency(parts["FREQ"]),
        start=_moment(lines["DTSTART"]),
        interval=int(parts.get("INTERVAL", "1")),
        weekdays=weekdays,
        positions=positions,
        month_days=_numbers(parts.get("BYMONTHDAY", "")),
        months=_numbers(parts.get("BYMONTH", "")),
        until=_moment(until).date() if until else None,
        count=int(count) if count else None,
    )
    return replace(rule, without=_days(lines.get("EXDATE", "")))


def _rule(rule: Recurrence) -> str:
    parts = [f"FREQ={rule.frequency}"]
    if rule.interval > 1:
        parts.append(f"INTERVAL={rule.interval}")
    if rule.weekdays:
        named = [_DAYS[day] for day in rule.weekdays]
        placed = [f"{place}{day}" for place in rule.positions for day in named]
        parts.append(f"BYDAY={','.join(placed or named)}")
    if rule.month_days:
        parts.append(f"BYMONTHDAY={','.join(map(str, rule.month_days))}")
    if rule.months and rule.months != ALL_MONTHS:
        parts.append(f"BYMONTH={','.join(map(str, rule.months))}")
    if rule.until is not None:
        parts.append(f"UNTIL={datetime.combine(rule.until, _LAST_SECOND):{_STAMP}}")
    if rule.count is not None:
        parts.append(f"COUNT={rule.count}")
    return ";".join(parts)


def _by_day(written: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The places and the weekdays of `1TH,3TH`, or of `MO,TU`."""
    days = [day for day in written.split(",") if day]
    places = dict.fromkeys(int(day[:-2]) for day in days if day[:-2])
    weekdays = dict.fromkeys(_DAYS.index(day[-2:]) for day in days)
    return tuple(places), tuple(weekdays)


def _numbers(written: str) -> tuple[int, ...]:
    return tuple(int(number) for number in written.split(",") if number)


def _days(written: str) -> tuple[date, ...]:
    return tuple(_moment(stamp).date() for stamp in written.split(",") if stamp)


def _moment(stamp: str) -> datetime:
    return datetime.strptime(stamp, _STAMP)  # noqa: DTZ007 - on the wall
