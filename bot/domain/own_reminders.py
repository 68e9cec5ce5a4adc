"""What people want to be reminded of, in their words, and until when they put it off."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain import spoken
from bot.domain.dates import When
from bot.domain.refusals import Reason, Refused
from bot.domain.reminders import Reminder

LONGEST: Final = 200  # characters of what to remind of
_COLON: Final = re.compile(r"(?<!\d)\s*:\s*|\s*:\s*(?!\d)|\s+:\s+")
_OF: Final = re.compile(r"\s+(?:de\s+|d['’]\s*|que\s+|qu['’]\s*|to\s+)", re.IGNORECASE)
_OF_FIRST: Final = re.compile(r"^(?:de\s+|d['’]\s*|que\s+|qu['’]\s*|to\s+)(?!ici\b)", re.IGNORECASE)
_COMMA: Final = re.compile(r"\s*,\s+")
_WORD: Final = re.compile(r"\s+")
_SPEAKS: Final = re.compile(r"[^\W\d_]")
_MOST_TRIED: Final = 12  # words of a date at the end, and splits of a sentence
_HOUR: Final = timedelta(hours=1)
_MINUTE: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Own:
    """A person's reminder, and the zone of their wall clock."""

    reminder: Reminder
    zone: ZoneInfo


def understood(said: str, now: datetime, zone: ZoneInfo) -> tuple[When, str]:
    """« jeudi à 18h : imprimer », « demain soir d'imprimer », « d'imprimer jeudi à 18h », « demain,
    imprimer », « lundi 9h imprimer »: when, and of what. Raises Refused, with the date's own reason
    where a colon shows what the date is.
    """
    refused: Refused | None = None
    for phrase, words in _splits(said):
        try:
            when = spoken.date(phrase, now, zone)
        except Refused as error:
            refused = refused or error
        else:
            return when, sound(words)
    for phrase, words in chain(_loose_splits(said), _comma_splits(said), _bare_splits(said)):
        try:
            when = spoken.date(phrase, now, zone)
        except Refused:
            continue
        return when, sound(words)
    raise refused or Refused(Reason.REMINDER_UNCLEAR)


def _splits(said: str) -> Iterator[tuple[str, str]]:
    """At each colon that is not within a time."""
    for found in list(_COLON.finditer(said))[:_MOST_TRIED]:
        if found.start() and said[found.end() :].strip():
            yield said[: found.start()], said[found.end() :]


def _loose_splits(said: str) -> Iterator[tuple[str, str]]:
    """The date first, then « de » or « que »; or « de » first, and the longest date at the end."""
    for found in list(_OF.finditer(said))[:_MOST_TRIED]:
        yield said[: found.start()], said[found.end() :]
    if (first := _OF_FIRST.match(said)) is not None:
        ends = [found.start() for found in _WORD.finditer(said, first.end())]
        for end in ends[-_MOST_TRIED:]:
            if not spoken.begins_with_a_number(said[end:]):  # « la salle 3 à 18h »
                yield said[end:], said[first.end() : end]


def _comma_splits(said: str) -> Iterator[tuple[str, str]]:
    """The date first, then a comma, the last that may be; what follows goes on with no date."""
    commas = list(_COMMA.finditer(said))[:_MOST_TRIED]
    for found in reversed(commas):
        words = said[found.end() :]
        if not spoken.begins(words):  # « demain, 18h »
            yield said[: found.start()], words


def _bare_splits(said: str) -> Iterator[tuple[str, str]]:
    """Nothing between them: the longest date first, then what goes on with no date; or what to do
    first, and the longest date at the end."""
    said = said.strip()
    gaps = list(_WORD.finditer(said))
    for found in reversed(gaps[:_MOST_TRIED]):
        words = said[found.end() :]
        if _SPEAKS.search(words) and not spoken.begins(words):  # « demain 18h »
            yield said[: found.start()], words
    for found in gaps[-_MOST_TRIED:]:
        phrase, words = said[found.end() :], said[: found.start()].rstrip(" ,")
        if not (
            spoken.begins_with_a_number(phrase) or spoken.begins(words)
        ):  # « la salle 3 à 18h »
            yield phrase, words


def sound(words: str) -> str:
    """What to remind of, on one line. Raises Refused where nothing is left, or too much."""
    line = " ".join(words.split())
    if not line:
        raise Refused(Reason.REMINDER_UNCLEAR)
    if len(line) > LONGEST:
        raise Refused(Reason.REMINDER_TOO_LONG, most=str(LONGEST))
    return line


def in_an_hour(now: datetime) -> datetime:
    """The first whole minute that is an hour away."""
    then = now + _HOUR
    minute = then.replace(second=0, microsecond=0)
    return minute if minute == then else minute + _MINUTE


def tomorrow(at: datetime, now: datetime, zone: ZoneInfo) -> datetime:
    """The day after `now`, at the wall time that a reminder had: where the clock skips that time,
    as much later."""
    day = now.astimezone(zone).date() + timedelta(days=1)
    wall = at.astimezone(zone).time().replace(second=0, microsecond=0, fold=0)
    return datetime.combine(day, wall, zone).astimezone(UTC)
