"""Two people say a vote differently: an organiser chooses which of them holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.domain.delivery import Kind
from bot.domain.ids import ChannelId, PersonId
from bot.domain.refusals import Reason, Refused
from bot.domain.vote_facts import Facts
from bot.domain.votes import UNCONFIRMED, CouncilVote, VoteStatus
from bot.services import confirming, correcting, corrections, vote_sends
from bot.services.asking import Asker
from bot.services.deps import Deps
from bot.store import deliveries, vote_statements
from bot.store.base import Tx
from bot.store.vote_statements import Statement, StatementState


def state(tx: Tx, vote: CouncilVote, facts: Facts, by: PersonId, now: datetime) -> Statement:
    """Keep what contradicts a vote; the question about it shows that."""
    made = vote_statements.add(tx, vote, facts, by, now)
    vote_sends.word_again(tx, vote, now)
    return made


def ask(
    tx: Tx,
    vote: CouncilVote,
    statement: Statement,
    here: ChannelId | None,
    may_hear: Callable[[ChannelId], bool],
    now: datetime,
) -> list[ChannelId]:
    """Ask the organisers whether what was announced is to be corrected: where it was said, if
    Vigie may write there, and where the city is heard of first."""
    heard = [one for one in vote_sends.places(tx, vote.owner, vote.city) if may_hear(one)][:1]
    asked = list(dict.fromkeys([*([here] if here else []), *heard]))
    for channel in asked:
        deliveries.plan(
            tx,
            Kind.VOTE_DOUBTED,
            channel,
            _cause(statement),
            now,
            facts=_facts(statement),
            collective=vote.owner,
            urgent=True,
        )
    return asked


async def answer(deps: Deps, asker: Asker, id_: int, *, take_it: bool) -> CouncilVote:
    """An organiser says which holds: what is noted, or what contradicts it. Raises Refused."""
    now = deps.clock.now()

    def work(tx: Tx) -> CouncilVote:
        statement = vote_statements.get(tx, id_)
        if statement is None:
            raise Refused(Reason.NO_VOTE)
        vote = confirming.own(tx, asker, statement.vote)
        wanted = StatementState.TAKEN if take_it else StatementState.LEFT
        if statement.state is wanted:  # the same click, or the same thought
            return vote
        if vote.status is VoteStatus.DROPPED:
            raise Refused(Reason.VOTE_DECIDED)
        if take_it and statement.day != vote.sitting.day:  # it was said of another sitting
            raise Refused(Reason.VOTE_CHANGED)
        if not vote_statements.become(tx, statement, wanted, now, asker.person):
            raise Refused(Reason.VOTE_DECIDED)
        if take_it:
            vote = correcting.apply(tx, vote, statement.facts, asker.person, now)
        corrections.correct(tx, _cause(statement), _facts(statement), now)
        if vote.status in UNCONFIRMED:
            vote_sends.word_again(tx, vote, now)
        return vote

    return await deps.store.write(work)


def _cause(statement: Statement) -> str:
    return f"vote_statement:{statement.id}"


def _facts(statement: Statement) -> dict[str, str]:
    return {"vote": str(statement.vote), "statement": str(statement.id)}
