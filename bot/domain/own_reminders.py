"""What people want to be reminded of, in their words, and until when they put it off."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain import left_over, spoken
from bot.domain.dates import When
from bot.domain.refusals import Reason, Refused
from bot.domain.reminders import Reminder

LONGEST: Final = 200  # characters of what to remind of
# Of an address or of a face, it parts nothing.
_COLON: Final = re.compile(r"(?:(?<!\d)\s*:\s*|\s*:\s*(?!\d)|\s+:\s+)(?![/()\s:-])")
_OF: Final = re.compile(r"^(?:de\s+|d['’]\s*|to\s+)", re.IGNORECASE)
_THAT: Final = re.compile(r"(?:que\s+|qu['’]\s*)", re.IGNORECASE)
_OF_FIRST: Final = re.compile(r"^(?:de\s+|d['’]\s*|que\s+|qu['’]\s*|to\s+)(?!ici\b)", re.IGNORECASE)
_WORD: Final = re.compile(r"\s+")
_MOST_TRIED: Final = 12  # words of a date, and colons
_MOST_LETTERS: Final = 3  # of a word that may be a name: Sam
_HOUR: Final = timedelta(hours=1)
_MINUTE: Final = timedelta(minutes=1)

# A date, of what, and whether that leaves no doubt about the date.
_Reading = tuple[str, str, Callable[[str], bool]]


@dataclass(frozen=True, slots=True)
class Own:
    """A person's reminder, and the zone of their wall clock."""

    reminder: Reminder
    zone: ZoneInfo


def understood(said: str, now: datetime, zone: ZoneInfo) -> tuple[When, str]:
    """« jeudi à 18h : imprimer », « demain soir d'imprimer », « d'imprimer jeudi à 18h », « demain,
    imprimer », « lundi 9h imprimer »: when, and of what.

    A colon shows what the date is; without one, nothing of what is left may speak of another.
    Raises Refused, with the date's own reason where it is clear which words are meant as one.
    """
    said = said.strip()
    found = _at_a_colon(said, now, zone) or _in_a_sentence(said, now, zone)
    if found is None:
        raise Refused(Reason.REMINDER_UNCLEAR)
    when, words = found
    return when, sound(words)


def _at_a_colon(said: str, now: datetime, zone: ZoneInfo) -> tuple[When, str] | None:
    """The date before a colon; after it, where what stands before speaks of none. None without a
    colon. Raises Refused, with the date's reason."""
    refused: Refused | None = None
    for phrase, words in _splits(said):
        try:
            return spoken.date(phrase, now, zone), words
        except Refused as error:
            refused = refused or error
    for words, phrase in _splits(said):
        is_after = left_over.names_a_date(phrase) and not left_over.names_a_date(words)
        if is_after and (when := _surely(phrase, now, zone)) is not None:
            return when, words
    if refused is not None:
        raise refused
    return None


def _splits(said: str) -> Iterator[tuple[str, str]]:
    """At each colon that is not within a time."""
    for found in list(_COLON.finditer(said))[:_MOST_TRIED]:
        if found.start() and said[found.end() :].strip():
            yield said[: found.start()], said[found.end() :]


def _in_a_sentence(said: str, now: datetime, zone: ZoneInfo) -> tuple[When, str] | None:
    """The first date that is understood; None where what is left of the sentence leaves a doubt."""
    for phrase, words, is_clear in chain(_date_first(said), _date_last(said)):
        if spoken.begins_with_a_number(phrase):  # « 3 tracts », « la salle 3 à 18h »
            continue
        if (when := _surely(phrase, now, zone)) is not None:
            return (when, words) if is_clear(words) else None
    return None


def _surely(phrase: str, now: datetime, zone: ZoneInfo) -> When | None:
    """When a phrase says; None where it is no date. Raises Refused where it is one that cannot be,
    which no other reading replaces."""
    try:
        return spoken.date(phrase, now, zone)
    except Refused as refused:
        if left_over.is_settled(refused, phrase) and spoken.begins(phrase):
            raise
        return None


def _date_first(said: str) -> Iterator[_Reading]:
    """The longest date first; then, after a comma, « de » or « que » or nothing, of what."""
    for found in reversed(list(_WORD.finditer(said))[:_MOST_TRIED]):
        phrase, words = said[: found.start()].rstrip(" ,"), said[found.end() :]
        if (that := _THAT.match(words)) is not None:
            yield phrase, words[that.end() :], left_over.begins_anew
        else:
            yield phrase, _OF.sub("", words, count=1), left_over.may_follow


def _date_last(said: str) -> Iterator[_Reading]:
    """Of what, with « de » or « que » before it or not; then the longest date, to the end."""
    said = _OF_FIRST.sub("", said)
    for found in list(_WORD.finditer(said))[-_MOST_TRIED:]:
        phrase, words = said[found.end() :], said[: found.start()].rstrip(" ,")
        if not (phrase.isalpha() and len(phrase) <= _MOST_LETTERS):
            yield phrase, words, left_over.may_precede


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
