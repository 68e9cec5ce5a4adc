"""What each channel follows, and how."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.domain.ids import ChannelId, CityId, CollectiveId, PersonId, TopicId
from bot.domain.routing import Mode, Room, Rule, Scope
from bot.store import changes
from bot.store.base import Tx

ANY_FORUM = ""  # what a city's follow holds: it listens to all


class FollowState(StrEnum):
    ACTIVE = "active"
    STOPPED = "stopped"


class Started(StrEnum):
    """What became of the wish to follow."""

    NEW = "new"
    CHANGED = "changed"  # followed before, in another mode
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Follow:
    """A rule as people know it. `asked_in` is where it was asked for, and where troubles are told.

    `key` is the number of a topic or a category, a tag's name, a city's key, or empty for all.
    """

    collective: CollectiveId
    channel: ChannelId
    room: Room
    asked_in: ChannelId
    forum: str
    scope: Scope
    key: str
    title: str
    url: str
    mode: Mode
    after_post: int
    id: int = 0

    @property
    def rule(self) -> Rule:
        return Rule(
            self.id,
            self.collective,
            self.channel,
            self.scope,
            self.key,
            self.mode,
            self.after_post,
            self.room,
        )


_COLUMNS = (
    "collective, channel, room, asked_in, forum, scope, key, title, url, mode, after_post, id"
)


def start(tx: Tx, follow: Follow, *, by: PersonId, now: datetime) -> Started:
    """Follow from now on, or in another mode what is followed already."""
    known = _read(
        tx,
        " and channel = ? and forum = ? and scope = ? and key = ?",
        [follow.channel, follow.forum, follow.scope, follow.key],
    )
    if known:
        return _change(tx, known[0], follow.mode, by, now)
    cursor = tx.execute(
        "insert into follows (collective, channel, room, asked_in, forum, scope, key, title, url,"
        " mode, after_post, state) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'active')",
        [
            follow.collective,
            follow.channel,
            follow.room,
            follow.asked_in,
            follow.forum,
            follow.scope,
            follow.key,
            follow.title,
            follow.url,
            follow.mode,
            follow.after_post,
        ],
    )
    key = str(cursor.lastrowid)
    changes.record(tx, "follow", key, now, by, before=None, after=follow.mode)
    return Started.NEW


def start_after(tx: Tx, follow: Follow, starts: Mapping[str, int]) -> None:
    """A city's follow listens to several forums: from which post of each it does."""
    tx.conn.executemany(
        "insert into follow_starts (follow, forum, after_post)"
        " select id, ?, ? from follows where state = 'active'"
        " and channel = ? and forum = ? and scope = ? and key = ?",
        [
            (forum, last, follow.channel, follow.forum, follow.scope, follow.key)
            for forum, last in starts.items()
        ],
    )


def _change(tx: Tx, known: Follow, mode: Mode, by: PersonId, now: datetime) -> Started:
    if known.mode is mode:
        return Started.SAME
    tx.execute("update follows set mode = ? where id = ?", [mode, known.id])
    changes.record(tx, "follow", str(known.id), now, by, before=known.mode, after=mode)
    return Started.CHANGED


def stop(tx: Tx, follow: Follow, *, by: PersonId, now: datetime) -> bool:
    """Stop at once; False when it already was."""
    cursor = tx.execute(
        "update follows set state = 'stopped' where id = ? and state = 'active'", [follow.id]
    )
    if cursor.rowcount:
        key = str(follow.id)
        changes.record(tx, "follow", key, now, by, before=follow.mode, after=FollowState.STOPPED)
    return bool(cursor.rowcount)


def title(tx: Tx, id_: int) -> str:
    """What is followed, as the forum called it."""
    row = tx.execute("select title from follows where id = ?", [id_]).fetchone()
    return str(row[0]) if row else ""


def of_forum(tx: Tx, forum: str) -> list[Follow]:
    """What may speak of a thread of this forum, cities included."""
    return _heard(tx, forum, _read(tx, " and forum in (?, ?)", [forum, ANY_FORUM]))


def orphans(tx: Tx, known: Collection[str]) -> dict[str, int]:
    """The forums that are followed and not among the `known`, with how many follows each has."""
    rows = tx.execute(
        "select forum, count(*) from follows where state = 'active' and forum <> ?"
        " group by forum order by forum",
        [ANY_FORUM],
    )
    return {forum: count for forum, count in rows if forum not in known}


def of_channel(tx: Tx, channel: ChannelId, forum: str) -> list[Follow]:
    found = _read(tx, " and channel = ? and forum in (?, ?)", [channel, forum, ANY_FORUM])
    return _heard(tx, forum, found)


def _heard(tx: Tx, forum: str, found: list[Follow]) -> list[Follow]:
    """A city's follows, from the post on from which each listens to this forum."""
    starts: dict[int, int] = dict(
        tx.execute("select follow, after_post from follow_starts where forum = ?", [forum])
    )
    return [replace(one, after_post=starts.get(one.id, one.after_post)) for one in found]


def of_topic(tx: Tx, topic: TopicId) -> list[Follow]:
    """Those of this very thread."""
    where = " and forum = ? and scope = 'topic' and key = ?"
    return _read(tx, where, [topic.forum, str(topic.number)])


def of_collective(tx: Tx, collective: CollectiveId) -> list[Follow]:
    return _read(tx, " and collective = ?", [collective])


def of_city(tx: Tx, city: CityId) -> list[Follow]:
    """For each collective that follows a city, the follow made first."""
    found = _read(tx, " and scope = 'city' and key = ? and mode <> 'muet'", [city])
    return list({one.collective: one for one in reversed(found)}.values())


def cities_of(tx: Tx, collective: CollectiveId) -> list[Follow]:
    """The cities that a collective's channels follow, the first followed first."""
    return _read(tx, " and scope = 'city' and mode <> 'muet' and collective = ?", [collective])


def _read(tx: Tx, where: str, values: list[str]) -> list[Follow]:
    rows = tx.execute(
        f"select {_COLUMNS} from follows where state = 'active'{where} order by id",  # noqa: S608
        values,
    )
    return [_follow(row) for row in rows]


def _follow(row: Sequence[Any]) -> Follow:
    collective, channel, room, asked_in, forum, scope, key, title, url, mode, after, id_ = row
    return Follow(
        CollectiveId(collective),
        ChannelId(channel),
        Room(room),
        ChannelId(asked_in),
        forum,
        Scope(scope),
        key,
        title,
        url,
        Mode(mode),
        after,
        id_,
    )
