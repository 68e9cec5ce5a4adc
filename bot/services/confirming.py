"""A reported vote is taken for true, or dropped; what that sets off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.domain.ids import ChannelId, PersonId, VoteId
from bot.domain.refusals import Reason, Refused
from bot.domain.votes import UNCONFIRMED, CouncilVote, VoteStatus
from bot.services import (
    finds,
    returning,
    vote_holding,
    vote_offering,
    vote_reminders,
    vote_sends,
    vote_tasks,
)
from bot.services.asking import Asker
from bot.services.deps import Deps
from bot.store import acts, vote_statements, votes
from bot.store.base import Tx
from bot.store.vote_statements import StatementState


def id_of(said: str) -> VoteId:
    return VoteId(int(said))


def own(tx: Tx, asker: Asker, id_: VoteId) -> CouncilVote:
    """The vote, held by the asker's collective. Raises Refused(NO_VOTE)."""
    vote = votes.get(tx, id_)
    if vote is None or vote.owner != asker.collective:
        raise Refused(Reason.NO_VOTE)
    return vote


def confirm(
    tx: Tx, vote: CouncilVote, by: PersonId, now: datetime, *, organiser: bool
) -> tuple[CouncilVote, Sequence[ChannelId]]:
    """Confirm and announce together; the channels where it is. What waited for this date is the
    vote that is confirmed. Raises Refused.

    Where somebody says something else, only an organiser may: that is what they choose, then.
    """
    confirmed, steps = vote.confirm(by, now, organiser=organiser)
    for other in vote_statements.against(tx, vote):
        if not organiser:
            raise Refused(Reason.VOTE_DOUBTED)
        vote_statements.become(tx, other, StatementState.LEFT, now, by)
    if (waits := returning.waiting(tx, vote)) is not None:
        return returning.redate(tx, waits, vote, by, now)
    votes.take(tx, confirmed, steps)
    told = vote_holding.hold(tx, confirmed, now)
    vote_offering.offer(tx, confirmed, now)
    gone = votes.get(tx, vote.earlier) if vote.earlier is not None else None
    if gone is not None and gone.is_gone:
        vote_tasks.resume(tx, gone, confirmed, now)
    return confirmed, told


async def decide(
    deps: Deps, asker: Asker, id_: VoteId, *, accept: bool, organiser: bool
) -> tuple[CouncilVote, Sequence[ChannelId]]:
    """Answer a report; who clicks twice is told again what was done. Raises Refused (unknown,
    decided, right)."""
    now = deps.clock.now()

    def work(tx: Tx) -> tuple[CouncilVote, Sequence[ChannelId]]:
        vote = own(tx, asker, id_)
        if acts.done(tx, asker.act) is not None or _is_done(tx, vote, asker.person, accept=accept):
            return vote, vote_sends.announced_in(tx, vote) if accept else ()
        done = answer(tx, vote)
        if vote.reporter is None:  # the forum told of it
            finds.word_again(tx, vote.owner, now)
        acts.record(tx, asker.act, str(id_), now)
        return done

    def answer(tx: Tx, vote: CouncilVote) -> tuple[CouncilVote, Sequence[ChannelId]]:
        if accept:
            return confirm(tx, vote, asker.person, now, organiser=organiser)
        if vote.status not in UNCONFIRMED:
            raise Refused(Reason.VOTE_DECIDED)
        if not organiser and asker.person != vote.reporter:
            raise Refused(Reason.VOTE_DROP_NOT_YOURS)
        dropped, steps = vote.withdraw(asker.person, now)
        votes.take(tx, dropped, steps)
        vote_reminders.ask_again(tx, dropped, now)
        vote_sends.word_again(tx, dropped, now)
        vote_tasks.follow_and_tell(tx, vote, dropped, now)
        return dropped, ()

    return await deps.store.write(work)


def _is_done(tx: Tx, vote: CouncilVote, by: PersonId, *, accept: bool) -> bool:
    """Whether the last that happened to a vote is this very answer of this very person."""
    ends = VoteStatus.CONFIRMED if accept else VoteStatus.DROPPED
    last = votes.steps(tx, vote.id)[-1]
    return vote.status is ends is last.after and last.by == by and last.before in UNCONFIRMED
