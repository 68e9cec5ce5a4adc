"""A vote that was moved, postponed or withdrawn is told again, of its old day or of another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from bot.domain import alike, merging, vote_facts
from bot.domain.ids import ChannelId, CityId, CollectiveId, PersonId
from bot.domain.sittings import Item
from bot.domain.vote_facts import Fact
from bot.domain.votes import AWAITED, CouncilVote, VoteStatus
from bot.services import restating, vote_holding, vote_offering, vote_reminders, vote_sends
from bot.store import changes, votes
from bot.store.base import Tx

_REMEMBERED: Final = timedelta(
    days=365
)  # since its sitting, until the same words are something new
_OF_ITS_SITTING: Final = frozenset({Fact.HOUR, Fact.ITEM})


def elsewhere(
    tx: Tx, owner: CollectiveId, city: CityId, day: date, item: Item
) -> CouncilVote | None:
    """The vote that an item of that day surely is, where it was moved, or waits for a date."""
    moved = [one for one in votes.moved_from(tx, owner, city, day) if one.status in AWAITED]
    waits = [
        one for one in votes.of_sitting(tx, owner, city, day) if one.status is VoteStatus.POSTPONED
    ]
    found = [*moved, *waits]
    return next(iter(alike.surely(found, item) or by_twin(tx, found, item)), None)


def earlier(tx: Tx, owner: CollectiveId, city: CityId, day: date, item: Item) -> CouncilVote | None:
    """The vote that an item of that day is again, after it was postponed or withdrawn."""
    off = votes.called_off(tx, owner, city, day - _REMEMBERED)
    worded = [replace(one, item=twin.item) for one in off for twin in _twins(tx, one)]
    found = alike.earlier([*off, *worded], day, item)
    return next((one for one in off if found and one.id == found.id), None)


def by_twin(tx: Tx, found: Sequence[CouncilVote], item: Item) -> list[CouncilVote]:
    """Those of them that a vote with these words turned out to be, on whatever day it was."""
    kept = {twin.id: one for one in found for twin in _twins(tx, one)}
    twins = [twin for one in found for twin in _twins(tx, one)]
    return list({kept[one.id].id: kept[one.id] for one in alike.surely(twins, item)}.values())


def _twins(tx: Tx, vote: CouncilVote) -> list[CouncilVote]:
    """What turned out to be a vote, or another that did."""
    here = votes.merged_into(tx, vote.id)
    return [*here, *(further for one in here for further in _twins(tx, one))]


def note(
    tx: Tx, vote: CouncilVote, earlier: CouncilVote | None, by: PersonId | None, now: datetime
) -> None:
    """That a vote is an earlier one again stands in its history, with the day of that one."""
    if earlier is not None:
        day = earlier.sitting.day.isoformat()
        changes.record(tx, "vote:earlier", str(vote.id), now, by, before="", after=day)


def waiting(tx: Tx, report: CouncilVote) -> CouncilVote | None:
    """The vote that waits for the date that a report has."""
    found = votes.get(tx, report.earlier) if report.earlier is not None else None
    return found if found and found.status is VoteStatus.POSTPONED else None


def redate(
    tx: Tx, waits: CouncilVote, report: CouncilVote, by: PersonId, now: datetime
) -> tuple[CouncilVote, Sequence[ChannelId]]:
    """The vote that waited takes the date of a report, and what that says of its sitting; where it
    was announced. The report is that vote from now on. Raises Refused."""
    moved, steps = waits.move(report.sitting, by, now)
    gone, step = merging.into(waits, report, by, now)
    votes.take(tx, gone, [step])
    votes.inherit(tx, waits.id, report.id)
    vote_reminders.ask_again(tx, gone, now)  # nobody is to confirm it any more
    told = {fact: said for fact, said in vote_facts.of(report).items() if said}
    told = {fact: said for fact, said in told.items() if fact not in _OF_ITS_SITTING}
    after = vote_facts.put(moved, told)
    restating.save(tx, waits, after, steps, by, now)
    vote_sends.word_again(tx, gone, now)
    vote_holding.changed(tx, waits, after, now, said=vote_facts.corrected(waits, after))
    vote_offering.offer(tx, after, now)
    return after, vote_sends.announced_in(tx, after)
