"""Answers to whoever mentions Vigie or writes to it in private."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.domain import intents, mentions
from bot.domain.delivery import Kind
from bot.domain.ids import ChannelId, CityId, CollectiveId, MessageId, PersonId
from bot.domain.own_reminders import understood
from bot.domain.refusals import Refused
from bot.services import cities, city_places, own_reminders, watching
from bot.services.collectives import of as in_collective
from bot.services.deps import Deps
from bot.services.own_reminders import Wisher
from bot.store import collectives, deliveries, messages
from bot.store.base import Tx, instant, stamp

_READ: Final = 500  # characters of a text
_MOST_NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class Heard:
    """A message of `person`'s for Vigie, its mention already taken off; `collective` None where
    none is known.

    `is_open` tells of a channel whether everybody who reads the answer may read there. `answers`
    is the message that it replies to, where no mention but that one was written. `is_private`:
    nobody else reads there.
    """

    message: MessageId
    channel: ChannelId
    collective: CollectiveId | None
    text: str
    person: PersonId
    answers: MessageId | None = None
    is_open: Callable[[ChannelId], bool] = lambda _: True
    is_private: bool = False


async def answer(deps: Deps, heard: Heard) -> None:
    """Plan the answer. A message that the chat hands over twice is answered once."""
    kind, facts = await _understood(deps, heard)
    if kind is Kind.NOT_UNDERSTOOD and await _is_about_a_post(deps, heard):
        return
    if kind is Kind.CITY and (commune := deps.registry.get(CityId(facts["city"]))):
        await city_places.look(deps, commune)
    now = deps.clock.now()

    def work(tx: Tx) -> None:
        if heard.collective is not None:
            collectives.meet(tx, heard.collective, now)
        planned, told = _kept(tx, heard, kind, facts, now)
        deliveries.plan(
            tx,
            planned,
            heard.channel,
            f"said:{heard.message}",
            now,
            facts=told,
            collective=heard.collective,
            reply_to=heard.message,
            urgent=True,  # somebody is waiting
        )

    await deps.store.write(work)


def _kept(
    tx: Tx, heard: Heard, kind: Kind, facts: dict[str, str], now: datetime
) -> tuple[Kind, dict[str, str]]:
    """A reminder that was understood is kept until its author confirms it; the rest is said."""
    if kind is not Kind.REMINDER_PROPOSED:
        return kind, facts
    wisher = Wisher(
        heard.person,
        heard.channel if heard.is_private else ChannelId(""),
        heard.collective,
        None if heard.is_private else heard.channel,
        act=f"said:{heard.message}",
    )
    try:
        made = own_reminders.propose(tx, wisher, instant(facts["occurs"]), facts["words"], now)
    except Refused as refused:
        return _refused(refused)
    return kind, {"reminder": str(made.id)}


def _refused(refused: Refused) -> tuple[Kind, dict[str, str]]:
    return Kind.REMINDER_REFUSED, {"reason": refused.reason, **refused.facts}


async def _reminder(deps: Deps, heard: Heard, said: str) -> tuple[Kind, dict[str, str]]:
    zone = (await in_collective(deps, heard.collective)).zone
    try:
        when, words = understood(said, deps.clock.now(), zone)
    except Refused as refused:
        return _refused(refused)
    return Kind.REMINDER_PROPOSED, {"occurs": stamp(when.instant), "words": words}


async def _is_about_a_post(deps: Deps, heard: Heard) -> bool:
    """Who replies to a post of the forum speaks of it with the others, not with Vigie."""
    if heard.answers is None:
        return False
    answered = heard.answers
    kind = await deps.store.read(lambda tx: messages.kind_of(tx, heard.channel, answered))
    return kind in {Kind.POST, Kind.EXCERPT}


async def _understood(deps: Deps, heard: Heard) -> tuple[Kind, dict[str, str]]:
    intent = intents.understand(heard.text, deps.registry)
    if isinstance(intent, intents.UnknownCity):
        near = " ".join(one.code for one in cities.nearest(deps, intent.name))
        return Kind.UNKNOWN_CITY, {"name": intent.name, "choices": near}
    if isinstance(intent, intents.NotUnderstood):
        return Kind.NOT_UNDERSTOOD, {"choices": " ".join(_named_in(deps, heard.text))}
    if isinstance(intent, intents.RemindMe):
        return await _reminder(deps, heard, intent.said)
    if isinstance(intent, intents.NextVote) and intent.city is not None:
        return Kind.NEXT_VOTE, {"city": intent.city}
    if not isinstance(intent, intents.OurCity | intents.NextVote):
        return _fact(intent)
    ours = await watching.cities_of(deps, heard.collective, heard.person, heard.is_open)
    if isinstance(intent, intents.NextVote) and ours:
        return Kind.NEXT_VOTE, {"city": " ".join(one.code for one in ours[:_MOST_NAMED])}
    if len(ours) == 1:
        return Kind.CITY, {"city": ours[0].code}
    if not ours:
        return Kind.NO_CITY_OF_OURS, {}
    return Kind.WHICH_OF_OURS, {"choices": " ".join(one.code for one in ours)}


def _named_in(deps: Deps, text: str) -> list[CityId]:
    """The cities that a text surely names, to be offered to who asks in words of their own."""
    found = mentions.mentions(text[:_READ], deps.registry)
    sure = dict.fromkeys(one.communes[0].code for one in found if one.certain)
    return list(sure)[:_MOST_NAMED]


def _fact(
    intent: intents.CityStatus | intents.WhichCity | intents.Help,
) -> tuple[Kind, dict[str, str]]:
    match intent:
        case intents.CityStatus(city):
            return Kind.CITY, {"city": city}
        case intents.WhichCity(name, choices):
            return Kind.WHICH_CITY, {"name": name, "choices": " ".join(choices)}
        case intents.Help():
            return Kind.HELP, {}
