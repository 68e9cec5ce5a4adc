"""« 16 novembre », « hier », « lundi dernier »: a day that people say, which was or is to come."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain import civil, dates
from bot.domain.dates.cursor import shortened
from bot.domain.dates.months import day_of, months_later
from bot.domain.dates.pieces import Dated, Piece, Relative, Span, Weekday, Within
from bot.domain.dates.reading import understood
from bot.domain.refusals import Reason, Refused
from bot.domain.spoken import in_either

_YEARS: Final = 9  # 29 February is eight years ago at most
_MONTHS: Final = 3  # some day of the month was in one of the last three
_FARTHEST: Final = 366 * 100  # days


def past(written: str, today: date) -> date:
    """A whole date as it is written; else the last such day that was, today at the latest.

    Raises Refused: DAY_UNREADABLE, DAY_IMPOSSIBLE, DATE_WEEKDAY, DAY_TO_COME.
    """
    return in_either(lambda said: _past(said, today), written)


def _past(written: str, today: date) -> date:
    try:
        return civil.read(written)
    except Refused as refused:
        if refused.reason is not Reason.DAY_UNREADABLE:
            raise
        pieces = _pieces(written)
        day = _last(pieces, today)
        if day is None and _is_to_come(pieces, today):
            raise Refused(Reason.DAY_TO_COME, said=shortened(written)) from None
        if day is None:
            raise
        return day


def to_come(written: str, now: datetime, zone: ZoneInfo) -> date:
    """A whole date as it is written; else the next such day on the clock of `zone`.

    Raises Refused.
    """
    return in_either(lambda said: _to_come(said, now, zone), written)


def _to_come(written: str, now: datetime, zone: ZoneInfo) -> date:
    try:
        return civil.read(written)
    except Refused as refused:
        if refused.reason is not Reason.DAY_UNREADABLE:
            raise
    return dates.read(written, now, zone).local.date()


def latest(said: Dated, today: date) -> date | None:
    """The last day of this name that was; None where a bare number may mean anything."""
    return None if said.is_bare else _latest(said, today)


def _latest(said: Dated, today: date) -> date | None:
    if said.year is not None:
        return None
    if said.month is not None:
        years = range(today.year, today.year - _YEARS, -1)
        days = [day_of(year, said.month, said.day) for year in years if year > 0]
    else:
        firsts = (months_later(today.replace(day=1), -back) for back in range(_MONTHS))
        days = [day_of(one.year, one.month, said.day) for one in firsts if one]
    return next((day for day in days if day and day <= today), None)


def _pieces(written: str) -> list[Piece]:
    try:
        return understood(written)[0]
    except Refused:
        return []


def _last(pieces: list[Piece], today: date) -> date | None:
    match pieces:
        case [Dated() as said]:
            return latest(said, today)
        case [Weekday(is_alone=True) as named, Dated() as said]:
            return _named(named, _latest(said, today))  # « mardi 10 » is surely a day
        case [Weekday(in_this_week=True) as named]:
            return _back(today, today.weekday() - named.number)
        case [Within(ahead=0) as said]:
            day = day_of(today.year, said.month or today.month, said.day)
            return day if day is None or day <= today else None
        case [Relative(days=days)]:
            return _back(today, -days)
        case [
            Weekday(is_next=False, in_next_week=False, in_this_week=False, weeks=0 | -1) as named
        ]:
            back = (today.weekday() - named.number) % 7
            return _back(today, back or 7 if named.weeks else back)
        case [Span(sign=-1, elapses=False, minutes=0) as span]:
            before = months_later(today, -span.months)
            return _back(before, span.days) if before else None
    return None


def _is_to_come(pieces: list[Piece], today: date) -> bool:
    """« demain », « lundi prochain », « dans trois jours », with their hour or without."""
    return any(_is_ahead(one, today) for one in pieces)


def _is_ahead(piece: Piece, today: date) -> bool:
    match piece:
        case Relative(days=days):
            return days > 0
        case Weekday(in_this_week=True, number=number):
            return number > today.weekday()
        case Weekday():
            return piece.is_next or piece.in_next_week or piece.weeks > 0
        case Span(sign=sign):
            return sign > 0
        case Within(ahead=ahead, month=month, day=day):
            return (ahead, month or today.month, day) > (0, today.month, today.day)
    return False


def _named(weekday: Weekday, day: date | None) -> date | None:
    if day is not None and weekday.number != day.weekday():
        raise Refused(Reason.DATE_WEEKDAY, at=day.isoformat(), weekday=str(weekday.number))
    return day


def _back(day: date, days: int) -> date | None:
    if not 0 <= days <= _FARTHEST or day.toordinal() <= days:
        return None
    return day - timedelta(days=days)
