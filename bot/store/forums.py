"""Forums, their threads and posts, and how far each was read."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime

from bot.domain.ids import PostId, TopicId
from bot.ports.forum import Health, Post, Topic, Trouble
from bot.store.base import Tx, instant, stamp


def meet(tx: Tx, name: str, url: str) -> None:
    """Remember a configured forum. A new address keeps the position: it may only have moved."""
    tx.execute(
        "insert into forums (name, url) values (?, ?)"
        " on conflict (name) do update set url = excluded.url",
        [name, url],
    )


def position(tx: Tx, name: str) -> int | None:
    """The number of the last post read, None before the first reading."""
    row = tx.execute("select position from forums where name = ?", [name]).fetchone()
    return row[0] if row else None


def advance(tx: Tx, name: str, position: int) -> None:
    """The position only grows."""
    tx.execute(
        "update forums set position = max(coalesce(position, 0), ?) where name = ?",
        [position, name],
    )


def succeeded(tx: Tx, name: str, now: datetime, *, new: bool) -> None:
    tx.execute(
        "update forums set last_success = ?, trouble = null, trouble_since = null,"
        " last_new = case when ? then ? else last_new end where name = ?",
        [stamp(now), int(new), stamp(now), name],
    )


def failed(tx: Tx, name: str, now: datetime, trouble: Trouble) -> None:
    tx.execute(
        "update forums set trouble = ?, trouble_since = coalesce(trouble_since, ?) where name = ?",
        [trouble, stamp(now), name],
    )


def health(tx: Tx) -> list[Health]:
    rows = tx.execute(
        "select name, title, last_success, last_new, trouble, trouble_since from forums"
        " order by name"
    )
    return [
        Health(
            name,
            title,
            instant(success) if success else None,
            instant(new) if new else None,
            Trouble(trouble) if trouble else None,
            instant(since) if since else None,
        )
        for name, title, success, new, trouble, since in rows
    ]


def save_topics(tx: Tx, topics: Iterable[Topic], now: datetime) -> None:
    tx.conn.executemany(
        "insert into topics (forum, number, title, url, category, tags, seen)"
        " values (?, ?, ?, ?, ?, ?, ?) on conflict (forum, number) do update set"
        " title = excluded.title, url = excluded.url, category = excluded.category,"
        " tags = excluded.tags, seen = excluded.seen",
        [
            (
                topic.id.forum,
                topic.id.number,
                topic.title,
                topic.url,
                topic.category,
                json.dumps(topic.tags),
                stamp(now),
            )
            for topic in topics
        ],
    )


def save_posts(tx: Tx, posts: Iterable[Post]) -> None:
    tx.conn.executemany(
        "insert into posts (forum, number, topic, author, posted, url, html)"
        " values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
        [
            (
                post.id.forum,
                post.id.number,
                post.topic.id.number,
                post.author,
                stamp(post.posted_at),
                post.url,
                post.html,
            )
            for post in posts
        ],
    )


def forget_texts(tx: Tx, before: datetime) -> int:
    """Empty the posts older than `before` that no send still needs; how many."""
    cursor = tx.execute(
        "update posts set html = '', author = '' where html <> '' and posted < ? and not exists"
        " (select 1 from deliveries d where d.state in ('planned', 'sending')"
        "  and d.cause = 'post:' || posts.forum || ':' || posts.number)",
        [stamp(before)],
    )
    return cursor.rowcount


def post(tx: Tx, id_: PostId) -> Post | None:
    row = tx.execute(
        "select p.author, p.posted, p.url, p.html,"
        " t.number, t.title, t.url, t.category, t.tags"
        " from posts p join topics t on t.forum = p.forum and t.number = p.topic"
        " where p.forum = ? and p.number = ?",
        [id_.forum, id_.number],
    ).fetchone()
    if row is None:
        return None
    author, posted, url, html, *of_topic = row
    return Post(id_, _topic(id_.forum, *of_topic), author, instant(posted), url, html)


def _topic(forum: str, number: int, title: str, url: str, category: str, tags: str) -> Topic:
    return Topic(TopicId(forum, number), title, url, category, tuple(json.loads(tags)), 0)


def tagged(tx: Tx, tags: Iterable[str], limit: int) -> list[Topic]:
    """Threads that carry one of these tags, the latest seen first."""
    wanted = list(tags)
    marks = ", ".join("?" * len(wanted))
    rows = tx.execute(
        "select t.forum, t.number, t.title, t.url, t.category, t.tags from topics t"  # noqa: S608
        f" where exists (select 1 from json_each(t.tags) where value in ({marks}))"
        " order by t.seen desc, t.number desc limit ?",
        [*wanted, limit],
    )
    return [_topic(*row) for row in rows]
