"""Dates known only to the month or the year, and how old they are."""

from __future__ import annotations

from datetime import date, datetime

from bot.domain.vague import VagueDate
from bot.render import dates
from bot.render.texts import Texts


def written(when: VagueDate, texts: Texts) -> str:
    """`2018`, `septembre 2022`, `12 mars 2022`"""
    if not when.month:
        return str(when.year)
    if when.day:
        at = datetime(when.year, when.month, when.day)  # noqa: DTZ001 - a civil date
        return dates.day(at, texts.locale, weekday=False, year=True)
    return dates.month(when.first, texts.locale, year=True)


def short(when: VagueDate, texts: Texts) -> str:
    """`2018`, `sept. 2022`, `12 mars 2022`"""
    if not when.month:
        return str(when.year)
    return dates.brief_month(when.first, texts.locale, with_day=bool(when.day))


def age(when: VagueDate, today: date, texts: Texts) -> str:
    """`il y a 4 ans`, in the largest unit that is known and fits."""
    months = (today.year - when.year) * 12 + today.month - when.first.month
    if when.day and (days := (today - when.first).days) < 31:
        return _days(max(days, 0), texts)
    if when.month and months < 1:
        return texts.say("ce mois-ci")
    if when.month and months < 12:
        return texts.count("il y a {n} mois", "il y a {n} mois", months)
    years = months // 12 if when.month else today.year - when.year
    if years < 1:
        return texts.say("cette année")
    return texts.count("il y a {n} an", "il y a {n} ans", years)


def _days(days: int, texts: Texts) -> str:
    if days < 1:
        return texts.say("aujourd'hui")
    return texts.count("il y a {n} jour", "il y a {n} jours", days)
