"""When a rule falls: the library counts on the wall, the zone makes instants of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Final
from zoneinfo import ZoneInfo

from dateutil.rrule import rruleset, rrulestr

from bot.domain.recurrence.rfc import as_rfc
from bot.domain.recurrence.rules import Frequency, Recurrence

_A_DAY: Final = timedelta(days=1)
_DAYS_OF: Final = {Frequency.DAILY: 1, Frequency.WEEKLY: 7}
_FARTHEST: Final = 200  # years from the start, beyond which nothing is looked for


@dataclass(frozen=True, slots=True)
class Occurrence:
    """`wall` is what the rule says, naive, and names it; `instant` is aware, in UTC.

    Where the clock skips `wall`, the instant is that of the offset before (RFC 5545, 3.3.5): 2h30
    is 3h30 on that day. Where it shows it twice, it is the first.
    """

    wall: datetime
    instant: datetime


def coming(rule: Recurrence, zone: ZoneInfo, after: datetime) -> Iterator[Occurrence]:
    """What falls later than `after`, aware; in order, and for ever where the rule has no end."""
    # A day before covers every offset; the clock then decides.
    wall = after.astimezone(zone).replace(tzinfo=None) - _A_DAY
    for found in _library(_moved_up(rule, wall)).xafter(wall, inc=True):
        if found.year > rule.start.year + _FARTHEST:
            return
        occurrence = Occurrence(found, instant_of(found, zone))
        if occurrence.instant > after:
            yield occurrence


def _moved_up(rule: Recurrence, wall: datetime) -> Recurrence:
    """The same from then on, but for what is long past: the library counts from the start."""
    days = _DAYS_OF.get(rule.frequency)
    if days is None or rule.count is not None:
        return rule
    turn = timedelta(days=days * rule.interval)
    gone = (wall - rule.start) // turn - 1
    return replace(rule, start=rule.start + gone * turn) if gone > 0 else rule


def instant_of(wall: datetime, zone: ZoneInfo) -> datetime:
    """The instant of a naive local time, in UTC; see `Occurrence` for the nights of changes."""
    return wall.replace(tzinfo=zone, fold=0).astimezone(UTC)


def first_on_or_after(rule: Recurrence, wall: datetime) -> datetime | None:
    """The first that the rule gives, naive; None where it gives nothing within two centuries."""
    found = next(iter(_library(rule).xafter(wall, count=1, inc=True)), None)
    return found if found and found.year <= rule.start.year + _FARTHEST else None


def falls_on(rule: Recurrence, day: date) -> bool:
    """Whether the rule gives that day, or would if the day were not left out."""
    at = datetime.combine(day, rule.start.time())
    return first_on_or_after(replace(rule, without=()), at) == at


def starts_by_itself(rule: Recurrence, zone: ZoneInfo, now: datetime) -> bool:
    """Whether the same words without « à partir du » would start it on the same day."""
    if rule.interval > 1:
        return False
    here = now.astimezone(zone).replace(tzinfo=None)
    start = datetime.combine(here.date(), rule.start.time())
    plain = replace(rule, start=start, until=None, count=None, without=())
    first = next(iter(coming(plain, zone, now)), None)
    return first is not None and first.wall == rule.start


def rebased(rule: Recurrence, zone: ZoneInfo, now: datetime) -> Recurrence | None:
    """The same rule said now: it starts with what comes next. None where nothing comes.

    What is left of its number is counted, days left out that are past are forgotten.
    """
    whole = replace(rule, without=())
    ahead = next(iter(coming(whole, zone, now)), None)
    if ahead is None or next(iter(coming(rule, zone, now)), None) is None:
        return None
    gone = 0 if rule.count is None else _gone(whole, ahead.wall)
    return replace(
        rule,
        start=ahead.wall,
        count=None if rule.count is None else rule.count - gone,
        without=tuple(day for day in rule.without if day >= ahead.wall.date()),
    )


def _gone(rule: Recurrence, before: datetime) -> int:
    given = islice(_library(rule), rule.count)
    return sum(1 for wall in given if wall < before)


def _library(rule: Recurrence) -> rruleset:
    return rrulestr(as_rfc(rule), forceset=True)
