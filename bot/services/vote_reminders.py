"""When a vote is reminded of: before the sitting, and after it for its result."""

from __future__ import annotations

from datetime import datetime

from bot.domain.votes import CouncilVote
from bot.store.base import Tx


def set_for(tx: Tx, vote: CouncilVote, now: datetime) -> None:
    """Remind of a vote as it is now."""
