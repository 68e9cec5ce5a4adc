"""When it begins and ends, what is left out: « sauf août », « jusqu'au 30 juin », « 10 fois »."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.domain.dates.cursor import Cursor
from bot.domain.dates.days import dated, relative, weekday
from bot.domain.dates.numeric import iso
from bot.domain.dates.pieces import Dated
from bot.domain.dates.pieces import Piece as DatePiece
from bot.domain.dates.words import DAY_WORDS, FEASTS, MONTH_WORDS, MONTHS, WEEK_WORDS, YEAR_WORDS
from bot.domain.recurrence.days import names
from bot.domain.recurrence.pieces import (
    Lasting,
    Months,
    Piece,
    Since,
    Times,
    Until,
    Without,
    WithoutWeekdays,
)
from bot.domain.recurrence.words import (
    ARTICLES,
    DURING_WORDS,
    EXCEPT_WORDS,
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
        raise Refused(Reason.RECURRENCE_UNKNOWN, said=_from(cursor, start))
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
    """« en janvier et juillet », « de septembre à juin », « seulement d'octobre à mars »."""
    start = cursor.at
    cursor.take_any(ONLY_WORDS)
    found = _month_range(cursor)
    if not found and cursor.take("en"):
        found = _month_names(cursor)
    if not found:
        cursor.at = start
        return None
    return [Months(found, left_out=False)]


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
        raise Refused(Reason.RECURRENCE_UNKNOWN, said=_from(cursor, start))
    cursor.at = before
    return found


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
    if isinstance(begun, Dated) and isinstance(ended, Dated) and begun.month is None:
        whole = replace(begun, month=ended.month, year=ended.year, is_bare=ended.month is None)
        return (*first[:-1], whole)
    return first


def _needed(cursor: Cursor, start: int) -> tuple[DatePiece, ...]:
    found = day(cursor)
    if found is None and cursor.peek().text in FEASTS:
        raise Refused(Reason.DATE_FEAST, said=_from(cursor, start))
    if found is None:
        raise Refused(Reason.DATE_WITHOUT_DAY, said=_from(cursor, start))
    return found


def _from(cursor: Cursor, start: int) -> str:
    """The rest of the phrase, to be quoted."""
    return cursor.said(start, _MOST)


def _left_out(cursor: Cursor) -> Piece | None:
    start = cursor.at
    if cursor.take("en") or cursor.take("au", "mois", "de") or cursor.take("au", "mois", "d"):
        months = _month_names(cursor)
        if months:
            return Months(months, left_out=True)
        cursor.at = start
        return None
    months = _month_range(cursor) or _month_names(cursor)
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


def _month_names(cursor: Cursor) -> tuple[int, ...]:
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


def _month_range(cursor: Cursor) -> tuple[int, ...]:
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
