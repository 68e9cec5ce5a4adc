"""A vote to come is in the chat server's own calendar, where Vigie may write there."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from bot.domain.delivery import Cause, Delivery, Kind
from bot.domain.ids import ChannelId, VoteId
from bot.domain.votes import COMING, CouncilVote
from bot.ports.chat import Schedule
from bot.render import vote_events as words
from bot.render.texts import Texts
from bot.render.votes import VoteCard
from bot.store import deliveries, messages
from bot.store.base import Tx

_LASTS: Final = timedelta(hours=2)


def keep(tx: Tx, vote: CouncilVote, now: datetime) -> None:
    """Plan the event of a vote as it is now; of one whose hour nobody knows, there is none."""
    lane = _lane(vote.id)
    is_there = messages.event_in(tx, lane) is not None or messages.event_waits(tx, lane)
    if not _is_on(vote) and not is_there:
        return
    deliveries.plan(
        tx,
        Kind.VOTE_EVENT,
        ChannelId(vote.owner),
        f"{lane}:{vote.version}",
        now,
        facts={"vote": str(vote.id), "begins": _begins(vote)},
        collective=vote.owner,
        lane=lane,
    )


def is_missed(tx: Tx, vote: VoteId, why: Cause) -> bool:
    """Whether people see a calendar that is out of step: not where Vigie never had the right to
    write in it."""
    if why is Cause.NO_RIGHT:
        return messages.event_in(tx, _lane(vote)) is not None
    return why is Cause.TOO_MANY


def _lane(id_: VoteId) -> str:
    return f"vote:{id_}:event"


def _is_on(vote: CouncilVote) -> bool:
    return vote.status in COMING and vote.sitting.hour is not None


def _begins(vote: CouncilVote) -> str:
    """As the calendar is to have it: empty where it is not to be there."""
    return vote.sitting.begins.isoformat() if _is_on(vote) else ""


def worded(
    tx: Tx, delivery: Delivery, card: VoteCard, says: Texts, now: datetime
) -> Schedule | Cause:
    """What the calendar is to hold, or why nothing is to be done.

    Who deleted the event there does not want it, as long as it would begin at the same time.
    """
    vote = card.vote
    made, begins = messages.event_in(tx, _lane(vote.id)), vote.sitting.begins
    event, known = made or (None, "")
    if not _is_on(vote) and event is None:
        return Cause.NOTHING_TO_CORRECT
    waited = delivery.attempts > 0 or delivery.due < begins
    if begins <= now and (_is_on(vote) or waited):  # nobody plans their evening by it any more
        return Cause.STALE
    return Schedule(
        place=delivery.channel,
        event=event,
        name=words.name(card, says),
        begins=begins,
        ends=begins + _LASTS,
        location=words.location(card),
        text=words.text(card, says),
        mark=words.mark(card),
        over=not _is_on(vote),
        anew=_is_on(vote) and known != _begins(vote),
    )
