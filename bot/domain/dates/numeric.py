"""Dates in numbers: `14/12`, `14-12-26`, and ISO 8601 with its time and offset."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Final

from bot.domain.dates.clocks import clock, is_hour
from bot.domain.dates.cursor import Cursor
from bot.domain.dates.lexing import Kind
from bot.domain.dates.pieces import ClockTime, Dated, Exact, Piece
from bot.domain.dates.words import MONTHS
from bot.domain.refusals import Reason, Refused

SIGNS: Final = frozenset("/-.")
_CENTURY: Final = 2000
_FARTHEST: Final = timedelta(hours=14)  # from Greenwich


def iso(cursor: Cursor) -> list[Piece] | None:
    """`2026-12-14`, with its time and its offset where they are written.

    Raises Refused (DATE_NO_DAY, DATE_NO_MONTH, DATE_ORDER).
    """
    year, sign, month, again, day = (cursor.peek(place) for place in range(5))
    if not (year.kind is Kind.NUMBER and len(year.text) == 4 and sign.text in SIGNS):
        return None
    if month.kind is not Kind.NUMBER or sign.text != again.text or day.kind is not Kind.NUMBER:
        return None
    start = cursor.at
    cursor.at += 5
    if sign.text != "-" or any(part.spaced for part in (sign, month, again, day)):
        raise Refused(Reason.DATE_ORDER, said=cursor.said(start))
    return _iso_time(cursor, checked(cursor, start, day.text, month.text, year.text))


def numeric(cursor: Cursor, start: int) -> Dated | None:
    """`14/12`, `14-12-26`, `14.12.2026`: the same sign twice."""
    day, sign, month = (cursor.peek(place) for place in range(3))
    if day.kind is not Kind.NUMBER or sign.text not in SIGNS or month.kind is not Kind.NUMBER:
        return None
    year = cursor.peek(4) if cursor.peek(3).text == sign.text else None
    if year is None or year.kind is not Kind.NUMBER:
        is_spaced = sign.spaced or month.spaced
        is_range = is_hour(cursor, 3) or cursor.peek(3).text in MONTHS  # « 14-18h », « 3-5 mars »
        if is_range or (is_spaced and sign.text != "/"):  # « 14 - 16 »
            return None
        cursor.at += 3
        return checked(cursor, start, day.text, month.text, None)
    cursor.at += 5
    return checked(cursor, start, day.text, month.text, year.text)


def checked(cursor: Cursor, start: int, day: str, month: str, year: str | None) -> Dated:
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
        return [day, *read]
    time = read[0]
    try:
        at = datetime(day.year or 0, day.month or 0, day.day, time.hour, time.minute, tzinfo=offset)
        return [Exact(at.astimezone(UTC)), *read[1:]]
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
    if sign.text == "-" and sign.spaced:  # « 08:00 - 10:00 » is a range
        return None
    digits = hours.text
    cursor.at += 2
    if len(digits) == 2 and cursor.take(":"):
        digits += cursor.peek().text
        cursor.at += 1
    if not (digits.isdecimal() and len(digits) in {2, 4}):
        raise Refused(Reason.DATE_UNKNOWN, said=cursor.said_around(-1))
    behind = timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0))
    if behind > _FARTHEST or int(digits[2:] or 0) > 59:
        raise Refused(Reason.DATE_UNKNOWN, said=cursor.said_around(-1))
    return timezone(-behind if sign.text == "-" else behind)
