"""Whose clock an hour is read on: « 18h30, heure de Paris »."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.dates.cursor import Cursor
from bot.domain.dates.lexing import Kind
from bot.domain.dates.pieces import ClockTime
from bot.domain.refusals import Reason, Refused

# As `render.towns` names it, without its article.
_PLACES: Final = {
    "paris": "Europe/Paris",
    "francaise": "Europe/Paris",
    "bruxelles": "Europe/Brussels",
    "belge": "Europe/Brussels",
    "reunion": "Indian/Reunion",
    "martinique": "America/Martinique",
    "guadeloupe": "America/Guadeloupe",
    "guyane": "America/Cayenne",
    "mayotte": "Indian/Mayotte",
    "tahiti": "Pacific/Tahiti",
    "noumea": "Pacific/Noumea",
}
PLACING: Final = frozenset("de locale d francaise belge".split())  # « heure de Paris »


def named_place(cursor: Cursor) -> str:
    """« heure de Paris », in brackets or not; empty where none is said, or « heure locale »."""
    start = cursor.at
    opened = cursor.take("(")
    if not opened:
        cursor.take(",")
    place = _place(cursor)
    if place is None or (opened and not cursor.take(")")):
        cursor.at = start
        return ""
    return place


def _place(cursor: Cursor) -> str | None:
    if cursor.take("heure", "locale") or cursor.take("heure", "d", "ici"):
        return ""
    if cursor.take("heure", "de"):
        cursor.take("la")
        named = cursor.peek()
        cursor.at += 1
        return named.text if named.kind is Kind.WORD else None
    for word in ("francaise", "belge"):
        if cursor.take("heure", word):
            return word
    return None


def on_the_clock_of(zone: ZoneInfo, pieces: Sequence[object]) -> None:
    """Raises Refused(DATE_ZONE) where an hour was said to be that of another clock."""
    for one in pieces:
        if isinstance(one, ClockTime) and one.place and _PLACES.get(one.place) != zone.key:
            raise Refused(Reason.DATE_ZONE, said=one.said)
