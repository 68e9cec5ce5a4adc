"""Spans of time from now: « dans trois jours », « d'ici une heure et demie », « il y a un an »."""

from __future__ import annotations

from dataclasses import dataclass
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

_MOST_PARTS: Final = 5


@dataclass(slots=True)
class _Sum:
    months: int = 0
    days: int = 0
    minutes: int = 0
    elapses: bool = False

    def elapse(self, minutes: int) -> None:
        self.minutes += minutes
        self.elapses = True


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
    for _ in range(_MOST_PARTS):
        before = cursor.at
        _ = cursor.take("et") or cursor.take(",")
        if not _one(cursor, total):
            cursor.at = before
            break
    if _half(cursor):  # of a day or a month: nobody can tell how long
        raise Refused(Reason.DATE_SPAN, said=cursor.whole)
    return [Span(total.months, total.days, total.minutes, sign, total.elapses)]


def _one(cursor: Cursor, total: _Sum) -> bool:
    """Adds « trois jours », « 1h30 », « un quart d'heure »; False where there is none."""
    return _fraction(cursor, total) or _counted(cursor, total)


def _fraction(cursor: Cursor, total: _Sum) -> bool:
    for words, minutes in (
        (("une", "demi", "heure"), 30),
        (("une", "demie", "heure"), 30),
        (("un", "quart", "d", "heure"), 15),
        (("trois", "quarts", "d", "heure"), 45),
    ):
        if cursor.take(*words):
            total.elapse(minutes)
            return True
    return False


def _counted(cursor: Cursor, total: _Sum) -> bool:
    before = cursor.at
    number = cursor.number()
    if number is None:
        return False
    if cursor.take_any(HOUR_WORDS):
        total.elapse(60 * number + _beyond_hours(cursor))
    elif cursor.take_any(MINUTE_WORDS):
        total.elapse(number)
    elif cursor.take_any(DAY_WORDS):
        total.days += number
    elif cursor.take_any(WEEK_WORDS):
        total.days += 7 * number
    elif cursor.take_any(MONTH_WORDS):
        total.months += number
    elif cursor.take_any(YEAR_WORDS):
        total.months += 12 * number + (6 if _half(cursor) else 0)
    else:
        cursor.at = before
        return False
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
