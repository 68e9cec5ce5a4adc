"""Where a deadline counts: departments, and the days that are public holidays by law there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol

from bot.domain.counting import ONE_DAY
from bot.domain.refusals import Reason, Refused
from bot.domain.wordings import Confidence, Wording

# Law and lists of holidays are not those of other centuries. The library stops after 2100: it
# answers with no holiday at all, and does not say so.
FIRST_YEAR: Final = 1990
LAST_YEAR: Final = 2100

DEPARTMENTS: Final = {
    *(f"{number:02}" for number in range(1, 96) if number != 20),
    *("2A", "2B"),
    *(str(number) for number in range(971, 979)),
}
_OWN_LAW: Final = {
    "984": "Terres australes et antarctiques françaises",
    "986": "Wallis-et-Futuna",
    "987": "Polynésie française",
    "988": "Nouvelle-Calédonie",
}
# A sign is read only where it parts thousands: « 3499.0 » is no 34 990.
_POPULATION: Final = re.compile(r"[0-9]{1,9}|[0-9]{1,3}([\s.,_'’])[0-9]{3}(?:\1[0-9]{3})?")


@dataclass(frozen=True, slots=True)
class Place:
    """A department's code (None: not told) and a number of inhabitants (None: not told).

    A Belgian place has no department.
    """

    department: str | None = None
    population: int | None = None
    is_belgian: bool = False


def read_place(department: str, population: str) -> Place:
    """A place as somebody types it; what is blank is not told.

    Raises Refused: DEPARTMENT_UNKNOWN, DEPARTMENT_OWN_LAW, POPULATION_UNREADABLE.
    """
    return Place(_department(department.strip()), _population(population.strip()))


def _department(written: str) -> str | None:
    if not written:
        return None
    code = written.upper()
    if len(code) == 1:  # a spreadsheet drops the zero of 01
        code = f"0{code}"
    if code in _OWN_LAW:
        raise Refused(Reason.DEPARTMENT_OWN_LAW, department=code, name=_OWN_LAW[code])
    if code not in DEPARTMENTS:
        raise Refused(Reason.DEPARTMENT_UNKNOWN, department=written)
    return code


def _population(written: str) -> int | None:
    if not written:
        return None
    if not _POPULATION.fullmatch(written):
        raise Refused(Reason.POPULATION_UNREADABLE, population=written)
    return int("".join(filter(str.isdecimal, written)))


@dataclass(frozen=True, slots=True)
class Holiday:
    """A holiday of the law; `confidence` is less where it is disputed that it extends."""

    title: Wording
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class HolidayList:
    """Which list of the library to read, and which of its days are law rather than custom.

    `holidays` are by the library's French names: a name that is not there extends nothing.
    """

    country: str
    subdivision: str | None
    holidays: Mapping[str, Holiday]


class Listed(Protocol):
    """The library's lists: the French names of each holiday of a year."""

    def __call__(
        self, country: str, subdivision: str | None, year: int
    ) -> Mapping[date, tuple[str, ...]]: ...


class Calendar:
    """The working days of one place. Every method raises Refused(DAY_OUT_OF_RANGE) past 2100."""

    def __init__(self, kept: HolidayList, listed: Listed) -> None:
        self._kept, self._listed = kept, listed

    def holidays(self, day: date) -> tuple[Holiday, ...]:
        """The holidays of the law on this day, weekend or not."""
        if day.year > LAST_YEAR:
            raise out_of_range(day)
        names = self._listed(self._kept.country, self._kept.subdivision, day.year).get(day, ())
        known = self._kept.holidays
        return tuple(known[name] for name in names if name in known)

    def is_working(self, day: date) -> bool:
        return not is_weekend(day) and not self.holidays(day)

    def last_working(self, day: date) -> date:
        """The last working day on or before this one."""
        while not self.is_working(day):
            day -= ONE_DAY
        return day


def is_weekend(day: date) -> bool:
    return day.weekday() >= 5


def out_of_range(day: date) -> Refused:
    return Refused(
        Reason.DAY_OUT_OF_RANGE,
        day=day.isoformat(),
        first=str(FIRST_YEAR),
        last=str(LAST_YEAR),
    )
