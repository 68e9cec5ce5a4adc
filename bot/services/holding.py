"""Silence and the brake: what may not leave is held, and nothing of it is lost.

An organiser's silence holds all that a collective is sent; the brake holds what comes to a channel
faster than anybody could have meant, and asks the organisers. What people hear of the same in
private waits for the same answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.delivery import BRAKED, NEVER_HELD, WATCHER, Cause, Delivery, Kind
from bot.domain.hearing import Sees
from bot.domain.holding import Brake, BrakeState, Held, stale, told_before
from bot.domain.ids import AlertId, ChannelId, CollectiveId, DeadlineId, DeliveryId, TaskId, VoteId
from bot.domain.refusals import Reason, Refused
from bot.domain.reminders import Noun
from bot.domain.votes import VoteStatus
from bot.render.texts import texts
from bot.services import corrections, untold, vote_sends
from bot.services.asking import Asker
from bot.services.collectives import known
from bot.services.deps import Deps
from bot.store import (
    alerts,
    collectives,
    deadlines,
    deliveries,
    forum_writes,
    holds,
    tasks,
    votes,
)
from bot.store.base import Tx

_OFF: Final = {VoteStatus.WITHDRAWN, VoteStatus.DROPPED, VoteStatus.POSTPONED}
_FIRST: Final = {Kind.VOTE, Kind.VOTE_REPORTED, Kind.VOTE_REMINDER}
_MORE_MAY_COME: Final = timedelta(minutes=1)  # the question tells how many there are


@dataclass(frozen=True, slots=True)
class Resumed:
    """How many sends that say something leave, and how many are too old to; what some of these are
    about, each with how many they are."""

    going: int
    stale: int
    named: tuple[tuple[str, int], ...] = ()


def _nothing(_: ChannelId) -> bool:
    return False


async def silence(deps: Deps, asker: Asker) -> datetime:
    """Send nothing to a collective any more; since when that is so."""
    now = deps.clock.now()

    def work(tx: Tx) -> datetime:
        collectives.meet(tx, asker.collective, now)
        if (since := holds.silent_since(tx, asker.collective)) is not None:
            return since
        holds.set_silent(tx, asker.collective, now, asker.person, on=True)
        holds.hold_all(tx, asker.collective)
        return now

    return await deps.store.write(work)


async def is_silent(deps: Deps, collective: CollectiveId) -> bool:
    """Whether nothing leaves for a collective until organisers say so."""
    return await deps.store.read(lambda tx: holds.silent_since(tx, collective) is not None)


async def resume(deps: Deps, asker: Asker, tells: Sees = _nothing) -> Resumed:
    """Send again, first what was held; what does not leave is named where its channel `tells`
    nobody here anything new. Raises Refused where there is no silence."""
    now = deps.clock.now()

    def work(tx: Tx) -> Resumed:
        if holds.silent_since(tx, asker.collective) is None:
            raise Refused(Reason.NOT_SILENT)
        holds.set_silent(tx, asker.collective, now, asker.person, on=False)
        forum_writes.wait_anew(tx, asker.collective, now)
        held = _once(tx, holds.held(tx, asker.collective, Cause.SILENCE), now)
        going = _let_go(tx, deps, asker.collective, held, now)
        leaving = {one.id for one in going}
        left = [one for one in held if one.id not in leaving]
        told = [one for one in left if tells(one.channel)]
        said = sum(one.is_news for one in going)
        return Resumed(said, len(left), _named(tx, deps, asker.collective, told))

    return await deps.store.write(work)


def _named(
    tx: Tx, deps: Deps, collective: CollectiveId, left: Sequence[Held]
) -> tuple[tuple[str, int], ...]:
    """What these are about, in the collective's language, each once."""
    speaking = known(tx, deps, collective)
    says = texts(speaking.locale)
    names = (
        untold.named(tx, deps, {**one.facts, "kind": one.kind}, speaking, says) for one in left
    )
    return tuple(Counter(filter(None, names)).items())


def _once(tx: Tx, held: Sequence[Held], now: datetime) -> list[Held]:
    """Without what the announcement that waits before it says already."""
    known = told_before(held)
    holds.withhold(tx, known, Cause.STALE, now)
    return [one for one in held if one.id not in known]


def _let_go(
    tx: Tx, deps: Deps, collective: CollectiveId, held: Sequence[Held], now: datetime
) -> list[Held]:
    """Those that leave; the others are too old to."""
    old = stale(held, now, partial(_zone_of, tx, deps, collective))
    old |= _past_questions(tx, held, now) | _called_off(tx, held)
    going = [one for one in held if one.id not in old]
    holds.withhold(tx, old, Cause.STALE, now)
    holds.let_go(tx, [one.id for one in going])
    return going


def _zone_of(tx: Tx, deps: Deps, collective: CollectiveId, one: Held) -> ZoneInfo:
    """The clock of what a reminder is about; of the collective, where that is no more."""
    facts, its_own = one.facts, known(tx, deps, collective).zone
    if Noun.ALERT in facts:
        alert = alerts.get(tx, AlertId(int(facts[Noun.ALERT])))
        return alert.plan.zone if alert else its_own
    if Noun.DEADLINE in facts:
        kept = deadlines.get(tx, DeadlineId(int(facts[Noun.DEADLINE])))
        return kept.zone if kept else its_own
    if Noun.TASK in facts:
        task = tasks.get(tx, TaskId(int(facts[Noun.TASK])))
        return task.zone if task else its_own
    return its_own


def _past_questions(tx: Tx, held: Sequence[Held], now: datetime) -> frozenset[DeliveryId]:
    """Those that ask to confirm a vote whose sitting is over: nobody can any more."""
    found = set[DeliveryId]()
    for one in held:
        vote = votes.get(tx, VoteId(int(one.facts["vote"]))) if "vote" in one.facts else None
        if vote and one.cause == vote_sends.question_of(vote) and vote.sitting.is_over(now):
            found.add(one.id)
    return frozenset(found)


def _called_off(tx: Tx, held: Sequence[Held]) -> frozenset[DeliveryId]:
    """What would first tell of a vote that was withdrawn or postponed meanwhile, and what became of
    it where nobody was told of it."""
    of = [(one, VoteId(int(one.facts["vote"]))) for one in held if "vote" in one.facts]
    known = {id_: votes.get(tx, id_) for _, id_ in of}
    off = [(one, vote) for one, id_ in of if (vote := known[id_]) and vote.status in _OFF]
    first = {one.id for one, _ in off if one.kind in _FIRST}
    untold = {(vote.id, one.channel) for one, vote in off if one.kind is Kind.VOTE}
    news = {
        one.id
        for one, vote in off
        if one.kind is Kind.VOTE_NEWS and (vote.id, one.channel) in untold
    }
    return frozenset(first | news)


def sort_out(
    tx: Tx, deps: Deps, batches: Sequence[Sequence[Delivery]], now: datetime
) -> list[Sequence[Delivery]]:
    """What may be sent of these lanes; what may not is held from now on."""
    gate = _Gate(tx, deps, now)
    passed = [[one for one in batch if gate.lets_pass(one)] for batch in batches]
    gate.hold()
    return [batch for batch in passed if batch]


class _Gate:
    """Within one transaction, each channel is counted once."""

    def __init__(self, tx: Tx, deps: Deps, now: datetime) -> None:
        self._tx, self._now = tx, now
        self._most = deps.settings.collective.most_an_hour
        self._silent, self._asked = holds.silent(tx), holds.asked(tx)
        self._sent: dict[ChannelId, int] = {}
        self._held: dict[Cause, list[Delivery]] = {Cause.SILENCE: [], Cause.BRAKE: []}

    def lets_pass(self, one: Delivery) -> bool:
        if one.kind not in NEVER_HELD and one.collective in self._silent:
            self._held[Cause.SILENCE].append(one)
            return False
        if one.collective in self._asked and WATCHER in one.facts and one.kind in BRAKED:
            self._held[Cause.BRAKE].append(one)
            return False
        if not one.braked or one.collective is None:
            return True
        if one.channel not in self._sent:
            self._sent[one.channel] = holds.sent_lately(self._tx, one.channel, self._now)
        if self._sent[one.channel] < self._most:
            self._sent[one.channel] += 1
            return True
        self._held[Cause.BRAKE].append(one)
        return False

    def hold(self) -> None:
        """Write what was kept back, and ask about what the brake did."""
        for reason, found in self._held.items():
            holds.hold(self._tx, (one.id for one in found), reason)
        for one in self._held[Cause.BRAKE]:
            if one.collective is not None and WATCHER not in one.facts:
                ask(self._tx, one.collective, one.channel, self._now)


def ask(tx: Tx, collective: CollectiveId, channel: ChannelId, now: datetime) -> None:
    """Ask the organisers about what is held in a channel, once, in the channel itself."""
    if (id_ := holds.pull(tx, collective, channel, now)) is None:
        return
    deliveries.plan(
        tx,
        Kind.BRAKE,
        channel,
        _cause(id_),
        now,
        facts=_facts(id_),
        collective=collective,
        lane=f"brake:{channel}",
        due=now + _MORE_MAY_COME,
    )


def _cause(id_: int) -> str:
    return f"brake:{id_}"


def _facts(id_: int) -> dict[str, str]:
    return {"brake": str(id_)}


async def answer(deps: Deps, asker: Asker, id_: int, *, send: bool) -> Brake:
    """Send what the brake held in a channel, or never. Raises Refused."""
    now = deps.clock.now()

    def work(tx: Tx) -> Brake:
        one = holds.brake(tx, id_)
        if one is None or one.collective != asker.collective:
            raise Refused(Reason.NO_BRAKE)
        if one.state is not BrakeState.OPEN:
            return one
        held = holds.held(tx, one.collective, Cause.BRAKE, one.channel)
        count = _end(tx, deps, one.collective, held, now, send=send)
        state = BrakeState.SENT if send else BrakeState.IGNORED
        holds.answer(tx, one, state, count, now, asker.person)
        if one.collective not in holds.asked(tx):  # of no other channel
            rest = holds.held(tx, one.collective, Cause.BRAKE)  # in private
            _end(tx, deps, one.collective, rest, now, send=send)
        corrections.correct(tx, _cause(id_), _facts(id_), now)
        answered = holds.brake(tx, id_)
        assert answered is not None
        return answered

    return await deps.store.write(work)


def _end(
    tx: Tx,
    deps: Deps,
    collective: CollectiveId,
    held: Sequence[Held],
    now: datetime,
    *,
    send: bool,
) -> int:
    """What the brake held leaves, or never does; how much of it says something new."""
    ended = held
    if send:
        ended = _let_go(tx, deps, collective, _once(tx, held, now), now)
    else:
        holds.withhold(tx, [one.id for one in held], Cause.IGNORED, now)
    return sum(one.is_news for one in ended)
