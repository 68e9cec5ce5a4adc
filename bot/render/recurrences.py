"""What comes back, echoed for confirmation, or the reason why it is refused."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Final, assert_never
from zoneinfo import ZoneInfo

from bot.domain.recurrence import Frequency, Recurrence, rebased, starts_by_itself
from bot.domain.recurrence.rules import ALL_MONTHS, LAST, WORKDAYS
from bot.domain.refusals import Reason, Refused
from bot.render import dates
from bot.render.texts import N_, Texts

_MONDAY: Final = date(2026, 11, 23)
_FEW_MONTHS: Final = 6  # are named as left out, more by those that are left
_ALL_BUT_ONE: Final = 6  # days of a week
_VOWELS: Final = "aeo"  # « d'avril », « d'août », « d'octobre »


def echo(rule: Recurrence, zone: ZoneInfo, now: datetime, texts: Texts) -> str:
    """`le premier jeudi du mois à 19h, sauf août`, as it goes on from `now`, aware.

    In French, it is understood again as the same rule.
    """
    ahead = rebased(rule, zone, now) or rule
    days = _yearly(ahead, texts) if ahead.frequency is Frequency.YEARLY else _days(ahead, texts)
    head = texts.say("{days} à {time}", days=days, time=dates.time(ahead.start, texts.locale))
    limits = [*_months(ahead, texts), *_without(ahead, texts)]
    if not starts_by_itself(ahead, zone, now):
        limits.append(texts.say("à partir du {day}", day=_in_full(ahead.start, texts)))
    limits += _end(ahead, texts)
    return ", ".join([head, *limits])


def _days(rule: Recurrence, texts: Texts) -> str:
    match rule.frequency:
        case Frequency.DAILY:
            return texts.count("chaque jour", "tous les {n} jours", rule.interval)
        case Frequency.WEEKLY:
            return _weekly(rule, texts)
        case Frequency.MONTHLY:
            return _monthly(rule, texts)
        case Frequency.YEARLY:
            return _yearly(rule, texts)
        case _:
            assert_never(rule.frequency)


def _weekly(rule: Recurrence, texts: Texts) -> str:
    names = [_weekday(day, texts) for day in rule.weekdays]
    if rule.interval == 1:
        if rule.weekdays == WORKDAYS:
            return texts.say("du lundi au vendredi")
        if len(names) == _ALL_BUT_ONE:
            (day,) = set(range(7)).difference(rule.weekdays)
            return texts.say("chaque jour sauf le {day}", day=_weekday(day, texts))
        if texts.locale == "fr":
            names = [f"{name}s" for name in names]
        return texts.say("tous les {days}", days=_listed(names, texts))
    if len(names) > 1:
        return texts.say(
            "toutes les {n} semaines, le {days}",
            n=_number(rule.interval, texts),
            days=_listed_days(names, texts),
        )
    if rule.interval == 2:
        return texts.say("un {day} sur deux", day=names[0])
    return texts.say("un {day} sur {n}", day=names[0], n=rule.interval)


def _monthly(rule: Recurrence, texts: Texts) -> str:
    which = _which(rule, texts)
    if rule.interval > 1:
        number = _number(rule.interval, texts)
        return texts.say("tous les {n} mois, le {which}", n=number, which=which)
    if rule.positions:
        return texts.say("le {which} du mois", which=which)
    return texts.say("le {which} de chaque mois", which=which)


def _which(rule: Recurrence, texts: Texts) -> str:
    """`premier et le troisième jeudi`, `1er et le 15`"""
    if rule.positions:
        places = [_position(place, texts) for place in rule.positions]
        names = [_weekday(day, texts) for day in rule.weekdays]
        return f"{_listed_each(places, texts)} {_listed(names, texts)}"
    return _listed_each([_day_of_month(day, texts) for day in rule.month_days], texts)


def _yearly(rule: Recurrence, texts: Texts) -> str:
    years = texts.count("tous les ans", "tous les {n} ans", rule.interval)
    month = rule.months[0]
    if not rule.positions:
        day = dates.day(date(2028, month, rule.month_days[0]), texts.locale, weekday=False)
        return texts.say("{years} le {day}", years=years, day=day)
    name, which = _month(month, texts), _which(rule, texts)
    if name[0] in _VOWELS:
        return texts.say("{years} le {which} d'{month}", years=years, which=which, month=name)
    return texts.say("{years} le {which} de {month}", years=years, which=which, month=name)


def _months(rule: Recurrence, texts: Texts) -> list[str]:
    if rule.frequency is Frequency.YEARLY or not rule.months:
        return []
    left_out = [month for month in ALL_MONTHS if month not in rule.months]
    if len(left_out) <= _FEW_MONTHS:
        names = _listed([_month(month, texts) for month in left_out], texts)
        return [texts.say("sauf {months}", months=names)]
    names = _listed([_month(month, texts) for month in rule.months], texts)
    return [texts.say("en {months}", months=names)]


def _without(rule: Recurrence, texts: Texts) -> list[str]:
    if not rule.without:
        return []
    days = _listed_days([_in_full(day, texts) for day in rule.without], texts)
    return [texts.say("sauf le {days}", days=days)]


def _end(rule: Recurrence, texts: Texts) -> list[str]:
    if rule.until is not None:
        return [texts.say("jusqu'au {day}", day=_in_full(rule.until, texts))]
    if rule.count is not None:
        return [texts.count("{n} fois", "{n} fois", rule.count)]
    return []


def _listed(words: Sequence[str], texts: Texts) -> str:
    if len(words) == 1:
        return words[0]
    return texts.say("{first} et {last}", first=", ".join(words[:-1]), last=words[-1])


def _listed_each(words: Sequence[str], texts: Texts) -> str:
    """Each with its article, but for the first: `lundi, le mercredi et le jeudi`."""
    if len(words) == 1:
        return words[0]
    first, *others = words
    between = [texts.say("le {which}", which=word) for word in others]
    return _listed([first, *between], texts)


def _listed_days(days: Sequence[str], texts: Texts) -> str:
    """The same of weekdays and dates, which have no article in English."""
    return _listed(days, texts) if texts.locale == "en" else _listed_each(days, texts)


def _number(number: int, texts: Texts) -> str:
    return texts.say("deux") if number == 2 else str(number)


def _weekday(day: int, texts: Texts) -> str:
    return dates.weekday(_MONDAY + timedelta(days=day), texts.locale)


def _month(month: int, texts: Texts) -> str:
    return dates.month(date(2026, month, 1), texts.locale)


def _in_full(day: date, texts: Texts) -> str:
    return dates.day(day, texts.locale, year=True)


def _position(place: int, texts: Texts) -> str:
    return texts.say(_POSITIONS[place])


def _day_of_month(day: int, texts: Texts) -> str:
    if day == LAST:
        return texts.say("dernier jour")
    if texts.locale == "fr":
        return "1er" if day == 1 else str(day)
    ending = "th" if day in {11, 12, 13} else _ENDINGS.get(day % 10, "th")
    return f"{day}{ending}"


def is_about_recurrences(refused: Refused) -> bool:
    """Whether `refusal` words it."""
    return refused.reason in _SENTENCES


def refusal(refused: Refused, texts: Texts, *, shown: Callable[[str], str] = str) -> str:
    """The reason, and what to do. `shown` makes the words of people harmless where it is read."""
    facts = {name: shown(value) for name, value in refused.facts.items()}
    if "at" in refused.facts:
        facts["day"] = _in_full(datetime.fromisoformat(refused.facts["at"]), texts)
    return texts.say(_SENTENCES[refused.reason], **facts)


_ENDINGS: Final = {1: "st", 2: "nd", 3: "rd"}
_POSITIONS: Final = {
    1: N_("premier"),
    2: N_("deuxième"),
    3: N_("troisième"),
    4: N_("quatrième"),
    LAST: N_("dernier"),
}
_SENTENCES: Final = {
    Reason.RECURRENCE_EMPTY: N_("Il manque quand. Essaie « tous les lundis à 19h »."),
    Reason.RECURRENCE_LONG: N_("C'est trop long. Essaie « le premier jeudi du mois à 19h »."),
    Reason.RECURRENCE_UNKNOWN: N_(
        "Je n'ai pas compris « {said} ». Essaie « tous les lundis à 19h » ou « le premier jeudi "
        "du mois à 19h, sauf août »."
    ),
    Reason.RECURRENCE_ONCE: N_(
        "« {said} » ne dit pas ce qui revient. Essaie « tous les lundis à 19h »."
    ),
    Reason.RECURRENCE_OFTEN: N_(
        "« {said} » : pas plus d'une fois par jour. Essaie « chaque jour à 8h »."
    ),
    Reason.RECURRENCE_NUMBER: N_(
        "« {said} » : ce nombre ne dit pas quand. Essaie « tous les trois jours », « un mardi sur "
        "deux » ou « dix fois »."
    ),
    Reason.RECURRENCE_SEVERAL: N_(
        "« {said} » donne deux règles à la fois. N'en garde qu'une, ou fais deux alertes."
    ),
    Reason.RECURRENCE_NOT_EVERY: N_(
        "« {said} » : ce jour n'existe pas dans chaque mois, ou chaque année. Essaie « le dernier "
        "jour du mois », « le dernier jeudi du mois » ou un autre jour."
    ),
    Reason.RECURRENCE_NEVER: N_("« {said} » ne tombe jamais. Vérifie les mois et la date de fin."),
    Reason.RECURRENCE_MANY: N_(
        "Plus de {most} dates sont exceptées. Gardes-en moins : chaque date peut être sautée plus "
        "tard."
    ),
    Reason.RECURRENCE_COUNT: N_(
        "« {said} » : une date exceptée compte-t-elle ? Donne plutôt la fin, comme « jusqu'au "
        "30 juin »."
    ),
    Reason.RECURRENCE_NOT_A_DAY: N_(
        "Le {day} n'est pas un de ces jours : rien à excepter. Vérifie la date."
    ),
}
