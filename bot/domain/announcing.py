"""Does a forum post tell of a vote to come: a theme of surveillance, and a date?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.dates.spotting import Spotted, spot
from bot.domain.lexicon import Lexicon

_COUNCIL: Final = re.compile(
    r"\b(?:conseil|séance|seance|délibér|deliber|vot(?:e|é|er|era)\b|ordre du jour)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Announced:
    """What a post tells: the weightiest theme, and when."""

    theme: str
    spotted: Spotted


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
    return Announced(detection.themes[0], next(iter(near), dated[0][1]))
