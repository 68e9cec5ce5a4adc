"""What is said of dates in English, in the French words that the grammar reads.

No second grammar: what is not known here stays as it is, and is refused like any other word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from bot.domain.dates.english_words import (
    DAYS,
    MONTHS,
    NUMBERS,
    PARTS,
    PHRASES,
    SURE,
    UNITS,
    WORDS,
    any_of,
)
from bot.domain.dates.lexing import normalised

MAX_CHARACTERS: Final = 500

_Said = Callable[[re.Match[str]], str]
_DAY: Final = any_of(DAYS)
_MONTH: Final = any_of(MONTHS)
_UNIT: Final = any_of(UNITS)
_TH: Final = r"(?:st|nd|rd|th)\b"
_APOSTROPHES: Final = dict.fromkeys(map(ord, "’‘ʼ`"), "'")


def in_french(phrase: str) -> str | None:
    """The same phrase, in small letters and in French; None where nothing shows that it is English,
    or it is too long. Never raises.

    « mar 16 » is a Tuesday, not the 16th of March: who writes French is never read in English.
    """
    if len(phrase) > MAX_CHARACTERS:
        return None
    said = normalised(phrase).translate(_APOSTROPHES).lower()
    if _SURE.search(said) is None:
        return None
    french = said
    for pattern, put in _STEPS:
        french = pattern.sub(put, french)
    return None if french == said else " ".join(french.split())


def _half_day(found: re.Match[str]) -> str:
    """`6:30pm` is 18h30; `13pm` stays as it is, and is no time."""
    hour = int(found["hour"])
    if not 1 <= hour <= 12:
        return found[0]
    return f" {hour % 12 + 12 * (found['half'] == 'p')}h{found['minutes'] or ''} "


def _past_or_to(found: re.Match[str]) -> str:
    """“half past 6”, “quarter to 7”; “half to 7” is nothing."""
    hour, is_half = int(found["hour"]), found["part"] == "half"
    if found["way"] == "past":
        return f"{hour}h{30 if is_half else 15}"
    return found[0] if is_half or hour == 0 else f"{hour - 1}h45"


def _of_the_day(found: re.Match[str]) -> str:
    """“at 6 in the evening”"""
    hour = found["hour"]
    return f"{hour}{'h' if hour.isdecimal() else ''} {PARTS[found['part']]}"


def _month(found: re.Match[str]) -> str:
    """“14 of December”; “December 14”, which can be nothing else."""
    month, before, after = MONTHS[found["month"]], found["before"], found["after"]
    if before is None:
        return f" {after} {month} " if after else f" {month} "
    return f" {before} {month} {after or ''} "


def _ordinal(found: re.Match[str]) -> str:
    return "1er" if found[1] == "1" else f"{found[1]}e"


def _put(
    pattern: str, french: str, table: Mapping[str, str] = DAYS
) -> tuple[re.Pattern[str], _Said]:
    """`french` with the French of what the pattern's first group found, where that says `{}`."""

    def put(found: re.Match[str]) -> str:
        return f" {french.format(table[found[1]])} "

    return re.compile(pattern), put


_PAST_WORDS: Final = r"\b(?P<part>half|(?:a )?quarter) (?P<way>past|to) (?P<hour>\d{1,2})\b"
_HALF_DAYS: Final = (
    r"\b(?P<hour>\d{1,2})(?:[:.h](?P<minutes>\d\d))? ?(?P<half>[ap])(?:\.m\b\.?|m\b)"
)
_PARTS: Final = (
    r"\b(?P<hour>\d{1,2}(?::\d\d|h\d{0,2})?) in the (?P<part>morning|afternoon|evening)\b"
)
# « 14 December 18:30 » and « 14 December 2026 » have their day before.
_MONTHS: Final = (
    rf"(?:\b(?P<before>\d{{1,2}})(?: ?{_TH})?(?: of)? )?\b(?P<month>{_MONTH})\b\.?"
    rf"(?: (?:the )?(?P<after>\d{{1,2}})(?: ?{_TH}|(?!\d| ?[:h/.-]))(?:,(?= ?\d{{4}}))?)?"
)
_PLACES: Final = (
    rf"\b([1-5]){_TH}(?=(?:,| and)?(?: the)?(?: [1-5]{_TH}(?:,| and)?(?: the)?)* (?:{_DAY})\b)"
)
_SURE: Final = re.compile(
    rf"\b(?:{any_of(SURE)}|week(?!s?[- ]?end)|o' ?clock|(?<!-)in(?= \d))\b"
    r"|\b\d{1,2}(?:[:.]\d\d)? ?[ap](?:\.m\b|m\b)"  # 6:30pm
    r"|\b(?:1st|\d?3rd|\d{1,2}th)\b"  # « 2nd » is French too
    r"|\b\d{1,2} mar\.? \d{4}\b"  # no Tuesday stands between a day and its year
)
# The first that applies is right: “the day after tomorrow” before “tomorrow”.
_STEPS: Final[tuple[tuple[re.Pattern[str], str | _Said], ...]] = (
    _put(rf"\b({any_of(NUMBERS)})\b", "{}", NUMBERS),
    (re.compile(_HALF_DAYS), _half_day),
    (re.compile(r" +"), " "),
    (re.compile(_PAST_WORDS), _past_or_to),
    (re.compile(r"\b(\d{1,2}) ?o' ?clock\b"), r"\1h"),
    (re.compile(_PARTS), _of_the_day),
    (re.compile(rf"\b(?:from )?({_DAY}) (?:to|through|-) ({_DAY})\b(?! \d)"), r"du \1 au \2"),
    (re.compile(rf"\bfrom ({_MONTH}) to ({_MONTH})\b(?! \d)"), r"de \1 a \2"),
    (re.compile(r"\bfrom ([^,]{1,60}?),? (?:to|until|till) "), r"du \1 au "),
    (re.compile(r"\b((?:\d{1,4}|an?) [a-z]{3,9}) from now\b"), r"in \1"),
    _put(rf"\b({any_of(PHRASES)})\b", "{}", PHRASES),
    (re.compile(r" +"), " "),
    (re.compile(_MONTHS), _month),
    (re.compile(_PLACES), _ordinal),
    (re.compile(rf"\b(\d{{1,2}}) ?{_TH}"), r"\1"),
    (re.compile(r" +"), " "),
    (re.compile(r"\bon (?=\d{1,2}\b(?!-))"), "le "),  # « chaque an le 14 juillet »
    _put(rf"\b(?:every|each) other ({_DAY})s?\b", "un {} sur 2"),
    _put(rf"\b(?:every|each) other ({_UNIT})\b", "tous les 2 {}", UNITS),
    (re.compile(rf"\b(?:every|each) (\d{{1,3}}) (?=(?:{_UNIT})\b)"), r"tous les \1 "),
    (re.compile(rf"\ban? (?=(?:{_UNIT})\b)"), "1 "),
    (re.compile(rf"\bin (?=\d{{1,4}} (?:{_UNIT})\b|une? )"), "dans "),
    (re.compile(rf"\b(\d{{1,4}} (?:{_UNIT})) ago\b"), r"il y a \1"),
    _put(rf"\b(?:next|coming) ({_DAY})\b", "{} prochain"),
    _put(rf"(?<!the )(?<!and )\blast ({_DAY})\b(?! (?:of|in|du|de)\b)", "{} dernier"),
    _put(rf"\b1 week (?:on )?({_DAY})\b", "{} en huit"),
    _put(rf"\b({_DAY}) week\b", "{} en huit"),
    _put(rf"\b({_DAY}) next\b", "{} prochain"),
    _put(rf"\b({_DAY})s\b", "{}s"),
    _put(rf"\b({_DAY})\b\.?", "{}"),
    _put(rf"\b({_UNIT})\b", "{}", UNITS),
    _put(rf"\b({any_of(WORDS)})\b", "{}", WORDS),
)
