"""Whom a deadline reaches: reminders before its day, and news of what changed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from bot.domain.delivery import Kind
from bot.domain.ids import ChannelId, VoteId
from bot.domain.kept_deadlines import Kept
from bot.domain.reminders import (
    About,
    Audience,
    Noun,
    ToPerson,
    time_before,
)
from bot.services import corrections, hearing, legal, reminders
from bot.store import deadlines, deliveries, messages
from bot.store.base import Tx
from bot.store.messages import Carried


def follow(tx: Tx, kept: Kept, now: datetime) -> None:
    """Remind of a deadline as it is now; of nothing where nobody has to do it any more."""
    about = _about(kept)
    if not kept.is_alive:
        reminders.cancel(tx, about, now)
        return
    # What is past is told by the news of the change: not again at once as a reminder.
    offsets = kept.offsets_by(legal.prudent_day(kept))
    ahead = [one for one in offsets if time_before(kept.occurs, one, kept.zone) >= now]
    for audience in _audiences(tx, kept):
        reminders.set_for(tx, about, audience, kept.occurs, ahead, now, zone=kept.zone)


def change(tx: Tx, before: Kept, after: Kept, now: datetime, *, prolonged: bool = False) -> None:
    """What Vigie itself opened follows from something that changed: told, and reminded of.
    `prolonged`: it ends only for another to begin later."""
    if after == before:
        return
    deadlines.save(tx, before, after, now, None)
    # That nothing is to be done any more is no news once its day went by.
    is_past = not after.is_alive and before.days_left(now) < 0
    is_new = (after.due, after.state) != (before.due, before.state)
    if before.is_alive and is_new and not is_past:
        tell(tx, before, after, now, prolonged=prolonged)
    follow(tx, after, now)
    if not after.is_alive:  # what was reminded of offers nothing to do any more
        for one in _reminders(tx, after):
            corrections.correct_one(tx, one, f"closed:{after.id}", {}, now)


def tell(
    tx: Tx,
    before: Kept,
    after: Kept,
    now: datetime,
    *,
    known_in: Collection[ChannelId] = (),
    by_rule: bool = False,
    prolonged: bool = False,
) -> None:
    """A change reaches wherever the day was told before, and who takes care of it.

    It is `known_in` channels where that is answered to all, or told in other words; `by_rule`: the
    law changed, or how it is known; `prolonged`: another begins later.
    """
    for channel in _told(tx, after):
        if channel in known_in:
            continue
        deliveries.plan(
            tx,
            Kind.DEADLINE_NEWS,
            channel,
            f"deadline:{after.id}:{after.version}",
            now,
            facts={
                "deadline": str(after.id),
                "was": before.due.isoformat(),
                "by_rule": "yes" if by_rule else "",
                **({"prolonged": "yes"} if prolonged else {}),
            },
            collective=after.owner,
            to_many=channel != after.taker_channel,
        )


def word_again(tx: Tx, vote: VoteId, now: datetime) -> None:
    """The day of a vote's publication is known by now: what was told of its deadlines does not
    suppose one any more, though they may end on the same day."""
    for kept in deadlines.of_vote(tx, vote):
        if kept.is_alive and kept.basis.rule in legal.FROM_PUBLICATION:
            news = {one.channel: one for one in messages.carrying_any(tx, f"deadline:{kept.id}:")}
            for one in (*_reminders(tx, kept), *news.values()):
                corrections.correct_one(tx, one, f"published:{kept.id}", {}, now)


def _reminders(tx: Tx, kept: Kept) -> list[Carried]:
    return messages.carrying_any(tx, f"reminder:{Noun.DEADLINE}:{kept.id}:")


def _told(tx: Tx, kept: Kept) -> list[ChannelId]:
    """Whoever follows the city by now: who was told is told."""
    found = [kept.taker_channel] if kept.taker_channel else []
    if kept.by or kept.request:  # where it was answered to all
        found.append(kept.channel)
    told = (*_reminders(tx, kept), *messages.carrying_any(tx, f"deadline:{kept.id}:"))
    found += [one.channel for one in told]
    if kept.vote is not None:
        what = "result" if kept.basis.rule == legal.LIST else "state"
        news = messages.carrying_news(tx, f"vote:{kept.vote}:", what)
        found += [one.channel for one in news]
    return list(dict.fromkeys(found))


def _audiences(tx: Tx, kept: Kept) -> list[Audience]:
    audiences = [hearing.audience(tx, kept.owner, kept.city, kept.channel, kept.heard)]
    if kept.taker is not None and kept.taker_channel is not None:
        audiences.append(ToPerson(kept.taker, kept.taker_channel, kept.owner))
    return audiences


def _about(kept: Kept) -> About:
    return About(Noun.DEADLINE, str(kept.id))
