"""Votes in private, for who follows a city for themself.

They hear of what a collective confirmed that they are in: nowhere is written who belongs where, so
the chat is asked when it is sent. Where several hold the same vote, the first of theirs tells it.
"""

from __future__ import annotations

from datetime import datetime

from bot.domain import alike
from bot.domain.delivery import WATCHER, Kind
from bot.domain.hearing import Heard
from bot.domain.ids import DeliveryId, PersonId, VoteId
from bot.domain.votes import COMING, CouncilVote
from bot.services import vote_sends
from bot.store import messages, votes, watches
from bot.store.base import Tx
from bot.store.watches import Watch


def announce(tx: Tx, vote: CouncilVote, now: datetime) -> None:
    """Tell those who follow its city, and whom nobody told of the same."""
    for one in untold(tx, vote, watches.of_city(tx, vote.city)):
        cause = vote_sends.cause_of(vote)
        vote_sends.plan(tx, Kind.VOTE, vote, one.channel, cause, now, person=one.person)


def reminded(tx: Tx, vote: CouncilVote) -> list[Watch]:
    """Those of who follows its city whom this collective is to remind of a vote: it told them, or
    nobody did."""
    watching = watches.of_city(tx, vote.city)
    if not watching:
        return []
    mine = vote_sends.told(tx, vote)
    free = {one.id for one in untold(tx, vote, watching)}
    return [one for one in watching if one.channel in mine or one.id in free]


def untold(tx: Tx, vote: CouncilVote, watching: list[Watch]) -> list[Watch]:
    """Those of them who heard of the same from nobody; of what is told where not everybody reads,
    nobody: nowhere is written who does."""
    if not watching or vote.heard is not Heard.ALL:
        return []
    told = {channel for one in _alike(tx, vote) for channel in vote_sends.told(tx, one)}
    return [one for one in watching if one.channel not in told]


def _alike(tx: Tx, vote: CouncilVote) -> list[CouncilVote]:
    """The same vote as each collective holds it, this one too."""
    found = votes.alike(tx, vote.city, vote.sitting.day, vote.root)
    # Who heard that one was called off has not heard that it comes back.
    on = [one for one in found if one.id == vote.id or one.status not in alike.GONE]
    sure = alike.surely(on, vote.item)
    return [one for one in found if one.root == vote.root or one in sure]


def outsider(tx: Tx, id_: DeliveryId, now: datetime) -> None:
    """A person is not in the collective that was to tell them: perhaps in another that holds the
    same vote, each of which is tried once."""
    sent = messages.told(tx, id_)
    if sent.kind not in {Kind.VOTE, Kind.VOTE_REMINDER} or WATCHER not in sent.facts:
        return
    vote = votes.get(tx, VoteId(int(sent.facts["vote"])))
    assert vote is not None
    person = PersonId(sent.facts[WATCHER])
    held = [one for one in _alike(tx, vote) if one.status in COMING and one.id != vote.id]
    others = [one for one in held if one.heard is Heard.ALL]
    if any(sent.channel in vote_sends.told(tx, one) for one in others):
        return
    for other in others:
        cause = _cause(sent.cause, vote, other)
        facts = {**sent.facts, "vote": str(other.id)}
        if vote_sends.plan(tx, sent.kind, other, sent.channel, cause, now, facts, person=person):
            return


def _cause(cause: str, vote: CouncilVote, other: CouncilVote) -> str:
    """That of the same send about another's vote: `vote:7`, or `reminder:vote:7:…`."""
    before, after = (f"vote:{one.id}" for one in (vote, other))
    return cause.replace(before, after, 1)
