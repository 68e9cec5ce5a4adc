"""Two votes of one sitting that are the same item: organisers make them one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain import merging, vote_facts
from bot.domain.attending import Coming
from bot.domain.ids import PersonId, VoteId
from bot.domain.refusals import Reason, Refused
from bot.domain.votes import UNCONFIRMED, CouncilVote
from bot.services import (
    confirming,
    known_votes,
    restating,
    task_sends,
    vote_deadlines,
    vote_events,
    vote_holding,
    vote_offering,
    vote_reminders,
    vote_sends,
)
from bot.services.asking import Asker
from bot.services.deps import Deps
from bot.store import acts, attendances, changes, evidence, votes
from bot.store.base import Tx


@dataclass(frozen=True, slots=True)
class Pair:
    """The vote that is kept and its twin, before they are one; how many people answered for the
    twin, and how many photos it has."""

    kept: CouncilVote
    twin: CouncilVote
    answers: int
    photos: int


async def ask(deps: Deps, asker: Asker, kept: str, twin: str) -> Pair:
    """What is about to become one. Raises Refused (unknown, not twins)."""

    def work(tx: Tx) -> Pair:
        both = [known_votes.meant(tx, deps, asker.collective, one) for one in (kept, twin)]
        merging.check(*both)
        coming: Mapping[Coming, int] = attendances.counts(tx, both[1].id)
        return Pair(both[0], both[1], sum(coming.values()), evidence.count(tx, both[1].id))

    return await deps.store.read(work)


async def merge(
    deps: Deps, asker: Asker, kept: tuple[int, int], twin: tuple[int, int]
) -> CouncilVote:
    """Make them one, each by its number and the version that was seen; the one that is kept.

    Raises Refused (unknown, changed meanwhile, not twins).
    """
    now = deps.clock.now()

    def work(tx: Tx) -> CouncilVote:
        if acts.done(tx, asker.act) is not None:
            return confirming.own(tx, asker, VoteId(kept[0]))
        both = [_seen(tx, asker, *one) for one in (kept, twin)]
        merging.check(*both)
        made = _merge(tx, both[0], both[1], asker.person, now)
        acts.record(tx, asker.act, str(made.id), now)
        return made

    return await deps.store.write(work)


def _seen(tx: Tx, asker: Asker, id_: int, version: int) -> CouncilVote:
    vote = confirming.own(tx, asker, VoteId(id_))
    if vote.version != version:
        raise Refused(Reason.VOTE_CHANGED)
    return vote


def _merge(
    tx: Tx, kept: CouncilVote, twin: CouncilVote, by: PersonId, now: datetime
) -> CouncilVote:
    """The twin's followers, answers, photos, tasks and facts are those of the one that is kept; who
    was told of the twin is told once."""
    gone, step = merging.into(kept, twin, by, now)
    votes.take(tx, gone, [step])
    votes.inherit(tx, kept.id, twin.id)
    attendances.inherit(tx, kept.id, twin.id)
    said = vote_facts.of(twin)
    restating.noted_too(tx, kept, said, by, now)
    after = merging.completed(kept, merging.added(kept, twin))
    restating.save(tx, kept, after, [], by, now)
    changes.record(tx, "vote:merged", str(kept.id), now, by, before="", after=twin.item.words)
    for one in (gone, after):
        vote_reminders.set_for(tx, one, now)
        vote_events.keep(tx, one, now)
        vote_deadlines.follow(tx, one, now)
    _tell(tx, kept, after, gone, now)
    vote_offering.sat(tx, gone, now)
    if after.status not in UNCONFIRMED:
        vote_offering.offer(tx, after, now)
    return after


def _tell(tx: Tx, kept: CouncilVote, after: CouncilVote, gone: CouncilVote, now: datetime) -> None:
    """One message for each who was told of the twin; where the hour becomes known, that says it to
    all."""
    task_sends.follow_sitting(tx, after, now)
    what = vote_holding.what_changed(kept, after) if after.status not in UNCONFIRMED else None
    if what is not None:
        vote_sends.tell(tx, after, what, now, before=kept.sitting)
        return
    vote_sends.word_again(tx, after, now)
    vote_sends.tell_merged(tx, gone, now)


def kept_of(tx: Tx, vote: CouncilVote) -> CouncilVote:
    """The vote that one is by now, or itself."""
    while vote.merged is not None:
        further = votes.get(tx, vote.merged)
        assert further is not None
        vote = further
    return vote
