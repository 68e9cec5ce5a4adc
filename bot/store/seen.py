"""Which of a forum's latest posts were seen: one may come to show after later ones did."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

from bot.ports.forum import Post
from bot.store.base import Tx, instant, stamp

WINDOW: Final = 1_000  # how far below the position they are remembered one by one


def newest_at(tx: Tx, forum: str) -> datetime | None:
    """When the latest post that was seen had been written."""
    row = tx.execute("select newest_at from forums where name = ?", [forum]).fetchone()
    return instant(row[0]) if row and row[0] else None


def unseen(tx: Tx, forum: str, posts: Sequence[Post]) -> list[Post]:
    """Those that were never seen: above the position, missed below it, or written since."""
    row = tx.execute(
        "select position, max(coalesce(seen_from, position), position - ?) from forums"
        " where name = ?",
        [WINDOW, forum],
    ).fetchone()
    if row is None or row[0] is None:
        return []
    position, floor = row
    latest, known = newest_at(tx, forum), _known(tx, forum, [post.id.number for post in posts])

    def is_unseen(post: Post) -> bool:
        number = post.id.number
        if number > position:
            return True
        is_late = number > floor or (latest is not None and post.posted_at > latest)
        return is_late and number not in known and not post.deleted

    return [post for post in posts if is_unseen(post)]


def _known(tx: Tx, forum: str, numbers: Collection[int]) -> set[int]:
    if not numbers:
        return set()
    rows = tx.execute(
        "select number from seen_posts where forum = ? and number between ? and ?",
        [forum, min(numbers), max(numbers)],
    )
    return {number for (number,) in rows}


def remember(tx: Tx, forum: str, posts: Sequence[Post]) -> None:
    """These were seen, up to the position that stands now; a hidden one may yet show."""
    shown = [post for post in posts if not post.deleted]
    tx.conn.executemany(
        "insert or ignore into seen_posts (forum, number) values (?, ?)",
        [(forum, post.id.number) for post in shown],
    )
    latest = max((stamp(post.posted_at) for post in shown), default="")
    tx.execute(
        "update forums set newest_at = nullif(max(coalesce(newest_at, ''), ?), ''),"
        " seen_from = coalesce(seen_from, position) where name = ?",
        [latest, forum],
    )
    tx.execute(
        "delete from seen_posts where forum = ?1"
        " and number <= (select position from forums where name = ?1) - ?2",
        [forum, WINDOW],
    )


def went_back(tx: Tx, forum: str, to: int, now: datetime) -> None:
    """The forum counts from here again: what was told under later numbers is another post."""
    tx.execute(
        "update forums set position = ?, seen_from = min(coalesce(seen_from, 0), ?) where name = ?",
        [to, to, forum],
    )
    tx.execute("delete from seen_posts where forum = ? and number > ?", [forum, to])
    tx.execute("update follows set after_post = min(after_post, ?) where forum = ?", [to, forum])
    tx.execute(
        "update follow_starts set after_post = min(after_post, ?) where forum = ?", [to, forum]
    )
    tx.execute(
        "update deliveries set cause = cause || ':' || ? where facts ->> 'forum' = ?"
        " and cast(facts ->> 'post' as integer) > ?"
        " and cause = 'post:' || (facts ->> 'forum') || ':' || (facts ->> 'post')",
        [stamp(now), forum, to],
    )
