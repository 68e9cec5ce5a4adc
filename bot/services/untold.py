"""What cannot be said in a channel is told to the organisers elsewhere, once a day.

That may fail as well: then it is said in another of their channels, each of which is tried once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from bot.domain.alerts import OPEN
from bot.domain.delivery import MISSED, WATCHER, Cause, Delivery, Kind
from bot.domain.ids import (
    AlertId,
    ChannelId,
    CityId,
    CollectiveId,
    DeadlineId,
    DeliveryId,
    TaskId,
    VoteId,
)
from bot.domain.reminders import OF_A_VOTE
from bot.domain.votes import CouncilVote
from bot.ports.chat import Message
from bot.render import untold as words
from bot.render.texts import Texts
from bot.services import cities, request_ends, vote_events
from bot.services.deps import Deps
from bot.store import (
    alerts,
    deadlines,
    deliveries,
    document_requests,
    follows,
    messages,
    tasks,
    vote_offers,
    votes,
)
from bot.store.base import Tx, instant
from bot.store.collectives import Collective
from bot.store.messages import Told

TROUBLES: Final = frozenset({Cause.NO_RIGHT, Cause.NO_CHANNEL, Cause.TOO_MANY})
_SUBJECTS: Final = (*OF_A_VOTE, "offer", "alert", "deadline", "request", "occurs")


def tell(tx: Tx, id_: DeliveryId, why: Cause, now: datetime) -> None:
    """A send met a trouble that people can mend, in its channel."""
    sent = messages.told(tx, id_)
    if sent.collective is None or not _is_missed(tx, sent, why):
        return
    cause, facts = _notice(sent, why)
    if messages.carrying(tx, cause):
        return
    for place in _places(tx, sent, sent.collective, facts["where"]):
        is_new = deliveries.plan(
            tx,
            Kind.UNTOLD,
            place,
            cause,
            now,
            facts=facts,
            collective=sent.collective,
            urgent=True,
            lane=f"untold:{place}",  # not behind what waits there for the same right
        )
        if is_new:
            return


def _is_missed(tx: Tx, sent: Told, why: Cause) -> bool:
    """Whether organisers want to know: not of what was for one person."""
    if sent.kind is Kind.UNTOLD:
        return True
    if sent.kind is Kind.VOTE_EVENT:
        return vote_events.is_missed(tx, VoteId(int(sent.facts["vote"])), why)
    if sent.kind not in MISSED or WATCHER in sent.facts:
        return False
    kept = deadlines.get(tx, DeadlineId(int(sent.facts.get("deadline", 0))))
    return kept is None or kept.taker_channel != sent.channel


def _notice(sent: Told, why: Cause) -> tuple[str, Mapping[str, str]]:
    """What failed, by its channel, its trouble and its day; a notice that fails is the same."""
    if sent.kind is Kind.UNTOLD:
        return sent.cause, sent.facts
    facts = {name: sent.facts[name] for name in _SUBJECTS if name in sent.facts}
    facts |= {"where": sent.channel, "why": why, "kind": sent.kind}
    return f"untold:{sent.channel}:{why}:{sent.due.date().isoformat()}", facts


def _places(tx: Tx, sent: Told, collective: CollectiveId, where: str) -> list[ChannelId]:
    """Where the organisers of a collective are reached, but for the channel itself: where they
    asked for something, where the vote was reported, and wherever Vigie writes."""
    asked = follows.of_collective(tx, collective)
    vote = _vote(tx, sent.facts)
    found = [one.asked_in for one in asked]
    found += [vote.channel] if vote else []
    found += [one.told_in for one in asked]
    found += [one.plan.channel for one in alerts.of(tx, collective, OPEN)]
    return [one for one in dict.fromkeys(found) if one != where]


def message(tx: Tx, deps: Deps, delivery: Delivery, collective: Collective, says: Texts) -> Message:
    """Which channel, which trouble, what to do, and what did not arrive."""
    facts = delivery.facts
    what, why = named(tx, deps, facts, collective, says), Cause(facts["why"])
    if facts["kind"] == Kind.VOTE_EVENT:
        return words.out_of_step(why, what, says)
    return words.untold(facts["where"], why, Kind(facts["kind"]), what, says)


def named(tx: Tx, deps: Deps, facts: Mapping[str, str], collective: Collective, says: Texts) -> str:
    """What a send was about, by its facts and its `kind`, in words that tell nothing of what was
    typed; empty where nobody knows any more."""
    return next(_named(tx, deps, facts, collective, says), "")


def _named(
    tx: Tx, deps: Deps, facts: Mapping[str, str], collective: Collective, says: Texts
) -> Iterator[str]:
    if (vote := _vote(tx, facts)) is not None:
        kind, zone = Kind(facts["kind"]), collective.zone
        yield words.vote(vote, _town(deps, vote.city), kind, says, zone)
    if "alert" in facts:
        alert = alerts.get(tx, AlertId(int(facts["alert"])))
        if alert is not None:
            yield words.alert(instant(facts["occurs"]), alert.plan.zone, says)
    if "deadline" in facts:
        kept = deadlines.get(tx, DeadlineId(int(facts["deadline"])))
        if kept is not None:
            yield words.deadline(_town(deps, kept.city), kept.due, says)
    if "task" in facts:
        task = tasks.get(tx, TaskId(int(facts["task"])))
        if task is not None:
            yield words.task(_town(deps, task.city), says)
    if "request" in facts:
        request = document_requests.get(tx, request_ends.of_key(facts["request"]))
        if request is not None:
            yield words.request(_town(deps, request.city), says)


def _vote(tx: Tx, facts: Mapping[str, str]) -> CouncilVote | None:
    if "offer" in facts:
        offer = vote_offers.get(tx, int(facts["offer"]))
        return votes.get(tx, offer.vote) if offer else None
    id_ = next((facts[noun] for noun in OF_A_VOTE if noun in facts), None)
    return votes.get(tx, VoteId(int(id_))) if id_ else None


def _town(deps: Deps, code: CityId) -> str:
    return cities.told(deps, cities.existing(deps, code))
