"""Which days of a month or a year: « le premier jeudi du mois », « le 1er et le 15 »."""

from __future__ import annotations

from typing import Final

from bot.domain.dates.clocks import is_hour
from bot.domain.dates.cursor import Cursor
from bot.domain.dates.words import MONTHS
from bot.domain.recurrence.days import names, opening
from bot.domain.recurrence.pieces import MonthDays, Piece, Placed, YearDay
from bot.domain.recurrence.rules import LAST, Frequency
from bot.domain.recurrence.words import (
    ARTICLES,
    LISTING,
    OF_THE_MONTH,
    ORDINAL_ENDS,
    PLURAL_POSITIONS,
    POSITIONS,
)
from bot.domain.refusals import Reason, Refused

_LONGEST: Final = {
    Frequency.DAILY: 366,
    Frequency.WEEKLY: 104,
    Frequency.MONTHLY: 60,
    Frequency.YEARLY: 10,
}


def placed(cursor: Cursor) -> list[Piece] | None:
    """« le premier et le troisième jeudi du mois », « le dernier jour du mois »."""
    start = cursor.at
    recurs = opening(cursor)
    if not recurs:
        cursor.take_any(ARTICLES)
    before = cursor.at
    positions = _positions(cursor)
    typed = {cursor.peek(place - cursor.at).text for place in range(before, cursor.at)}
    recurs = recurs or not typed.isdisjoint(PLURAL_POSITIONS)
    numbers = names(cursor) if positions else ()
    if not numbers:
        cursor.at = start
        return None
    if _of_the_month(cursor):
        month = _month_behind(cursor)
        return [Placed(positions, numbers, month, recurs=recurs or month is None)]
    month = _month_behind(cursor)
    recurs = recurs or (len(positions) > 1 and month is None)  # « le 1er et le 3e lundi »
    return [Placed(positions, numbers, month, recurs=recurs)]


def month_days(cursor: Cursor) -> list[Piece] | None:
    """« le 1er et le 15 de chaque mois », « tous les 14 juillet »."""
    start = cursor.at
    recurs = opening(cursor)
    if not recurs and not cursor.take_any(ARTICLES):
        return None
    days = _days(cursor)
    if not days:
        cursor.at = start
        return None
    month = MONTHS.get(cursor.peek().text)
    if month is not None and len(days) == 1 and days[0] != LAST:
        cursor.at += 1
        return [YearDay(days[0], month, recurs)]
    of_month = _of_the_month(cursor)
    if recurs and not of_month:
        cursor.at = start
        return None
    return [MonthDays(days, of_month)]


def _positions(cursor: Cursor) -> tuple[int, ...]:
    found: list[int] = []
    before = cursor.at
    while (position := _position(cursor)) is not None:
        found.append(position)
        before = cursor.at
        if not cursor.take_any(LISTING):
            break
        cursor.take_any(ARTICLES)
    cursor.at = before
    return tuple(sorted(set(found), key=lambda place: (place == LAST, place)))


def _position(cursor: Cursor) -> int | None:
    """« premier », « 1er », « 3e »; what is not in every month is refused later."""
    token, ending = cursor.peek(), cursor.peek(1)
    if token.text in POSITIONS:
        cursor.at += 1
        return POSITIONS[token.text]
    if token.is_number(1) and ending.text in ORDINAL_ENDS and not ending.spaced:
        cursor.at += 2
        return int(token.text) if 1 <= int(token.text) <= 5 else None
    return None


def _of_the_month(cursor: Cursor) -> bool:
    return any(cursor.take(*words) for words in OF_THE_MONTH)


def _month_behind(cursor: Cursor) -> int | None:
    """« de septembre », « d'avril », and not « de septembre à juin »."""
    start = cursor.at
    if cursor.take_any({"de", "d"}):
        month = MONTHS.get(cursor.peek().text)
        if month is not None and cursor.peek(1).text != "a":
            cursor.at += 1
            return month
        if month is not None and is_hour(cursor, 3):  # « de septembre à 19h »
            cursor.at += 1
            return month
    cursor.at = start
    return None


def _days(cursor: Cursor) -> tuple[int, ...]:
    found: list[int] = []
    before = cursor.at
    while (day := _day(cursor)) is not None:
        found.append(day)
        before = cursor.at
        if not cursor.take_any(LISTING):
            break
        cursor.take_any(ARTICLES)
    cursor.at = before
    return tuple(sorted(set(found), key=lambda day: (day == LAST, day)))


def _day(cursor: Cursor) -> int | None:
    """« 15 », « 1er », « premier », « dernier jour »; not « 18h », nor « 14/12 »."""
    start = cursor.at
    if cursor.take("dernier", "jour") or cursor.take("derniers", "jours"):
        return LAST
    if cursor.take_any({"premier", "premiers"}):
        cursor.take_any({"jour", "jours"})
        return 1
    token = cursor.peek()
    if not token.is_number(2) or is_hour(cursor) or cursor.peek(1).text in {"/", "-", "."}:
        return None
    cursor.at += 1
    if token.text == "1":
        cursor.take_any({"er", "ers"})
    if 1 <= int(token.text) <= 31:
        return int(token.text)
    raise Refused(Reason.DATE_NO_DAY, said=cursor.said(start))
