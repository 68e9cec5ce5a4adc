"""What is left out: « sauf août », « sauf le 14 juillet et le 15 août », « sauf le dimanche »."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from bot.domain.dates.cursor import Cursor
from bot.domain.dates.days import dated, relative, weekday
from bot.domain.dates.numeric import iso
from bot.domain.dates.pieces import Dated, Weekday
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
    while more := _more_left_out(cursor, found):
        found += more
        before = cursor.at
        if not cursor.take_any(LISTING):
            break
        if cursor.peek().text == "sauf":
            cursor.at += 1
    if not found:
        raise Refused(Reason.RECURRENCE_UNKNOWN, said=rest_from(cursor, start))
    cursor.at = before
    return found


def _more_left_out(cursor: Cursor, found: list[Piece]) -> list[Piece]:
    """What comes next in the list; behind a date, « le 31 » is of its month, and « les » begins
    another."""
    if (not found or cursor.peek().text == "les") and (several := _several_days(cursor)):
        return several
    one = _left_out(cursor) or _of_last_month(cursor, found)
    return [] if one is None else [one]


def _several_days(cursor: Cursor) -> list[Piece]:
    """« les 24 et 31 décembre », « le 24, le 28 et le 31 décembre »: the month is said once."""
    start = cursor.at
    cursor.take_any(ARTICLES)
    days = list(_listed_days(cursor))
    date = dated(cursor) if days else None
    last = date[0] if date else None
    if not isinstance(last, Dated) or last.month is None:
        cursor.at = start
        return []
    said = cursor.said(start)
    whole = [replace(last, day=day, said=said) for day in days]
    return [Without((day,), said) for day in (*whole, last)]


def _listed_days(cursor: Cursor) -> Iterator[int]:
    """The days that others follow."""
    before = cursor.at
    while (token := cursor.peek()).is_number(2) and 1 <= int(token.text) <= 31:
        cursor.at += 1
        if token.text == "1":
            cursor.take("er")
        if not cursor.take_any(LISTING):
            break
        cursor.take_any(ARTICLES)
        before = cursor.at
        yield int(token.text)
    cursor.at = before


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
        cursor.take_any(ARTICLES)
        named = _singular(cursor)
        date = dated(cursor) or []
        is_dated = bool(date) and isinstance(date[0], Dated) and date[0].month is not None
        if not (is_dated or (not date and any(map(_is_one_day, named)))):
            cursor.at = start
            return None
        found = [*named, *date]
    return Without(tuple(found), cursor.said(start))


def _is_one_day(named: DatePiece) -> bool:
    """« jeudi prochain », « jeudi en huit »; « jeudi » is every one."""
    return isinstance(named, Weekday) and (named.is_next or named.is_this or not named.is_alone)


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
