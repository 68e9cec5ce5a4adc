"""When a council sits, as somebody typed it, on the clock of its town."""

from __future__ import annotations

from datetime import datetime

from bot.domain import spoken
from bot.domain.communes import Commune
from bot.domain.sittings import Sitting, sitting_at
from bot.domain.zones import zone_of


def read(said: str, commune: Commune, now: datetime) -> Sitting:
    """Raises Refused for what is no date to come; a day without its hour is until midnight."""
    zone, timed = zone_of(commune), spoken.says_an_hour(said)
    midnight = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return sitting_at(spoken.date(said, now if timed else midnight, zone), timed=timed)
