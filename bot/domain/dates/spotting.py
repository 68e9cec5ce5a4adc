"""Dates to come in running text: a day and its month, or a day told from when it was written.

A post says « la salle 12 » and « le 3 mars dernier », too: what is doubtful is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.dates.lexing import normalised
from bot.domain.dates.local import When
from bot.domain.dates.reading import read
from bot.domain.dates.timing import says_the_clock
from bot.domain.dates.words import LETTERS
from bot.domain.refusals import Refused

_READ_MAX: Final = 20_000  # characters
_MOST: Final = 20  # candidates
_SOON: Final = timedelta(days=60)  # further away, a date without its year may be a past one
_MONTHS: Final = (
    "janvier|janv|f[ée]vrier|f[ée]vr|mars|avril|avr|mai|juin|juillet|juil|ao[ûu]t|septembre|sept|"
    "octobre|oct|novembre|nov|d[ée]cembre|d[ée]c"
)


def _in_letters(most: int) -> str:
    """Numbers as they are written, the longest first: « vingt et un » before « vingt »."""
    written = sorted((one for one, number in LETTERS.items() if number <= most), key=len)
    return "|".join(one.replace(" ", r"[\s-]") for one in reversed(written))


_WEEKDAY: Final = r"(?:(?:lun|mar|mercre|jeu|vendre|same)di|dimanche)\b"
_NUMBER: Final = r"(?:[12]?[0-9]|3[01])"
_HOUR: Final = rf"""(?:(?:[01]?[0-9]|2[0-3])
      (?:\s?(?:h|heures?)(?:\s?[0-5][0-9])?\b|:[0-5][0-9]\b)
    |(?:{_in_letters(23)})\s+heures?\b(?:\s+(?:et\s+(?:demie?|quart)|{_in_letters(59)})\b)?
    |(?<=[àa]\s)(?:midi|minuit)\b)"""
_PART: Final = r"(?:\s+(?:au\s+)?(?:matin|soir|apr[èe]s[\s-]midi)\b)"
_AT: Final = rf"(?:\s*[,–—-]?\s*(?:[àa]\s*)?{_HOUR}|\s*\((?:[àa]\s*)?{_HOUR}\))"
# Guarded at both ends: a telephone number, a version or an address is no date.
_FREE: Final = r"(?<![\w./-])"
_ENDED: Final = r"(?![\w/-]|[.:][0-9])"
_ISO: Final = rf"""{_FREE}20[0-9]{{2}}-[01]?[0-9]-[0-3]?[0-9]
      (?:T[0-2][0-9]:[0-5][0-9])?{_ENDED}"""
_WHOLE: Final = rf"""{_FREE}(?:
      [0-3]?[0-9](?P<sign>[-.])[01]?[0-9](?P=sign)20[0-9]{{2}}
      |[0-3][0-9](?P<brief>[-.])[01][0-9](?P=brief)[0-9]{{2}}
      |{_NUMBER}(?P<word>[-./])(?:{_MONTHS})(?P=word)20[0-9]{{2}}){_ENDED}"""
_DATED: Final = rf"""(?:{_WEEKDAY}(?:\s+prochain)?,?\s+)?(?:(?P<iso>{_ISO})|(?:le\s+)?(?:
      (?:(?:{_NUMBER})(?:er)?|premier|{_in_letters(31)})\s+(?:{_MONTHS})\b\.?
        (?P<year>\s+20[0-9]{{2}}\b)?
      |(?P<whole>{_WHOLE})
      |(?<![\d/.-])[0-3]?[0-9]/[01]?[0-9](?P<short>/(?:20)?[0-9]{{2}})?(?![/\d])))"""
# Of the days that are told from when it was written, those that can hardly be meant otherwise:
# « jeudi » may be the last one, and « demain » times to come.
_NEXT: Final = rf"""{_WEEKDAY}\s+(?:prochain|qui\s+vient|en\s+(?:huit|quinze|8|15)
      |(?:de\s+)?la\s+semaine\s+prochaine)\b"""
_NEAR: Final = rf"""(?:(?:apr[èe]s[\s-])?demain|aujourd\W?hui)(?:\s+{_WEEKDAY})?
      (?:{_PART}{_AT}?|{_AT})"""
_TODAY: Final = rf"(?:ce\s+soir|cet\s+apr[èe]s[\s-]midi)\b{_AT}?"
_NUMBERED: Final = rf"{_WEEKDAY}\s+{_NUMBER}(?:{_PART}{_AT}?|{_AT}|(?=\s*(?:[.,;:!?)](?!\w)|$)))"
_DATE: Final = re.compile(
    rf"\b(?:{_DATED}{_PART}?{_AT}?|{_NEXT}{_PART}?{_AT}?|{_NEAR}|{_TODAY}|{_NUMBERED})",
    re.IGNORECASE | re.VERBOSE,
)
_WITH_A_YEAR: Final = ("iso", "year", "whole", "short")
_IS_PAST: Final = re.compile(r"[^\w.!?;:]*(?:dernier|derni[eè]re|passé|pass[ée]e)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Spotted:
    """A time to come, and whether its hour was said; `start` is where it stands in the text."""

    when: When
    timed: bool
    start: int


def spot(text: str, now: datetime, zone: ZoneInfo) -> list[Spotted]:
    """The dates to come that a text surely names, in their order. Never raises.

    `now` is when it was written: « lundi 14 décembre » is the next one after that, « demain soir »
    the evening after, whose hour nobody said.
    """
    return list(_spotted(normalised(text[:_READ_MAX]), now, zone))


def may_name_a_date(text: str) -> bool:
    """Whether it is worth a closer look; most texts are not."""
    return _DATE.search(normalised(text[:_READ_MAX])) is not None


def _spotted(text: str, now: datetime, zone: ZoneInfo) -> Iterator[Spotted]:
    for count, found in enumerate(_DATE.finditer(text)):
        if count == _MOST:
            return
        if _IS_PAST.match(text, found.end()):
            continue
        try:
            when = read(found[0], now, zone)
            timed = says_the_clock(found[0])
        except Refused:
            continue
        has_year = any(found[name] for name in _WITH_A_YEAR)
        if has_year or when.instant - now <= _SOON:
            yield Spotted(when, timed, found.start())
