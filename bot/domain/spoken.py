"""Dates as people say them, in French or in English: what one does not read, the other may.

Who types an option of a command, or fills in a form, may think in either language; the French of
`dates`, with its refusals, comes first.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

from bot.domain import dates
from bot.domain.dates import When
from bot.domain.dates.cursor import shortened
from bot.domain.dates.english import in_french
from bot.domain.dates.lexing import normalised
from bot.domain.dates.pieces import Piece
from bot.domain.dates.reading import understood
from bot.domain.refusals import Reason, Refused

T = TypeVar("T")

_LOOKED_AT: Final = 60  # characters of how a text begins
_LONG: Final = {Reason.DATE_TOO_LONG, Reason.RECURRENCE_LONG}  # in any language


def date(phrase: str, now: datetime, zone: ZoneInfo) -> When:
    """The time to come that a phrase says. Raises Refused, as `dates.read`."""
    return in_either(lambda said: dates.read(said, now, zone), phrase)


def says_an_hour(phrase: str) -> bool:
    """Raises Refused, as `dates.says_an_hour`."""
    return in_either(dates.says_an_hour, phrase)


def is_an_hour(phrase: str) -> bool:
    """Raises Refused, as `dates.is_an_hour`."""
    return in_either(dates.is_an_hour, phrase)


def pieces(phrase: str) -> list[Piece]:
    """What a phrase is made of. Raises Refused."""
    return in_either(lambda said: understood(said)[0], phrase)


def begins(text: str) -> bool:
    """Whether a text begins with a day or an hour, or with what seems to be one."""
    text = text[:_LOOKED_AT]
    return dates.begins(text) or ((french := in_french(text)) is not None and dates.begins(french))


def begins_with_a_number(phrase: str) -> bool:
    """Whether a phrase is a date whose day is a number alone: « 3 à 18h », “3 at 6pm”."""
    french = in_french(phrase)
    return dates.begins_with_a_number(phrase) or (
        french is not None and dates.begins_with_a_number(french)
    )


def in_either(read: Callable[[str], T], phrase: str) -> T:
    """What `read` makes of a phrase in French, else of the same in English.

    Raises its Refused, which quotes what was typed.
    """
    try:
        return read(phrase)
    except Refused as refused:
        french = None if refused.reason in _LONG else in_french(phrase)
        if french is None:
            raise
        try:
            return read(french)
        except Refused as also:
            raise _quoting(also, refused, phrase) from None


def _quoting(also: Refused, refused: Refused, phrase: str) -> Refused:
    """The reason of the translated phrase, in the words that were typed."""
    said = also.facts.get("said", "")
    if said.casefold() in normalised(phrase).casefold():
        return also
    if also.reason is refused.reason and in_french(refused.facts.get("said", "")) is None:
        return refused
    return Refused(also.reason, **(also.facts | {"said": shortened(normalised(phrase))}))
