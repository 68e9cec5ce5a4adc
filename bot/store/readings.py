"""When each thread that is mirrored is read again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.ids import TopicId
from bot.store.base import Tx, instant, stamp

_LONGEST = timedelta(days=1, minutes=1)


@dataclass(frozen=True, slots=True)
class Round:
    """The reading of a whole thread, part by part: `page` is where it goes on, None when none is
    under way; `ended` when the last one did."""

    page: int | None
    ended: datetime | None


def round_of(tx: Tx, topic: TopicId) -> Round:
    row = tx.execute(
        "select round_page, round_ended from topics where forum = ? and number = ?",
        [topic.forum, topic.number],
    ).fetchone()
    page, ended = row or (None, None)
    return Round(page, instant(ended) if ended else None)


def go_round(tx: Tx, topic: TopicId, round_: Round) -> None:
    tx.execute(
        "update topics set round_page = ?, round_ended = ? where forum = ? and number = ?",
        [round_.page, stamp(round_.ended) if round_.ended else None, topic.forum, topic.number],
    )


def read_at(tx: Tx, topic: TopicId, at: datetime, *, active: datetime | None = None) -> None:
    """Read a thread again at this instant, or earlier if that was planned; new posts make it
    active."""
    tx.execute(
        "update topics set read_next = min(coalesce(read_next, ?), ?),"
        " active = max(coalesce(active, ''), ?) where forum = ? and number = ?",
        [stamp(at), stamp(at), stamp(active) if active else "", topic.forum, topic.number],
    )


def was_read(tx: Tx, topic: TopicId, again: datetime | None) -> None:
    """A thread was read, and stands; read it again then, or never."""
    _set(tx, topic, again)
    tx.execute(
        "update topics set missing_since = null, unread_since = null"
        " where forum = ? and number = ?",
        [topic.forum, topic.number],
    )


def postpone(tx: Tx, topic: TopicId, again: datetime) -> None:
    """Nothing was learnt of a thread: read it again then."""
    _set(tx, topic, again)


def is_unread(tx: Tx, topic: TopicId, now: datetime) -> None:
    """A thread could not be read, whatever it shows now."""
    tx.execute(
        "update topics set unread_since = min(coalesce(unread_since, ?), ?)"
        " where forum = ? and number = ?",
        [stamp(now), stamp(now), topic.forum, topic.number],
    )


def unread_since(tx: Tx, forum: str, before: datetime) -> dict[TopicId, datetime]:
    """The threads that cannot be read since before then, with since when."""
    rows = tx.execute(
        "select number, unread_since from topics where forum = ? and unread_since <= ?",
        [forum, stamp(before)],
    )
    return {TopicId(forum, number): instant(since) for number, since in rows}


def is_missing(tx: Tx, topic: TopicId, now: datetime) -> datetime:
    """A thread is not to be seen; since when."""
    tx.execute(
        "update topics set missing_since = min(coalesce(missing_since, ?), ?)"
        " where forum = ? and number = ?",
        [stamp(now), stamp(now), topic.forum, topic.number],
    )
    row = tx.execute(
        "select missing_since from topics where forum = ? and number = ?",
        [topic.forum, topic.number],
    ).fetchone()
    return instant(row[0])


def gone_since(tx: Tx, topic: TopicId) -> datetime | None:
    """Since when a thread is believed gone, None where it is not."""
    row = tx.execute(
        "select gone from topics where forum = ? and number = ?", [topic.forum, topic.number]
    ).fetchone()
    return instant(row[0]) if row and row[0] else None


def become_gone(tx: Tx, topic: TopicId, now: datetime) -> bool:
    """A thread that is not to be seen is believed gone; False where it was already.

    Once it is back, all of it is read at once.
    """
    cursor = tx.execute(
        "update topics set gone = ?, round_page = null, round_ended = null"
        " where forum = ? and number = ? and gone is null",
        [stamp(now), topic.forum, topic.number],
    )
    return bool(cursor.rowcount)


def come_back(tx: Tx, topic: TopicId) -> bool:
    """A thread is to be seen; whether it was believed gone."""
    cursor = tx.execute(
        "update topics set gone = null, missing_since = null"
        " where forum = ? and number = ? and gone is not null",
        [topic.forum, topic.number],
    )
    return bool(cursor.rowcount)


def missing(tx: Tx, forum: str, since: datetime) -> list[TopicId]:
    """The threads of a forum that are not to be seen, but for those believed gone before then."""
    rows = tx.execute(
        "select number from topics where forum = ? and missing_since is not null"
        " and (gone is null or gone > ?) order by number",
        [forum, stamp(since)],
    )
    return [TopicId(forum, number) for (number,) in rows]


def active(tx: Tx, topic: TopicId) -> datetime | None:
    """When the newest post known of a thread was written."""
    row = tx.execute(
        "select active from topics where forum = ? and number = ?", [topic.forum, topic.number]
    ).fetchone()
    return instant(row[0]) if row and row[0] else None


def due(tx: Tx, forum: str, now: datetime, limit: int) -> list[TopicId]:
    """The threads to be read again by now, the longest due first.

    What is due later than is ever planned was planned while the clock ran ahead.
    """
    rows = tx.execute(
        "select number from topics where forum = ? and (read_next <= ? or read_next > ?)"
        " order by read_next limit ?",
        [forum, stamp(now), stamp(now + _LONGEST), limit],
    )
    return [TopicId(forum, number) for (number,) in rows]


def next_due(tx: Tx, forum: str) -> datetime | None:
    row = tx.execute("select min(read_next) from topics where forum = ?", [forum]).fetchone()
    return instant(row[0]) if row and row[0] else None


def _set(tx: Tx, topic: TopicId, again: datetime | None) -> None:
    tx.execute(
        "update topics set read_next = ? where forum = ? and number = ?",
        [stamp(again) if again else None, topic.forum, topic.number],
    )
