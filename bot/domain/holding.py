"""Sends that are held back, and which of them are still worth saying once they may go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import ChannelId, CollectiveId, DeliveryId

REMINDER = "reminder"  # the fact that a send of a reminder has
RESULT = "result"  # and one that asks what came of it
OCCURS = "occurs"  # and when what it is about happens, in ISO


@dataclass(frozen=True, slots=True)
class Held:
    """A send that waits for people's word; `cause` is what it is said for."""

    id: DeliveryId
    channel: ChannelId
    cause: str
    facts: Mapping[str, str]


class BrakeState(StrEnum):
    OPEN = "open"
    SENT = "sent"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class Brake:
    """A question to organisers: `count` sends are, or were, held in a channel."""

    id: int
    collective: CollectiveId
    channel: ChannelId
    state: BrakeState
    count: int


def stale(held: Sequence[Held], now: datetime) -> frozenset[DeliveryId]:
    """Those that would only puzzle: what they are about is over, or a later one of the same says
    more. They are given in the order in which they were planned."""
    newest = {(one.channel, _subject(one)): one.id for one in held if REMINDER in one.facts}
    return frozenset(
        one.id
        for one in held
        if REMINDER in one.facts
        and (_is_over(one, now) or newest[one.channel, _subject(one)] != one.id)
    )


def _is_over(one: Held, now: datetime) -> bool:
    """What asks for a result comes after the event: it is never too late for it."""
    if RESULT in one.facts:
        return False
    return OCCURS in one.facts and datetime.fromisoformat(one.facts[OCCURS]) <= now


def _subject(one: Held) -> str:
    """`reminder:vote:7`, whenever it is said to happen."""
    return ":".join(one.cause.split(":")[:3])
