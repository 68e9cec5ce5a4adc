"""How long before: « 7 jours, 2 jours et 3 heures », “7 days and 3 hours”."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final

from bot.domain.dates.pieces import Span
from bot.domain.dates.reading import understood
from bot.domain.folding import fold
from bot.domain.refusals import Reason, Refused

MOST_LEADS: Final = 6
_LONGEST: Final = timedelta(days=60)
_SHORTEST: Final = timedelta(minutes=5)
_NONE: Final = {"aucun", "aucune", "jamais", "none", "-", ""}
_ENGLISH: Final = {"day": "jours", "week": "semaines", "hour": "heures"}
_IN_ENGLISH: Final = re.compile(rf"\b({'|'.join(_ENGLISH)})s?\b", re.IGNORECASE)
_EVE: Final = re.compile(r"\b(?:la veille|the day before)\b", re.IGNORECASE)
_BEFORE: Final = re.compile(r"\s+(?:avant|before)\b.*", re.IGNORECASE)
_BETWEEN: Final = re.compile(r"[,;]|\bet\b|\band\b")


def lead_times(said: str) -> list[timedelta]:
    """The longest first, each once; none for « aucun »; units in English, too.

    Raises Refused(NOT_A_LEAD).
    """
    if fold(said) in _NONE:
        return []
    parts = [one for one in _BETWEEN.split(said) if one.strip()]
    if not 0 < len(parts) <= MOST_LEADS:
        raise Refused(Reason.NOT_A_LEAD, said=said[:100], most=str(MOST_LEADS))
    return sorted({_lead(one.strip()) for one in parts}, reverse=True)


def _lead(part: str) -> timedelta:
    refused = Refused(Reason.NOT_A_LEAD, said=part[:100], most=str(MOST_LEADS))
    span = _BEFORE.sub("", _EVE.sub("un jour", part))
    french = _IN_ENGLISH.sub(lambda found: _ENGLISH[found[1].lower()], span)
    try:
        pieces, _ = understood(f"dans {french}")
    except Refused:
        raise refused from None
    match pieces:
        case [Span(months=0, days=days, minutes=minutes)]:
            lead = timedelta(days=days, minutes=minutes)
        case _:
            raise refused
    if not _SHORTEST <= lead <= _LONGEST:
        raise refused
    return lead
