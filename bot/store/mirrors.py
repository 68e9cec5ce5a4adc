"""The chat threads that mirror forum threads, one for each channel and forum thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.domain.ids import ChannelId, CollectiveId, MirrorId, TopicId
from bot.domain.routing import Room
from bot.store.base import Tx, stamp


class MirrorState(StrEnum):
    """How far a chat thread has come."""

    PLANNED = "planned"  # its opening is in the ledger
    OPEN = "open"
    PLAIN = "plain"  # no chat thread can be had: messages go to the channel itself
    LOST = "lost"  # people deleted it; another will be opened when needed


NEXT = {
    MirrorState.PLANNED: {MirrorState.OPEN, MirrorState.PLAIN, MirrorState.LOST},
    MirrorState.OPEN: {MirrorState.LOST},
    MirrorState.PLAIN: {MirrorState.LOST},
    MirrorState.LOST: set[MirrorState](),
}


@dataclass(frozen=True, slots=True)
class Mirror:
    """A forum thread in a channel; `thread` is the chat thread once it is open."""

    id: MirrorId
    collective: CollectiveId
    channel: ChannelId
    room: Room
    topic: TopicId
    state: MirrorState
    thread: ChannelId | None

    @property
    def lane(self) -> str:
        """Where its sends stand in line."""
        return f"mirror:{self.id}"

    @property
    def place(self) -> ChannelId:
        """Where its messages go for now."""
        return self.thread or self.channel


_COLUMNS = "id, collective, channel, room, forum, topic, state, thread"


def of_topic(tx: Tx, topic: TopicId) -> list[Mirror]:
    where = "forum = ? and topic = ? and state <> 'lost'"
    return _read(tx, where, [topic.forum, topic.number])


def find(tx: Tx, channel: ChannelId, topic: TopicId) -> Mirror | None:
    where = "channel = ? and forum = ? and topic = ? and state <> 'lost'"
    return next(iter(_read(tx, where, [channel, topic.forum, topic.number])), None)


def never_opened(tx: Tx, channel: ChannelId, topic: TopicId) -> Mirror | None:
    """The latest that was lost before it was open."""
    where = "channel = ? and forum = ? and topic = ? and state = 'lost' and thread is null"
    return next(reversed(_read(tx, where, [channel, topic.forum, topic.number])), None)


def get(tx: Tx, id_: MirrorId) -> Mirror:
    """Raises LookupError."""
    found = _read(tx, "id = ?", [id_])
    if not found:
        raise LookupError(id_)
    return found[0]


def make(
    tx: Tx,
    collective: CollectiveId,
    channel: ChannelId,
    room: Room,
    topic: TopicId,
    now: datetime,
) -> Mirror:
    """A new one; there must be none. In a chat thread nothing is left to open."""
    state = MirrorState.PLAIN if room is Room.THREAD else MirrorState.PLANNED
    cursor = tx.execute(
        "insert into mirrors (collective, channel, room, forum, topic, state, since)"
        " values (?, ?, ?, ?, ?, ?, ?)",
        [collective, channel, room, topic.forum, topic.number, state, stamp(now)],
    )
    assert cursor.lastrowid is not None
    return get(tx, MirrorId(cursor.lastrowid))


def become(tx: Tx, id_: MirrorId, state: MirrorState, thread: ChannelId | None = None) -> bool:
    """Whether it was in a state from which this one can be reached."""
    before = [one for one, after in NEXT.items() if state in after]
    marks = ", ".join("?" * len(before))
    cursor = tx.execute(
        "update mirrors set state = ?, thread = coalesce(?, thread)"  # noqa: S608 - only marks
        f" where id = ? and state in ({marks})",
        [state, thread, id_, *before],
    )
    return bool(cursor.rowcount)


def try_again(tx: Tx, channel: ChannelId) -> None:
    """Somebody asks for a channel anew: its next chat threads may be had this time."""
    tx.execute(
        "update mirrors set state = 'lost' where channel = ? and state = 'plain'"
        " and room <> 'thread'",
        [channel],
    )


def _read(tx: Tx, where: str, values: list[str | int]) -> list[Mirror]:
    rows = tx.execute(f"select {_COLUMNS} from mirrors where {where} order by id", values)  # noqa: S608
    return [_mirror(row) for row in rows]


def _mirror(row: Sequence[Any]) -> Mirror:
    id_, collective, channel, room, forum, topic, state, thread = row
    return Mirror(
        MirrorId(id_),
        CollectiveId(collective),
        ChannelId(channel),
        Room(room),
        TopicId(forum, topic),
        MirrorState(state),
        ChannelId(thread) if thread else None,
    )
