"""Whom a deadline reaches: reminders before its day, and news of what changed."""

from __future__ import annotations

from datetime import datetime

from bot.domain.delivery import Kind
from bot.domain.ids import ChannelId
from bot.domain.kept_deadlines import OFFSETS, Kept
from bot.domain.reminders import (
    About,
    Audience,
    Noun,
    ReminderState,
    ToChannel,
    ToFollowers,
    ToPerson,
    time_before,
)
from bot.services import reminders, vote_sends
from bot.store import deliveries
from bot.store import reminders as stored
from bot.store.base import Tx


def follow(tx: Tx, kept: Kept, now: datetime) -> None:
    """Remind of a deadline as it is now; of nothing where nobody has to do it any more."""
    about = _about(kept)
    if not kept.is_alive:
        reminders.cancel(tx, about, now)
        return
    # What is past is told by the news of the change: not again at once as a reminder.
    ahead = [one for one in OFFSETS if time_before(kept.occurs, one, kept.zone) >= now]
    for audience in _audiences(tx, kept):
        reminders.set_for(tx, about, audience, kept.occurs, ahead, now, zone=kept.zone)


def tell(tx: Tx, before: Kept, after: Kept, now: datetime) -> None:
    """A change reaches who was reminded before, and who takes care of it."""
    for channel in _told(tx, after):
        deliveries.plan(
            tx,
            Kind.DEADLINE_NEWS,
            channel,
            f"deadline:{after.id}:{after.version}",
            now,
            facts={"deadline": str(after.id), "was": before.due.isoformat()},
            collective=after.owner,
            to_many=channel != after.taker_channel,
        )


def _told(tx: Tx, kept: Kept) -> list[ChannelId]:
    found = [kept.taker_channel] if kept.taker_channel else []
    for one in stored.of(tx, _about(kept)):
        if one.state is ReminderState.FIRED:
            found += _channels(tx, one.audience)
    return list(dict.fromkeys(found))


def _channels(tx: Tx, audience: Audience) -> list[ChannelId]:
    if isinstance(audience, ToFollowers):
        return vote_sends.places(tx, audience.collective, audience.city)
    return [audience.channel]


def _audiences(tx: Tx, kept: Kept) -> list[Audience]:
    heard = vote_sends.places(tx, kept.owner, kept.city)
    audiences: list[Audience] = [
        ToFollowers(kept.owner, kept.city) if heard else ToChannel(kept.owner, kept.channel)
    ]
    if kept.taker is not None and kept.taker_channel is not None:
        audiences.append(ToPerson(kept.taker, kept.taker_channel, kept.owner))
    return audiences


def _about(kept: Kept) -> About:
    return About(Noun.DEADLINE, str(kept.id))
