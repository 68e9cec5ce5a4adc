"""Who comes: each person's newest answer, counted exactly, told as numbers alone."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.attending import Coming
from bot.domain.ids import CollectiveId, VoteId
from bot.domain.refusals import Reason, Refused
from bot.domain.votes import COMING, CouncilVote
from bot.services import confirming, merging, vote_sends
from bot.services.asking import Asker
from bot.services.deps import Deps
from bot.store import attendances, votes
from bot.store.base import Tx


async def holder(deps: Deps, id_: VoteId) -> CollectiveId:
    """Whose vote it is. Raises Refused(NO_VOTE)."""
    vote = await deps.store.read(lambda tx: votes.get(tx, id_))
    if vote is None:
        raise Refused(Reason.NO_VOTE)
    return vote.owner


async def answer(
    deps: Deps, asker: Asker, id_: VoteId, coming: Coming
) -> tuple[CouncilVote, Mapping[Coming, int]]:
    """Note whether a person comes; the vote and how many gave each answer. Raises Refused."""
    now = deps.clock.now()

    def work(tx: Tx) -> tuple[CouncilVote, Mapping[Coming, int]]:
        vote = merging.kept_of(tx, confirming.own(tx, asker, id_))
        if vote.status not in COMING or vote.sitting.is_over(now):
            raise Refused(Reason.VOTE_OVER)
        if attendances.answer(tx, vote.id, asker.person, coming, asker.act, now):
            vote_sends.word_again(tx, vote, now)
        return vote, attendances.counts(tx, vote.id)

    return await deps.store.write(work)
