"""When it begins and ends, what is left out: « sauf août », « jusqu'au 30 juin », « 10 fois »."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.domain.dates.cursor import Cursor
from bot.domain.dates.days import dated, relative, weekday
from bot.domain.dates.numeric import iso
from bot.domain.dates.pieces import Dated, Within
from bot.domain.dates.pieces import Piece as DatePiece
from bot.domain.dates.words import DAY_WORDS, FEASTS, MONTH_WORDS, MONTHS, WEEK_WORDS, YEAR_WORDS
from bot.domain.recurrence.pieces import (
    Lasting,
    Months,
    Piece,
    Since,
    Times,
    Until,
)
from bot.domain.recurrence.words import (
    DURING_WORDS,
    LISTING,
    ONLY_WORDS,
    SINCE_WORDS,
    UNTIL_WORDS,
)
from bot.domain.refusals import Reason, Refused

_MOST: Final = 1_000  # of what is counted


def since(cursor: Cursor) -> list[Piece] | None:
    """« à partir du 3 janvier », « dès lundi »; « du 3 janvier au 30 juin » is both ends."""
    start = cursor.at
    if any(cursor.take(*words) for words in SINCE_WORDS):
        return [Since(_needed(cursor, start), cursor.said(start))]
    if cursor.take("du"):
        first = day(cursor)
        if first is not None and cursor.take("au"):
            said = cursor.said(start, cursor.at - 1)
            last = _needed(cursor, start)
            cursor.take("inclus")
            return [Since(_of_same_month(first, last), said), Until(last, cursor.said(start))]
    cursor.at = start
    return None


def until(cursor: Cursor) -> list[Piece] | None:
    """« jusqu'au 30 juin inclus »: that day is in."""
    start = cursor.at
    if not any(cursor.take(*words) for words in UNTIL_WORDS):
        return None
    last = _needed(cursor, start)
    said = cursor.said(start)
    cursor.take("inclus")
    return [Until(last, said)]


def lasting(cursor: Cursor) -> list[Piece] | None:
    """« pendant trois mois », « pendant 10 semaines »."""
    start = cursor.at
    if not cursor.take_any(DURING_WORDS):
        return None
    number = cursor.number()
    if number is None:
        raise Refused(Reason.RECURRENCE_UNKNOWN, said=rest_from(cursor, start))
    unit = cursor.peek().text
    cursor.at += 1
    if not 1 <= number <= _MOST:
        raise Refused(Reason.RECURRENCE_NUMBER, said=cursor.said(start))
    said = cursor.said(start)
    if unit in DAY_WORDS:
        return [Lasting(0, number, said)]
    if unit in WEEK_WORDS:
        return [Lasting(0, 7 * number, said)]
    if unit in MONTH_WORDS:
        return [Lasting(number, 0, said)]
    if unit in YEAR_WORDS:
        return [Lasting(12 * number, 0, said)]
    raise Refused(Reason.RECURRENCE_UNKNOWN, said=said)


def times(cursor: Cursor) -> list[Piece] | None:
    """« dix fois ». Raises Refused (RECURRENCE_NUMBER; « deux fois par semaine » says no day)."""
    start = cursor.at
    number = cursor.number()
    if number is None or not cursor.take("fois"):
        cursor.at = start
        return None
    if not 1 <= number <= _MOST or cursor.peek().text in {"par", "chaque"}:
        raise Refused(Reason.RECURRENCE_NUMBER, said=cursor.said(start))
    return [Times(number)]


def only_months(cursor: Cursor) -> list[Piece] | None:
    """« en janvier et juillet », « de décembre », « seulement d'octobre à mars »."""
    start = cursor.at
    cursor.take_any(ONLY_WORDS)
    found = month_range(cursor)
    if not found and cursor.take_any({"en", "de", "d"}):
        found = month_names(cursor)
    if not found:
        cursor.at = start
        return None
    return [Months(found, left_out=False)]


def day(cursor: Cursor) -> tuple[DatePiece, ...] | None:
    """A day of the calendar, as the grammar of dates reads it."""
    start = cursor.at
    found = relative(cursor) or iso(cursor)
    if found is not None:
        return tuple(found)
    named = weekday(cursor) or []
    date = dated(cursor)
    if date is None and not named:
        cursor.at = start
        return None
    return (*named, *(date or ()))


def _of_same_month(
    first: tuple[DatePiece, ...], last: tuple[DatePiece, ...]
) -> tuple[DatePiece, ...]:
    """« du 3 au 20 janvier »: the month is said once."""
    begun, ended = first[-1], last[-1]
    if not isinstance(begun, Dated) or begun.month is not None:
        return first
    match ended:
        case Dated(month=month, year=year):
            return (*first[:-1], replace(begun, month=month, year=year, is_bare=month is None))
        case Within():
            return (*first[:-1], replace(ended, day=begun.day))
    return first


def _needed(cursor: Cursor, start: int) -> tuple[DatePiece, ...]:
    found = day(cursor)
    if found is None and cursor.peek().text in FEASTS:
        raise Refused(Reason.DATE_FEAST, said=rest_from(cursor, start))
    if found is None:
        raise Refused(Reason.DATE_WITHOUT_DAY, said=rest_from(cursor, start))
    return found


def rest_from(cursor: Cursor, start: int) -> str:
    """The rest of the phrase, to be quoted."""
    return cursor.said(start, _MOST)


def month_names(cursor: Cursor) -> tuple[int, ...]:
    """« juillet et août », « juillet-août »."""
    found: list[int] = []
    before = cursor.at
    while cursor.peek().text in MONTHS:
        found.append(MONTHS[cursor.peek().text])
        cursor.at += 1
        before = cursor.at
        if cursor.take_any(LISTING):
            cursor.take("en")
    cursor.at = before
    return tuple(sorted(set(found)))


def month_range(cursor: Cursor) -> tuple[int, ...]:
    """« de septembre à juin »: over the end of the year, too."""
    start = cursor.at
    if cursor.take_any({"de", "d"}):
        first, last = MONTHS.get(cursor.peek().text), MONTHS.get(cursor.peek(2).text)
        if first is not None and last is not None and cursor.peek(1).text == "a":
            cursor.at += 3
            ahead = (last - first) % 12
            return tuple(sorted((first - 1 + step) % 12 + 1 for step in range(ahead + 1)))
    cursor.at = start
    return ()
