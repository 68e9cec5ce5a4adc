"""A rule by which something comes back, on a wall clock that nobody has named yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

ALL_MONTHS: Final = tuple(range(1, 13))
WORKDAYS: Final = tuple(range(5))
LAST: Final = -1  # of the weekdays or days of a month


class Frequency(StrEnum):
    """The names are those of RFC 5545."""

    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"
    YEARLY = "YEARLY"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurrence:
    """Monday is 0. `start` is naive, on the wall: the first that the rule gives.

    Of `weekdays`, `positions` tells which in a month, -1 the last; `month_days` are days of a
    month, -1 its last. `months` are those in which it comes back, all where it is empty. It ends
    with the day `until`, or after `count` of the rule; `without` are days on which it would fall
    and does not.
    """

    frequency: Frequency
    start: datetime
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    until: date | None = None
    count: int | None = None
    without: tuple[date, ...] = ()
