"""Where a sentence leads: a button that shows it to who asked, or a form; nothing is done yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.communes import Commune
from bot.domain.leading import Place, Topic
from bot.domain.sittings import Sitting
from bot.ports.chat import Button, Message, Style
from bot.render import sittings
from bot.render.cards import CITY_ACTION, HELP_ACTION
from bot.render.city_card import REPORT_ACTION
from bot.render.reminders import LIST_ACTION as REMINDERS_ACTION
from bot.render.shortening import shorten
from bot.render.texts import Texts
from bot.render.towns import at_town
from bot.render.vote_lists import NEXT_ACTION

DEADLINES_ACTION: Final = "vigie:deadlines:"  # a city follows, or nothing
VOTES_ACTION: Final = "vigie:votes:"  # a city follows, or nothing
SAID_ACTION: Final = "vigie:vote:said:"  # a city, a day with its hour, and the item follow
ITEM_ROOM: Final = 50  # characters of the item, in an action of 100
_LABEL: Final = 50  # characters of a town
_EXAMPLES: Final = 3
_MOST: Final = 5  # towns of which one is chosen


@dataclass(frozen=True, slots=True)
class Told:
    """A vote as a sentence told it: nobody noted it yet."""

    commune: Commune
    sitting: Sitting
    item: str


def examples(towns: Sequence[Commune], topic: Topic | None, texts: Texts) -> tuple[Button, ...]:
    """Three things that can be asked, as they fit what was recognised; and help."""
    shown = [_where(one, texts) for one in towns[:_EXAMPLES]]
    if len(towns) == 1 or topic is not None:
        shown = _of(towns[0], topic, texts)
    elif len(towns) == 2:
        shown.append(_reminders(texts))
    return (*shown, Button(texts.say("Aide"), HELP_ACTION, Style.MAIN))


def _of(town: Commune, topic: Topic | None, texts: Texts) -> list[Button]:
    where, following = _where(town, texts), _next(town, texts)
    match topic:
        case Topic.VOTE:
            return [following, _report(town, texts), _reminders(texts)]
        case Topic.REMINDER:
            return [_reminders(texts), where, following]
        case None:
            return [where, following, _reminders(texts)]


def greeted(town: Commune, texts: Texts, *, thanks: bool) -> Message:
    """To who says hello, or thanks."""
    said = (
        texts.say("Avec plaisir ! Je reste à l'affût.")
        if thanks
        else texts.say("Bonjour ! Demande-moi où en est une ville, son prochain vote, un rappel.")
    )
    asked = (_where(town, texts), _next(town, texts), _reminders(texts))
    return Message(said, buttons=asked)


def leads(to: Place, towns: Sequence[Commune], texts: Texts) -> Message:
    """The button that does what was meant; of each of these towns, where it takes one."""
    shown = towns[:_MOST]
    match to:
        case Place.REMINDERS:
            said = texts.say("Tes rappels ne regardent que toi. Un clic les montre, ou les annule.")
            return Message(said, buttons=(_reminders(texts),))
        case Place.DEADLINES:
            return Message(
                texts.say("Les échéances ouvertes, en un clic :"),
                buttons=tuple(_deadlines(one, texts) for one in shown)
                or (Button(texts.say("Toutes les échéances"), DEADLINES_ACTION),),
            )
        case Place.RESULTS:
            return Message(
                texts.say("Les votes et leurs résultats connus, en un clic :"),
                buttons=tuple(_votes(one, texts) for one in shown)
                or (Button(texts.say("Tous les votes"), VOTES_ACTION),),
            )
        case Place.REPORT:
            return _reporting(shown, texts)
        case Place.COMING:
            return Message(
                texts.say("À quel vote ? Avec la ville : « je viens au vote de Forcalquier ».")
            )


def _reporting(towns: Sequence[Commune], texts: Texts) -> Message:
    if not towns:
        return Message(
            texts.say(
                "Dans quelle ville ? « Je veux signaler un vote à Forcalquier », ou "
                "`/vote signaler`."
            )
        )
    buttons = [_report_at(one, texts) for one in towns]
    return Message(
        texts.say("Dis la ville, le jour et l'objet : une autre personne confirmera."),
        buttons=tuple(buttons),
    )


def told(vote: Told, texts: Texts, zone: ZoneInfo) -> Message:
    """A vote was told in a sentence: the form that reports it, with what was understood."""
    at, code = at_town(vote.commune.shown, texts), vote.commune.code
    when = sittings.moment(vote.sitting, texts, zone, year=True)
    day = vote.sitting.day.isoformat() + (
        f"T{vote.sitting.hour:%H:%M}" if vote.sitting.hour else ""
    )
    action = f"{SAID_ACTION}{code}:{day}:{shorten(vote.item, ITEM_ROOM)}"
    return Message(
        texts.say(
            "Un vote {at}, {when} ? Je n'ai rien noté : vérifie et envoie, une autre personne "
            "confirmera.",
            at=at,
            when=when,
        ),
        buttons=(
            Button(texts.say("Signaler ce vote"), action, Style.MAIN),
            _next(vote.commune, texts),
        ),
    )


def _where(town: Commune, texts: Texts) -> Button:
    name = shorten(town.shown, _LABEL)
    return Button(texts.say("Où en est {city} ?", city=name), f"{CITY_ACTION}{town.code}")


def _next(town: Commune, texts: Texts) -> Button:
    at = at_town(shorten(town.shown, _LABEL), texts)
    return Button(texts.say("Prochain vote {at} ?", at=at), f"{NEXT_ACTION}{town.code}")


def _report(town: Commune, texts: Texts) -> Button:
    return Button(texts.say("Signaler un vote"), f"{REPORT_ACTION}{town.code}")


def _report_at(town: Commune, texts: Texts) -> Button:
    at = at_town(shorten(town.shown, _LABEL), texts)
    return Button(texts.say("Signaler un vote {at}", at=at), f"{REPORT_ACTION}{town.code}")


def _reminders(texts: Texts) -> Button:
    return Button(texts.say("Mes rappels"), REMINDERS_ACTION)


def _deadlines(town: Commune, texts: Texts) -> Button:
    at = at_town(shorten(town.shown, _LABEL), texts)
    return Button(texts.say("Échéances {at}", at=at), f"{DEADLINES_ACTION}{town.code}")


def _votes(town: Commune, texts: Texts) -> Button:
    at = at_town(shorten(town.shown, _LABEL), texts)
    return Button(texts.say("Les votes {at}", at=at), f"{VOTES_ACTION}{town.code}")
