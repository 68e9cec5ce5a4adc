"""Dates that were said, echoed in full for confirmation, or the reason why they are refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, Final

from bot.domain.dates import When
from bot.domain.refusals import Reason, Refused
from bot.render import dates
from bot.render.texts import N_, Texts

_MONDAY: Final = date(2026, 11, 23)


def echo(when: When, texts: Texts) -> str:
    """`lundi 14 décembre 2026 à 18h30`; which of two, where the clock shows that time twice.

    In French, it is understood again as the same time.
    """
    moment = dates.moment(when.instant, when.zone, texts, year=True)
    return which_of_two(moment, texts, second=when.is_second) if when.twice else moment


def which_of_two(moment: str, texts: Texts, *, second: bool) -> str:
    """A moment that the clock shows twice, in words."""
    if second:
        return texts.say("{moment} (cette heure a lieu deux fois : la seconde)", moment=moment)
    return texts.say("{moment} (cette heure a lieu deux fois : la première)", moment=moment)


def is_about_dates(refused: Refused) -> bool:
    """Whether `refusal` words it."""
    return refused.reason in _SENTENCES


def as_json(outcome: When | Refused, texts: Texts) -> dict[str, Any]:
    """`ok`, always; `local`, on the wall and without its offset, and `text`; else `error`."""
    if isinstance(outcome, Refused):
        return {"ok": False, "error": refusal(outcome, texts)}
    local = outcome.local.isoformat(timespec="minutes")
    return {"ok": True, "local": local, "text": echo(outcome, texts)}


def refusal(refused: Refused, texts: Texts, *, shown: Callable[[str], str] = str) -> str:
    """The reason, and what to do. `shown` makes the words of people harmless where it is read."""
    facts = {name: shown(value) for name, value in refused.facts.items()}
    return texts.say(_SENTENCES[refused.reason], **(facts | _dated(refused, texts)))


def _dated(refused: Refused, texts: Texts) -> dict[str, str]:
    """`when`, `day` and `time` where the facts hold a local time or a day; `real` and `typed`."""
    if "at" not in refused.facts:
        return {}
    written = refused.facts["at"]
    at = datetime.fromisoformat(written)
    day = dates.day(at, texts.locale, year=True)
    time = dates.time(at, texts.locale)
    when = texts.say("{day} à {time}", day=day, time=time) if "T" in written else day
    facts = {"when": when, "day": day, "time": time}
    if "weekday" in refused.facts:
        typed = _MONDAY + timedelta(days=int(refused.facts["weekday"]))
        facts |= {
            "typed": dates.weekday(typed, texts.locale),
            "real": dates.weekday(at, texts.locale),
        }
        facts["day"] = dates.day(at, texts.locale, weekday=False, year=True)
    return facts


_SENTENCES: Final = {
    Reason.DATE_EMPTY: N_("Il manque la date. Essaie « lundi 14 décembre à 18h30 »."),
    Reason.DATE_TOO_LONG: N_(
        "C'est trop long pour une date. Essaie « lundi 14 décembre à 18h30 »."
    ),
    Reason.DATE_UNKNOWN: N_(
        "Je n'ai pas compris « {said} ». Essaie « lundi 14 décembre à 18h30 »."
    ),
    Reason.DATE_FEAST: N_(
        "« {said} » : je ne sais pas quand tombent les fêtes. Donne le jour et le mois, "
        "comme « 25 décembre »."
    ),
    Reason.DATE_REPEATS: N_(
        "« {said} » revient plusieurs fois. Donne une seule date, comme "
        "« lundi 14 décembre à 18h30 »."
    ),
    Reason.DATE_SEVERAL: N_("« {said} » donne deux dates ou deux heures. N'en garde qu'une."),
    Reason.DATE_NUMBER: N_("« {said} » : un jour ou une heure ? Écris « 18h » ou « 14/12 »."),
    Reason.DATE_WITHOUT_DAY: N_(
        "« {said} » ne dit pas quel jour. Essaie « lundi 14 décembre à 18h30 »."
    ),
    Reason.DATE_ORDER: N_(
        "« {said} » : le jour vient avant le mois. Écris « 14 décembre 2026 » ou « 14/12/2026 »."
    ),
    Reason.DATE_SWAPPED: N_(
        "« {said} » : il n'y a pas de mois {month}. Le jour vient avant le mois, "
        "comme « {month}/{day} »."
    ),
    Reason.DATE_NO_MONTH: N_("« {said} » : il n'y a pas de mois {month}. Vérifie la date."),
    Reason.DATE_NO_DAY: N_("« {said} » : ce jour n'existe pas. Vérifie la date."),
    Reason.DATE_NO_TIME: N_("« {said} » : cette heure n'existe pas. Donne-la de 0h à 23h59."),
    Reason.DATE_ZONE: N_("« {said} » : je compte à l'heure d'ici. Donne l'heure d'ici, seule."),
    Reason.DATE_SECONDS: N_("« {said} » : je ne compte pas les secondes. Écris « 18h30 »."),
    Reason.DATE_CLASH: N_(
        "« {said} » ne va pas avec « {part} ». Donne une seule heure, comme « 18h30 »."
    ),
    Reason.DATE_SPAN: N_(
        "« {said} » ne dit pas exactement dans combien de temps. Essaie « dans trois jours » ou "
        "« dans une heure et demie »."
    ),
    Reason.DATE_WEEKDAY: N_("Le {day} est un {real}, pas un {typed}. Donne le bon jour."),
    Reason.DATE_THIS_DAY: N_(
        "« {said} » : aujourd'hui, ou dans une semaine ? Écris « aujourd'hui », ou la date."
    ),
    Reason.DATE_GAP: N_(
        "{time} n'existe pas le {day} : les horloges avancent et sautent cette heure. "
        "Donnes-en une autre."
    ),
    Reason.DATE_ONCE: N_("{time} n'a lieu qu'une fois le {day}. Donne l'heure seule."),
    Reason.DATE_PAST: N_("« {said} » est passé : {when}. Donne une date à venir."),
    Reason.DATE_TOO_FAR: N_("« {said} » est à plus de cent ans d'ici. Donne une date plus proche."),
}
