"""What it means that a collective holds a vote for true: announcements, reminders, corrections."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.domain.ids import ChannelId
from bot.domain.votes import COMING, OUTCOMES, UNCONFIRMED, CouncilVote, VoteStatus
from bot.services import (
    deadline_sends,
    vote_brake,
    vote_deadlines,
    vote_events,
    vote_reminders,
    vote_sends,
    vote_tasks,
    vote_watching,
)
from bot.store import votes
from bot.store.base import Tx

_TOLD = {
    VoteStatus.POSTPONED: "postponed",
    VoteStatus.WITHDRAWN: "withdrawn",
    VoteStatus.DROPPED: "withdrawn",
    VoteStatus.ADOPTED: "result",
    VoteStatus.REJECTED: "result",
}


def hold(tx: Tx, vote: CouncilVote, now: datetime) -> list[ChannelId]:
    """Announce a vote and set its reminders; the collective's channels where it is announced."""
    told = vote_sends.announce(tx, vote, now)
    vote_watching.announce(tx, vote, now)
    vote_reminders.set_for(tx, vote, now)
    vote_events.keep(tx, vote, now)
    vote_deadlines.follow(tx, vote, now)
    return told


def changed(
    tx: Tx,
    before: CouncilVote,
    after: CouncilVote,
    now: datetime,
    *,
    said: Mapping[str, str] | None = None,
) -> None:
    """All who were told of a vote hear what became of it, in one message; its reminders follow, and
    what there is to do before it.

    `said` has, as it is, what else was wrong or lacked. Too much at once waits for organisers.
    """
    tasks = vote_tasks.follow(tx, before, after, now)
    vote_reminders.set_for(tx, after, now)
    vote_events.keep(tx, after, now)
    vote_deadlines.follow(tx, after, now)
    if before.published != after.published:
        deadline_sends.word_again(tx, after.id, now)
    if after.status in UNCONFIRMED and before.status not in UNCONFIRMED:
        vote_sends.ask_anew(tx, after, now)
    if before.status is VoteStatus.ADOPTED is not after.status:  # its publication is asked for
        vote_sends.news_again(tx, after, now, "result")
    what = what_changed(before, after) or ("corrected" if said else None)
    if what is None:
        vote_sends.word_again(tx, after, now)
        vote_tasks.tell(tx, after, tasks, now)
        if before.published != after.published:  # its window was told from a day that was supposed
            vote_sends.news_again(tx, after, now)
    else:
        was = before.status if _is_error(tx, before, after) else None
        facts = {"tasks": vote_tasks.numbers(tasks)} if tasks else {}
        vote_sends.tell(
            tx, after, what, now, before=before.sitting, was=was, said={**(said or {}), **facts}
        )
        told = vote_sends.told(tx, after)
        besides = [channel for channel, person in told.items() if person is None]
        vote_tasks.tell(tx, after, tasks, now, besides=besides)
    vote_brake.hold_back(tx, after, what, now)


def _is_error(tx: Tx, before: CouncilVote, after: CouncilVote) -> bool:
    """Whether the state before was an error: people said so, or only one of the two came to be."""
    if before.status is after.status:
        return False
    last = votes.steps(tx, after.id)[-1]
    return last.corrects or {before.status, after.status} == OUTCOMES


def what_changed(before: CouncilVote, after: CouncilVote) -> str | None:
    """The news for who was told how it was before; None where it is only worded again."""
    if after.status in COMING and before.sitting != after.sitting:
        is_same_day = before.status in COMING and before.sitting.day == after.sitting.day
        return "hour" if is_same_day and before.sitting.hour is None else "moved"
    if after.status in COMING and before.status not in COMING:
        return "back"
    if before.status is after.status and before.tally == after.tally:
        return None
    return _TOLD.get(after.status, "state" if after.status is not VoteStatus.HELD else None)


def as_told(own: CouncilVote, told: CouncilVote) -> CouncilVote:
    """The vote as it is where it was told, with what only its own collective knows of it."""
    is_copy = own.root == told.root
    place, item = told.place or own.place, told.item if is_copy else own.item
    was, is_ = (own.status, own.sitting, own.place), (told.status, told.sitting, place)
    same_day = own.sitting.day == told.sitting.day
    is_news = was != is_ or (is_copy and own.item.number != item.number)
    sequence = own.sequence + is_news
    return replace(
        own,
        item=item,
        status=told.status,
        sitting=told.sitting,
        tally=told.tally,
        published=told.published,
        convoked=told.convoked or (own.convoked if same_day else None),
        place=place,
        source=own.source or told.source,
        url=own.url or told.url,
        sequence=max(sequence, told.sequence) if is_copy else sequence,  # of the same event
        version=own.version + 1,
    )
