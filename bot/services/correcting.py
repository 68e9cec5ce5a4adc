"""What was told of a vote turns out to be wrong, or to lack something; who was told hears of it."""

from __future__ import annotations

from datetime import datetime

from bot.domain import vote_facts
from bot.domain.ids import PersonId
from bot.domain.vote_facts import Facts
from bot.domain.votes import UNCONFIRMED, CouncilVote
from bot.services import restating, vote_holding, vote_offering, vote_sends
from bot.store.base import Tx


def apply(
    tx: Tx, vote: CouncilVote, facts: Facts, by: PersonId, now: datetime, *, why: str = ""
) -> CouncilVote:
    """The vote with these facts; its announcements, calendars and reminders follow. Raises
    Refused."""
    after, steps = vote_facts.correct(vote, facts, by, now, why=why)
    restating.save(tx, vote, after, steps, by, now, why=why)
    if vote.status in UNCONFIRMED:
        vote_sends.word_again(tx, after, now)
        return after
    vote_holding.changed(tx, vote, after, now, said=vote_facts.corrected(vote, after))
    vote_offering.offer(tx, after, now)
    return after
