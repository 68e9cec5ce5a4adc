"""Which channel follows which thread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import ChannelId, CollectiveId, PersonId, TopicId
from bot.store import changes
from bot.store.base import Tx


class FollowState(StrEnum):
    ACTIVE = "active"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Follow:
    """A channel's wish to hear a thread, from the post after `after_post` on."""

    id: int
    collective: CollectiveId
    channel: ChannelId
    topic: TopicId
    after_post: int
    title: str
    url: str


_FOLLOWS = (
    "select f.id, f.collective, f.channel, f.forum, f.topic, f.after_post, t.title, t.url"
    " from follows f join topics t on t.forum = f.forum and t.number = f.topic"
    " where f.state = 'active'"
)


def start(
    tx: Tx,
    collective: CollectiveId,
    channel: ChannelId,
    topic: TopicId,
    *,
    after_post: int,
    by: PersonId,
    now: datetime,
) -> bool:
    """Follow from now on; False when the channel already does."""
    cursor = tx.execute(
        "insert into follows (collective, channel, forum, topic, after_post, state)"
        " values (?, ?, ?, ?, ?, 'active') on conflict do nothing",
        [collective, channel, topic.forum, topic.number, after_post],
    )
    if cursor.rowcount:
        key = str(cursor.lastrowid)
        changes.record(tx, "follow", key, now, by, before=None, after=FollowState.ACTIVE)
    return bool(cursor.rowcount)


def stop(tx: Tx, follow: Follow, *, by: PersonId, now: datetime) -> bool:
    """Stop at once; False when it already was."""
    cursor = tx.execute(
        "update follows set state = 'stopped' where id = ? and state = 'active'", [follow.id]
    )
    if cursor.rowcount:
        changes.record(
            tx,
            "follow",
            str(follow.id),
            now,
            by,
            before=FollowState.ACTIVE,
            after=FollowState.STOPPED,
        )
    return bool(cursor.rowcount)


def of_topic(tx: Tx, topic: TopicId) -> list[Follow]:
    return _read(tx, " and f.forum = ? and f.topic = ?", [topic.forum, topic.number])


def of_collective(tx: Tx, collective: CollectiveId) -> list[Follow]:
    return _read(tx, " and f.collective = ?", [collective])


def _read(tx: Tx, where: str, values: list[str | int]) -> list[Follow]:
    rows = tx.execute(f"{_FOLLOWS}{where} order by f.id", values)
    return [
        Follow(id_, CollectiveId(collective), ChannelId(channel), TopicId(forum, topic), *rest)
        for id_, collective, channel, forum, topic, *rest in rows
    ]
