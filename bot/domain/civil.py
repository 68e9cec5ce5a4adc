"""Whole days as people type them: « 2026-12-14 », « 14/12/2026 », « lundi 14 décembre 2026 »."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from bot.domain import vague
from bot.domain.dates.cursor import shortened
from bot.domain.dates.lexing import normalised
from bot.domain.dates.months import day_of
from bot.domain.dates.pieces import Dated, Weekday
from bot.domain.dates.reading import MAX_CHARACTERS, understood
from bot.domain.refusals import Reason, Refused

_ISO: Final = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", re.ASCII)
_WRITTEN: Final = re.compile(
    r"(?P<day>\d{1,2})([/.-])(?P<month>\d{1,2})\2(?P<year>\d{4}|\d\d)", re.ASCII
)
_LEAP_YEAR: Final = 2000  # it has every day that any year has
_IN_ENGLISH: Final = re.compile(r"[0-9]{1,2} [a-z]{3,9}\.? [0-9]{4}", re.ASCII | re.IGNORECASE)


def read(written: str) -> date:
    """The day; before the month where it is in figures; a year in two figures is 20xx.

    In words, it is read as `dates` reads it, and has its year. Raises Refused: DAY_UNREADABLE,
    DAY_IMPOSSIBLE, DATE_WEEKDAY.
    """
    if len(written) > MAX_CHARACTERS:
        raise _unreadable(written)
    text = normalised(written)
    if found := _ISO.fullmatch(text) or _WRITTEN.fullmatch(text):
        year, month, day = (int(found[part]) for part in ("year", "month", "day"))
        return _there_is(day_of(year + 2000 if len(found["year"]) == 2 else year, month, day), text)
    return _in_words(text)


def _in_words(text: str) -> date:
    try:
        pieces, _ = understood(text)
    except Refused as refused:
        if refused.reason is Reason.DATE_NO_DAY:
            raise _impossible(text) from None
        return _in_english(text)
    dated = [one for one in pieces if isinstance(one, Dated)]
    weekdays = [one for one in pieces if isinstance(one, Weekday) and one.is_alone]
    if len(dated) != 1 or len(weekdays) > 1 or len(pieces) > len(dated + weekdays):
        raise _unreadable(text)
    [said] = dated
    if said.month is not None and day_of(_LEAP_YEAR, said.month, said.day) is None:
        raise _impossible(text)  # in no year
    if said.year is None or said.month is None:
        raise _unreadable(text)
    day = _there_is(day_of(said.year, said.month, said.day), text)
    for weekday in weekdays:
        if weekday.number != day.weekday():
            raise Refused(Reason.DATE_WEEKDAY, at=day.isoformat(), weekday=str(weekday.number))
    return day


def _in_english(text: str) -> date:
    found = vague.read(text) if _IN_ENGLISH.fullmatch(text) else None
    if found is None:
        raise _unreadable(text)
    return found.first


def _there_is(day: date | None, text: str) -> date:
    if day is None:
        raise _impossible(text)
    return day


def _impossible(text: str) -> Refused:
    return Refused(Reason.DAY_IMPOSSIBLE, said=shortened(text))


def _unreadable(text: str) -> Refused:
    return Refused(Reason.DAY_UNREADABLE, said=shortened(text))
