"""A phrase read from end to end: a rule that is understood, or the reason why it is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain import dates
from bot.domain.dates import When
from bot.domain.dates.clocks import clock, part
from bot.domain.dates.cursor import Cursor
from bot.domain.dates.lexing import Kind, lex, normalised
from bot.domain.dates.pieces import Part
from bot.domain.dates.words import FEASTS, LEADING_WORDS, REPEATING, WEEKDAYS_PLURAL
from bot.domain.recurrence.assembling import assembled
from bot.domain.recurrence.days import every, weekdays
from bot.domain.recurrence.left_out import without
from bot.domain.recurrence.limits import lasting, only_months, since, times, until
from bot.domain.recurrence.pieces import Piece
from bot.domain.recurrence.placing import month_days, placed
from bot.domain.recurrence.rules import Recurrence
from bot.domain.recurrence.words import PLURAL_PARTS
from bot.domain.refusals import Reason, Refused

MAX_CHARACTERS: Final = 500
MAX_TOKENS: Final = 110

_BETWEEN: Final = frozenset({",", ":"})
_TWO: Final = frozenset({"et", "ou"})
_OPENING: Final = frozenset({"chaque", "tous", "toutes"})
_COMING_BACK: Final = REPEATING | WEEKDAYS_PLURAL | {"sauf", "fois", "jusqu", "pendant"}
_PAIRS: Final = {("du", "mois"), ("sur", "deux"), ("sur", "trois"), ("en", "semaine")}

_Reader = Callable[[Cursor], list[Piece] | None]


def read(phrase: str, now: datetime, zone: ZoneInfo) -> Recurrence:
    """The rule that a phrase in French says, on the wall clock of `zone`; it starts after `now`.

    `now` is aware. Raises Refused, with a reason whose name begins with RECURRENCE or DATE; never
    anything else. RECURRENCE_ONCE is the reason of what says one date, or nothing that comes back.
    """
    if len(phrase) > MAX_CHARACTERS:
        raise Refused(Reason.RECURRENCE_LONG)
    tokens = lex(normalised(phrase))
    if not tokens.tokens:
        raise Refused(Reason.RECURRENCE_EMPTY)
    if len(tokens.tokens) > MAX_TOKENS:
        raise Refused(Reason.RECURRENCE_LONG)
    cursor = Cursor(tokens)
    return assembled(pieces(cursor), cursor.whole, now.astimezone(UTC), zone)


def pieces(cursor: Cursor) -> list[Piece]:
    """Every piece, in the order of the phrase. Raises Refused where a word is none."""
    read: list[Piece] = []
    while not cursor.is_done:
        found = _next(cursor)
        if found is None:
            raise _unread(cursor)
        read += found
        cursor.take_any(_BETWEEN)
    return read


def _next(cursor: Cursor) -> list[Piece] | None:
    for reader in _READERS:
        found = reader(cursor)
        if found is not None:
            return found
    return None


def either(phrase: str, now: datetime, zone: ZoneInfo) -> When | Recurrence:
    """One time to come or, where the phrase says none, the rule of what comes back.

    Raises Refused, for the reason that fits what the phrase seems to say.
    """
    try:
        return dates.read(phrase, now, zone)
    except Refused as refused:
        try:
            return read(phrase, now, zone)
        except Refused as also:
            raise (also if _seems_to_come_back(phrase) else refused) from None


def _seems_to_come_back(phrase: str) -> bool:
    words = [token.text for token in lex(normalised(phrase[:MAX_CHARACTERS])).tokens]
    pairs = pairwise(words)
    return not _COMING_BACK.isdisjoint(words) or any(pair in _PAIRS for pair in pairs)


def _time(cursor: Cursor) -> list[Piece] | None:
    """« à 19h », « le soir », « 8h du matin »; « ce soir » is no time of what comes back."""
    if cursor.peek().text in {"ce", "cet"}:
        return None
    start = cursor.at
    for words, found in PLURAL_PARTS:  # « les mardis soirs »
        if start > 0 and cursor.take(*words):
            return [Part(found, cursor.said(start))]
    return _kept(clock(cursor)) or _kept(part(cursor))


def _kept(found: object) -> list[Piece] | None:
    return found if isinstance(found, list) else None


# The first that understands is right: « du lundi au vendredi » before « du 3 janvier au 30 juin »,
# « dix fois » before « dix heures ».
_READERS: Final[tuple[_Reader, ...]] = (
    *(every, placed, weekdays, since, until, lasting, times),
    *(without, only_months, _time, month_days),
)


def _unread(cursor: Cursor) -> Refused:
    if cursor.peek().text in _TWO and cursor.at > 0:
        return Refused(Reason.RECURRENCE_SEVERAL, said=cursor.whole)
    ahead = 0
    while cursor.peek(ahead).text in LEADING_WORDS | _OPENING:
        ahead += 1
    word = cursor.peek(ahead)
    if word.text in FEASTS:
        return Refused(Reason.DATE_FEAST, said=cursor.whole)
    if cursor.peek().text in _OPENING:
        return Refused(Reason.RECURRENCE_UNKNOWN, said=cursor.whole)
    ahead = 0 if word.kind is Kind.END else ahead
    return Refused(Reason.RECURRENCE_UNKNOWN, said=cursor.said_around(ahead))
