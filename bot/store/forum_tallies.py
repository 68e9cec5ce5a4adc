"""The tallies that posts of forums keep showing."""

from __future__ import annotations

from collections.abc import Sequence, Set
from datetime import datetime, timedelta
from typing import Any

from bot.domain.bilan_names import Name, Noun
from bot.domain.forum_tallies import ForumTally, TallyState
from bot.domain.forum_writes import Denial, WriteAct
from bot.domain.ids import ChannelId, CollectiveId, PersonId, TaskId
from bot.domain.publishing import Where
from bot.store import changes
from bot.store.base import Tx, instant, stamp

_COLUMNS = (
    "id, collective, scope, channel, forum, act, place, title, every_s, state, due, version, post,"
    " url, mark, reason, name, counted"
)


def add(
    tx: Tx,
    collective: CollectiveId,
    scope: str,
    channel: ChannelId,
    where: Where,
    every: timedelta,
    now: datetime,
    by: PersonId,
    shown: Set[Name],
    name: str = "",
) -> ForumTally | None:
    """A new one, due at once, that tells what is `shown`, signed with the collective's `name`; None
    where the same is kept up to date already."""
    cursor = tx.execute(
        "insert into forum_tallies (collective, scope, channel, forum, act, place, title, every_s,"
        " due, name, state, version) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'live', 1)"
        " on conflict do nothing",
        [
            collective,
            scope,
            channel,
            where.forum,
            where.act,
            where.place,
            where.title,
            int(every.total_seconds()),
            stamp(now),
            name,
        ],
    )
    if not cursor.rowcount or cursor.lastrowid is None:
        return None
    _add_names(tx, cursor.lastrowid, shown, 0, is_shown=True)
    _note(tx, cursor.lastrowid, now, by, None, TallyState.LIVE)
    return get(tx, cursor.lastrowid)


def save(
    tx: Tx, before: ForumTally, after: ForumTally, now: datetime, by: PersonId | None = None
) -> ForumTally:
    """Write what changed, and the history of its state."""
    tx.execute(
        "update forum_tallies set state = ?, due = ?, version = ?, post = ?, url = ?, mark = ?,"
        " counted = ?, reason = ?, written = case when ? then ? else written end where id = ?",
        [
            after.state,
            stamp(after.due),
            after.version,
            after.post,
            after.url,
            after.mark,
            after.counted,
            after.reason,
            int(after.mark != before.mark),
            stamp(now),
            after.id,
        ],
    )
    if after.state is not before.state:
        _note(tx, after.id, now, by, before.state, after.state)
    return after


def get(tx: Tx, id_: int) -> ForumTally:
    """Raises LookupError."""
    found = _read(tx, "id = ?", [id_])
    if not found:
        raise LookupError(id_)
    return found[0]


def of(tx: Tx, collective: CollectiveId) -> list[ForumTally]:
    """Those of a collective that are not stopped."""
    return _read(tx, "collective = ? and state <> 'stopped'", [collective])


def due(tx: Tx, now: datetime) -> list[ForumTally]:
    return _read(tx, "state = 'live' and due <= ?", [stamp(now)])


def clock_went_back(tx: Tx, now: datetime) -> None:
    """What was put off while the clock ran ahead would wait for that time: it is due at once."""
    for one in _read(tx, "state = 'live' and due > ?", [stamp(now)]):
        if one.due > now + one.every:
            tx.execute("update forum_tallies set due = ? where id = ?", [stamp(now), one.id])


def earliest(tx: Tx) -> datetime | None:
    """When the next is due."""
    row = tx.execute("select min(due) from forum_tallies where state = 'live'").fetchone()
    return instant(row[0]) if row[0] else None


def shown(tx: Tx, id_: int) -> Set[Name]:
    """What organisers let it tell."""
    return _names(tx, "tally = ? and shown", [id_])


def known(tx: Tx, id_: int) -> Set[Name]:
    """The same, and what they were asked about."""
    return _names(tx, "tally = ?", [id_])


def ask(tx: Tx, id_: int, names: Set[Name]) -> int:
    """Remember what organisers are asked about; which turn that is, from 1 on."""
    turn = last_turn(tx, id_) + 1
    _add_names(tx, id_, names, turn, is_shown=False)
    return turn


def last_turn(tx: Tx, id_: int) -> int:
    """0 where they were asked about nothing yet."""
    row = tx.execute(
        "select coalesce(max(turn), 0) from forum_tally_names where tally = ?", [id_]
    ).fetchone()
    return int(row[0])


def asked(tx: Tx, id_: int, first: int, last: int) -> Set[Name]:
    """What they were asked about in these turns, and did not add."""
    return _names(tx, "tally = ? and turn between ? and ? and not shown", [id_, first, last])


def show(tx: Tx, id_: int, names: Set[Name]) -> None:
    """It is to tell these, which they were asked about."""
    for one in names:
        tx.execute(
            "update forum_tally_names set shown = 1 where tally = ? and noun = ? and said = ?",
            [id_, one.noun, one.said],
        )


def counts(tx: Tx, id_: int) -> Set[TaskId]:
    """The tasks that it counts."""
    rows = tx.execute("select task from forum_tally_tasks where tally = ?", [id_])
    return {TaskId(task) for (task,) in rows}


def count(tx: Tx, id_: int, tasks: Set[TaskId]) -> None:
    """It counts these from now on, and no others."""
    if tasks == counts(tx, id_):
        return
    tx.execute("delete from forum_tally_tasks where tally = ?", [id_])
    for task in sorted(tasks):
        tx.execute("insert into forum_tally_tasks (tally, task) values (?, ?)", [id_, task])


def _add_names(tx: Tx, id_: int, names: Set[Name], turn: int, *, is_shown: bool) -> None:
    for one in sorted(names):
        tx.execute(
            "insert into forum_tally_names (tally, noun, said, turn, shown) values (?, ?, ?, ?, ?)",
            [id_, one.noun, one.said, turn, int(is_shown)],
        )


def _names(tx: Tx, where: str, values: Sequence[Any]) -> Set[Name]:
    rows = tx.execute(
        f"select noun, said from forum_tally_names where {where}",  # noqa: S608 - constants
        values,
    )
    return {Name(Noun(noun), said) for noun, said in rows}


def _note(
    tx: Tx, id_: int, now: datetime, by: PersonId | None, before: str | None, after: str
) -> None:
    changes.record(tx, "forum_tally", str(id_), now, by, before=before, after=after)


def _read(tx: Tx, where: str, values: Sequence[Any]) -> list[ForumTally]:
    rows = tx.execute(
        f"select {_COLUMNS} from forum_tallies where {where} order by id",  # noqa: S608 - constants
        values,
    )
    return [_tally(row) for row in rows]


def _tally(row: Sequence[Any]) -> ForumTally:
    (id_, collective, scope, channel, forum, act, place, title, every_s, state, *rest) = row
    due, version, post, url, mark, reason, name, counted = rest
    return ForumTally(
        id=id_,
        collective=CollectiveId(collective),
        scope=scope,
        channel=ChannelId(channel),
        where=Where(forum, WriteAct(act), place, title=title),
        every=timedelta(seconds=every_s),
        state=TallyState(state),
        due=instant(due),
        version=version,
        post=post,
        url=url,
        mark=mark,
        reason=Denial(reason) if reason else None,
        name=name,
        counted=counted,
    )
