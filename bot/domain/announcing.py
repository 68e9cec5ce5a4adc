"""Does a forum post tell of a vote to come: a theme of surveillance, and a date?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.dates.lexing import normalised
from bot.domain.dates.spotting import Spotted, spot
from bot.domain.lexicon import Lexicon

_COUNCIL: Final = re.compile(
    r"\b(?:conseil|séance|seance|délibér|deliber|vot(?:e|é|er|era)\b|ordre du jour)", re.IGNORECASE
)
_BESIDE: Final = 60  # characters before a day that tell whose it is: « conseil de Forcalquier du »
_SITTING: Final = re.compile(r"\b(?:conseil|séance|seance)\b(?!.*[.!?;]\s)", re.IGNORECASE)
_MOVED: Final = r"(?:report|déplac|deplac|décal|decal|avanc|repouss)\w*"
_MOVED_TO: Final = re.compile(rf"\b{_MOVED}\s+au(?:\s+\w+di)?\s*$", re.IGNORECASE)
# The day of something else, or one that was given up: no council votes then.
_ANOTHER_DAY: Final = re.compile(
    rf"""\b(?:
      (?:publi|affich|envoy|transmi|adress|diffus|dat|re[çc]u|sign|dépos|depos)\w*
        (?:\s+en\s+ligne)?(?:\s+(?:le|du|au|ce|depuis))*
      |convo(?:cation|qué\w*|que\w*)\s+(?:datée\s+)?(?:le|du)
      |{_MOVED}\s+du
      |(?:au\s+lieu|et\s+non)(?:\s+pas)?(?:\s+(?:le|du))?
      |(?:initialement|d'abord|auparavant)\s+(?:prév|prev|fix|programm|annonc)\w*
        (?:\s+(?:le|au|pour|du))*
    )\s*$""",
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Announced:
    """What a post tells: the weightiest theme, and when."""

    theme: str
    spotted: Spotted


def announced(
    paragraphs: Sequence[str], lexicon: Lexicon, posted_at: datetime, zone: ZoneInfo
) -> Announced | None:
    """The vote that a post may tell of: of its dates, the one that is most surely a sitting's."""
    dated = [(one, found) for one in paragraphs for found in spot(one, posted_at, zone)]
    if not dated:
        return None
    detection = lexicon.detect_in_paragraphs(paragraphs)
    if not detection.surveillance or not detection.themes:
        return None
    _, best = max(dated, key=lambda one: _likeliness(*one))  # of several, the first
    return Announced(detection.themes[0], best)


def _likeliness(paragraph: str, found: Spotted) -> tuple[bool, ...]:
    """A paragraph of councils, a new day, no other's, beside the sitting, with its hour: what is
    said first weighs most."""
    before = normalised(paragraph)[: found.start][-_BESIDE:]
    return (
        _COUNCIL.search(paragraph) is not None,
        _MOVED_TO.search(before) is not None,
        _ANOTHER_DAY.search(before) is None,
        _SITTING.search(before) is not None,
        found.timed,
    )
