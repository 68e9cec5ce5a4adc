"""Whole days as people type them: « 2026-12-14 », « 14/12/2026 », « 14 décembre 2026 »."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from bot.domain import vague
from bot.domain.refusals import Reason, Refused

_ISO: Final = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", re.ASCII)
_WRITTEN: Final = re.compile(
    r"(?P<day>\d{1,2})([/.-])(?P<month>\d{1,2})\2(?P<year>\d{4}|\d\d)", re.ASCII
)
_IN_WORDS: Final = re.compile(
    r"(?:le )?([0-9]{1,2})(?:er)? ([^\W\d_]{3,10}\.?) ([0-9]{4})", re.IGNORECASE
)


def read(written: str) -> date:
    """The day; before the month where it is in figures; a year in two figures is 20xx.

    Raises Refused: DAY_UNREADABLE, DAY_IMPOSSIBLE.
    """
    text = written.strip()
    if found := _ISO.fullmatch(text) or _WRITTEN.fullmatch(text):
        year, month, day = (int(found[part]) for part in ("year", "month", "day"))
        try:
            return date(year + 2000 if len(found["year"]) == 2 else year, month, day)
        except ValueError:
            raise Refused(Reason.DAY_IMPOSSIBLE, said=text) from None
    found = _IN_WORDS.fullmatch(text)
    when = vague.read(" ".join(found.groups())) if found else None
    if when is None:
        raise Refused(Reason.DAY_UNREADABLE, said=text)
    return when.first
