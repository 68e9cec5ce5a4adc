"""When a council sits, in words."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.sittings import Sitting
from bot.render import dates, whens
from bot.render.texts import Texts
from bot.render.towns import clock_of


def moment(
    sitting: Sitting, texts: Texts, zone: ZoneInfo, *, year: bool = False, short: bool = False
) -> str:
    """`lundi 14 décembre à 18h30`; without its hour where nobody knows it.

    It says whose clock it is where those who read it, in `zone`, live by another.
    """
    if sitting.hour is None:
        return day(sitting, texts, year=year, short=short)
    said = texts.say(
        "{day} à {time}",
        day=day(sitting, texts, year=year, short=short),
        time=dates.time(datetime.combine(sitting.day, sitting.hour), texts.locale),
    )
    return with_clock(said, sitting, texts, zone)


def day(sitting: Sitting, texts: Texts, *, year: bool = False, short: bool = False) -> str:
    """`lundi 14 décembre`, `lun. 14 déc.`"""
    if short:
        return dates.short_day(sitting.day, texts.locale)
    return dates.day(sitting.day, texts.locale, year=year)


def full(sitting: Sitting, texts: Texts, zone: ZoneInfo) -> str:
    """With the year; it says that the hour is not known, or which of two it is."""
    said = moment(sitting, texts, zone, year=True)
    if sitting.hour is None:
        return texts.say("{day} (l'heure n'est pas connue)", day=said)
    return whens.which_of_two(said, texts, second=sitting.second) if sitting.comes_twice else said


def with_clock(said: str, sitting: Sitting, texts: Texts, zone: ZoneInfo) -> str:
    """`18h30, heure de La Réunion`, for who lives by another clock."""
    if not is_elsewhere(sitting, zone):
        return said
    return texts.say("{when}, {clock}", when=said, clock=clock_of(sitting.zone.key, texts))


def is_elsewhere(sitting: Sitting, zone: ZoneInfo) -> bool:
    """Whether a clock in `zone` shows another time then."""
    begins = sitting.begins
    return begins.astimezone(zone).utcoffset() != begins.astimezone(sitting.zone).utcoffset()


def countdown(sitting: Sitting) -> str:
    """`<t:1797269400:R>`, which the chat keeps true; it tells no hour, so it needs no zone.

    For a sitting whose hour is known: there is no instant to count down to else.
    """
    return f"<t:{int(sitting.begins.timestamp())}:R>"


def days_left(sitting: Sitting, texts: Texts, now: datetime) -> str:
    """`dans 21 jours`, `demain`, on the town's clock: true on the day when it is said."""
    left = (sitting.day - now.astimezone(sitting.zone).date()).days
    if left <= 0:
        return texts.say("aujourd'hui")
    return texts.count("demain", "dans {n} jours", left)
