"""What forums tell of votes and towns is asked about a few times a day; the rest is in one message.

That message shows what still waits: who answers makes room for the next.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final

from bot.domain.delivery import Kind
from bot.domain.ids import ChannelId, CollectiveId
from bot.domain.votes import CouncilVote
from bot.services import corrections
from bot.store import deliveries, messages, topic_links, votes
from bot.store.base import Tx, stamp
from bot.store.topic_links import Link

MOST_A_DAY: Final = 3  # questions to one collective
_A_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Rest:
    """What had no question of its own and waits, the oldest first of each."""

    votes: tuple[CouncilVote, ...]
    links: tuple[Link, ...]


def may_ask(tx: Tx, collective: CollectiveId, now: datetime) -> bool:
    """Whether one more question is not too many; to be asked before it is written down."""
    since = now - _A_DAY
    found = votes.found_since(tx, collective, since)
    return found + topic_links.count_since(tx, collective, since) < MOST_A_DAY


def sum_up(tx: Tx, collective: CollectiveId, channel: ChannelId, now: datetime) -> None:
    """One message for what is more than a few, the same for the day."""
    since = _day_of(now)
    if _word_again(tx, collective, since, now):
        return
    cause = _cause(collective, since)
    deliveries.plan(tx, Kind.FOUND, channel, cause, now, facts=_facts(since), collective=collective)


def word_again(tx: Tx, collective: CollectiveId, now: datetime) -> None:
    """Something was answered: the messages of this day and the last ask no more about it."""
    for since in (_day_of(now) - _A_DAY, _day_of(now)):
        _word_again(tx, collective, since, now)


def _word_again(tx: Tx, collective: CollectiveId, since: datetime, now: datetime) -> bool:
    """Whether there is a message of that day."""
    cause = _cause(collective, since)
    known = messages.carrying(tx, cause)
    for one in known:
        corrections.correct_one(tx, one, cause, _facts(since), now)
    return bool(known)


def rest(tx: Tx, collective: CollectiveId, since: datetime, now: datetime) -> Rest:
    """What waits of the day that began then."""
    until = since + _A_DAY
    found = [
        one
        for one in votes.found_unasked(tx, collective, since, until)
        if not one.sitting.is_over(now)
    ]
    return Rest(tuple(found), tuple(topic_links.unasked(tx, collective, since, until)))


def _day_of(now: datetime) -> datetime:
    return datetime.combine(now.astimezone(UTC).date(), time(), UTC)


def _cause(collective: CollectiveId, since: datetime) -> str:
    return f"found:{collective}:{since.date().isoformat()}"


def _facts(since: datetime) -> dict[str, str]:
    return {"since": stamp(since)}
