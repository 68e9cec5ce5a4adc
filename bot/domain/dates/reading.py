"""A phrase read from end to end: pieces that are understood, or the reason why it is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.dates.clocks import bracketed, clock, is_hour, part, turn
from bot.domain.dates.cursor import Cursor
from bot.domain.dates.days import dated, relative, weekday
from bot.domain.dates.lexing import Kind, lex, normalised
from bot.domain.dates.local import When
from bot.domain.dates.numeric import iso
from bot.domain.dates.pieces import ClockTime, Dated, Part, Piece, Relative, Weekday, Within
from bot.domain.dates.resolving import resolve
from bot.domain.dates.spans import span
from bot.domain.dates.words import (
    DAY_PARTS,
    FEASTS,
    FROM_WORDS,
    HOUR_WORDS,
    LEADING_WORDS,
    MONTHS,
    NEXT_WORDS,
    REPEATING,
    SAINTS,
    SEVERAL,
    TO_WORDS,
    WEEKDAYS,
    WEEKDAYS_PLURAL,
    WITHOUT_A_DAY,
)
from bot.domain.refusals import Reason, Refused

MAX_CHARACTERS: Final = 200
MAX_TOKENS: Final = 40
_IN_TWO_DAYS: Final = ("apres", "demain")

_Reader = Callable[[Cursor], list[Piece] | None]
# The first that understands is right: « dans huit jours » before « huit », « 18h » before « 18 ».
_READERS: Final[tuple[_Reader, ...]] = (
    *(relative, weekday, span, iso, clock, part, dated),
    *(turn, bracketed),
)


def read(phrase: str, now: datetime, zone: ZoneInfo) -> When:
    """The time to come that a phrase in French says, on the wall clock of `zone`.

    `now` is aware. Raises Refused, with a reason whose name begins with DATE; never anything else.
    """
    return resolve(*understood(phrase), now.astimezone(UTC), zone)


def understood(phrase: str) -> tuple[list[Piece], str]:
    """The pieces of a phrase, and the phrase as it is quoted. Raises Refused."""
    if len(phrase) > MAX_CHARACTERS:
        raise Refused(Reason.DATE_TOO_LONG)
    tokens = lex(normalised(phrase))
    if not tokens.tokens:
        raise Refused(Reason.DATE_EMPTY)
    if len(tokens.tokens) > MAX_TOKENS:
        raise Refused(Reason.DATE_TOO_LONG)
    cursor = Cursor(tokens)
    return pieces(cursor), cursor.whole


def pieces(cursor: Cursor) -> list[Piece]:
    """Every piece, in the order of the phrase. Raises Refused where a word is none."""
    read: list[Piece] = []
    while not cursor.is_done:
        found = piece(cursor)
        if found is None:
            raise _unread(cursor, is_first=not read)
        read += found
        _say_next(cursor, read)
        _go_past_a_sign(cursor, read)
    return read


def _say_next(cursor: Cursor, read: list[Piece]) -> None:
    """« mardi soir prochain »"""
    match read:
        case [*_, Weekday(is_alone=True) as named, Part()]:
            if cursor.take_any(NEXT_WORDS) or cursor.take("qui", "vient"):
                read[-2] = Weekday(named.number, is_next=True)


def _go_past_a_sign(cursor: Cursor, read: list[Piece]) -> None:
    """« lundi, 18h », « 14 décembre - 18h »; « 14 - 18h » and « 18h - 20h » may be a range."""
    if cursor.take(",") or cursor.peek(1).kind is Kind.END:
        return
    behind = read[-1]
    is_dated = isinstance(behind, Within) or (
        isinstance(behind, Dated) and behind.month is not None
    )
    is_named = isinstance(behind, Weekday | Relative) and is_hour(cursor, 2)
    if not (is_dated or is_named or _is_before_its_day(cursor, read)):
        return
    is_spaced = cursor.peek().spaced and cursor.peek(1).spaced
    if is_spaced or (is_dated and cursor.peek(2).text in HOUR_WORDS):  # « 2026-18h30 »
        cursor.take("-")


def _is_before_its_day(cursor: Cursor, read: list[Piece]) -> bool:
    """« 18h30 - lundi 14 décembre », from the beginning; « 18h - 20.10 » may be a range."""
    if not all(isinstance(one, ClockTime | Part) for one in read):
        return False
    ahead = 2 if cursor.peek(1).text == "le" else 1
    word, after = cursor.peek(ahead), cursor.peek(ahead + 1)
    if word.kind is Kind.NUMBER:
        return ahead == 2 or after.text in MONTHS or after.text in {"/", "er"}
    is_relative = word.text in {"demain", "aujourd"} or (word.text, after.text) == _IN_TWO_DAYS
    return is_relative or word.text in WEEKDAYS


def piece(cursor: Cursor) -> list[Piece] | None:
    """What comes next in a phrase; None where that is no date. Raises Refused."""
    for reader in _READERS:
        found = reader(cursor)
        if found is not None:
            return found
    return None


def _unread(cursor: Cursor, *, is_first: bool) -> Refused:
    """Why the next word is no date."""
    if cursor.peek().text in FROM_WORDS and cursor.has_ahead(TO_WORDS):
        return Refused(Reason.DATE_SEVERAL, said=cursor.whole)
    ahead = _first_that_means(cursor)
    word = cursor.peek(ahead).text
    if _is_feast(cursor, ahead):
        return Refused(Reason.DATE_FEAST, said=cursor.whole)
    if word in REPEATING or word in WEEKDAYS_PLURAL:
        return Refused(Reason.DATE_REPEATS, said=cursor.whole)
    if word == "entre" or (word in SEVERAL and not is_first):
        return Refused(Reason.DATE_SEVERAL, said=cursor.whole)
    if word in MONTHS and cursor.peek(ahead + 1).is_number(2):
        return Refused(Reason.DATE_ORDER, said=cursor.whole)
    if word in MONTHS or word in WITHOUT_A_DAY or (is_first and _is_part(cursor, ahead)):
        return Refused(Reason.DATE_WITHOUT_DAY, said=cursor.whole)
    ahead = 0 if _is_read(cursor, ahead) else ahead
    return Refused(Reason.DATE_UNKNOWN, said=cursor.said_around(ahead))


def _is_read(cursor: Cursor, ahead: int) -> bool:
    """Whether a date begins there: in « du 14 décembre », the word that is none is « du »."""
    before = cursor.at
    cursor.at += ahead
    try:
        return piece(cursor) is not None
    except Refused:
        return True
    finally:
        cursor.at = before


def _is_part(cursor: Cursor, ahead: int) -> bool:
    """« le soir », and no more: every evening, or which?"""
    return any(
        all(cursor.peek(ahead + place).text == word for place, word in enumerate(words))
        and cursor.peek(ahead + len(words)).kind is Kind.END
        for words, _ in DAY_PARTS
    )


def _is_feast(cursor: Cursor, ahead: int) -> bool:
    """« Noël », « la Saint-Jean », « jour de l'an »; « à Saint-Denis » is a place."""
    word, after = cursor.peek(ahead).text, cursor.peek(ahead + 1).text
    if word in SAINTS:
        return ahead == 0 or cursor.peek(ahead - 1).text != "a"
    return word in FEASTS or (word == "jour" and after == "de")


def _first_that_means(cursor: Cursor) -> int:
    """How far the first word is that is more than an article; the next one where there is none."""
    ahead = 0
    while cursor.peek(ahead).text in LEADING_WORDS:
        ahead += 1
    return 0 if cursor.peek(ahead).kind is Kind.END else ahead
