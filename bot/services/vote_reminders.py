"""When a vote is reminded of: before the sitting, and after it for its result."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.domain.ids import CollectiveId
from bot.domain.reminders import About, Audience, Noun, ToChannel, ToFollowers
from bot.domain.votes import AWAITED, COMING, CouncilVote
from bot.services import reminders, vote_sends
from bot.store import collectives
from bot.store.base import Tx

BY_DEFAULT: Final = (timedelta(days=7), timedelta(days=2), timedelta(hours=3))
_A_DAY: Final = timedelta(days=1)
_AT_THE_END: Final = (timedelta(0),)


def set_for(tx: Tx, vote: CouncilVote, now: datetime) -> None:
    """Remind of a vote as it is now, and of nothing where it is no vote to come any more."""
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
