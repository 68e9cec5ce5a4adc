"""A send and its fate."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.domain.ids import ChannelId, CollectiveId, DeliveryId, MessageId


class Kind(StrEnum):
    """What a delivery says; each kind is worded by `bot.render.deliveries`."""

    POST = "post"
    CITY = "city"
    WHICH_CITY = "which_city"
    UNKNOWN_CITY = "unknown_city"
    HELP = "help"
    NOT_UNDERSTOOD = "not_understood"


# Answers to somebody who asked: after a while, silence is better than a surprise.
ANSWERS: Final = frozenset(
    {Kind.CITY, Kind.WHICH_CITY, Kind.UNKNOWN_CITY, Kind.HELP, Kind.NOT_UNDERSTOOD}
)
_ANSWERED_WITHIN: Final = timedelta(hours=1)


class State(StrEnum):
    PLANNED = "planned"
    SENDING = "sending"
    SENT = "sent"
    WITHHELD = "withheld"
    FAILED = "failed"


NEXT: Final = {
    State.PLANNED: {State.SENDING, State.WITHHELD, State.FAILED},
    # Back to planned when the chat certainly did not take it, or nobody knows.
    State.SENDING: {State.SENT, State.PLANNED, State.FAILED},
    State.SENT: set(),
    State.WITHHELD: set(),
    State.FAILED: set(),
}


class Cause(StrEnum):
    """Why a delivery was withheld or failed."""

    UNFOLLOWED = "unfollowed"
    STALE = "stale"
    UNWORDED = "unworded"  # a defect of Vigie's own; the log line has the trace
    NO_RIGHT = "no_right"
    NO_CHANNEL = "no_channel"
    CLOSED = "closed"
    INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class Delivery:
    """A row of the ledger that is due.

    `facts` is what its kind needs to be worded; `attempts` counts the failed ones.
    """

    id: DeliveryId
    kind: Kind
    channel: ChannelId
    reply_to: MessageId | None
    collective: CollectiveId | None
    facts: dict[str, str]
    due: datetime
    attempts: int
    doubtful: bool
    digest: str | None


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of an attempt."""

    id: DeliveryId
    state: State
    reason: str | None = None
    message: MessageId | None = None
    retry_at: datetime | None = None
    doubtful: bool = False


def is_stale(kind: Kind, due: datetime, now: datetime) -> bool:
    """Whether saying this so late would only puzzle."""
    return kind in ANSWERS and now - due > _ANSWERED_WITHIN


def digest(content: str) -> str:
    """Recognises a message by its text when the chat no longer tells its nonce."""
    return hashlib.sha256(content.strip().encode()).hexdigest()[:32]


_FIRST = timedelta(seconds=1)
_LONGEST = timedelta(minutes=5)


def pause(attempts: int, spread: float) -> timedelta:
    """How long to wait after `attempts` failures; `spread` in [0, 1) keeps crowds apart."""
    doubled: timedelta = _FIRST * 2.0 ** min(attempts, 10)
    return min(doubled, _LONGEST) * (0.75 + spread / 2)
