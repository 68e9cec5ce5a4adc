"""What each channel follows, and how."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from bot.domain.ids import ChannelId, CityId, CollectiveId, PersonId, TopicId
from bot.domain.routing import Mode, Room, Rule, Scope
from bot.store import changes
from bot.store.base import Tx, stamp

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
    """A rule as people know it. `asked_in` is where it was asked for.

    `key` is the number of a topic or a category, a tag's name, a city's key, or empty for all.
    `title` is empty while the forum withdraws the thread. `restricted`: it was made knowing that
    not everybody may read that on the forum.
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
    was_mute: bool = False
    restricted: bool = False

    @property
    def told_in(self) -> ChannelId:
        """Where its troubles are told: a forum channel takes no messages of its own."""
        return self.asked_in if self.room is Room.FORUM else self.channel

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
            self.was_mute,
            restricted=self.restricted,
        )


# As the forum calls it now; as it was called then, where that is no longer known, or no longer for
# everybody. Nothing where the forum withdrew it.
_TITLE = """case when scope = 'topic' and exists (select 1 from topics one
    where one.forum = follows.forum and one.number = cast(follows.key as integer)
    and one.gone is not null) then '' when closed is not null then title
  else coalesce(nullif(case scope
  when 'topic' then (select one.title from topics one
    where one.forum = follows.forum and one.number = cast(follows.key as integer))
  when 'category' then (select one.name from categories one
    where one.forum = follows.forum and one.number = cast(follows.key as integer))
  when 'all' then (select one.title from forums one where one.name = follows.forum)
  end, ''), title) end"""
_COLUMNS = (
    "collective, channel, room, asked_in, forum, scope, key, title, url, mode, after_post, id, "
    "was_mute, restricted"
)
_SHOWN = _COLUMNS.replace(" title,", f" {_TITLE},")
_OF_FOLLOWS = ", ".join(f"f.{column}" for column in _COLUMNS.split(", "))
_NOWHERE: Final[Mapping[str, int]] = {}


def mode(tx: Tx, follow: Follow) -> Mode | None:
    """How the same is followed in the same channel now, None where it is not."""
    known = _same(tx, follow)
    return known.mode if known else None


def start(
    tx: Tx,
    follow: Follow,
    *,
    by: PersonId,
    now: datetime,
    after: Mapping[str, int] = _NOWHERE,
) -> Started:
    """Follow from now on, or in another mode what is followed already.

    `after`: the last post of each forum that a city's follow listens to. What is no longer for
    everybody on the forum is followed anew by who knows that.
    """
    known = _same(tx, follow)
    if known and follow.restricted and not known.restricted:
        stop(tx, known, by=by, now=now, read={follow.forum: follow.after_post})
        known = None
    if known:
        return _change(tx, replace(follow, id=known.id), known.mode, by, now, after)
    cursor = tx.execute(
        "insert into follows (collective, channel, room, asked_in, forum, scope, key, title, url,"
        " mode, after_post, restricted, state)"
        " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'active')",
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
            int(follow.restricted),
        ],
    )
    assert cursor.lastrowid is not None
    _begin_after(tx, cursor.lastrowid, after)
    key = str(cursor.lastrowid)
    changes.record(tx, "follow", key, now, by, before=None, after=follow.mode)
    return Started.NEW


def _same(tx: Tx, follow: Follow) -> Follow | None:
    where = " and channel = ? and forum = ? and scope = ? and key = ?"
    found = _read(tx, where, [follow.channel, follow.forum, follow.scope, follow.key])
    return found[0] if found else None


def _change(
    tx: Tx, follow: Follow, before: Mode, by: PersonId, now: datetime, after: Mapping[str, int]
) -> Started:
    """What was written while it was mute stays unsaid."""
    if before is follow.mode:
        return Started.SAME
    tx.execute("update follows set mode = ? where id = ?", [follow.mode, follow.id])
    if before is Mode.MUTE:
        tx.execute(
            "update follows set after_post = ?, was_mute = 1 where id = ?",
            [follow.after_post, follow.id],
        )
        _begin_after(tx, follow.id, after)
    changes.record(tx, "follow", str(follow.id), now, by, before=before, after=follow.mode)
    return Started.CHANGED


def _begin_after(tx: Tx, id_: int, after: Mapping[str, int]) -> None:
    tx.conn.executemany(
        "insert into follow_starts (follow, forum, after_post) values (?, ?, ?)"
        " on conflict (follow, forum) do update set after_post = excluded.after_post",
        [(id_, forum, number) for forum, number in after.items()],
    )


def stop(tx: Tx, follow: Follow, *, by: PersonId, now: datetime, read: Mapping[str, int]) -> bool:
    """Stop at once; False when it already was.

    `read`: the last post read of each forum; what is mute stays unsaid up to there.
    """
    cursor = tx.execute(
        "update follows set state = 'stopped' where id = ? and state = 'active'", [follow.id]
    )
    if cursor.rowcount:
        if follow.mode is Mode.MUTE:
            _begin_after(tx, follow.id, read)
        key = str(follow.id)
        changes.record(tx, "follow", key, now, by, before=follow.mode, after=FollowState.STOPPED)
    return bool(cursor.rowcount)


def is_missing(tx: Tx, follow: Follow, now: datetime) -> bool:
    """The forum no longer shows what is followed; True where it did at the last look."""
    cursor = tx.execute(
        "update follows set missing = ? where id = ? and missing is null", [stamp(now), follow.id]
    )
    return bool(cursor.rowcount)


def is_shown(tx: Tx, follow: Follow) -> None:
    tx.execute(
        "update follows set missing = null where id = ? and missing is not null", [follow.id]
    )


def is_closed(tx: Tx, follow: Follow, now: datetime) -> bool:
    """Not everybody may read any more what is followed; True where they could at the last look."""
    cursor = tx.execute(
        "update follows set closed = ? where id = ? and closed is null", [stamp(now), follow.id]
    )
    return bool(cursor.rowcount)


def is_public(tx: Tx, follow: Follow) -> None:
    """Everybody may read it: should that end, it is asked for anew."""
    tx.execute(
        "update follows set closed = null, restricted = 0"
        " where id = ? and (closed is not null or restricted)",
        [follow.id],
    )


def heard(tx: Tx) -> tuple[int, int]:
    """Another pair whenever what channels are to hear was changed by people."""
    row = tx.execute(
        "select count(*), coalesce(sum(id), 0) from follows"
        " where state = 'active' and mode <> 'muet'"
    ).fetchone()
    return row[0], row[1]


def everyone(tx: Tx) -> list[Follow]:
    """All that channels are to hear, the first followed first."""
    return _read(tx, " and mode <> 'muet'", [])


def title(tx: Tx, id_: int) -> str:
    """What is followed, as the forum calls it; empty for a thread that it withdrew."""
    row = tx.execute(f"select {_TITLE} from follows where id = ?", [id_]).fetchone()  # noqa: S608
    return str(row[0]) if row else ""


def told_in(tx: Tx, rule: Rule) -> ChannelId:
    """Where those whom a rule serves are spoken to: a forum channel takes no messages."""
    found = _read(tx, " and id = ?", [str(rule.id)]) if rule.room is Room.FORUM else []
    return found[0].told_in if found else rule.channel


def of_forum(tx: Tx, forum: str) -> list[Follow]:
    """What may speak of a thread of this forum, cities included."""
    return _started(tx, forum, _read(tx, " and forum in (?, ?)", [forum, ANY_FORUM]))


def orphans(tx: Tx, known: Collection[str]) -> dict[str, int]:
    """The forums that are followed and not among the `known`, with how many follows each has."""
    rows = tx.execute(
        "select forum, count(*) from follows where state = 'active' and forum <> ?"
        " group by forum order by forum",
        [ANY_FORUM],
    )
    return {forum: count for forum, count in rows if forum not in known}


def silences(tx: Tx, forum: str) -> list[Follow]:
    """The stopped follows that are or were mute, each up to where it is still silent."""
    rows = tx.execute(
        f"select {_OF_FOLLOWS}, coalesce(s.after_post, f.after_post)"  # noqa: S608 - constants
        " from follows f left join follow_starts s on s.follow = f.id and s.forum = ?1"
        " where f.state = 'stopped' and (f.mode = 'muet' or f.was_mute)"
        " and (f.forum = ?1 or (f.forum = ?2 and s.follow is not null)) order by f.id",
        [forum, ANY_FORUM],
    )
    return [replace(_follow(row), after_post=last) for *row, last in rows]


def of_channel(tx: Tx, channel: ChannelId, forum: str) -> list[Follow]:
    where = " and channel = ? and forum in (?, ?)"
    return _started(tx, forum, _read(tx, where, [channel, forum, ANY_FORUM]))


def _started(tx: Tx, forum: str, found: list[Follow]) -> list[Follow]:
    """The same, each as of when it began to listen to this forum."""
    rows = tx.execute("select follow, after_post from follow_starts where forum = ?", [forum])
    starts: dict[int, int] = dict(rows.fetchall())
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
        f"select {_SHOWN} from follows where state = 'active'{where} order by id",  # noqa: S608
        values,
    )
    return [_follow(row) for row in rows]


def _follow(row: Sequence[Any]) -> Follow:
    collective, channel, room, asked_in, forum, scope, key, title, url, mode, after, *rest = row
    id_, was_mute, restricted = rest
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
        bool(was_mute),
        bool(restricted),
    )
