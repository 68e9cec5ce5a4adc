"""Spans of time from now: « dans trois jours », « d'ici une heure et demie », « il y a un an »."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from bot.domain.dates.clocks import is_hour, starts_a_date
from bot.domain.dates.cursor import Cursor
from bot.domain.dates.pieces import Piece, Span
from bot.domain.dates.words import (
    DAY_WORDS,
    HALF_WORDS,
    HOUR_WORDS,
    MINUTE_WORDS,
    MONTH_WORDS,
    WEEK_WORDS,
    YEAR_WORDS,
)
from bot.domain.refusals import Reason, Refused


class _Unit(IntEnum):
    """From the longest: each is said once, in this order."""

    YEAR = 1
    MONTH = 2
    WEEK = 3
    DAY = 4
    HOUR = 5
    MINUTE = 6


_WORDS: Final = (
    (HOUR_WORDS, _Unit.HOUR),
    (MINUTE_WORDS, _Unit.MINUTE),
    (DAY_WORDS, _Unit.DAY),
    (WEEK_WORDS, _Unit.WEEK),
    (MONTH_WORDS, _Unit.MONTH),
    (YEAR_WORDS, _Unit.YEAR),
)
_FRACTIONS: Final = (
    (("une", "demi", "heure"), 30),
    (("une", "demie", "heure"), 30),
    (("un", "quart", "d", "heure"), 15),
    (("trois", "quarts", "d", "heure"), 45),
)


@dataclass(slots=True)
class _Sum:
    months: int = 0
    days: int = 0
    minutes: int = 0
    last: int = 0  # the unit that was said last

    @property
    def elapses(self) -> bool:
        return self.last >= _Unit.HOUR


def span(cursor: Cursor) -> list[Piece] | None:
    """Raises Refused(DATE_SPAN) where « dans » is not followed by how long."""
    start = cursor.at
    if cursor.take("il", "y", "a"):
        sign = -1
    elif cursor.take("d", "ici"):
        if cursor.take("a") and is_hour(cursor):  # « d'ici à 18h » is a time
            raise Refused(Reason.DATE_SPAN, said=cursor.whole)
        sign = 1
    elif cursor.take("dans"):
        sign = 1
    else:
        return None
    total = _Sum()
    if not _one(cursor, total):
        cursor.at = start
        raise Refused(Reason.DATE_SPAN, said=cursor.whole)
    while _another(cursor, total):
        pass
    if _half(cursor) or _is_left(cursor):  # of a day or a month: nobody can tell how long
        raise Refused(Reason.DATE_SPAN, said=cursor.whole)
    return [Span(total.months, total.days, total.minutes, sign, total.elapses)]


def _another(cursor: Cursor, total: _Sum) -> bool:
    """« trois jours et deux heures », « deux semaines, trois jours »."""
    before = cursor.at
    is_joined = cursor.take("et")
    if not is_joined:
        cursor.take(",")
    if (is_joined or not _is_a_time(cursor, total)) and _one(cursor, total):
        return True
    cursor.at = before
    return False


def _is_left(cursor: Cursor) -> bool:
    """Whether more is counted that does not add up: « trois jours deux jours »."""
    before = cursor.at
    is_counted = cursor.number() is not None
    word = cursor.peek().text
    cursor.at = before
    return is_counted and any(word in words for words, unit in _WORDS if unit != _Unit.HOUR)


def _is_a_time(cursor: Cursor, total: _Sum) -> bool:
    """« dans trois jours 18h » is at that time; with « 18 heures », it could be either.

    Raises Refused(DATE_SPAN) there.
    """
    before = cursor.at
    is_counted = cursor.number() is not None
    word = cursor.peek().text
    cursor.at = before
    if total.elapses or not is_counted or word not in HOUR_WORDS:
        return False
    if word != "h":
        raise Refused(Reason.DATE_SPAN, said=cursor.whole)
    return True


def _one(cursor: Cursor, total: _Sum) -> bool:
    """Adds « trois jours », « 1h30 », « un quart d'heure »; False where there is none."""
    before = cursor.at
    if _fraction(cursor, total) or _counted(cursor, total):
        return True
    cursor.at = before
    return False


def _fraction(cursor: Cursor, total: _Sum) -> bool:
    for words, minutes in _FRACTIONS:
        if total.last < _Unit.HOUR and cursor.take(*words):
            total.minutes += minutes
            total.last = _Unit.HOUR
            return True
    return False


def _counted(cursor: Cursor, total: _Sum) -> bool:
    number = cursor.number()
    unit = next((unit for words, unit in _WORDS if cursor.take_any(words)), None)
    if number is None or unit is None or unit <= total.last:
        return False
    total.last = unit
    match unit:
        case _Unit.YEAR:
            total.months += 12 * number + (6 if _half(cursor) else 0)
        case _Unit.MONTH:
            total.months += number
        case _Unit.WEEK:
            total.days += 7 * number
        case _Unit.DAY:
            total.days += number
        case _Unit.HOUR:
            beyond = _beyond_hours(cursor)
            total.minutes += 60 * number + beyond
            total.last = _Unit.MINUTE if beyond else unit
        case _Unit.MINUTE:
            total.minutes += number
    return True


def _half(cursor: Cursor) -> bool:
    before = cursor.at
    if cursor.take("et") and cursor.take_any(HALF_WORDS):
        return True
    cursor.at = before
    return False


def _beyond_hours(cursor: Cursor) -> int:
    """« 1h30 », « une heure et quart », « une heure trente »"""
    if _half(cursor):
        return 30
    if cursor.take("et", "quart"):
        return 15
    before = cursor.at
    if starts_a_date(cursor) or is_hour(cursor):
        return 0
    minutes = cursor.number()
    if minutes is None:
        return 0
    if minutes > 59 or cursor.peek().text in DAY_WORDS | WEEK_WORDS | MONTH_WORDS | YEAR_WORDS:
        cursor.at = before
        return 0
    cursor.take_any(MINUTE_WORDS)
    return minutes
