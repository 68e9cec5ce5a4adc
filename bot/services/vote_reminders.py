"""When a vote is reminded of: before the sitting, and after it for its result."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Final

from bot.domain.ids import CollectiveId
from bot.domain.reminders import About, Audience, Noun, ToChannel, ToFollowers
from bot.domain.sittings import Sitting
from bot.domain.votes import AWAITED, COMING, UNCONFIRMED, CouncilVote
from bot.services import reminders, vote_sends
from bot.store import collectives
from bot.store.base import Tx

BY_DEFAULT: Final = (timedelta(days=7), timedelta(days=2), timedelta(hours=3))
_A_DAY: Final = timedelta(days=1)
_AT_THE_END: Final = (timedelta(0),)
_MORNING: Final = time(9)
_HOURS_BEFORE: Final = timedelta(hours=3)  # at least: who confirms tells others, who come


def set_for(tx: Tx, vote: CouncilVote, now: datetime) -> None:
    """Remind of a vote as it is now, and of nothing where it is no vote to come any more."""
    ask_again(tx, vote, now)
    before, result = About(Noun.VOTE, str(vote.id)), About(Noun.RESULT, str(vote.id))
    audience, other = _audiences(tx, vote)
    for about in (before, result):  # whoever follows only now is reminded once, not twice
        reminders.cancel(tx, about, now, audience=other)
    if vote.status in COMING:
        begins, offsets, zone = vote.sitting.begins, offsets_for(tx, vote), vote.sitting.zone
        # A move has news of its own: nobody is reminded of it at once as well.
        reminders.set_for(tx, before, audience, begins, offsets, now, zone=zone, is_told=True)
    else:
        reminders.cancel(tx, before, now)
    if vote.status in AWAITED:
        reminders.set_for(tx, result, audience, vote.sitting.ends, _AT_THE_END, now)
    else:
        reminders.cancel(tx, result, now)


def ask_again(tx: Tx, vote: CouncilVote, now: datetime) -> None:
    """While nobody confirmed it, ask again where that was asked: 7 days and 2 days before, on the
    day; after the sitting, what came of it."""
    about = About(Noun.UNCONFIRMED, str(vote.id))
    if vote.status not in UNCONFIRMED:
        reminders.cancel(tx, about, now)
        return
    sitting, offsets = vote.sitting, _to_confirm(vote.sitting)
    for channel in vote_sends.asked_in(tx, vote):
        audience = ToChannel(vote.owner, channel)
        reminders.set_for(
            tx, about, audience, sitting.begins, offsets, now, zone=sitting.zone, is_told=True
        )


def _to_confirm(sitting: Sitting) -> Sequence[timedelta]:
    """How long before a sitting it is asked again; the last is after it."""
    since_morning = sitting.begins - datetime.combine(sitting.day, _MORNING, sitting.zone)
    on_the_day = max(since_morning, _HOURS_BEFORE) if sitting.hour is not None else timedelta(0)
    return [timedelta(days=7), timedelta(days=2), on_the_day, sitting.begins - sitting.ends]


def _audiences(tx: Tx, vote: CouncilVote) -> tuple[Audience, Audience]:
    """Who is reminded, and who would be if the city were followed, or were not."""
    followers = ToFollowers(vote.owner, vote.city)
    channel = ToChannel(vote.owner, vote.channel)
    is_followed = bool(vote_sends.places(tx, vote.owner, vote.city))
    return (followers, channel) if is_followed else (channel, followers)


def offsets_for(tx: Tx, vote: CouncilVote) -> Sequence[timedelta]:
    """How long before the sitting; in whole days only where its hour is not known, and the day
    before where the collective counts in hours alone."""
    wanted = of_collective(tx, vote.owner)
    if vote.sitting.hour is not None or not wanted:
        return wanted
    return [one for one in wanted if one >= _A_DAY] or [_A_DAY]


def of_collective(tx: Tx, collective: CollectiveId) -> Sequence[timedelta]:
    """What a collective chose, the longest before first."""
    chosen = collectives.vote_reminders(tx, collective)
    return BY_DEFAULT if chosen is None else [timedelta(seconds=one) for one in chosen]
