"""How a text begins that may hold a date."""

from __future__ import annotations

from typing import Final

from bot.domain.dates.cursor import Cursor
from bot.domain.dates.lexing import lex, normalised
from bot.domain.dates.pieces import Dated
from bot.domain.dates.reading import piece, understood
from bot.domain.refusals import Refused

_LOOKED_AT: Final = 60  # characters


def begins(text: str) -> bool:
    """Whether a text begins with a day or an hour, or with what seems to be one."""
    cursor = Cursor(lex(normalised(text[:_LOOKED_AT])))
    try:
        return not cursor.is_done and piece(cursor) is not None
    except Refused:
        return True


def begins_with_a_number(phrase: str) -> bool:
    """Whether a phrase is a date whose day is a number alone: « 3 à 18h »."""
    try:
        pieces, _ = understood(phrase)
    except Refused:
        return False
    return isinstance(pieces[0], Dated) and pieces[0].is_bare
