"""When a council sits, in words."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.sittings import Sitting
from bot.render import dates
from bot.render.texts import Texts
from bot.render.towns import clock_of


def moment(sitting: Sitting, texts: Texts, *, year: bool = False, short: bool = False) -> str:
    """`lundi 14 décembre à 18h30`; without its hour where nobody knows it."""
    day = (
        dates.short_day(sitting.day, texts.locale)
        if short
        else dates.day(sitting.day, texts.locale, year=year)
    )
    if sitting.hour is None:
        return day
    time = dates.time(datetime.combine(sitting.day, sitting.hour), texts.locale)
    return texts.say("{day} à {time}", day=day, time=time)


def full(sitting: Sitting, texts: Texts, zone: ZoneInfo) -> str:
    """With the year; says whose clock it is where those who read live by another, and that the
    hour is not known."""
    said = moment(sitting, texts, year=True)
    if sitting.hour is None:
        return texts.say("{day}, heure à préciser", day=said)
    if is_elsewhere(sitting, zone):
        return texts.say("{when}, {clock}", when=said, clock=clock_of(sitting.zone.key, texts))
    return said


def is_elsewhere(sitting: Sitting, zone: ZoneInfo) -> bool:
    """Whether a clock in `zone` shows another time then."""
    begins = sitting.begins
    return begins.astimezone(zone).utcoffset() != begins.astimezone(sitting.zone).utcoffset()


def countdown(sitting: Sitting) -> str:
    """`<t:1797269400:R>`, which the chat keeps true; it tells no hour, so it needs no zone."""
    return f"<t:{int(sitting.begins.timestamp())}:R>"
