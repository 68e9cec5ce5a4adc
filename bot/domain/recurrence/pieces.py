"""What a phrase is made of: how often, which days, when it begins and ends, what is left out."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.dates.pieces import ClockTime, Part
from bot.domain.dates.pieces import Piece as DatePiece
from bot.domain.recurrence.rules import Frequency


@dataclass(frozen=True, slots=True)
class Every:
    """« tous les trois jours », « un mois sur deux »."""

    frequency: Frequency
    interval: int


@dataclass(frozen=True, slots=True)
class Weekdays:
    """Monday is 0. `recurs`: by itself; « le lundi » needs « toutes les semaines » as well."""

    numbers: tuple[int, ...]
    interval: int | None = None  # « un mardi sur deux »
    recurs: bool = True


@dataclass(frozen=True, slots=True)
class Placed:
    """« le premier et le troisième jeudi du mois », « le premier jeudi de septembre »."""

    positions: tuple[int, ...]
    weekdays: tuple[int, ...]
    month: int | None = None
    recurs: bool = True


@dataclass(frozen=True, slots=True)
class MonthDays:
    """« le 1er et le 15 de chaque mois »; -1 is the last."""

    days: tuple[int, ...]
    recurs: bool = True


@dataclass(frozen=True, slots=True)
class YearDay:
    """« chaque 14 juillet »."""

    day: int
    month: int
    recurs: bool = True


@dataclass(frozen=True, slots=True)
class Months:
    """« en janvier et juillet », « de septembre à juin »; `left_out`: « sauf août »."""

    numbers: tuple[int, ...]
    left_out: bool


@dataclass(frozen=True, slots=True)
class Since:
    """A day, as the grammar of dates has read it."""

    day: tuple[DatePiece, ...]
    said: str


@dataclass(frozen=True, slots=True)
class Until:
    day: tuple[DatePiece, ...]
    said: str


@dataclass(frozen=True, slots=True)
class Without:
    day: tuple[DatePiece, ...]
    said: str


@dataclass(frozen=True, slots=True)
class WithoutWeekdays:
    """« sauf le dimanche »; Monday is 0."""

    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Lasting:
    """From the first on: « pendant trois mois »."""

    months: int
    days: int
    said: str


@dataclass(frozen=True, slots=True)
class Times:
    """« dix fois »."""

    count: int


Which = Weekdays | Placed | MonthDays | YearDay
Limit = Months | Since | Until | Without | WithoutWeekdays | Lasting | Times
Piece = Every | Which | Limit | ClockTime | Part
