"""What a phrase is made of: days, times and spans, as they were said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.dates.words import DayPart


@dataclass(frozen=True, slots=True)
class Weekday:
    """Monday is 0. `weeks` after the coming one; -1 is the last one."""

    number: int
    weeks: int = 0
    is_this: bool = False  # « ce lundi »
    in_next_week: bool = False  # « lundi de la semaine prochaine »
    in_this_week: bool = False  # « lundi de cette semaine »
    is_next: bool = False  # « lundi prochain », which is never today

    @property
    def is_alone(self) -> bool:
        """Whether it may only name the day of a date."""
        return not (self.weeks or self.in_next_week or self.in_this_week)


@dataclass(frozen=True, slots=True)
class Relative:
    """Days from today."""

    days: int


@dataclass(frozen=True, slots=True)
class Dated:
    """A day of the month, with its month and its year where they were said."""

    day: int
    month: int | None = None
    year: int | None = None
    is_bare: bool = False  # a number alone, which could be anything
    said: str = ""


@dataclass(frozen=True, slots=True)
class Within:
    """A day of a month, counted from this one: « le 5 du mois prochain »; where `month` is said, of
    a year: « le 3 janvier de l'année prochaine ». 0 is this one."""

    day: int
    ahead: int
    month: int | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """`months` and `days` keep the wall time, `minutes` elapse. `sign` is -1 for the past."""

    months: int = 0
    days: int = 0
    minutes: int = 0
    sign: int = 1
    elapses: bool = False  # whether hours or minutes were said


@dataclass(frozen=True, slots=True)
class ClockTime:
    """`place` is whose clock was named, folded: « heure de Paris »; else it is the one here."""

    hour: int
    minute: int
    said: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the day."""

    part: DayPart
    said: str


@dataclass(frozen=True, slots=True)
class Turn:
    """Which of two, where a local time occurs twice."""

    is_second: bool


@dataclass(frozen=True, slots=True)
class Exact:
    """An instant, aware, that was written with its offset."""

    instant: datetime


Piece = Weekday | Relative | Dated | Within | Span | ClockTime | Part | Turn | Exact
