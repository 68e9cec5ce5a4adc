"""When a council sits, as somebody typed it, on the clock of its town."""

from __future__ import annotations

from datetime import datetime

from bot.domain import dates
from bot.domain.communes import Commune
from bot.domain.sittings import Sitting, sitting_at
from bot.domain.zones import zone_of


def read(said: str, commune: Commune, now: datetime) -> Sitting:
    """Raises Refused for what is no date to come."""
    when = dates.read(said, now, zone_of(commune))
    return sitting_at(when, timed=dates.says_an_hour(said))
