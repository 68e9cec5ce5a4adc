"""Which threads of a forum a collective takes for a city's, although nothing in them says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.domain.ids import ChannelId, CityId, CollectiveId, PersonId, TopicId
from bot.store import changes
from bot.store.base import Tx, stamp

_COLUMNS = "id, collective, forum, topic, city, channel, state, asked"


class LinkState(StrEnum):
    WAITING = "waiting"  # for an organiser
    LINKED = "linked"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class Link:
    """`channel` is where the organisers are asked; `is_asked`: in a message of its own."""

    id: int
    collective: CollectiveId
    topic: TopicId
    city: CityId
    channel: ChannelId
    state: LinkState
    is_asked: bool


def propose(
    tx: Tx,
    collective: CollectiveId,
    topic: TopicId,
    city: CityId,
    channel: ChannelId,
    now: datetime,
    *,
    asked: bool,
) -> Link | None:
    """A new question; None where it was put before, whatever was answered."""
    cursor = tx.execute(
        "insert into topic_links (collective, forum, topic, city, channel, state, asked, at)"
        " values (?, ?, ?, ?, ?, 'waiting', ?, ?) on conflict do nothing",
        [collective, topic.forum, topic.number, city, channel, int(asked), stamp(now)],
    )
    if not cursor.rowcount or cursor.lastrowid is None:
        return None
    changes.record(
        tx, "topic_link", str(cursor.lastrowid), now, None, before=None, after=LinkState.WAITING
    )
    return get(tx, cursor.lastrowid)


def get(tx: Tx, id_: int) -> Link | None:
    found = _read(tx, "id = ?", [id_])
    return found[0] if found else None


def become(tx: Tx, link: Link, state: LinkState, by: PersonId | None, now: datetime) -> Link:
    tx.execute("update topic_links set state = ?, by = ? where id = ?", [state, by, link.id])
    changes.record(tx, "topic_link", str(link.id), now, by, before=link.state, after=state)
    made = get(tx, link.id)
    assert made is not None
    return made


def of_owner(tx: Tx, collective: CollectiveId) -> list[Link]:
    return _read(tx, "collective = ?", [collective])


def of_topic(tx: Tx, topic: TopicId) -> list[Link]:
    """What was asked about a thread, in whichever collective."""
    return _read(tx, "forum = ? and topic = ?", [topic.forum, topic.number])


def linked(tx: Tx, forum: str) -> list[Link]:
    return _read(tx, "forum = ? and state = 'linked'", [forum])


def of_city(tx: Tx, collective: CollectiveId, city: CityId) -> list[TopicId]:
    """The threads that a collective linked to a city."""
    found = _read(tx, "collective = ? and city = ? and state = 'linked'", [collective, city])
    return [one.topic for one in found]


def count_since(tx: Tx, collective: CollectiveId, since: datetime) -> int:
    """How many were proposed to a collective since then."""
    row = tx.execute(
        "select count(*) from topic_links where collective = ? and at >= ?",
        [collective, stamp(since)],
    ).fetchone()
    return int(row[0])


def unasked(tx: Tx, collective: CollectiveId, since: datetime, until: datetime) -> list[Link]:
    """Those of a time that wait and had no message of their own, the oldest first."""
    where = "collective = ? and asked = 0 and state = 'waiting' and at >= ? and at < ?"
    return _read(tx, where, [collective, stamp(since), stamp(until)])


def _read(tx: Tx, where: str, values: Sequence[object]) -> list[Link]:
    rows = tx.execute(
        f"select {_COLUMNS} from topic_links where {where} order by id",  # noqa: S608 - constants
        values,
    )
    return [_link(row) for row in rows]


def _link(row: Sequence[Any]) -> Link:
    id_, collective, forum, topic, city, channel, state, asked = row
    return Link(
        id_,
        CollectiveId(collective),
        TopicId(forum, topic),
        CityId(city),
        ChannelId(channel),
        LinkState(state),
        bool(asked),
    )
