"""Forum threads and the posts that were carried from them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

from bot.domain.folding import fold
from bot.domain.ids import ChannelId, CollectiveId, PostId, TopicId
from bot.ports.forum import Post, Topic
from bot.store.base import Tx, instant, stamp

_TOPIC = (
    "t.forum, t.number, t.title, t.url, t.category, t.tags, t.category_name, t.locked, t.newest,"
    " t.gone is not null"
)
_POST = "p.author, p.posted, p.url, p.html, p.edited, p.deleted, p.place, p.markdown"


@dataclass(frozen=True, slots=True)
class Known:
    """What is remembered of a carried post; `html` is empty once it was forgotten."""

    number: int
    place: int | None
    html: str
    edited: datetime | None
    deleted: bool


def save(tx: Tx, topics: Iterable[Topic], now: datetime) -> None:
    tx.conn.executemany(
        "insert into topics (forum, number, title, url, category, category_name, tags, locked,"
        " seen, newest, words) values (?, ?, ?, ?, ?, ?, ?, coalesce(?, 0), ?, ?, ?)"
        " on conflict (forum, number) do update set"
        " title = excluded.title, words = excluded.words, url = excluded.url,"
        " category = excluded.category,"
        " category_name = excluded.category_name, tags = excluded.tags,"
        " locked = coalesce(?, locked), seen = excluded.seen,"
        " newest = nullif(max(coalesce(newest, ''), coalesce(excluded.newest, '')), '')",
        [
            (
                topic.id.forum,
                topic.id.number,
                topic.title,
                topic.url,
                topic.category,
                topic.category_name,
                json.dumps(topic.tags),
                topic.locked,
                stamp(now),
                stamp(topic.newest) if topic.newest else None,
                f" {fold(topic.title)} ",
                topic.locked,
            )
            for topic in topics
        ],
    )


def get(tx: Tx, id_: TopicId) -> Topic | None:
    """As it was last shown; `deleted` where it is believed gone."""
    row = tx.execute(
        f"select {_TOPIC} from topics t where t.forum = ? and t.number = ?",  # noqa: S608
        [id_.forum, id_.number],
    ).fetchone()
    return _topic(row) if row else None


def of_places(
    tx: Tx,
    among: Sequence[str],
    tags: Sequence[str],
    categories: Sequence[tuple[str, int]],
    words: str,
    limit: int,
    *,
    gone: bool = False,
) -> list[tuple[Topic, bool]]:
    """Threads of these forums that carry one of these tags, stand in one of these categories of a
    forum, or have these folded words in their title: the latest active first, with whether it is
    more than their title. Those that may be seen, or those that are `gone`."""
    names = ", ".join("?" * len(among))
    marks, pairs = ", ".join("?" * len(tags)), ", ".join(["(?, ?)"] * len(categories))
    rows = tx.execute(
        f"select {_TOPIC}, coalesce("  # noqa: S608 - constant columns, only marks
        f" exists (select 1 from json_each(t.tags) where lower(value) in ({marks}))"
        f" or (t.forum, t.category) in (values {pairs or '(0, 0)'}), 0) as placed"
        f" from topics t where t.forum in ({names}) and (t.gone is not null) = ?"
        " and (placed or instr(t.words, ?))"
        " order by coalesce(t.newest, t.seen) desc, t.number desc limit ?",
        [*tags, *chain.from_iterable(categories), *among, gone, f" {words} ", limit],
    )
    return [(_topic(topic), bool(placed)) for *topic, placed in rows]


def listened_to(tx: Tx, collective: CollectiveId, limit: int) -> list[tuple[ChannelId, Topic]]:
    """The threads of a collective's channels, followed one by one or shown in a thread of the chat,
    in which people may write: the latest active first, as often as channels listen."""
    rows = tx.execute(
        f"select l.channel, {_TOPIC} from topics t join"  # noqa: S608 - constants
        " (select channel, forum, cast(key as integer) as topic from follows where collective = :c"
        " and scope = 'topic' and state = 'active' and not restricted union"
        " select channel, forum, topic from mirrors where collective = :c and state <> 'lost') l"
        " on l.forum = t.forum and l.topic = t.number where t.gone is null"
        " and not coalesce(t.locked, 0)"
        " order by coalesce(t.newest, t.seen) desc, t.number desc limit :limit",
        {"c": collective, "limit": limit},
    )
    return [(ChannelId(channel), _topic(topic)) for channel, *topic in rows]


def known_titles(tx: Tx, forum: str, limit: int) -> list[Topic]:
    """The threads seen last, of those that may still be seen."""
    rows = tx.execute(
        f"select {_TOPIC} from topics t where t.forum = ? and t.gone is null"  # noqa: S608
        " order by t.seen desc, t.number desc limit ?",
        [forum, limit],
    )
    return [_topic(row) for row in rows]


def save_posts(tx: Tx, posts: Iterable[Post], now: datetime) -> None:
    """Remember posts as they are now."""
    tx.conn.executemany(
        "insert into posts (forum, number, topic, author, posted, url, html, edited, deleted,"
        " place, kept, markdown) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " on conflict (forum, number) do update set topic = excluded.topic,"
        " author = excluded.author, url = excluded.url, html = excluded.html,"
        " edited = excluded.edited, deleted = excluded.deleted,"
        " place = coalesce(excluded.place, place), kept = excluded.kept,"
        " markdown = excluded.markdown",
        [
            (
                post.id.forum,
                post.id.number,
                post.topic.id.number,
                "" if post.deleted else post.author,
                stamp(post.posted_at),
                post.url,
                "" if post.deleted else post.html,
                stamp(post.edited_at) if post.edited_at else None,
                int(post.deleted),
                post.index,
                stamp(now),
                None if post.deleted else post.markdown,
            )
            for post in posts
        ],
    )


def place_posts(tx: Tx, posts: Iterable[Post]) -> None:
    """Remember where known posts stand in their thread."""
    tx.conn.executemany(
        "update posts set place = ? where forum = ? and number = ? and place is not ?",
        [(post.index, post.id.forum, post.id.number, post.index) for post in posts],
    )


def mark_deleted(tx: Tx, id_: PostId) -> None:
    tx.execute(
        "update posts set deleted = 1, html = '', markdown = null, author = ''"
        " where forum = ? and number = ?",
        [id_.forum, id_.number],
    )


def length(tx: Tx, id_: PostId) -> int:
    """How many characters of a kept post are to be read."""
    row = tx.execute(
        "select length(html) + coalesce(length(markdown), 0) from posts"
        " where forum = ? and number = ?",
        [id_.forum, id_.number],
    ).fetchone()
    return int(row[0]) if row else 0


def post(tx: Tx, id_: PostId) -> Post | None:
    row = tx.execute(
        f"select {_POST}, {_TOPIC} from posts p"  # noqa: S608 - constant columns
        " join topics t on t.forum = p.forum and t.number = p.topic"
        " where p.forum = ? and p.number = ?",
        [id_.forum, id_.number],
    ).fetchone()
    if row is None:
        return None
    author, posted, url, html, edited, deleted, place, markdown, *topic = row
    return Post(
        id_,
        _topic(topic),
        author,
        instant(posted),
        url,
        html,
        edited_at=instant(edited) if edited else None,
        deleted=bool(deleted),
        index=place,
        markdown=markdown,
    )


def post_in(tx: Tx, topic: TopicId, place: int) -> PostId | None:
    """The carried post that stands there in its thread, 0 being the first."""
    row = tx.execute(
        "select number from posts where forum = ? and topic = ? and place = ?",
        [topic.forum, topic.number, place],
    ).fetchone()
    return PostId(topic.forum, row[0]) if row else None


def post_numbered(tx: Tx, topic: TopicId, number: int) -> PostId | None:
    """The carried post that its thread's address and this number name, whatever its title was."""
    row = tx.execute(
        "select number from posts where forum = ? and topic = ? and url like ?",
        [topic.forum, topic.number, f"%/{topic.number}/{number}"],
    ).fetchone()
    return PostId(topic.forum, row[0]) if row else None


def carried(tx: Tx, topic: TopicId) -> dict[int, Known]:
    """The posts of a thread that some channel was to hear, by their number."""
    rows = tx.execute(
        "select number, place, html, edited, deleted from posts where forum = ? and topic = ?"
        " order by number",
        [topic.forum, topic.number],
    )
    return {
        number: Known(number, place, html, instant(edited) if edited else None, bool(deleted))
        for number, place, html, edited, deleted in rows
    }


def forget_texts(tx: Tx, before: datetime) -> int:
    """Empty the posts kept since before `before` that no send still needs; how many."""
    cursor = tx.execute(
        "update posts set html = '', markdown = null, author = ''"
        " where (html <> '' or markdown is not null) and kept < ? and not exists"
        " (select 1 from deliveries d where d.state in ('planned', 'held', 'sending')"
        "  and d.facts ->> 'forum' = posts.forum"
        "  and d.facts ->> 'post' = cast(posts.number as text))",
        [stamp(before)],
    )
    return cursor.rowcount


def _topic(row: Sequence[Any]) -> Topic:
    forum, number, title, url, category, tags, category_name, locked, newest, gone = row
    return Topic(
        TopicId(forum, number),
        title,
        url,
        category,
        tuple(json.loads(tags)),
        0,
        category_name=category_name,
        locked=bool(locked),
        deleted=bool(gone),
        newest=instant(newest) if newest else None,
    )
