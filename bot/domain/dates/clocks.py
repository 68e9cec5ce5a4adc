"""Times of the day: « 18h30 », « midi et demi », « huit heures moins le quart du soir »."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.domain.dates.cursor import Cursor
from bot.domain.dates.lexing import Kind
from bot.domain.dates.pieces import ClockTime, Part, Piece, Relative, Turn
from bot.domain.dates.whose import PLACING, named_place
from bot.domain.dates.words import DAY_PARTS, HALF_WORDS, HOUR_WORDS, MINUTE_WORDS, MONTHS
from bot.domain.refusals import Reason, Refused

_DATE_SIGNS: Final = frozenset("/-.")
_COUNTED: Final = frozenset({*MONTHS, "fois"})  # what a number before is no minutes of
_TWICE: Final = "cette heure a lieu deux fois".split()
_TURNS: Final = (("premiere", False), ("seconde", True), ("deuxieme", True))


def clock(cursor: Cursor) -> list[Piece] | None:
    """« à 18h30 », « minuit », « 8h du matin ».

    Raises Refused (DATE_NO_TIME, DATE_NUMBER).
    """
    start = cursor.at
    at_said = cursor.take("a")
    time = _named(cursor, start, at_said=at_said) or _colon(cursor, start) or _hours(cursor, start)
    if time is None:
        if at_said and cursor.number() is not None:
            raise Refused(Reason.DATE_NUMBER, said=cursor.said(start))
        cursor.at = start
        return None
    parts = _of_the_day(cursor)
    place = named_place(cursor)
    return [replace(time, place=place, said=cursor.said(start)) if place else time, *parts]


def bracketed(cursor: Cursor) -> list[Piece] | None:
    """« 14 décembre (18h30) »"""
    start = cursor.at
    found = clock(cursor) if cursor.take("(") else None
    if found is not None and cursor.take(")"):
        return found
    cursor.at = start
    return None


def part(cursor: Cursor) -> list[Piece] | None:
    """« ce soir », « au matin », « midi »."""
    start = cursor.at
    is_today = cursor.take("ce") or cursor.take("cet")
    if not is_today and start > 0:  # « le soir » alone is every evening
        _ = cursor.take("au") or cursor.take("le")
    found = _part(cursor, start)
    if found is None:
        cursor.at = start
        return None
    return [Relative(0), found] if is_today else [found]


def turn(cursor: Cursor) -> list[Piece] | None:
    """Which of two: as the echo says it, or « la seconde fois »."""
    start = cursor.at
    opened = cursor.take("(")
    if cursor.take(*_TWICE):
        cursor.take(":")
    if cursor.take("la"):
        for word, is_second in _TURNS:
            if cursor.take(word):
                cursor.take("fois")
                if not opened or cursor.take(")"):
                    return [Turn(is_second)]
    cursor.at = start
    return None


def starts_a_date(cursor: Cursor) -> bool:
    """Whether the number that comes next is the day of a date."""
    after = cursor.peek(1)
    if after.text in MONTHS or (after.text == "er" and not after.spaced):
        return True
    beyond = cursor.peek(2)
    return after.text in _DATE_SIGNS and (beyond.kind is Kind.NUMBER or beyond.text in MONTHS)


def is_hour(cursor: Cursor, ahead: int = 1) -> bool:
    """Whether what follows a number makes a time of it."""
    sign = cursor.peek(ahead)
    return sign.text in HOUR_WORDS or (sign.text == ":" and not sign.spaced)


def _named(cursor: Cursor, start: int, *, at_said: bool) -> ClockTime | None:
    """`midi` is a time after « à » or before minutes, else a part of the day."""
    if cursor.take("minuit"):
        hour = 0
    elif cursor.take("midi"):
        hour = 12
    else:
        return None
    named = cursor.at
    in_digits = cursor.peek().kind is Kind.NUMBER  # « midi 14 » may be a day
    minute = 0 if in_digits else _after_the_hour(cursor, hour, start)
    if hour == 12 and not at_said and cursor.at == named:
        cursor.at = start
        return None
    return _time(hour, minute, cursor.said(start))


def _colon(cursor: Cursor, start: int) -> ClockTime | None:
    """`18:30`, `18:30:00`"""
    sign, minutes = cursor.peek(1), cursor.peek(2)
    if not (cursor.peek().kind is Kind.NUMBER and sign.text == ":" and not sign.spaced):
        return None
    hour = cursor.peek()
    cursor.at += 3 if minutes.kind is Kind.NUMBER and not minutes.spaced else 2
    if not hour.is_number(2) or not (minutes.is_number(2) and len(minutes.text) == 2):
        raise Refused(Reason.DATE_NO_TIME, said=cursor.said(start))
    _seconds(cursor, start)
    return _time(int(hour.text), int(minutes.text), cursor.said(start))


def _seconds(cursor: Cursor, start: int) -> None:
    """Seconds, and their fractions, may be written where they are none."""
    while cursor.peek().text in {":", "."} and not cursor.peek().spaced:
        digits = cursor.peek(1)
        if digits.kind is not Kind.NUMBER or digits.spaced:
            return
        cursor.at += 2
        if digits.text.strip("0"):
            raise Refused(Reason.DATE_SECONDS, said=cursor.said(start))


def _hours(cursor: Cursor, start: int) -> ClockTime | None:
    """`18h30`, `18 h 30`, `vingt heures trente`"""
    before, digits = cursor.at, cursor.peek()
    hour = cursor.number()
    if hour is None or not cursor.take_any(HOUR_WORDS):
        cursor.at = before
        return None
    minute = _after_the_hour(cursor, hour, start)
    if digits.kind is Kind.NUMBER and not digits.is_number(2):
        raise Refused(Reason.DATE_NO_TIME, said=cursor.said(start))
    return _time(hour, minute, cursor.said(start))


def _after_the_hour(cursor: Cursor, hour: int, start: int) -> int:
    """The minutes that are said after an hour; below zero for those that are missing."""
    if cursor.take("et"):
        if cursor.take_any(HALF_WORDS):
            return 30
        if cursor.take("quart"):
            return 15
        return _counted_minutes(cursor, cursor.at - 1)
    if cursor.take("moins"):
        return -_missing(cursor, hour, start)
    return _minutes(cursor, start)


def _counted_minutes(cursor: Cursor, start: int) -> int:
    """« et trente minutes »; in « 18h et 19h », what follows is another time."""
    minutes = cursor.number()
    if minutes is not None and cursor.take_any(MINUTE_WORDS):
        return minutes
    cursor.at = start
    return 0


def _missing(cursor: Cursor, hour: int, start: int) -> int:
    """« moins le quart », « moins dix ». Before 0h is another day: nobody can tell which."""
    minutes = 15 if cursor.take("le", "quart") or cursor.take("quart") else cursor.number()
    cursor.take_any(MINUTE_WORDS)
    if not minutes or minutes > 59 or hour == 0:
        raise Refused(Reason.DATE_NO_TIME, said=cursor.said(start))
    return minutes


def _minutes(cursor: Cursor, start: int) -> int:
    token, before = cursor.peek(), cursor.at
    is_placed = cursor.peek(1).text == "heure" and cursor.peek(2).text in PLACING
    if token.spaced and not is_placed and (starts_a_date(cursor) or is_hour(cursor)):
        return 0
    if token.kind is Kind.NUMBER and not token.is_number(2):
        if token.spaced:
            return 0
        cursor.at += 1
        raise Refused(Reason.DATE_NO_TIME, said=cursor.said(start))
    minute = cursor.number()
    if minute is None:
        return 0
    after = cursor.peek().text
    is_an_hour = after in HOUR_WORDS and token.spaced and not is_placed
    if is_an_hour or (token.spaced and after in _COUNTED):  # « vingt heures dix mars »
        cursor.at = before
        return 0
    cursor.take_any(MINUTE_WORDS)
    return minute


def _time(hour: int, minute: int, said: str) -> ClockTime:
    if not (0 <= hour <= 23 and minute <= 59):
        raise Refused(Reason.DATE_NO_TIME, said=said)
    if minute < 0:
        return ClockTime(hour - 1, 60 + minute, said)
    return ClockTime(hour, minute, said)


def _of_the_day(cursor: Cursor) -> list[Piece]:
    """« du matin », « de l'après-midi » behind a time."""
    start = cursor.at
    if cursor.take("du") or cursor.take("de", "l"):
        found = _part(cursor, start)
        if found is not None:
            return [found]
    cursor.at = start
    return []


def _part(cursor: Cursor, start: int) -> Part | None:
    for words, found in DAY_PARTS:
        if cursor.take(*words):
            return Part(found, cursor.said(start))
    return None
