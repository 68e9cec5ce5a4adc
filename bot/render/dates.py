"""Dates as people write them: the weekday always, `18h30`, `1er mars`; British in English."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import chain
from zoneinfo import ZoneInfo

from babel.dates import format_date

from bot.render.texts import SOURCE, TRANSLATED, Texts


def time(at: datetime, locale: str) -> str:
    """`18h30`, `19h`; `18:30` in English. `at` is local."""
    if locale == "en":
        return f"{at:%H:%M}"
    return f"{at.hour}h{at.minute:02}" if at.minute else f"{at.hour}h"


def day(at: date, locale: str, *, weekday: bool = True, year: bool = False) -> str:
    """`lundi 14 décembre`, with the year when asked. `at` is local."""
    pattern = ("EEEE " if weekday else "") + "d MMMM" + (" y" if year else "")
    return _first(_formatted(_day_of(at), pattern, locale), at, locale)


def weekday(at: date, locale: str) -> str:
    """`lundi`"""
    return _formatted(_day_of(at), "EEEE", locale)


def short_day(at: date, locale: str) -> str:
    """`lun. 14 déc.`"""
    return _first(_formatted(_day_of(at), "EEE d MMM", locale), at, locale)


def listed(at: date, locale: str) -> str:
    """`lun. 14 déc. 2026`, where one is to be chosen from a list."""
    return _first(_formatted(_day_of(at), "EEE d MMM y", locale), at, locale)


def ways(at: date) -> tuple[str, ...]:
    """How somebody may type a day that a list showed to them, in any language."""
    said = ((listed(at, one), day(at, one, year=True)) for one in (SOURCE, *TRANSLATED))
    return (at.isoformat(), *chain.from_iterable(said))


def brief_day(at: date, locale: str) -> str:
    """`14 déc.`"""
    return _first(_formatted(_day_of(at), "d MMM", locale), at, locale)


def month(at: date, locale: str, *, year: bool = False) -> str:
    """`février`, with the year when asked."""
    return _formatted(_day_of(at), "MMMM y" if year else "MMMM", locale)


def brief_month(at: date, locale: str, *, with_day: bool = False) -> str:
    """`sept. 2022`, `12 sept. 2022`"""
    return _formatted(_day_of(at), "d MMM y" if with_day else "MMM y", locale)


def span(first: date, last: date, texts: Texts) -> str:
    """`du mercredi 9 au dimanche 13 décembre 2026`: month and year once where they are shared."""
    locale = texts.locale
    if first.year != last.year:
        begun = day(first, locale, year=True)
    elif first.month != last.month:
        begun = day(first, locale)
    else:
        begun = day(first, locale).rpartition(" ")[0]
    return texts.say("du {first} au {last}", first=begun, last=day(last, locale, year=True))


def _day_of(at: date) -> date:
    return at.date() if isinstance(at, datetime) else at


@lru_cache(maxsize=256)
def _formatted(day: date, pattern: str, locale: str) -> str:
    """Many messages tell the same days."""
    return format_date(day, pattern, locale="en_GB" if locale == "en" else locale)


def _first(text: str, at: date, locale: str) -> str:
    if locale == "en" or at.day != 1:
        return text
    return text.replace("1 ", "1er ", 1)


def moment(at: datetime, zone: ZoneInfo, texts: Texts, *, year: bool = False) -> str:
    """`lundi 14 décembre à 18h30`, on the wall clock of `zone`."""
    local = at.astimezone(zone)
    return texts.say(
        "{day} à {time}",
        day=day(local, texts.locale, year=year),
        time=time(local, texts.locale),
    )


def short_moment(at: datetime, zone: ZoneInfo, texts: Texts) -> str:
    """`lun. 14 déc. à 18h30`"""
    local = at.astimezone(zone)
    return texts.say(
        "{day} à {time}", day=short_day(local, texts.locale), time=time(local, texts.locale)
    )


def ago(since: timedelta, texts: Texts) -> str:
    """`il y a 6 minutes`, in the largest unit that fits."""
    minutes = int(since.total_seconds() // 60)
    if minutes < 1:
        return texts.say("à l'instant")
    if minutes < 60:
        return texts.count("il y a {n} minute", "il y a {n} minutes", minutes)
    if minutes < 60 * 24:
        return texts.count("il y a {n} heure", "il y a {n} heures", minutes // 60)
    return texts.count("il y a {n} jour", "il y a {n} jours", minutes // (60 * 24))


def plain_moment(at: datetime, zone: ZoneInfo, texts: Texts) -> str:
    """`23 novembre à 15h02`"""
    local = at.astimezone(zone)
    return texts.say(
        "{day} à {time}",
        day=day(local, texts.locale, weekday=False),
        time=time(local, texts.locale),
    )


def since(at: datetime, zone: ZoneInfo, texts: Texts) -> str:
    """`le 23 novembre à 14h05`"""
    return texts.say("le {when}", when=plain_moment(at, zone, texts))


def lasting(span: timedelta, texts: Texts) -> str:
    """`3 heures`, in the largest unit that fits."""
    minutes = max(1, int(span.total_seconds() // 60))
    if minutes < 60:
        return texts.count("{n} minute", "{n} minutes", minutes)
    if minutes < 60 * 24:
        return texts.count("{n} heure", "{n} heures", minutes // 60)
    return texts.count("{n} jour", "{n} jours", minutes // (60 * 24))


def by(span: timedelta, texts: Texts) -> str:
    """`de 3 heures`, `d'une heure`: how late something is, in the largest unit that fits."""
    minutes = max(1, int(span.total_seconds() // 60))
    if minutes < 60:
        return texts.count("d'une minute", "de {n} minutes", minutes)
    if minutes < 60 * 24:
        return texts.count("d'une heure", "de {n} heures", minutes // 60)
    return texts.count("d'un jour", "de {n} jours", minutes // (60 * 24))


def exactly(span: timedelta, texts: Texts) -> str:
    """`36 heures`, in the largest unit that tells it whole; seconds are left out."""
    minutes = int(span.total_seconds() // 60)
    if minutes and minutes % (60 * 24) == 0:
        return texts.count("{n} jour", "{n} jours", minutes // (60 * 24))
    if minutes and minutes % 60 == 0:
        return texts.count("{n} heure", "{n} heures", minutes // 60)
    return texts.count("{n} minute", "{n} minutes", minutes)
