"""How a period counts, as French and Belgian law count it: civil dates, no clock."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

ONE_DAY: Final = timedelta(days=1)
_WRITTEN: Final = re.compile(r"(JF|J|S|M|A|F) (\d{1,3})( \+)?", re.ASCII)


class Method(StrEnum):
    """As the rule pack writes it."""

    CLEAR_DAYS = "JF"  # jours francs, backwards: neither the first day nor the last counts
    DAYS = "J"
    WEEKS = "S"
    MONTHS = "M"  # de quantième à quantième
    YEARS = "A"
    CLEAR_MONTHS = "F"  # délai franc: months, then one day


_MONTHS_IN: Final = {Method.MONTHS: 1, Method.CLEAR_MONTHS: 1, Method.YEARS: 12}


@dataclass(frozen=True, slots=True)
class Count:
    """A duration; `extended` moves an end that is no working day to the next one."""

    method: Method
    n: int
    extended: bool = False

    @property
    def is_backwards(self) -> bool:
        return self.method is Method.CLEAR_DAYS

    @property
    def is_franc(self) -> bool:
        return self.method is Method.CLEAR_MONTHS

    @property
    def is_in_months(self) -> bool:
        """Whether it goes from a day number to the same one."""
        return self.method in _MONTHS_IN

    def plain_end(self, trigger: date) -> date:
        """The day that the duration alone gives: before the franc day, before any extension."""
        match self.method:
            case Method.CLEAR_DAYS:
                return trigger - (self.n + 1) * ONE_DAY
            case Method.DAYS:
                return trigger + self.n * ONE_DAY
            case Method.WEEKS:
                return trigger + 7 * self.n * ONE_DAY
            case Method.MONTHS | Method.CLEAR_MONTHS | Method.YEARS:
                return add_months(trigger, self.n * _MONTHS_IN[self.method])

    def __str__(self) -> str:
        return f"{self.method} {self.n}{' +' if self.extended else ''}"


def add_months(day: date, months: int) -> date:
    """The same day number, months later; where that month has none, its last day.

    To be added once: 31 January and one month, then two more, is not 31 January and three.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def parse(written: str) -> Count:
    """`JF 5`, `S 1`, `M 2`, `F 2 +`. Raises ValueError for what is no way to count."""
    found = _WRITTEN.fullmatch(written)
    if found is None:
        raise ValueError(f"{written!r} is no way to count: JF 5, J 30, S 1, M 2, A 5, F 2 +")
    count = Count(Method(found[1]), int(found[2]), extended=found[3] is not None)
    if count.is_backwards and count.extended:
        raise ValueError(f"{written!r}: jours francs are never extended")
    if not (count.n or count.is_backwards):
        raise ValueError(f"{written!r} is no duration")
    return count
