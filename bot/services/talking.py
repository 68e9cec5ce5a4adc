"""Answers to whoever mentions Vigie or writes to it in private."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from bot.domain import intents, mentions, said_days
from bot.domain.asked_deadlines import asked
from bot.domain.communes import TOWN, Commune
from bot.domain.delivery import Kind
from bot.domain.ids import ChannelId, CityId, CollectiveId, MessageId, PersonId
from bot.domain.intents import IDid
from bot.domain.leading import Place
from bot.domain.own_reminders import understood
from bot.domain.refusals import Refused
from bot.domain.said_counts import begins_with, of_ours
from bot.services import (
    cities,
    city_places,
    known_tasks,
    known_votes,
    leading,
    legal,
    own_reminders,
    watching,
)
from bot.services.collectives import of as in_collective
from bot.services.deps import Deps
from bot.services.own_reminders import Wisher
from bot.store import collectives, deliveries, messages
from bot.store.base import Tx, instant, stamp

_READ: Final = 500  # characters of a text
_MOST_NAMED: Final = 3
_MOST_ANSWERED: Final = 3  # cities of one question

Answer = tuple[Kind, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Heard:
    """A message of `person`'s for Vigie, its mention already taken off; `collective` None where
    none is known, `of_several` where there are several.

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
    of_several: bool = False
    is_open: Callable[[ChannelId], bool] = lambda _: True
    is_private: bool = False


async def answer(deps: Deps, heard: Heard) -> None:
    """Plan the answer. A message that the chat hands over twice is answered once."""
    answers = await _answers(deps, heard)
    if answers[0][0] in {Kind.NOT_UNDERSTOOD, Kind.GREETED} and await _is_about_a_post(deps, heard):
        return
    await _look(deps, answers)
    now = deps.clock.now()

    def work(tx: Tx) -> None:
        if heard.collective is not None:
            collectives.meet(tx, heard.collective, now)
        for number, (kind, facts) in enumerate(answers):
            planned, told = _kept(tx, heard, kind, facts, now)
            deliveries.plan(
                tx,
                planned,
                heard.channel,
                f"said:{heard.message}:{number}" if number else f"said:{heard.message}",
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


async def _deadline(deps: Deps, heard: Heard, said: str) -> Answer:
    """Counted where the sentence says, if it surely names a city."""
    zone = (await in_collective(deps, heard.collective)).zone
    cities_said = _named_in(deps, said)
    city = cities_said[0] if len(cities_said) == 1 else ""
    ahead = await known_votes.days_ahead(
        deps, heard.collective, cities_said, heard.channel, heard.is_open
    )
    try:
        wanted = asked(said, deps.clock.now().astimezone(zone).date(), ahead)
        await legal.compute(deps, wanted.rule, wanted.began.isoformat(), city, lambda one: one.fr)
    except Refused as refused:
        return _refused(refused)
    return Kind.DEADLINE, {"rule": wanted.rule, "began": wanted.began.isoformat(), "city": city}


async def _look(deps: Deps, answers: list[Answer]) -> None:
    """Where the forums speak of the cities that are answered about."""
    codes = [CityId(facts["city"]) for kind, facts in answers if kind is Kind.CITY]
    communes = [one for code in codes if (one := deps.registry.get(code))]
    await asyncio.gather(*(city_places.look(deps, one) for one in communes))


async def _is_about_a_post(deps: Deps, heard: Heard) -> bool:
    """Who replies to a post of the forum speaks of it with the others, not with Vigie."""
    if heard.answers is None:
        return False
    answered = heard.answers
    kind = await deps.store.read(lambda tx: messages.kind_of(tx, heard.channel, answered))
    return kind in {Kind.POST, Kind.EXCERPT}


async def _answers(deps: Deps, heard: Heard) -> list[Answer]:
    """What is answered, one after the other; a city's card asks who is in several collectives
    whose it should be. Which they are is written nowhere."""
    asks = {"whose": "several"} if heard.of_several else {}
    found = await _understood(deps, heard)
    return [(kind, facts | asks if kind is Kind.CITY else facts) for kind, facts in found]


async def _understood(deps: Deps, heard: Heard) -> list[Answer]:
    intent = intents.understand(heard.text, deps.registry)
    match intent:
        case intents.SeveralCities(named):
            return _each(deps, named)
        case intents.OurCity():
            return [await _ours(deps, heard)]
        case intents.NextVote(named_cities, day):
            return [await _next_vote(deps, heard, named_cities, day)]
        case intents.RemindMe(said):
            return [await _reminder(deps, heard, said)]
        case intents.AskDeadline(said):
            return [await _deadline(deps, heard, said)]
        case intents.WhatToDo(city):
            return [_to_do(heard, city)]
        case IDid():
            return [await _i_did(deps, heard, intent)]
        case intents.SeveralDone(each):
            return await _all_done(deps, heard, each)
        case intents.Leads(to, city):
            return [await _leads(deps, heard, to, city)]
        case intents.VoteSaid():
            return [await _vote_said(deps, heard)]
        case intents.Polite(thanks):
            return [await _greeted(deps, heard, thanks=thanks)]
        case intents.Help():
            return [(Kind.HELP, {})]
        case intents.NotUnderstood():
            return [await _not_understood(deps, heard)]
        case _:
            return [_one(deps, intent)]


async def _not_understood(deps: Deps, heard: Heard) -> Answer:
    """What was recognised of it is offered, else what is followed here."""
    named = _named_in(deps, heard.text)
    ours = named or [one.code for one in await _followed(deps, heard)][:1]
    facts = {"choices": " ".join(ours)}
    topic = intents.speaks_of(heard.text)
    return Kind.NOT_UNDERSTOOD, facts | ({"topic": topic} if topic else {})


async def _greeted(deps: Deps, heard: Heard, *, thanks: bool) -> Answer:
    facts = {"choices": " ".join([one.code for one in await _followed(deps, heard)][:1])}
    return Kind.GREETED, facts | ({"thanks": "yes"} if thanks else {})


async def _leads(deps: Deps, heard: Heard, to: Place, city: CityId | None) -> Answer:
    """Of the city that was named, else of those that are followed here."""
    if to is Place.COMING and not heard.of_several:
        kind, facts = await _next_vote(deps, heard, [city] if city else [])
        return (kind, facts | {"coming": "yes"}) if kind is Kind.NEXT_VOTE else (kind, facts)
    if to is Place.COMING and city:
        return await _next_vote(deps, heard, [city])
    codes = [city] if city else [one.code for one in await _followed(deps, heard)]
    return Kind.LEADS, {"to": to, "choices": " ".join(codes)}


async def _vote_said(deps: Deps, heard: Heard) -> Answer:
    """Who tells of a vote may report it, with what was understood of it; it is never announced."""
    cities_said = _named_in(deps, heard.text)
    commune = deps.registry.get(cities_said[0]) if len(cities_said) == 1 else None
    found = leading.said(heard.text, commune, deps.clock.now()) if commune else None
    if commune is not None and found is not None:
        return Kind.VOTE_SAID, {"choices": commune.code, **found}
    return await _leads(deps, heard, Place.REPORT, commune.code if commune else None)


async def _followed(deps: Deps, heard: Heard) -> list[Commune]:
    return await watching.cities_of(deps, heard.collective, heard.person, heard.is_open)


def _to_do(heard: Heard, city: CityId | None) -> Answer:
    """Whether they took one already is told to who asks in private alone."""
    facts = {"city": city or "", "person": heard.person if heard.is_private else ""}
    return Kind.TO_DO, facts


async def _all_done(deps: Deps, heard: Heard, each: Sequence[IDid]) -> list[Answer]:
    """Each is proposed in a message of its own, and counted once; what is none of ours is passed
    over where something is."""
    found = [await _i_did(deps, heard, one, place) for place, one in enumerate(each)]
    return [one for one in found if one[0] is Kind.COUNT_PROPOSED] or found[:1]


async def _i_did(deps: Deps, heard: Heard, did: IDid, place: int = 0) -> Answer:
    """Nothing is counted before who said it says so again, with a button. `place`: among all that
    the message says that they did."""
    unit, amount = did.unit or await _own_unit(deps, heard, did), did.amount
    if unit is None:  # what nobody here counts, but perhaps something else of it is ours
        unit, amount = of_ours(did.words), None
    if unit is None:
        return await _not_understood(deps, heard)
    facts = {"amount": str(amount or ""), "unit": str(unit), "city": did.city or ""}
    said = f"{heard.message}:{place}" if place else heard.message
    return Kind.COUNT_PROPOSED, facts | {"person": heard.person, "said": said}


async def _own_unit(deps: Deps, heard: Heard, did: IDid) -> str | None:
    """What a task that is told where they read counts, in its own words."""
    if (collective := heard.collective) is None:
        return None
    found = await known_tasks.listed(deps, collective, sees=lambda one: one == heard.channel)
    units = (one.task.plan.unit for one in found)
    return next((one for one in units if begins_with(did.words, one)), None)


async def _next_vote(deps: Deps, heard: Heard, named: Sequence[CityId], day: str = "") -> Answer:
    """Of the cities that were named, else of those of the votes that are known here and of those
    that are followed; of a `day` where one is said. Who is in several collectives is asked whether
    to look at theirs, which are written nowhere."""
    if heard.of_several:
        return Kind.NEXT_VOTE, {"city": " ".join(named[:_MOST_NAMED]), "whose": "several"}
    if not named:
        ahead = await known_votes.cities_ahead(deps, heard.collective, heard.channel, heard.is_open)
        ours = await watching.cities_of(deps, heard.collective, heard.person, heard.is_open)
        if not (named := list(dict.fromkeys([*ahead, *(one.code for one in ours)]))):
            return Kind.NO_CITY_OF_OURS, {}
    named = named[:_MOST_NAMED]
    seen = await known_votes.unconfirmed(deps, heard.collective, named, heard.is_open)
    told = {"unconfirmed": " ".join(str(one.id) for one in seen)} if seen else {}
    if day and (asked := await _day_to_come(deps, heard, day)):
        told["day"] = asked.isoformat()
    return Kind.NEXT_VOTE, {"city": " ".join(named), **told}


async def _day_to_come(deps: Deps, heard: Heard, said: str) -> date | None:
    """None where it is past, or may be one of two."""
    zone = (await in_collective(deps, heard.collective)).zone
    midnight = deps.clock.now().astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    try:
        return said_days.to_come(said, midnight, zone)
    except Refused:
        return None


async def _ours(deps: Deps, heard: Heard) -> Answer:
    ours = await watching.cities_of(deps, heard.collective, heard.person, heard.is_open)
    if len(ours) == 1:
        return Kind.CITY, {"city": ours[0].code}
    if not ours:
        return Kind.NO_CITY_OF_OURS, {}
    return Kind.WHICH_OF_OURS, {"choices": " ".join(one.code for one in ours)}


def _named_in(deps: Deps, text: str) -> list[CityId]:
    """The cities that a text surely names, to be offered to who asks in words of their own; and
    the towns that it is the name of, although it is a word: « Tours »."""
    found = mentions.mentions(text[:_READ], deps.registry)
    sure = dict.fromkeys(one.communes[0].code for one in found if one.certain)
    towns = [one.code for one in deps.registry.named(text) if one.population >= TOWN]
    return [*(sure or towns)][:_MOST_NAMED]


def _each(deps: Deps, named: Sequence[intents.OneCity]) -> list[Answer]:
    """The first cities of a question one by one; the others are offered, lest nobody reads any."""
    answers = [_one(deps, one) for one in named[:_MOST_ANSWERED]]
    if more := [_one(deps, one)[1] for one in named[_MOST_ANSWERED:]]:
        codes = " ".join(facts.get("city") or facts["choices"] for facts in more)
        answers.append((Kind.MORE_CITIES, {"choices": codes}))
    return answers


def _one(deps: Deps, intent: intents.OneCity) -> Answer:
    match intent:
        case intents.CityStatus(city):
            return Kind.CITY, {"city": city}
        case intents.WhichCity(name, choices, more, of_vote):
            facts = {"name": name, "choices": " ".join(choices), "more": str(more)}
            return Kind.WHICH_CITY, facts | ({"of_vote": "yes"} if of_vote else {})
        case intents.UnknownCity(name):
            near = " ".join(one.code for one in cities.nearest(deps, name))
            return Kind.UNKNOWN_CITY, {"name": name, "choices": near}
