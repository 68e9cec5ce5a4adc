"""What people are reminded of because they asked for it, in private."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.domain import own_reminders, spoken
from bot.domain.delivery import Kind
from bot.domain.ids import ChannelId, CollectiveId, DeliveryId, PersonId
from bot.domain.own_reminders import Own
from bot.domain.refusals import Reason, Refused
from bot.domain.reminders import WAITING, About, Noun, Reminder, ReminderState, ToPerson, Why
from bot.services import collectives
from bot.services.deps import Deps
from bot.store import collectives as known_collectives
from bot.store import deliveries, messages, reminders
from bot.store.base import Tx

MOST: Final = 50  # that wait, of one person
SHOWN: Final = 20
_AT_ONCE: Final = timedelta(0)
_OPEN: Final = WAITING | {ReminderState.MISSED}


class Act(StrEnum):
    """What a person answers to a reminder."""

    DONE = "done"
    HOUR = "hour"
    TOMORROW = "tomorrow"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class Wisher:
    """Who asks, in `asked_in`, which is None in private; `channel` is theirs with Vigie.

    `act` names what they did, which the chat may hand over twice.
    """

    person: PersonId
    channel: ChannelId
    collective: CollectiveId | None
    asked_in: ChannelId | None
    act: str


async def remind(deps: Deps, wisher: Wisher, when: str, words: str) -> Own:
    """Keep what somebody wants to be reminded of. Raises Refused."""
    now = deps.clock.now()
    zone = (await collectives.of(deps, wisher.collective)).zone
    said, occurs = own_reminders.sound(words), spoken.date(when, now, zone).instant

    def work(tx: Tx) -> Own:
        return Own(_add(tx, wisher, occurs, said, ReminderState.PENDING, now), zone)

    return await deps.store.write(work)


def _add(
    tx: Tx, wisher: Wisher, occurs: datetime, words: str, state: ReminderState, now: datetime
) -> Reminder:
    about = About(Noun.OWN, wisher.act)
    if known := reminders.of(tx, about):
        return known[0]
    if wisher.collective is not None:
        known_collectives.meet(tx, wisher.collective, now)
    need_room(tx, wisher.person)
    audience = ToPerson(wisher.person, wisher.channel, wisher.collective)
    new = Reminder(about, audience, occurs, _AT_ONCE, state, words=words, asked_in=wisher.asked_in)
    return reminders.add(tx, new, now, wisher.person)


def need_room(tx: Tx, person: PersonId) -> None:
    """Raises Refused where a person has too many reminders already."""
    if len(reminders.of_person(tx, person, WAITING, MOST)) >= MOST:
        raise Refused(Reason.TOO_MANY_REMINDERS, most=str(MOST))


def propose(tx: Tx, wisher: Wisher, occurs: datetime, words: str, now: datetime) -> Reminder:
    """Keep what was understood of a sentence until its author says that it is right.

    Raises Refused.
    """
    return _add(tx, wisher, occurs, words, ReminderState.PROPOSED, now)


async def confirm(deps: Deps, person: PersonId, channel: ChannelId, id_: int) -> Own:
    """What Vigie proposed is right: it will come in `channel`. Raises Refused where it is not
    theirs, or past meanwhile."""
    now = deps.clock.now()

    def work(tx: Tx) -> Own:
        one = _theirs(tx, person, id_)
        if one.state is ReminderState.PROPOSED:
            if one.occurs <= now:
                raise Refused(Reason.REMINDER_PAST)
            need_room(tx, person)
            one = reminders.tell_in(tx, one, channel)
            one = _become(tx, one, ReminderState.PENDING, now) or one
        return _with_zone(tx, deps, one)

    return await deps.store.write(work)


async def listed(deps: Deps, person: PersonId) -> list[Own]:
    """What is still to come, and what could not be told, the first to come first."""

    def work(tx: Tx) -> list[Own]:
        found = reminders.of_person(tx, person, _OPEN, SHOWN)
        return [_with_zone(tx, deps, one) for one in found]

    return await deps.store.read(work)


async def answer(deps: Deps, person: PersonId, id_: int, act: Act) -> Own:
    """Do as a person says about their reminder; said twice, it is the same. Raises Refused."""
    now = deps.clock.now()

    def work(tx: Tx) -> Own:
        own = _with_zone(tx, deps, _theirs(tx, person, id_))
        match act:
            case Act.DONE:
                return replace(own, reminder=_end(tx, own.reminder, ReminderState.DONE, now))
            case Act.CANCEL:
                return replace(own, reminder=_end(tx, own.reminder, ReminderState.CANCELLED, now))
            case Act.HOUR:
                then = own_reminders.in_an_hour(now)
            case Act.TOMORROW:
                then = own_reminders.tomorrow(own.reminder.occurs, now, own.zone)
        return replace(own, reminder=_snooze(tx, own.reminder, then, now))

    return await deps.store.write(work)


def _end(tx: Tx, one: Reminder, state: ReminderState, now: datetime) -> Reminder:
    return _become(tx, one, state, now) or one


def _snooze(tx: Tx, one: Reminder, then: datetime, now: datetime) -> Reminder:
    """Clicked again while it waits, it waits for the same."""
    if one.state is ReminderState.SNOOZED:
        return one
    if (put_off := _become(tx, one, ReminderState.SNOOZED, now)) is None:
        raise Refused(Reason.NO_REMINDER)
    return reminders.move(tx, put_off, then)


def _become(tx: Tx, one: Reminder, state: ReminderState, now: datetime) -> Reminder | None:
    by = one.audience.person if isinstance(one.audience, ToPerson) else None
    return reminders.become(tx, one, state, now, by=by)


def _theirs(tx: Tx, person: PersonId, id_: int) -> Reminder:
    """The reminder that a person set, while its words are kept. Raises Refused."""
    one = reminders.get(tx, id_)
    if one is None or not one.words or not isinstance(one.audience, ToPerson):
        raise Refused(Reason.NO_REMINDER)
    if one.audience.person != person:
        raise Refused(Reason.NO_REMINDER)
    return one


def told(tx: Tx, deps: Deps, facts: Mapping[str, str]) -> Own:
    """The reminder that a send is of. Raises LookupError."""
    if (one := _of(tx, facts)) is None:
        raise LookupError(facts["reminder"])
    return _with_zone(tx, deps, one)


def _with_zone(tx: Tx, deps: Deps, one: Reminder) -> Own:
    return Own(one, collectives.known(tx, deps, one.audience.collective).zone)


def closed(tx: Tx, sent: DeliveryId, now: datetime) -> None:
    """A person takes no private messages: where they asked to be reminded, they are told that a
    reminder waits for them, and not which."""
    told = messages.told(tx, sent)
    if told.kind is not Kind.REMINDER or "reminder" not in told.facts:  # erased meanwhile
        return
    if (one := _of(tx, told.facts)) is None:
        return
    assert isinstance(one.audience, ToPerson)
    reminders.become(tx, one, ReminderState.MISSED, now, why=Why.CLOSED)
    if one.asked_in is not None:
        deliveries.plan(
            tx,
            Kind.REMINDER_CLOSED,
            one.asked_in,
            f"closed:{sent}",
            now,
            facts={"person": one.audience.person},
            collective=one.audience.collective,
        )


def _of(tx: Tx, facts: Mapping[str, str]) -> Reminder | None:
    return reminders.get(tx, int(facts["reminder"]))
