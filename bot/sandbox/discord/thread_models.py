"""What only threads have, and the tags of the forums that some are made in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

MINUTES = (60, 1_440, 4_320, 10_080)  # of silence after which a thread may be archived
USUAL_MINUTES = 4_320


@dataclass(slots=True, eq=False)
class Tag:
    """A tag that a forum offers; a moderated one is put on by who manages threads."""

    id: int
    name: str
    moderated: bool = False
    emoji_name: str | None = None


@dataclass(slots=True, eq=False)
class Thread:
    """A thread's own part of its channel. `active_at` is its last activity, which silence ends."""

    owner_id: int
    created_at: datetime
    minutes: int
    active_at: datetime
    archived_at: datetime  # when it was last archived, or woken, or made
    archived: bool = False
    locked: bool = False
    invitable: bool = True
    tags: list[int] = field(default_factory=list)
    members: dict[int, datetime] = field(default_factory=dict)  # by user, since when
    message_count: int = 0  # without the first one and the deleted ones
    total_sent: int = 0

    @property
    def due(self) -> datetime:
        """When its silence will have lasted long enough."""
        return self.active_at + timedelta(minutes=self.minutes)
