"""The ledger of what is written on forums."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.domain.forum_writes import (
    NEXT,
    PATIENCE,
    Denial,
    Wish,
    Write,
    WriteAct,
    WriteFate,
    WriteNoun,
    WriteState,
    mark,
)
from bot.domain.ids import CollectiveId, PostId, TopicId
from bot.store.base import Tx, instant, stamp

_COLUMNS = (
    "id, noun, number, collective, forum, act, place, markdown, title, answers, expects, state,"
    " attempts, doubtful, planned, begun, post, topic, url, reason, most, unwanted"
)


def plan(
    tx: Tx,
    noun: WriteNoun,
    key: int,
    collective: CollectiveId,
    wish: Wish,
    now: datetime,
) -> int:
    """Plan one write, in the transaction that wants it; its number.

    Where another of the same may stand on the forum, it is looked for first.
    """
    doubted = _doubted_since(tx, noun, key)
    count = tx.execute(
        "select count(*) from forum_writes where noun = ? and number = ?", [noun, key]
    ).fetchone()[0]
    cursor = tx.execute(
        "insert into forum_writes (noun, number, cause, collective, forum, act, place, title,"
        " markdown, answers, expects, state, planned, doubtful, begun)"
        " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'planned', ?, ?, ?)",
        [
            noun,
            key,
            f"{noun}:{key}:{count}",
            collective,
            wish.forum,
            wish.act,
            wish.place,
            wish.title,
            wish.markdown,
            wish.answers,
            wish.expects,
            stamp(now),
            int(doubted is not None),
            doubted,
        ],
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def take_back(
    tx: Tx, noun: WriteNoun, key: int, collective: CollectiveId, post: PostId, now: datetime
) -> int:
    """Plan that what stands on a forum goes; its number."""
    wish = Wish(post.forum, WriteAct.WITHDRAW, post.number)
    return plan(tx, noun, key, collective, wish, now)


def _doubted_since(tx: Tx, noun: WriteNoun, key: int) -> str | None:
    """When what may stand there was first tried, where the last try left that open."""
    row = tx.execute(
        "select begun, reason from forum_writes where noun = ? and number = ? order by id desc",
        [noun, key],
    ).fetchone()
    return row[0] if row and row[1] == Denial.UNCERTAIN else None


def recover(tx: Tx, now: datetime) -> int:
    """What a stopped process was writing may have been written; how many there were.

    Its clock may have run ahead: nothing was begun later than `now`, nor is put off for so long.
    """
    tx.execute(
        "update forum_writes set begun = null where state in ('planned', 'writing', 'queued')"
        " and begun > ?",
        [stamp(now)],
    )
    tx.execute(
        "update forum_writes set retry_at = null where state in ('planned', 'queued')"
        " and retry_at > ?",
        [stamp(now + PATIENCE)],
    )
    cursor = tx.execute(
        "update forum_writes set state = 'planned', doubtful = 1, attempts = attempts + 1"
        " where state = 'writing'"
    )
    return cursor.rowcount


def clock_went_back(tx: Tx, by: timedelta) -> None:
    """What was put off while the clock ran ahead would wait for that time; what was begun then
    would not be found among the posts of a forum whose clock did not."""
    rows = tx.execute(
        "select id, begun from forum_writes where state in ('planned', 'writing', 'queued')"
        " and begun is not null"
    ).fetchall()
    for id_, begun in rows:
        earlier = stamp(instant(begun) + by)
        tx.execute("update forum_writes set begun = ? where id = ?", [earlier, id_])
    tx.execute(
        "update forum_writes set retry_at = null where state in ('planned', 'queued')"
        " and retry_at is not null"
    )


def wait_anew(tx: Tx, collective: CollectiveId, now: datetime) -> None:
    """What waited for the end of a silence has all its time from now on."""
    tx.execute(
        "update forum_writes set planned = ? where collective = ? and state = 'planned'",
        [stamp(now), collective],
    )


def call_back(tx: Tx, noun: WriteNoun, key: int, now: datetime) -> int:
    """Have the changes that wait never be made, and their words gone; of how many. What is on its
    way, or may have arrived, may stand there."""
    cursor = tx.execute(
        "update forum_writes set reason = case when doubtful or state = 'writing' then 'uncertain'"
        " end, state = 'failed', retry_at = null, settled = ?, markdown = '', title = ''"
        " where noun = ? and number = ? and act = 'edit' and state in ('planned', 'writing')",
        [stamp(now), noun, key],
    )
    return cursor.rowcount


def call_off(tx: Tx, noun: WriteNoun, key: int, now: datetime) -> bool:
    """Have what waits to be posted never be; whether nothing of it can have arrived. What may have,
    or waits for a moderator, is only looked for from now on: by its mark, so that its words may be
    erased."""
    tx.execute(
        "update forum_writes set state = 'failed', retry_at = null, settled = ?, markdown = '',"
        " title = '' where noun = ? and number = ? and act in ('reply', 'open')"
        " and state = 'planned' and not doubtful",
        [stamp(now), noun, key],
    )
    rows = tx.execute(
        "select id, markdown from forum_writes where noun = ? and number = ?"
        " and act in ('reply', 'open') and state in ('planned', 'writing', 'queued')",
        [noun, key],
    ).fetchall()
    for id_, markdown in rows:
        tx.execute(
            "update forum_writes set unwanted = 1, expects = case when markdown = '' then expects"
            " else ? end where id = ?",
            [mark(markdown), id_],
        )
    return not rows


def forums_waited_for(tx: Tx) -> list[str]:
    """The forums on which something is to be written."""
    rows = tx.execute(
        "select distinct forum from forum_writes where state in ('planned', 'queued')"
        " order by forum"
    )
    return [name for (name,) in rows]


def next_of(
    tx: Tx, forum: str, now: datetime, hushed: Collection[CollectiveId] = ()
) -> Write | None:
    """What is to be tried on a forum, the first planned first; nothing of those who are hushed.

    What waits for another try keeps back what else is to be written of the same.
    """
    marks = ", ".join("?" * len(hushed))
    rows = tx.execute(
        f"select {_COLUMNS} from forum_writes w where forum = ?"  # noqa: S608 - constants, marks
        " and state in ('planned', 'queued') and (retry_at is null or retry_at <= ?)"
        f" and collective not in ({marks}) and not exists (select 1 from forum_writes b"
        " where b.noun = w.noun and b.number = w.number and b.id < w.id"
        " and b.state in ('planned', 'writing', 'queued')) order by id limit 1",
        [forum, stamp(now), *hushed],
    ).fetchall()
    return _write(rows[0]) if rows else None


def next_at(tx: Tx, now: datetime) -> datetime | None:
    """The next instant, after `now`, at which something is tried again."""
    row = tx.execute(
        "select min(retry_at) from forum_writes where state in ('planned', 'queued')"
        " and retry_at > ?",
        [stamp(now)],
    ).fetchone()
    return instant(row[0]) if row[0] else None


def pending(tx: Tx) -> int:
    """The number of the newest that was planned; changes when there is something new to write."""
    return int(tx.execute("select coalesce(max(id), 0) from forum_writes").fetchone()[0])


def begin(tx: Tx, id_: int, now: datetime) -> None:
    tx.execute(
        "update forum_writes set state = 'writing', begun = coalesce(begun, ?) where id = ?"
        " and state = 'planned'",
        [stamp(now), id_],
    )


def settle(tx: Tx, id_: int, fate: WriteFate, now: datetime) -> Write | None:
    """Write what became of an attempt; None where it was settled before. Its words are told once
    more, and dropped where that is the end of it and they do not go back to who wrote them."""
    before = [one for one, after in NEXT.items() if fate.state in after]
    if fate.state in (WriteState.PLANNED, WriteState.QUEUED):
        before.append(fate.state)
    marks = ", ".join("?" * len(before))
    is_over = fate.state in (WriteState.DONE, WriteState.FAILED)
    cursor = tx.execute(
        "update forum_writes set state = ?, reason = ?, most = ?, retry_at = ?, doubtful = ?,"  # noqa: S608
        " attempts = attempts + 1, post = coalesce(?, post), topic = coalesce(?, topic),"
        " url = case when ? = '' then url else ? end, settled = ?,"
        " answers = case when ? then null else answers end, kept_back = max(kept_back, ?)"
        f" where id = ? and state in ({marks})",
        [
            fate.state,
            fate.reason,
            fate.limit,
            stamp(fate.retry_at) if fate.retry_at else None,
            int(fate.doubtful),
            fate.post.number if fate.post else None,
            fate.topic.number if fate.topic else None,
            fate.url,
            fate.url,
            stamp(now) if is_over else None,
            int(fate.alone),
            int(fate.state is WriteState.QUEUED),
            id_,
            *before,
        ],
    )
    if not cursor.rowcount:
        return None
    settled = get(tx, id_)
    if is_over and not settled.is_given_back:
        _drop_words(tx, settled)
    return settled


def _drop_words(tx: Tx, write: Write) -> None:
    """What a tally says and may stand on the forum is known by its mark from now on."""
    expects, is_tally = write.wish.expects, write.noun is WriteNoun.TALLY
    if is_tally and write.reason is Denial.UNCERTAIN and write.wish.markdown:
        expects = mark(write.wish.markdown)
    tx.execute(
        "update forum_writes set markdown = '', title = '', expects = ? where id = ?",
        [expects, write.id],
    )


def doubted(tx: Tx, noun: WriteNoun, key: int) -> frozenset[str]:
    """Recognise the texts of before of which nobody knows whether they stand on the forum, since it
    was last known what does."""
    rows = tx.execute(
        "select expects from forum_writes where noun = ? and number = ? and state = 'failed'"
        " and reason = 'uncertain' and expects is not null and id > (select coalesce(max(id), 0)"
        " from forum_writes where noun = ? and number = ? and state = 'done')",
        [noun, key, noun, key],
    )
    return frozenset(expects for (expects,) in rows)


def given_back(tx: Tx, noun: WriteNoun, key: int, id_: int) -> Write | None:
    """A change that the forum did not take, while its words are kept."""
    row = tx.execute(
        f"select {_COLUMNS} from forum_writes where id = ? and noun = ? and number = ?"  # noqa: S608
        " and markdown <> ''",
        [id_, noun, key],
    ).fetchone()
    write = _write(row) if row else None
    return write if write is not None and write.is_given_back else None


def forget_given_back(tx: Tx, before: datetime) -> None:
    """Drop the words of changes that the forum did not take before then."""
    tx.execute(
        "update forum_writes set markdown = '' where markdown <> '' and act = 'edit'"
        " and state = 'failed' and settled < ?",
        [stamp(before)],
    )


def drop_words(tx: Tx, id_: int) -> None:
    """Who wrote them took them up again."""
    tx.execute("update forum_writes set markdown = '' where id = ?", [id_])


def get(tx: Tx, id_: int) -> Write:
    """Raises LookupError."""
    row = tx.execute(
        f"select {_COLUMNS} from forum_writes where id = ?",  # noqa: S608 - constants
        [id_],
    ).fetchone()
    if row is None:
        raise LookupError(id_)
    return _write(row)


def waits(tx: Tx, noun: WriteNoun, key: int) -> bool:
    """Whether something of this is still to be written, or accepted."""
    row = tx.execute(
        "select 1 from forum_writes where noun = ? and number = ?"
        " and state in ('planned', 'writing', 'queued') limit 1",
        [noun, key],
    ).fetchone()
    return row is not None


def is_withdrawn(tx: Tx, noun: WriteNoun, key: int) -> bool:
    """Whether this is to be taken back already."""
    row = tx.execute(
        "select 1 from forum_writes where noun = ? and number = ? and act = 'withdraw'"
        " and state in ('planned', 'writing') limit 1",
        [noun, key],
    ).fetchone()
    return row is not None


def withdrawal(tx: Tx, noun: WriteNoun, key: int) -> WriteState | None:
    """How far it is with taking this back; None where nobody wants that."""
    row = tx.execute(
        "select state from forum_writes where noun = ? and number = ? and act = 'withdraw'"
        " order by id desc limit 1",
        [noun, key],
    ).fetchone()
    return WriteState(row[0]) if row else None


def rivals(tx: Tx, write: Write) -> list[Write]:
    """What is wanted with the words of something unwanted, and may have arrived where that may
    have: in the same thread, or as a new one."""
    rows = tx.execute(
        f"select {_COLUMNS} from forum_writes where forum = ? and act = ?"  # noqa: S608 - constants
        " and (act = 'open' or place = ?) and not unwanted"
        " and (state = 'queued' or state = 'planned' and doubtful) order by id",
        [write.wish.forum, write.wish.act, write.wish.place],
    )
    return [one for one in map(_write, rows) if one.sought == write.sought]


def posts_of(tx: Tx, forum: str) -> frozenset[int]:
    """The posts of a forum that are accounted for, the latest thousand."""
    rows = tx.execute(
        "select post from forum_writes where forum = ? and post is not null"
        " order by id desc limit 1000",
        [forum],
    )
    return frozenset(number for (number,) in rows)


def is_moderated(tx: Tx, forum: str) -> bool:
    """Whether the forum kept back the last post that it took: another may be kept, unseen."""
    row = tx.execute(
        "select kept_back from forum_writes where forum = ? and state in ('done', 'queued')"
        " and act in ('reply', 'open') order by id desc limit 1",
        [forum],
    ).fetchone()
    return bool(row and row[0])


def _write(row: Sequence[Any]) -> Write:
    (id_, noun, key, collective, forum, act, place, markdown, title, answers, expects, *rest) = row
    (state, attempts, doubtful, planned, begun, post, topic, url, reason, most, unwanted) = rest
    wish = Wish(forum, WriteAct(act), place, markdown, title, answers, expects)
    return Write(
        id=id_,
        noun=WriteNoun(noun),
        key=key,
        collective=CollectiveId(collective),
        wish=wish,
        state=WriteState(state),
        attempts=attempts,
        doubtful=bool(doubtful),
        planned=instant(planned),
        begun=instant(begun) if begun else None,
        post=PostId(forum, post) if post else None,
        topic=TopicId(forum, topic) if topic else None,
        url=url,
        reason=Denial(reason) if reason else None,
        limit=most,
        unwanted=bool(unwanted),
    )
