"""What is told to who asks why something was sent or was not."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.domain.delivery import Cause, Kind, State, Turn
from bot.domain.ids import ChannelId


@dataclass(frozen=True, slots=True)
class Entry:
    """A send and its fate; `at` is when that was settled, else when it was planned. `turn`: what it
    was to do, where it is a correction."""

    kind: Kind
    channel: ChannelId
    place: ChannelId | None
    state: State
    reason: Cause | None
    at: datetime
    retry_at: datetime | None
    turn: Turn = Turn.EDITED


class Step(StrEnum):
    """A fact on the way of a message, in the order in which they come."""

    READ = "read"
    UNREAD = "unread"  # the forum cannot be read now
    NEVER_READ = "never_read"
    TOPIC = "topic"  # what it is about
    POST = "post"
    WITHDRAWN_POST = "withdrawn_post"
    WITHDRAWN = "withdrawn"  # the thread: the forum no longer shows it, which is known
    HIDDEN = "hidden"  # as the forum says now: what is known is about to change
    NOTICE = "notice"  # it carries nothing of the forum; `about` says what it is
    UNSEEN = "unseen"  # the forum did not show it
    NO_RULE = "no_rule"  # nothing makes a channel hear of it
    RULE = "rule"
    MUTED = "muted"
    BEFORE = "before"  # the post is older than the wish to hear it
    NOT_SEEN = "not_seen"  # the post is newer than the last reading
    ENTRY = "entry"  # a row of the ledger
    NOTHING = "nothing"  # no row at all
    ALL_SENT = "all_sent"  # to a channel, lately


@dataclass(frozen=True, slots=True)
class Said:
    """One step; `at` where it has an instant, `entry` where it is a row of the ledger."""

    step: Step
    channel: str = ""
    facts: dict[str, str] = field(default_factory=dict)
    at: datetime | None = None
    entry: Entry | None = None
