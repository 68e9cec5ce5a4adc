"""Dates known to the day, the month or only the year: « 2018 », « mars 2022 », « 12/03/2022 »."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import total_ordering
from typing import Final

from bot.domain.folding import fold

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "janvier janv january jan",
            "fevrier fevr fev february feb",
            "mars march mar",
            "avril avr april apr",
            "mai may",
            "juin june jun",
            "juillet juil july jul",
            "aout august aug",
            "septembre sept september sep",
            "octobre oct october",
            "novembre nov november",
            "decembre dec december",
        ),
        start=1,
    )
    for name in names.split()
}
_LEADS: Final = {"en", "le", "depuis", "since", "in", "vers", "des"}
_WRITTEN_MAX: Final = 40  # characters of a date
_FIRST_YEAR: Final = 1900
_ISO: Final = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", re.ASCII)


@total_ordering
@dataclass(frozen=True, slots=True)
class VagueDate:
    """A day, or a whole month (`day` 0), or a whole year (`month` 0 too)."""

    year: int
    month: int = 0
    day: int = 0

    def __post_init__(self) -> None:
        """Raises ValueError for what no calendar has."""
        if self.day and not self.month:
            raise ValueError("a day without its month")
        date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> int:
        """The number of the last day of its month, December where that is not known."""
        return monthrange(self.year, self.month or 12)[1]

    @property
    def first(self) -> date:
        """The first day that it may be."""
        return date(self.year, self.month or 1, self.day or 1)

    def tells_more_than(self, other: VagueDate) -> bool:
        """Whether it is the same date, known more closely."""
        return str(self) != str(other) and str(self).startswith(str(other))

    def __lt__(self, other: VagueDate) -> bool:
        return (self.year, self.month, self.day) < (other.year, other.month, other.day)

    def __str__(self) -> str:
        """ISO 8601, as far as it is known: `2018`, `2022-03`, `2022-03-12`."""
        parts = [f"{self.year:04}", f"{self.month:02}", f"{self.day:02}"]
        return "-".join(parts[: 1 + bool(self.month) + bool(self.day)])


def of_day(day: date) -> VagueDate:
    return VagueDate(day.year, day.month, day.day)


def from_iso(text: str) -> VagueDate:
    """What `str` wrote. Raises ValueError for anything else."""
    found = _ISO.fullmatch(text)
    if found is None:
        raise ValueError(f"{text[:_WRITTEN_MAX]!r} is no date: 2018, 2022-03, 2022-03-12")
    return VagueDate(*(int(part or 0) for part in found.groups()))


def read(written: str) -> VagueDate | None:
    """The date that somebody wrote, in French or English, or None where it is none.

    Day before month; behind them a year of two digits is one of this century.
    """
    parts = _parts(written)
    try:
        return VagueDate(*parts) if parts else None
    except ValueError:
        return None


def is_in_a_month(words: Sequence[str]) -> bool:
    """Whether these folded words say a month and no day of it: « en mars », « au mois de mars
    2027 », “in March”."""
    match [*words]:
        case ["en" | "in", month, *year] | ["au", "mois", "de" | "d", month, *year]:
            is_year = len(year) == 1 and (year == ["prochain"] or _is_year(year[0]))
            return month in _MONTHS and (not year or is_year)
    return False


def month_without(written: str) -> VagueDate | None:
    """The month of a date that somebody wrote, where it has no such day; else None."""
    parts = _parts(written)
    if parts is None or len(parts) < 3 or read(written) is not None:
        return None
    try:
        return VagueDate(*parts[:2])
    except ValueError:
        return None


def _parts(written: str) -> list[int] | None:
    """The year, and the month and the day as far as they are told, whether or not any calendar has
    them; None for what is no date."""
    words = fold(written[:_WRITTEN_MAX]).split()
    while words and words[0] in _LEADS:
        words = words[1:]
    if len(words) > 1 and len(words[0]) == 4 and words[0].isdecimal():  # 2022-03-12
        words.reverse()
    if not 1 <= len(words) <= 3:
        return None
    *before, year = words
    if before and len(year) == 2 and year.isdecimal():
        year = f"20{year}"
    numbers = [*map(_number, before)]
    if len(before) == 2 and not before[0].isdecimal():  # « mars avril 2022 »
        return None
    if not _is_year(year) or None in numbers:
        return None
    day_and_month = [number for number in numbers if number]
    return [int(year), *reversed(day_and_month)]


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isdecimal() and int(word) >= _FIRST_YEAR


def _number(word: str) -> int | None:
    if word.isascii() and word.isdecimal() and len(word) <= 2:
        return int(word) or None
    return _MONTHS.get(word)
