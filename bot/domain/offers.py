"""What one collective holds of a project, put to another that follows the city."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.ids import ChannelId, CollectiveId, ProjectId


class OfferState(StrEnum):
    OPEN = "open"
    TAKEN = "taken"
    IGNORED = "ignored"
    OVER = "over"  # those who made it think otherwise meanwhile


class Asks(StrEnum):
    """What an organiser is asked to do."""

    NOTE = "note"
    WITHDRAW = "withdraw"  # those who told it do not hold it for true any more


@dataclass(frozen=True, slots=True)
class Offer:
    """`project` as the collective that told it holds it; `collective` is asked in `channel`."""

    id: int
    project: ProjectId
    collective: CollectiveId
    channel: ChannelId
    state: OfferState
    asks: Asks
