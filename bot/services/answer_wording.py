"""What is answered to who spoke to Vigie, at the moment of sending."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from bot.domain.communes import Commune
from bot.domain.delivery import Delivery, Kind
from bot.domain.ids import ChannelId, CityId
from bot.domain.leading import Place, Topic
from bot.domain.refusals import Reason, Refused
from bot.ports.chat import Message
from bot.render import cards as card_words
from bot.render import city_card, vote_lists
from bot.render import leads as lead_words
from bot.render import reminders as reminder_words
from bot.render.refusals import refusal
from bot.render.texts import Texts
from bot.services import (
    cards,
    cities,
    deadline_wording,
    leading,
    own_reminders,
    task_wording,
    vote_wording,
)
from bot.services.cards import Reader
from bot.services.deps import Deps
from bot.store.base import Tx
from bot.store.collectives import Collective

_EXAMPLE: Final = CityId("fr:06088")  # where none is known that they may ask about


def message(
    tx: Tx, deps: Deps, delivery: Delivery, collective: Collective, says: Texts, now: datetime
) -> Message:
    """What to say. Raises LookupError of a city that the registry does not have."""
    facts = delivery.facts
    choices = [cities.existing(deps, CityId(code)) for code in facts.get("choices", "").split()]
    match delivery.kind:
        case Kind.CITY:
            return _city(tx, deps, delivery, collective, says, now)
        case Kind.NEXT_VOTE:
            return _next_vote(tx, deps, delivery, collective, says, now)
        case Kind.DEADLINE:
            return deadline_wording.asked(deps, facts, says)
        case Kind.WHICH_CITY:
            more = int(facts.get("more", 0))
            leads = vote_lists.NEXT_ACTION if "of_vote" in facts else card_words.CITY_ACTION
            return card_words.which_city(facts["name"], choices, says, more=more, leads=leads)
        case Kind.UNKNOWN_CITY:
            return card_words.unknown_city(facts["name"], choices, says)
        case Kind.MORE_CITIES:
            return card_words.more_cities(choices, says)
        case Kind.WHICH_OF_OURS:
            return card_words.which_of_ours(choices, says)
        case Kind.NO_CITY_OF_OURS:
            return card_words.no_city_of_ours(says)
        case Kind.TO_DO | Kind.COUNT_PROPOSED:
            return task_wording.answered(tx, deps, delivery, says, now)
        case Kind.HELP:
            return card_words.help_(says)
        case Kind.REMINDER_PROPOSED:
            own = own_reminders.told(tx, deps, facts)
            return reminder_words.proposed(own, says)
        case Kind.REMINDER_REFUSED:
            given = {name: value for name, value in facts.items() if name != "reason"}
            return Message(refusal(Refused(Reason(facts["reason"]), **given), says))
        case _:
            return _led(deps, delivery, collective, choices, says)


def _led(
    deps: Deps, delivery: Delivery, collective: Collective, towns: list[Commune], says: Texts
) -> Message:
    """To what a button does; what is not understood is led to what may have been meant."""
    facts, examples = delivery.facts, towns or [cities.existing(deps, _EXAMPLE)]
    match delivery.kind:
        case Kind.LEADS:
            return lead_words.leads(Place(facts["to"]), towns, says)
        case Kind.VOTE_SAID:
            return lead_words.told(leading.told(towns[0], facts), says, collective.zone)
        case Kind.GREETED:
            return lead_words.greeted(examples[0], says, thanks="thanks" in facts)
        case _:
            topic = Topic(facts["topic"]) if "topic" in facts else None
            buttons = lead_words.examples(examples, topic, says)
            return card_words.not_understood(examples, buttons, says)


def _next_vote(
    tx: Tx, deps: Deps, delivery: Delivery, collective: Collective, says: Texts, now: datetime
) -> Message:
    asked = [cities.existing(deps, CityId(code)) for code in delivery.facts["city"].split()]
    if "whose" in delivery.facts:
        return vote_lists.asks_whose(asked, says)

    def reads(channel: ChannelId) -> bool:
        return channel == delivery.channel

    seen = delivery.facts.get("unconfirmed", "").split()
    if "coming" in delivery.facts:
        return leading.coming(tx, deps, collective, asked, says, now, reads)
    day = delivery.facts.get("day")
    on = date.fromisoformat(day) if day else None
    return vote_wording.next_of(tx, collective, asked, seen, says, now, reads, on)


def _city(
    tx: Tx, deps: Deps, delivery: Delivery, collective: Collective, says: Texts, now: datetime
) -> Message:
    commune = cities.existing(deps, CityId(delivery.facts["city"]))
    reader = Reader(delivery.collective, delivery.channel)
    card = cards.known(tx, deps, commune, reader)
    message = cards.worded(deps, card, says, now, collective.zone)
    if "whose" in delivery.facts:
        return city_card.asks_whose(message, commune, says)
    return message
