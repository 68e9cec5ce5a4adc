"""Days: « lundi en huit », « après-demain », « le 14 », « 14/12/2026 », « 8 déc. », ISO 8601."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Final

from bot.domain.dates.clocks import clock, is_hour
from bot.domain.dates.cursor import Cursor
from bot.domain.dates.lexing import Kind
from bot.domain.dates.pieces import ClockTime, Dated, Exact, Piece, Relative, Weekday
from bot.domain.dates.words import (
    LAST_WORDS,
    MONTHS,
    NEXT_WORDS,
    RELATIVE_DAYS,
    WEEKDAYS,
    WEEKDAYS_PLURAL,
)
from bot.domain.refusals import Reason, Refused

_SIGNS: Final = frozenset("/-.")
_IN_WEEKS: Final = (("huit", 1), ("8", 1), ("quinze", 2), ("15", 2))
_CENTURY: Final = 2000
_FARTHEST_H: Final = 14  # from Greenwich


def weekday(cursor: Cursor) -> list[Piece] | None:
    """Raises Refused(DATE_REPEATS) for « lundis »."""
    start = cursor.at
    is_this = cursor.take("ce")
    if not is_this:
        cursor.take("le")
    name = cursor.peek().text
    if name in WEEKDAYS_PLURAL:
        raise Refused(Reason.DATE_REPEATS, said=cursor.whole)
    if name not in WEEKDAYS:
        cursor.at = start
        return None
    cursor.at += 1
    _dot(cursor)
    return [_behind(cursor, Weekday(WEEKDAYS[name], is_this=is_this))]


def relative(cursor: Cursor) -> list[Piece] | None:
    """« demain », « hier », « demain en huit »."""
    for words, days in RELATIVE_DAYS:
        if cursor.take(*words):
            return [Relative(days + 7 * _weeks(cursor))]
    return None


def iso(cursor: Cursor) -> list[Piece] | None:
    """`2026-12-14`, with its time and its offset where they are written.

    Raises Refused (DATE_NO_DAY, DATE_NO_MONTH, DATE_ORDER).
    """
    year, sign, month, again, day = (cursor.peek(place) for place in range(5))
    if not (year.kind is Kind.NUMBER and len(year.text) == 4 and sign.text in _SIGNS):
        return None
    if month.kind is not Kind.NUMBER or sign.text != again.text or day.kind is not Kind.NUMBER:
        return None
    start = cursor.at
    cursor.at += 5
    if sign.text != "-" or any(part.spaced for part in (sign, month, again, day)):
        raise Refused(Reason.DATE_ORDER, said=cursor.said(start))
    return _iso_time(cursor, _dated(cursor, start, day.text, month.text, year.text))


def dated(cursor: Cursor) -> list[Piece] | None:
    """« le 14 », « 1er mars 2027 », « 14/12 ».

    Raises Refused (DATE_NO_DAY, DATE_NO_MONTH).
    """
    start = cursor.at
    has_article = cursor.take("le") or cursor.take("ce")
    numeric = _numeric(cursor, start)
    if numeric is not None:
        return [numeric]
    day = _day(cursor)
    if day is None or is_hour(cursor, 0):
        cursor.at = start
        return None
    month = _month(cursor)
    if month is not None:
        read = _dated(cursor, start, str(day), str(month), _year(cursor))
        if read.year is None:
            cursor.take("prochain")
        return [read]
    return [_alone(cursor, start, day, has_article=has_article)]


def _behind(cursor: Cursor, found: Weekday) -> Weekday:
    """What is said behind a weekday: which of them it is."""
    if cursor.take_any(NEXT_WORDS) or cursor.take("qui", "vient"):
        return Weekday(found.number, _weeks(cursor))
    if cursor.take_any(LAST_WORDS):
        return Weekday(found.number, -1)
    before = cursor.at
    cursor.take("de")
    if cursor.take("la", "semaine", "prochaine") or cursor.take("semaine", "prochaine"):
        return Weekday(found.number, in_next_week=True)
    cursor.at = before
    weeks = _weeks(cursor)
    return Weekday(found.number, weeks, is_this=found.is_this and not weeks)


def _weeks(cursor: Cursor) -> int:
    for word, weeks in _IN_WEEKS:
        if cursor.take("en", word):
            return weeks
    return 0


def _dot(cursor: Cursor) -> None:
    """The dot of an abbreviation, which hangs on it."""
    if not cursor.peek().spaced:
        cursor.take(".")


def _numeric(cursor: Cursor, start: int) -> Dated | None:
    """`14/12`, `14-12-26`, `14.12.2026`: the same sign twice."""
    day, sign, month = (cursor.peek(place) for place in range(3))
    if day.kind is not Kind.NUMBER or sign.text not in _SIGNS or month.kind is not Kind.NUMBER:
        return None
    year = cursor.peek(4) if cursor.peek(3).text == sign.text else None
    if year is None or year.kind is not Kind.NUMBER:
        is_spaced = sign.spaced or month.spaced
        if is_hour(cursor, 3) or (is_spaced and sign.text != "/"):  # « 14-18h », « 14 - 16 »
            return None
        cursor.at += 3
        return _dated(cursor, start, day.text, month.text, None)
    cursor.at += 5
    return _dated(cursor, start, day.text, month.text, year.text)


def _day(cursor: Cursor) -> int | None:
    """A number, `1er` or `premier`, unless an ordinal tells which weekday of a month."""
    start, token = cursor.at, cursor.peek()
    if cursor.take("premier"):
        day: int | None = 1
    else:
        day = cursor.number()
        if day == 1 and token.kind is Kind.NUMBER and cursor.take("er"):
            token = cursor.peek(-1)
    if token.text in {"premier", "er"} and cursor.peek().text in WEEKDAYS:
        raise Refused(Reason.DATE_WITHOUT_DAY, said=cursor.said(start, cursor.at + 1))
    return day


def _month(cursor: Cursor) -> int | None:
    before = cursor.at
    _sign(cursor)
    month = MONTHS.get(cursor.peek().text)
    if month is None:
        cursor.at = before
        return None
    cursor.at += 1
    _dot(cursor)
    return month


def _year(cursor: Cursor) -> str | None:
    """A year behind its month, unless the number is an hour or the day of another date."""
    before = cursor.at
    _sign(cursor)
    token = cursor.peek()
    is_year = token.kind is Kind.NUMBER and len(token.text) in {2, 4} and not is_hour(cursor)
    if is_year and cursor.peek(1).text not in MONTHS and not _continues(cursor):
        cursor.at += 1
        return token.text
    cursor.at = before
    return None


def _sign(cursor: Cursor) -> None:
    """What joins a day to its month, and a month to its year: `14-déc-2026`."""
    if not cursor.peek().spaced and not cursor.peek(1).spaced:
        cursor.take_any(_SIGNS)


def _continues(cursor: Cursor) -> bool:
    """Whether the number is the day of a date in numbers."""
    return cursor.peek(1).text in _SIGNS and cursor.peek(2).kind is Kind.NUMBER


def _alone(cursor: Cursor, start: int, day: int, *, has_article: bool) -> Dated:
    said = cursor.said(start)
    if not 1 <= day <= 31:
        reason = Reason.DATE_NO_DAY if has_article else Reason.DATE_NUMBER
        raise Refused(reason, said=said)
    if has_article:
        cursor.take("prochain")
    return Dated(day, is_bare=not has_article, said=said)


def _dated(cursor: Cursor, start: int, day: str, month: str, year: str | None) -> Dated:
    """Raises Refused where no calendar has such numbers."""
    said = cursor.said(start)
    if len(day) > 2 or len(month) > 2 or (year is not None and len(year) not in {2, 4}):
        raise Refused(Reason.DATE_UNKNOWN, said=said)
    if not 1 <= int(month) <= 12:
        is_swapped = 1 <= int(day) <= 12 and 1 <= int(month) <= 31
        reason = Reason.DATE_SWAPPED if is_swapped else Reason.DATE_NO_MONTH
        raise Refused(reason, said=said, month=str(int(month)), day=str(int(day)))
    if not 1 <= int(day) <= 31:
        raise Refused(Reason.DATE_NO_DAY, said=said)
    return Dated(int(day), int(month), _whole_year(year), said=said)


def _whole_year(year: str | None) -> int | None:
    if year is None:
        return None
    return _CENTURY + int(year) if len(year) == 2 else int(year)


def _iso_time(cursor: Cursor, day: Dated) -> list[Piece]:
    """After `T`, the time is read like any other; with an offset, it is an instant."""
    if cursor.peek().spaced or not cursor.take("t"):
        return [day]
    read = clock(cursor)
    if not read or not isinstance(read[0], ClockTime):
        raise Refused(Reason.DATE_UNKNOWN, said=cursor.said_around(-1))
    offset = _offset(cursor)
    if offset is None:
        return [day, read[0]]
    time = read[0]
    try:
        at = datetime(day.year or 0, day.month or 0, day.day, time.hour, time.minute, tzinfo=offset)
        return [Exact(at.astimezone(UTC))]
    except OverflowError:
        raise Refused(Reason.DATE_TOO_FAR, said=cursor.whole) from None
    except ValueError:
        raise Refused(Reason.DATE_NO_DAY, said=cursor.whole) from None


def _offset(cursor: Cursor) -> timezone | None:
    """`Z`, `+01:00`, `-0300`"""
    if cursor.take("z"):
        return UTC
    sign, hours = cursor.peek(), cursor.peek(1)
    if sign.text not in {"+", "-"} or hours.kind is not Kind.NUMBER:
        return None
    digits = hours.text
    cursor.at += 2
    if len(digits) == 2 and cursor.take(":"):
        digits += cursor.peek().text
        cursor.at += 1
    if not (digits.isdecimal() and len(digits) in {2, 4} and int(digits[:2]) <= _FARTHEST_H):
        raise Refused(Reason.DATE_UNKNOWN, said=cursor.said_around(-1))
    behind = timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0))
    return timezone(-behind if sign.text == "-" else behind)
