"""Dates to come in running text: only those that say their day and their month.

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
from bot.domain.dates.timing import says_an_hour
from bot.domain.refusals import Refused

_READ_MAX: Final = 20_000  # characters
_MOST: Final = 20  # candidates
_SOON: Final = timedelta(days=60)  # further away, a date without its year may be a past one
_MONTHS: Final = (
    "janvier|janv|f[ée]vrier|f[ée]vr|mars|avril|avr|mai|juin|juillet|juil|ao[ûu]t|septembre|sept|"
    "octobre|oct|novembre|nov|d[ée]cembre|d[ée]c"
)
_DATE: Final = re.compile(
    rf"""\b(?:(?:lun|mar|mercre|jeu|vendre|same)di\s+|dimanche\s+)?(?:le\s+)?
    (?:(?:[12]?[0-9]|3[01])(?:er)?\s+(?:{_MONTHS})\b\.?(?P<year>\s+20\d\d\b)?
      |[0-3]?[0-9]/[01]?[0-9](?P<short>/(?:20)?\d\d)?(?![/\d]))
    (?:\s*(?:,|-|–|à|a|vers|dès)?\s*(?:[01]?[0-9]|2[0-3])\s?(?:h|heures?)(?:\s?[0-5][0-9])?\b)?""",
    re.IGNORECASE | re.VERBOSE,
)
_IS_PAST: Final = re.compile(r"\W*(?:dernier|derni[eè]re|passé|pass[ée]e)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Spotted:
    """A time to come, and whether its hour was said; `start` is where it stands in the text."""

    when: When
    timed: bool
    start: int


def spot(text: str, now: datetime, zone: ZoneInfo) -> list[Spotted]:
    """The dates to come that a text surely names, in their order. Never raises.

    `now` is when it was written: « lundi 14 décembre » is the next one after that.
    """
    return list(_spotted(normalised(text[:_READ_MAX]), now, zone))


def may_name_a_date(text: str) -> bool:
    """Whether it is worth a closer look; most texts are not."""
    return _DATE.search(text[:_READ_MAX]) is not None


def _spotted(text: str, now: datetime, zone: ZoneInfo) -> Iterator[Spotted]:
    for count, found in enumerate(_DATE.finditer(text)):
        if count == _MOST:
            return
        if _IS_PAST.match(text, found.end()):
            continue
        try:
            when = read(found[0], now, zone)
            timed = says_an_hour(found[0])
        except Refused:
            continue
        if found["year"] or found["short"] or when.instant - now <= _SOON:
            yield Spotted(when, timed, found.start())
