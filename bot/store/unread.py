"""What a reading of a forum's new posts had found when it was interrupted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from pydantic import TypeAdapter

from bot.ports.forum import Post
from bot.store.base import Tx, stamp

_POST: Final = TypeAdapter(Post)


@dataclass(frozen=True, slots=True)
class Unread:
    """The posts found so far, by their numbers, and where the reading goes on."""

    posts: dict[int, Post]
    older: str | None


def keep(tx: Tx, forum: str, posts: Iterable[Post], older: str | None, now: datetime) -> None:
    """Remember these posts too, and that the reading goes on there."""
    tx.conn.executemany(
        "insert or replace into unread_posts (forum, number, post) values (?, ?, ?)",
        [(forum, post.id.number, _POST.dump_json(post).decode()) for post in posts],
    )
    tx.execute(
        "update forums set unread_older = ?, unread_at = ? where name = ?",
        [older, stamp(now), forum],
    )


def kept(tx: Tx, forum: str, since: datetime) -> Unread | None:
    """What was remembered, where that was after `since`; None for nothing."""
    row = tx.execute(
        "select unread_older from forums where name = ? and unread_at >= ?", [forum, stamp(since)]
    ).fetchone()
    if row is None:
        return None
    rows = tx.execute("select number, post from unread_posts where forum = ?", [forum])
    return Unread({number: _POST.validate_json(post) for number, post in rows}, row[0])


def forget(tx: Tx, forum: str) -> None:
    """The reading came to its end, or is begun anew."""
    tx.execute("delete from unread_posts where forum = ?", [forum])
    tx.execute("update forums set unread_older = null, unread_at = null where name = ?", [forum])


def forget_old(tx: Tx, before: datetime) -> None:
    """What nobody went on with keeps no text of anybody."""
    old = tx.execute("select name from forums where unread_at < ?", [stamp(before)]).fetchall()
    for (forum,) in old:
        forget(tx, forum)
