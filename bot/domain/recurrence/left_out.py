"""What is left out: « sauf août », « sauf le 14 juillet et le 15 août », « sauf le dimanche »."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.domain.dates.cursor import Cursor
from bot.domain.dates.days import dated, relative, weekday
from bot.domain.dates.numeric import iso
from bot.domain.dates.pieces import Dated
from bot.domain.dates.pieces import Piece as DatePiece
from bot.domain.recurrence.days import names
from bot.domain.recurrence.limits import month_names, month_range, rest_from
from bot.domain.recurrence.pieces import (
    Months,
    Piece,
    Without,
    WithoutWeekdays,
)
from bot.domain.recurrence.words import (
    ARTICLES,
    EXCEPT_WORDS,
    LISTING,
)
from bot.domain.refusals import Reason, Refused

_MOST: Final = 1_000  # of what is counted


def without(cursor: Cursor) -> list[Piece] | None:
    """« sauf août », « sauf le 14 juillet et le 15 août », « sauf le dimanche ».

    Raises Refused(RECURRENCE_UNKNOWN) where what is left out is none of these.
    """
    start = cursor.at
    if not any(cursor.take(*words) for words in EXCEPT_WORDS):
        return None
    found: list[Piece] = []
    before = cursor.at
    while (one := _left_out(cursor) or _of_last_month(cursor, found)) is not None:
        found.append(one)
        before = cursor.at
        if not cursor.take_any(LISTING):
            break
        if cursor.peek().text == "sauf":
            cursor.at += 1
    if not found:
        raise Refused(Reason.RECURRENCE_UNKNOWN, said=rest_from(cursor, start))
    cursor.at = before
    return found


def _left_out(cursor: Cursor) -> Piece | None:
    start = cursor.at
    if cursor.take("en") or cursor.take("au", "mois", "de") or cursor.take("au", "mois", "d"):
        months = month_names(cursor)
        if months:
            return Months(months, left_out=True)
        cursor.at = start
        return None
    months = month_range(cursor) or month_names(cursor)
    if months:
        return Months(months, left_out=True)
    return _date_left_out(cursor, start) or _weekdays_left_out(cursor, start)


def _date_left_out(cursor: Cursor, start: int) -> Without | None:
    found = relative(cursor) or iso(cursor)
    if found is None:
        cursor.take("le")
        named = _singular(cursor)
        date = dated(cursor)
        is_dated = date is not None and isinstance(date[0], Dated) and date[0].month is not None
        if not is_dated or date is None:
            cursor.at = start
            return None
        found = [*named, *date]
    return Without(tuple(found), cursor.said(start))


def _of_last_month(cursor: Cursor, found: list[Piece]) -> Without | None:
    """« et le 14 » behind « le 7 décembre »."""
    start = cursor.at
    last = found[-1].day[-1] if found and isinstance(found[-1], Without) else None
    if isinstance(last, Dated) and cursor.take("le"):
        date = dated(cursor)
        if date is not None and isinstance(date[0], Dated) and date[0].month is None:
            whole = replace(date[0], month=last.month, year=last.year, is_bare=False)
            return Without((whole,), cursor.said(start))
    cursor.at = start
    return None


def _singular(cursor: Cursor) -> list[DatePiece]:
    before = cursor.at
    try:
        return list(weekday(cursor) or ())
    except Refused:  # « les lundis »
        cursor.at = before
        return []


def _weekdays_left_out(cursor: Cursor, start: int) -> WithoutWeekdays | None:
    cursor.take_any(ARTICLES)
    if cursor.take("week", "end") or cursor.take("weekend") or cursor.take("week", "ends"):
        return WithoutWeekdays((5, 6))
    found = names(cursor)
    if not found:
        cursor.at = start
        return None
    return WithoutWeekdays(found)
