"""The days that a question about a time limit says, wherever they stand in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.domain import civil, said_days, spoken
from bot.domain.dates import english_words
from bot.domain.dates.months import day_of
from bot.domain.dates.pieces import Dated, Weekday
from bot.domain.dates.words import LETTERS, MONTHS, WEEKDAYS
from bot.domain.refusals import Reason, Refused
from bot.domain.sentences import Sentence

_BEFORE_A_DAY: Final = {"du", "le", "de", "d", "of", "from", "on", "the"}
_BEFORE_A_NUMBER: Final = {"du", "le"}
_DAYS_ALONE: Final = {"hier", "avant", "aujourd", "yesterday", "today"}
_WEEKDAYS: Final = {name for name in (*WEEKDAYS, *english_words.DAYS) if len(name) > len("mar")}
_MOST_PLACES: Final = 30  # where a day may begin, each looked at once
_DAY_WORDS: Final = 5  # « lundi 3 mars 2027 », and one more
_YEAR_WORDS: Final = 3  # « quatre-vingt-dix », behind « deux mille »
# Why what surely is meant for a day is none.
_TELLING: Final = {
    Reason.ASKED_WHICH_WEEKDAY,
    Reason.DATE_WEEKDAY,
    Reason.DAY_IMPOSSIBLE,
    Reason.DAY_TO_COME,
}


@dataclass(frozen=True, slots=True)
class Meant:
    """How a day without its year is meant: one to come where `ahead`, or where it is the day of
    one of the `sittings`; else the last that was."""

    today: date
    ahead: bool
    sittings: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Said:
    """A day, None where its month is missing or where it is `refused`, and the position of its
    first word."""

    day: date | None
    start: int
    refused: Refused | None = None


def days(sentence: Sentence, meant: Meant) -> list[Said]:
    """Every day that is said, in their order. Raises Refused beyond so many places."""
    places = [start for start in range(len(sentence.words)) if _may_begin(sentence, start)]
    if len(places) > _MOST_PLACES:
        raise Refused(Reason.ASKED_WHICH_DAY)
    found: list[Said] = []
    end = 0
    for start in places:
        if start < end:  # « de la semaine » within a day
            continue
        said, end = _said_at(sentence, start, meant)
        if said is not None:
            found.append(said)
    return found


def _may_begin(sentence: Sentence, start: int) -> bool:
    before = sentence.words[start - 1].folded if start else ""
    if before in _BEFORE_A_DAY or sentence.words[start].folded in _DAYS_ALONE:
        return True
    return _begins_a_date(*sentence.folded[start : start + 2])


def _begins_a_date(word: str, after: str = "") -> bool:
    """« délibération 15 mars 2027 », « publiée lundi 15 mars », “of March 15”, « il y a »"""
    if word.isdecimal():
        return after in MONTHS or after in english_words.MONTHS
    is_month = word in english_words.MONTHS and after.isdecimal()
    return word in _WEEKDAYS or is_month or (word, after) == ("il", "y")


def _said_at(sentence: Sentence, start: int, meant: Meant) -> tuple[Said | None, int]:
    """The longest day that begins there, and where it ends."""
    for end in range(min(start + _DAY_WORDS, len(sentence.words)), start, -1):
        phrase = sentence.part(start, end).written
        try:
            if day := _day(phrase, meant):
                year, behind = _year_in_letters(sentence, end)
                return Said(_day(f"{phrase} {year}", meant) if year else day, start), behind
        except Refused as refused:
            if refused.reason in _TELLING:
                return Said(None, start, refused), end
    return (Said(None, start) if _is_bare(sentence, start) else None), start + 1


def _is_bare(sentence: Sentence, start: int) -> bool:
    """« le 10 », which is a day of some month."""
    is_said = sentence.words[start - 1].folded in _BEFORE_A_NUMBER if start else False
    return is_said and sentence.part(start, start + 1).written.isdecimal()


def _year_in_letters(sentence: Sentence, start: int) -> tuple[int, int]:
    """« deux mille vingt-sept » behind a day and its month, and where it ends; 0 where none is."""
    behind = start + 2
    if sentence.folded[start:behind] != ("deux", "mille"):
        return 0, start
    for end in range(behind + _YEAR_WORDS, behind, -1):
        written = " ".join(sentence.folded[behind:end])
        if written in LETTERS:
            return 2000 + LETTERS[written], min(end, len(sentence.words))
    return 2000, behind


def _day(said: str, meant: Meant) -> date | None:
    """None where these words are no day. Raises Refused."""
    try:
        return civil.read(said)
    except Refused as refused:
        if refused.reason in _TELLING:
            raise
    return _coming(said, meant.today) if meant.ahead else _gone(said, meant)


def _gone(said: str, meant: Meant) -> date | None:
    """« 3 mars », « hier », « lundi dernier », « il y a trois jours »; « lundi » alone says too
    little."""
    pieces = spoken.pieces(said)
    match pieces:
        case [Weekday(weeks=0, is_next=False, in_next_week=False, in_this_week=False)]:
            raise Refused(Reason.ASKED_WHICH_WEEKDAY, said=said)
        case [Dated(year=None)] if (day := _coming(said, meant.today)) in meant.sittings:
            return day
    return said_days.past(said, meant.today)


def _coming(said: str, today: date) -> date | None:
    match spoken.pieces(said):
        case [Dated(month=int(month), year=None) as dated]:
            # 29 February is eight years away at most, around 2100.
            years = range(today.year, today.year + 9)
            days = (day_of(year, month, dated.day) for year in years)
            return next((day for day in days if day and day >= today), None)
    return None
