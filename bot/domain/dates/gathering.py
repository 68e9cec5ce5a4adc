"""One day and one time out of the pieces of a phrase; two of either are refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import Final, TypeVar

from bot.domain.dates.pieces import (
    ClockTime,
    Dated,
    Exact,
    Part,
    Piece,
    Relative,
    Span,
    Turn,
    Weekday,
    Within,
)
from bot.domain.dates.words import DayPart
from bot.domain.refusals import Reason, Refused

T = TypeVar("T")
_Day = Relative | Dated | Within | Span | Exact

# The hour that a part of the day means, and those that may be said with it.
_HOURS: Final = {
    DayPart.MORNING: (9, range(12)),
    DayPart.NOON: (12, range(12, 13)),  # « midi à 14h » may be a range
    DayPart.AFTERNOON: (15, range(12, 19)),
    DayPart.EVENING: (20, range(17, 24)),
}
_HALF_A_DAY: Final = 12  # « 6h du soir »


@dataclass(frozen=True, slots=True)
class Said:
    """At most one of each; `day` is what fixes the day, where that is more than a weekday, `also`
    the date that must be the same: « demain mardi 24 novembre »."""

    whole: str
    weekday: Weekday | None
    day: _Day | None
    time: time | None
    turn: Turn | None
    also: Dated | None = None

    @property
    def second(self) -> bool | None:
        """Which of two times of a night; None where that was not said."""
        return self.turn.is_second if self.turn else None


def gather(pieces: list[Piece], whole: str) -> Said:
    """Raises Refused (DATE_SEVERAL, DATE_NUMBER, DATE_CLASH, DATE_UNKNOWN)."""
    days = [one for one in pieces if isinstance(one, Relative | Dated | Within | Span | Exact)]
    weekdays = [one for one in pieces if isinstance(one, Weekday)]
    _no_stray_number(pieces, len(days))
    clock = _only([one for one in pieces if isinstance(one, ClockTime)], whole)
    part = _only([one for one in pieces if isinstance(one, Part)], whole)
    turn = _only([one for one in pieces if isinstance(one, Turn)], whole)
    if turn is not None and len(pieces) == 1:
        raise Refused(Reason.DATE_UNKNOWN, said=whole)
    day, also = _same(days, whole)
    said = Said(whole, _only(weekdays, whole), day, _time(clock, part), turn, also)
    _only_one_of(said)
    return said


def _only(found: list[T], whole: str) -> T | None:
    if len(found) > 1:
        raise Refused(Reason.DATE_SEVERAL, said=whole)
    return found[0] if found else None


def _same(days: list[_Day], whole: str) -> tuple[_Day | None, Dated | None]:
    """The one day; « demain » may be told with its date as well."""
    match days:
        case [Relative() as told, Dated() as also] | [Dated() as also, Relative() as told]:
            return told, also
    return _only(days, whole), None


def _no_stray_number(pieces: list[Piece], days: int) -> None:
    """A number without its month is a day at the head of a phrase, or behind its weekday.

    « midi 30 » and « demain 18 » could be two things; « un mardi » is no date.
    """
    for before, piece in zip([None, *pieces], pieces, strict=False):
        if not (isinstance(piece, Dated) and piece.is_bare):
            continue
        is_named = isinstance(before, Weekday)
        is_alone = piece.said[0].isdecimal() and not any(isinstance(one, Weekday) for one in pieces)
        if days > 1 or not (is_named or (is_alone and before is None)):
            raise Refused(Reason.DATE_NUMBER, said=piece.said)


def _only_one_of(said: Said) -> None:
    """A weekday may name the day of a date, and no more; what elapses has its own time."""
    day, weekday = said.day, said.weekday
    is_timed = isinstance(day, Exact) or (isinstance(day, Span) and day.elapses)
    if is_timed and (said.time or said.turn):
        raise Refused(Reason.DATE_SEVERAL, said=said.whole)
    if day is not None and weekday is not None and not weekday.is_alone:
        raise Refused(Reason.DATE_SEVERAL, said=said.whole)


def _time(clock: ClockTime | None, part: Part | None) -> time | None:
    if clock is None:
        return time(_HOURS[part.part][0]) if part else None
    if part is None:
        return time(clock.hour, clock.minute)
    hours = _HOURS[part.part][1]
    for hour in (clock.hour, clock.hour + _HALF_A_DAY):
        if hour in hours and (hour == clock.hour or clock.hour > 0):
            return time(hour, clock.minute)
    raise Refused(Reason.DATE_CLASH, said=clock.said, part=part.said)
