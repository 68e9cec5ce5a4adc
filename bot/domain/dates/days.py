"""Days: « lundi en huit », « après-demain », « le 14 », « 14/12/2026 », « 8 déc. », ISO 8601."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.domain.dates.clocks import is_hour
from bot.domain.dates.cursor import Cursor
from bot.domain.dates.lexing import Kind
from bot.domain.dates.numeric import SIGNS, checked, numeric
from bot.domain.dates.pieces import Dated, Piece, Relative, Weekday, Within
from bot.domain.dates.words import (
    LAST_WORDS,
    MONTHS,
    NEXT_WORDS,
    RELATIVE_DAYS,
    WEEKDAYS,
    WEEKDAYS_PLURAL,
)
from bot.domain.refusals import Reason, Refused

_OF_A_MONTH: Final = ((("du", "mois", "prochain"), 1), (("de", "ce", "mois"), 0))
_OF_A_YEAR: Final = (
    (("de", "l", "annee", "prochaine"), 1),
    (("l", "annee", "prochaine"), 1),
    (("de", "l", "an", "prochain"), 1),
    (("l", "an", "prochain"), 1),
    (("de", "cette", "annee"), 0),
    (("cette", "annee"), 0),
)
_IN_WEEKS: Final = (("huit", 1), ("8", 1), ("quinze", 2), ("15", 2))


def weekday(cursor: Cursor) -> list[Piece] | None:
    """Raises Refused(DATE_REPEATS) for « lundis »."""
    start = cursor.at
    is_this = cursor.take("ce")
    if not is_this:
        cursor.take("le")
    is_next = cursor.take("prochain")  # « le prochain lundi »
    name = cursor.peek().text
    if name in WEEKDAYS_PLURAL:
        raise Refused(Reason.DATE_REPEATS, said=cursor.whole)
    if name not in WEEKDAYS:
        cursor.at = start
        return None
    cursor.at += 1
    _dot(cursor)
    return [_behind(cursor, Weekday(WEEKDAYS[name], is_this=is_this, is_next=is_next))]


def relative(cursor: Cursor) -> list[Piece] | None:
    """« demain », « hier », « demain en huit »."""
    for words, days in RELATIVE_DAYS:
        if cursor.take(*words):
            return [Relative(days + 7 * _weeks(cursor))]
    return None


def dated(cursor: Cursor) -> list[Piece] | None:
    """« le 14 », « 1er mars 2027 », « 14/12 ».

    Raises Refused (DATE_NO_DAY, DATE_NO_MONTH).
    """
    start = cursor.at
    has_article = cursor.take("le") or cursor.take("ce")
    in_numbers = numeric(cursor, start)
    if in_numbers is not None:
        return [in_numbers]
    day = _day(cursor)
    if day is None or is_hour(cursor, 0):
        cursor.at = start
        return None
    month = _month(cursor)
    if month is not None:
        read = checked(cursor, start, str(day), str(month), _year(cursor))
        ahead = _ahead(cursor, _OF_A_YEAR) if read.year is None else None
        if ahead is not None:
            return [Within(read.day, ahead, read.month)]
        if read.year is None:
            cursor.take("prochain")
        return [read]
    alone = _alone(cursor, start, day, has_article=has_article)
    ahead = _ahead(cursor, _OF_A_MONTH)
    return [alone if ahead is None else Within(day, ahead)]


def _ahead(cursor: Cursor, said: tuple[tuple[tuple[str, ...], int], ...]) -> int | None:
    """How many months or years ahead, where that is said."""
    for words, ahead in said:
        if cursor.take(*words):
            cursor.take("ci")
            return ahead
    return None


def _behind(cursor: Cursor, found: Weekday) -> Weekday:
    """What is said behind a weekday: which of them it is."""
    if cursor.take_any(NEXT_WORDS) or cursor.take("qui", "vient"):
        return Weekday(found.number, _weeks(cursor), is_next=True)
    if cursor.take_any(LAST_WORDS):
        return Weekday(found.number, -1)
    before = cursor.at
    cursor.take("de")
    if cursor.take("la", "semaine", "prochaine") or cursor.take("semaine", "prochaine"):
        return Weekday(found.number, in_next_week=True)
    if cursor.take("cette", "semaine"):
        return Weekday(found.number, in_this_week=True)
    cursor.at = before
    weeks = _weeks(cursor)
    return replace(found, weeks=weeks, is_this=found.is_this and not weeks)


def _weeks(cursor: Cursor) -> int:
    for word, weeks in _IN_WEEKS:
        if cursor.take("en", word):
            return weeks
    return 0


def _dot(cursor: Cursor) -> None:
    """The dot of an abbreviation, which hangs on it."""
    if not cursor.peek().spaced:
        cursor.take(".")


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
        cursor.take_any(SIGNS)


def _continues(cursor: Cursor) -> bool:
    """Whether the number begins something else: a date in numbers, or « 18 - 20h ».

    What has four digits is a year, even before « - 18h30 », unless it is that of an ISO date.
    """
    sign = cursor.peek(1).text
    if sign not in SIGNS or cursor.peek(2).kind is not Kind.NUMBER:
        return False
    is_iso = cursor.peek(3).text == sign and not cursor.peek(1).spaced
    return len(cursor.peek().text) < 4 or (is_iso and cursor.peek(4).kind is Kind.NUMBER)


def _alone(cursor: Cursor, start: int, day: int, *, has_article: bool) -> Dated:
    said = cursor.said(start)
    if not 1 <= day <= 31:
        reason = Reason.DATE_NO_DAY if has_article else Reason.DATE_NUMBER
        raise Refused(reason, said=said)
    if has_article:
        cursor.take("prochain")
    return Dated(day, is_bare=not has_article, said=said)
