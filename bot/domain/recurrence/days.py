"""How often, and on which days: « chaque jour », « un mardi sur deux », « le premier jeudi »."""

from __future__ import annotations

from typing import Final

from bot.domain.dates.cursor import Cursor
from bot.domain.dates.lexing import Kind
from bot.domain.dates.pieces import Part
from bot.domain.dates.words import WEEKDAYS_PLURAL
from bot.domain.recurrence.pieces import Every, Piece, Weekdays
from bot.domain.recurrence.rules import WORKDAYS, Frequency
from bot.domain.recurrence.words import (
    ANY_WEEKDAY,
    ARTICLES,
    DAYS_THAT_ARE_WEEKS,
    EVERY_PART,
    HOW_OFTEN,
    LISTING,
    OPENINGS,
    SINGULAR,
    TOO_OFTEN,
    UNITS,
)
from bot.domain.refusals import Reason, Refused

_LONGEST: Final = {
    Frequency.DAILY: 366,
    Frequency.WEEKLY: 104,
    Frequency.MONTHLY: 60,
    Frequency.YEARLY: 10,
}


def every(cursor: Cursor) -> list[Piece] | None:
    """« tous les trois mois », « une semaine sur deux », « chaque soir », « hebdomadaire ».

    Raises Refused (RECURRENCE_NUMBER, RECURRENCE_OFTEN).
    """
    start = cursor.at
    if (often := HOW_OFTEN.get(cursor.peek().text)) is not None:
        cursor.at += 1
        return [Every(often, 1)]
    cursor.take("de")
    if opening(cursor):
        found = _every_part(cursor) or _unit(cursor, start, cursor.number())
        if found is not None:
            return found
    cursor.at = start
    if cursor.take_any({"un", "une"}):
        unit = cursor.peek().text
        if unit in UNITS:
            cursor.at += 1
            number = _one_in(cursor)
            if number is not None:
                return [_spaced(cursor, start, UNITS[unit], number)]
    cursor.at = start
    return None


def weekdays(cursor: Cursor) -> list[Piece] | None:
    """« tous les lundis et jeudis », « en semaine », « du lundi au vendredi », « le lundi »."""
    start = cursor.at
    if cursor.take("en", "semaine"):
        return [Weekdays(WORKDAYS)]
    found = _range(cursor) or _one_weekday_in(cursor)
    if found is not None:
        return [found]
    recurs = opening(cursor)
    if not recurs:
        cursor.take_any(ARTICLES)
    before = cursor.at
    numbers = names(cursor)
    if not numbers:
        cursor.at = start
        return None
    typed = {cursor.peek(place - cursor.at).text for place in range(before, cursor.at)}
    return [Weekdays(numbers, recurs=recurs or not typed.isdisjoint(WEEKDAYS_PLURAL))]


def names(cursor: Cursor) -> tuple[int, ...]:
    """The weekdays that are named in a row: « lundi, mercredi et le vendredi »; none is empty."""
    found: list[int] = []
    before = cursor.at
    while cursor.peek().text in ANY_WEEKDAY:
        found.append(ANY_WEEKDAY[cursor.peek().text])
        cursor.at += 1
        before = cursor.at
        if not cursor.take_any(LISTING):
            break
        _ = opening(cursor) or cursor.take_any(ARTICLES)
    cursor.at = before if found else cursor.at
    return tuple(sorted(set(found)))


def opening(cursor: Cursor) -> bool:
    return any(cursor.take(*words) for words in OPENINGS)


def _every_part(cursor: Cursor) -> list[Piece] | None:
    part = EVERY_PART.get(cursor.peek().text)
    if part is None:
        return None
    cursor.at += 1
    return [Every(Frequency.DAILY, 1), Part(part, cursor.said(cursor.at - 1))]


def _unit(cursor: Cursor, start: int, number: int | None) -> list[Piece] | None:
    word = cursor.peek().text
    if word in TOO_OFTEN:
        raise Refused(Reason.RECURRENCE_OFTEN, said=cursor.whole)
    if word not in UNITS:
        return None
    cursor.at += 1
    if UNITS[word] is Frequency.DAILY and number is None and _working(cursor):
        return [Weekdays(WORKDAYS)]
    return [_spaced(cursor, start, UNITS[word], 1 if number is None else number)]


def _working(cursor: Cursor) -> bool:
    """« jours ouvrés », « jour de semaine »; « ouvrables » and « de la semaine » may mean more,
    and are refused."""
    words = (("ouvre",), ("ouvres",), ("de", "semaine"))
    return any(cursor.take(*one) for one in words)


def _spaced(cursor: Cursor, start: int, frequency: Frequency, number: int) -> Every:
    if not 1 <= number <= _LONGEST[frequency]:
        raise Refused(Reason.RECURRENCE_NUMBER, said=cursor.said(start))
    if frequency is Frequency.DAILY and number > 1:
        weeks = DAYS_THAT_ARE_WEEKS.get(number) or (number // 7 if number % 7 == 0 else 0)
        if weeks:
            return Every(Frequency.WEEKLY, weeks)
    return Every(frequency, number)


def _one_in(cursor: Cursor) -> int | None:
    return cursor.number() if cursor.take("sur") else None


def _one_weekday_in(cursor: Cursor) -> Weekdays | None:
    start = cursor.at
    if cursor.take_any({"un"}):
        day = SINGULAR.get(cursor.peek().text)
        if day is not None:
            cursor.at += 1
            number = _one_in(cursor)
            if number is not None:
                weeks = _spaced(cursor, start, Frequency.WEEKLY, number).interval
                return Weekdays((day,), interval=weeks)
    cursor.at = start
    return None


def _range(cursor: Cursor) -> Weekdays | None:
    """« du lundi au vendredi »; from Saturday to Monday goes over the week's end."""
    first, last = cursor.peek(1).text, cursor.peek(3).text
    if cursor.peek().text != "du" or cursor.peek(2).text != "au":
        return None
    if first not in SINGULAR or last not in SINGULAR or cursor.peek(4).kind is Kind.NUMBER:
        return None
    cursor.at += 4
    ahead = (SINGULAR[last] - SINGULAR[first]) % 7
    return Weekdays(tuple(sorted((SINGULAR[first] + step) % 7 for step in range(ahead + 1))))
