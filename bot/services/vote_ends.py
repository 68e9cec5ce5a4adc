"""A sitting is over: nobody told of another date, so the vote was held, and its result is asked."""

from __future__ import annotations

from datetime import datetime

from bot.domain.ids import ChannelId, VoteId
from bot.domain.votes import COMING, UNCONFIRMED, VoteStatus
from bot.services import vote_deadlines, vote_offering, vote_sends
from bot.store import votes
from bot.store.base import Tx


def asked_in(tx: Tx, id_: VoteId) -> list[ChannelId]:
    """Where the result is asked for where no channel follows the city any more: those who were told
    of the vote, else who reported it."""
    vote = votes.get(tx, id_)
    if vote is None:
        return []
    return vote_sends.announced_in(tx, vote) or [vote.channel]


def over(tx: Tx, id_: VoteId, now: datetime) -> None:
    """Note that the council sat, in the transaction that asks for the result."""
    vote = votes.get(tx, id_)
    if vote is None or vote.status not in COMING or not vote.sitting.is_over(now):
        return
    held, steps = vote.walk([VoteStatus.HELD], None, now)
    votes.take(tx, held, steps)
    vote_deadlines.follow(tx, held, now)
    vote_sends.word_again(tx, held, now)
    vote_offering.sat(tx, held, now)


def unanswered(tx: Tx, id_: VoteId, now: datetime) -> None:
    """The town hall did not answer an appeal: that is a refusal, noted in the transaction that
    tells it."""
    vote = votes.get(tx, id_)
    if vote is None or vote.status is not VoteStatus.GRACIEUX:
        return
    refused, steps = vote.walk([VoteStatus.CHALLENGEABLE], None, now)
    votes.take(tx, refused, steps)
    vote_deadlines.silent(tx, refused, now)
    vote_sends.word_again(tx, refused, now)


def unconfirmed(tx: Tx, id_: VoteId, now: datetime) -> None:
    """What nobody confirmed in time cannot be any more: the questions ask what came of it."""
    vote = votes.get(tx, id_)
    if vote is not None and vote.status in UNCONFIRMED and vote.sitting.is_over(now):
        vote_sends.word_again(tx, vote, now)
