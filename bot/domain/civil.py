"""Whole days as people type them: « 2026-12-14 », « 14/12/2026 », « 14 décembre 2026 »."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from bot.domain import vague
from bot.domain.refusals import Reason, Refused

_LONGEST: Final = 40  # characters of a date
_ISO: Final = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", re.ASCII)
_WRITTEN: Final = re.compile(
    r"(?P<day>\d{1,2})([/.-])(?P<month>\d{1,2})\2(?P<year>\d{4}|\d\d)", re.ASCII
)
_FIRST: Final = re.compile(r"\b1er\b", re.IGNORECASE)


def read(written: str) -> date:
    """The day, before the month where it is in figures; a year in two figures is 20xx.

    Raises Refused: DAY_UNREADABLE, DAY_IMPOSSIBLE.
    """
    text = written.strip()
    if found := _ISO.fullmatch(text) or _WRITTEN.fullmatch(text):
        year, month, day = (int(found[part]) for part in ("year", "month", "day"))
        try:
            return date(year + 2000 if len(found["year"]) == 2 else year, month, day)
        except ValueError:
            raise Refused(Reason.DAY_IMPOSSIBLE, said=text) from None
    when = vague.read(_FIRST.sub("1", text)) if len(text) <= _LONGEST else None
    if when is None or not when.day:
        raise Refused(Reason.DAY_UNREADABLE, said=text)
    return when.first
