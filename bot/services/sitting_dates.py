"""When a council sits, as somebody typed it, on the clock of its town."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from bot.domain import spoken
from bot.domain.communes import Commune
from bot.domain.refusals import Reason, Refused
from bot.domain.sittings import Sitting, sitting_at
from bot.domain.zones import zone_of

_LONG_AGO: Final = timedelta(days=60)  # what was voted on then is no news


def read_near(said: str, commune: Commune, now: datetime) -> Sitting:
    """A sitting to come, or one of the last two months that somebody tells of only now.

    Raises Refused, as `read` does.
    """
    try:
        return read(said, commune, now)
    except Refused as refused:
        if refused.reason is not Reason.DATE_PAST:
            raise
        at, zone = datetime.fromisoformat(refused.facts["at"]), zone_of(commune)
        sitting = Sitting(at.date(), at.time() if spoken.says_an_hour(said) else None, zone)
        if now - sitting.ends > _LONG_AGO:
            raise
        return sitting


def read(said: str, commune: Commune, now: datetime) -> Sitting:
    """Raises Refused for what is no date to come; a day without its hour is until midnight."""
    zone, timed = zone_of(commune), spoken.says_an_hour(said)
    midnight = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return sitting_at(spoken.date(said, now if timed else midnight, zone), timed=timed)
