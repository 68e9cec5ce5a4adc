"""What is left of a sentence once its date is taken: whether that leaves the date in doubt.

« lundi novembre », « demain vers 18h » and « mardi et jeudi » say more of a day than was taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bot.domain.dates.cursor import Cursor
from bot.domain.dates.lexing import Kind, lex, normalised
from bot.domain.dates.pieces import ClockTime, Dated, Exact, Piece, Span, Weekday
from bot.domain.dates.reading import piece
from bot.domain.dates.words import (
    DAY_WORDS,
    HALF_WORDS,
    HOUR_WORDS,
    LAST_WORDS,
    MINUTE_WORDS,
    MONTH_WORDS,
    MONTHS,
    NEXT_WORDS,
    REPEATING,
    WEEK_WORDS,
    YEAR_WORDS,
)
from bot.domain.folding import fold
from bot.domain.refusals import Reason, Refused
from bot.domain.sentences import vocabulary

# The grammar knew the words, and no such time: nothing else is meant.
SETTLED: Final = frozenset(
    {
        *(Reason.DATE_FEAST, Reason.DATE_REPEATS, Reason.DATE_SEVERAL, Reason.DATE_ORDER),
        *(Reason.DATE_SWAPPED, Reason.DATE_NO_MONTH, Reason.DATE_NO_DAY, Reason.DATE_NO_TIME),
        *(Reason.DATE_CLASH, Reason.DATE_WEEKDAY, Reason.DATE_THIS_DAY, Reason.DATE_GAP),
        *(Reason.DATE_ONCE, Reason.DATE_PAST, Reason.DATE_ZONE, Reason.DATE_TOO_FAR),
        Reason.DATE_SECONDS,
    }
)
_LOOKED_AT: Final = 60  # characters of a piece
_MOST: Final = 500  # characters
_WORD: Final = re.compile(r"(?<![^\W_])[^\W_]+")
_OF_A_DAY: Final = re.compile(r"\b(?:d[ue]s?|d['’]|of|from)\s*(?:the\s+)?$", re.IGNORECASE)
_FROM: Final = re.compile(r"\b(?:d[eu]|des|from)\s+|\bd['’]\s*", re.IGNORECASE)
_NO_LETTER: Final = re.compile(r"[^\w\s«\"“'’(]")
_ENGLISH: Final = re.compile(
    r"\b(?:tomorrow|tonight|today|noon|midnight|next week|(?:mon|tues|wednes|thurs|fri|satur|sun)"
    r"day|\d{1,2}(?::\d\d)? ?[ap]\.?m)\b",
    re.IGNORECASE,
)
# « dix minutes avant le conseil » is told from another time.
_TOLD_FROM: Final = re.compile(
    r"\b(?:(?:jours?|heures?|minutes?|semaines?|days?|hours?|weeks?)|\d ?(?:h|j|mn|min)|mois|"
    r"months?)\s+(?:avant|apr[eè]s|before|after)\b"
    r"|\b(?:la veille|le lendemain|the day (?:before|after))\b",
    re.IGNORECASE,
)
_MORE_OF_A_DATE: Final = frozenset(
    {
        *MONTHS,
        *(DAY_WORDS | HALF_WORDS | HOUR_WORDS | LAST_WORDS | MINUTE_WORDS | MONTH_WORDS),
        *(NEXT_WORDS | REPEATING | WEEK_WORDS | YEAR_WORDS),
    }
) | vocabulary(
    "vers et ou entre avant après jusqu jusque sauf puis environ depuis dès sinon "
    "around about and or between before after until till except every each then "
    "day days week weeks month months hour hours minute minutes"
)
_LESS_THAN_A_DATE: Final = vocabulary(
    "vers et ou entre avant après jusqu jusque sauf puis environ depuis dès pour pas plus du de "
    "des d le la l les ce cet cette à est sont était sera c chaque tous toutes tard par que qu au "
    "aux around about and or between before after until till except every each of from since for "
    "by not is are was than s"
)


def is_settled(refused: Refused, phrase: str) -> bool:
    """Whether a phrase is a date that cannot be, whatever else its words may mean: « lundi de 8h à
    9h » is; « demain de porter les tracts à Sam » goes on with what to do."""
    if refused.reason is not Reason.DATE_SEVERAL or (of := _FROM.search(phrase)) is None:
        return refused.reason in SETTLED
    rest = phrase[of.end() :]
    return rest[:1].isdecimal() or _seen(rest[:_LOOKED_AT]) is not None


def may_follow(words: str) -> bool:
    """Whether these words after a date say nothing more of when."""
    return begins_anew(words) and not names_a_date(words)


def begins_anew(words: str) -> bool:
    """Whether these words after a date do not go on with it; they may speak of another: « demain
    que le conseil est lundi »."""
    first = fold(words[:_LOOKED_AT]).split()[:1]
    if not first or first[0] in _MORE_OF_A_DATE or _NO_LETTER.match(words):
        return False
    is_of_something = not {*fold(words).split()} <= _LESS_THAN_A_DATE
    return is_of_something and not first[0][0].isdecimal() and _seen(words[:_LOOKED_AT]) is None


def may_precede(words: str) -> bool:
    """Whether these words before a date, the last of a sentence, leave it what is to be told:
    « la lettre avant le 14 », « le vote du 14 » say what they speak of."""
    last = fold(words).split()[-1:]
    return bool(last) and last[0] not in _LESS_THAN_A_DATE and not names_a_date(words)


def names_a_date(text: str) -> bool:
    """Whether a text seems to hold a day or an hour; that of what it speaks of, « la lettre du
    3 mars », is none, nor is a number alone."""
    return next(_places(text[:_MOST]), None) is not None


def _places(text: str) -> Iterator[int]:
    for found in _WORD.finditer(text):
        seen = _seen(text[found.start() : found.start() + _LOOKED_AT])
        is_named = seen is not None and not isinstance(seen, ClockTime | Span | Exact)
        if seen is not None and not (is_named and _OF_A_DAY.search(text[: found.start()])):
            yield found.start()
    for pattern in (_ENGLISH, _TOLD_FROM):
        yield from (found.start() for found in pattern.finditer(text))


def _seen(text: str) -> Piece | bool | None:
    """What a text begins with, if that is surely of a date; True where it is one that cannot be."""
    cursor = Cursor(lex(normalised(text)))
    if cursor.is_done:
        return None
    first = cursor.peek().text
    try:
        found = piece(cursor)
    except Refused as refused:
        return True if refused.reason in SETTLED else None
    if not found or (isinstance(found[0], Dated) and found[0].is_bare):
        return None
    if isinstance(found[0], Weekday) and len(first) <= 3:  # Sam, « un jeu », « la mer »
        cursor.take(".")
        return found[0] if cursor.peek().kind is Kind.NUMBER else None
    return found[0]
