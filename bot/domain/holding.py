"""Sends that are held back, and which of them are still worth saying once they may go."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain import alerts
from bot.domain.delivery import Kind
from bot.domain.ids import ChannelId, CollectiveId, DeliveryId
from bot.domain.reminders import Noun

REMINDER = "reminder"  # the fact that a send of a reminder has
OCCURS = "occurs"  # and when what it is about happens, in ISO
# What undoes something that people were told of a vote, of a source that may do so by mistake.
UNDOING: Final = frozenset({"moved", "postponed", "withdrawn", "back", "corrected"})
_SHOWING: Final = frozenset({Kind.CORRECTION, Kind.VOTE_EVENT, Kind.THREAD_NAME})
# What came of it: never too late to be asked.
_QUESTIONS: Final = (
    *(Noun.RESULT, Noun.UNCONFIRMED, Noun.WINDOW, Noun.APPEAL),
    Noun.REQUEST,
)
_OF_A_DAY: Final = (Noun.DEADLINE, Noun.TASK)  # they occur in the morning of their last day


@dataclass(frozen=True, slots=True)
class Held:
    """A send that waits for people's word; `cause` is what it is said for."""

    id: DeliveryId
    channel: ChannelId
    cause: str
    facts: Mapping[str, str]
    kind: Kind

    @property
    def is_news(self) -> bool:
        """Whether it is said, rather than shown where something was said before."""
        return self.kind not in _SHOWING

    @property
    def is_change(self) -> bool:
        """Whether it tells of a vote that is not as people were told."""
        return self.kind is Kind.VOTE_NEWS and self.facts.get("what") in UNDOING


class BrakeState(StrEnum):
    OPEN = "open"
    SENT = "sent"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class Brake:
    """A question to organisers: `count` sends are, or were, held in a channel; `stale` others were
    too old to leave once they might. `of_changes` where votes are held that changed at once."""

    id: int
    collective: CollectiveId
    channel: ChannelId
    state: BrakeState
    count: int
    stale: int = 0
    of_changes: bool = False


def told_before(held: Sequence[Held]) -> frozenset[DeliveryId]:
    """The moves of a vote that wait behind its announcement, in their order: that tells of the last
    day, to people who never heard of another."""
    announced, found = set[tuple[str, ChannelId]](), set[DeliveryId]()
    for one in held:
        about = one.facts.get("vote", ""), one.channel
        if one.kind is Kind.VOTE:
            announced.add(about)
        elif one.is_change and one.facts["what"] == "moved" and about in announced:
            found.add(one.id)
    return frozenset(found)


def stale(
    held: Sequence[Held], now: datetime, zone_of: Callable[[Held], ZoneInfo]
) -> frozenset[DeliveryId]:
    """Those that would only puzzle: what they are about is over, or a later one of the same says
    more. They are given in the order in which they were planned; `zone_of` has the clock that what
    one is about goes by."""
    newest = {(one.channel, _subject(one)): one.id for one in held if REMINDER in one.facts}
    return frozenset(
        one.id
        for one in held
        if REMINDER in one.facts
        and (_is_over(one, now, zone_of) or newest[one.channel, _subject(one)] != one.id)
    )


def _is_over(one: Held, now: datetime, zone_of: Callable[[Held], ZoneInfo]) -> bool:
    """What is told at its very hour is worth telling for a while; what has a whole day, as long as
    that lasts."""
    if OCCURS not in one.facts or any(noun in one.facts for noun in _QUESTIONS):
        return False
    occurs = datetime.fromisoformat(one.facts[OCCURS])
    if Noun.ALERT in one.facts:
        return alerts.is_stale(occurs, now, zone_of(one))
    if any(noun in one.facts for noun in _OF_A_DAY):
        zone = zone_of(one)
        return now.astimezone(zone).date() > occurs.astimezone(zone).date()
    return occurs <= now


def _subject(one: Held) -> str:
    """`reminder:vote:7`, whenever it is said to happen."""
    return ":".join(one.cause.split(":")[:3])
