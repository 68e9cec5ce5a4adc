"""The wall clock of a commune: councils sit at local time, wherever who reads it lives."""

from __future__ import annotations

from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.communes import Commune

_OVERSEAS: Final = {
    "971": "America/Guadeloupe",
    "972": "America/Martinique",
    "973": "America/Cayenne",
    "974": "Indian/Reunion",
    "975": "America/Miquelon",
    "976": "Indian/Mayotte",
    "977": "America/St_Barthelemy",
    "978": "America/Marigot",
    "986": "Pacific/Wallis",
    "987": "Pacific/Tahiti",
    "988": "Pacific/Noumea",
}


def zone_of(commune: Commune) -> ZoneInfo:
    """The time zone in which the council of a commune meets."""
    if commune.country == "be":
        return ZoneInfo("Europe/Brussels")
    return ZoneInfo(_OVERSEAS.get(commune.department, "Europe/Paris"))
