"""Does a forum post tell of a vote to come: a theme of surveillance, and a date?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.dates.spotting import Spotted, may_name_a_date, spot
from bot.domain.lexicon import Lexicon

_COUNCIL: Final = re.compile(
    r"\b(?:conseil|séance|seance|délibér|deliber|vot(?:e|é|er|era)\b|ordre du jour)", re.IGNORECASE
)
# « au point 7 », « délibération n° 12 »: not « un point », nor « 12 points ».
_ITEM: Final = re.compile(
    r"\b(?:point|d[ée]lib[ée]ration)\s+(?:n(?:um[ée]ro|[°ºo])?\.?\s*)?(\d{1,3})\b(?!\s*%)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Announced:
    """What a post tells: the weightiest theme, and when; the item's number on the agenda, empty
    where it tells none, or several."""

    theme: str
    spotted: Spotted
    number: str = ""


def announced(
    paragraphs: Sequence[str], lexicon: Lexicon, posted_at: datetime, zone: ZoneInfo
) -> Announced | None:
    """The vote that a post may tell of; the date that stands beside a word of councils first."""
    dated = [(one, found) for one in paragraphs for found in spot(one, posted_at, zone)]
    if not dated:
        return None
    detection = lexicon.detect_in_paragraphs(paragraphs)
    if not detection.surveillance or not detection.themes:
        return None
    near = [found for paragraph, found in dated if _COUNCIL.search(paragraph)]
    numbers = {found for one in paragraphs for found in _ITEM.findall(one)}
    number = numbers.pop() if len(numbers) == 1 else ""
    return Announced(detection.themes[0], next(iter(near), dated[0][1]), number)


def names_another_day(title: str, day: date, posted_at: datetime, zone: ZoneInfo) -> bool:
    """Whether a thread's title tells a date that is not this one, of a sitting before, maybe."""
    days = {one.when.local.date() for one in spot(title, posted_at, zone)}
    return may_name_a_date(title) and days != {day}
