"""What people added to tasks: rows that are only ever added."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.domain.ids import ContributionId, PersonId, TaskId
from bot.domain.tallies import Contribution
from bot.store.base import Tx, instant, stamp

_TOGETHER = 500  # marks of one statement
_MADE = "contribution:"  # and its number, among what was done for an interaction
_COLUMNS = "id, task, person, amount, week, at, corrects"


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be added once for the interaction `act`."""

    task: TaskId
    person: PersonId
    amount: int
    week: date
    act: str
    corrects: ContributionId | None = None


def add(tx: Tx, drafts: Iterable[Draft], now: datetime) -> None:
    """Count each. Raises sqlite3.IntegrityError for an `act` that did already: see `of_acts`."""
    at = stamp(now)
    tx.conn.executemany(
        "insert into contributions (task, person, amount, week, act, at, corrects)"
        " values (?, ?, ?, ?, ?, ?, ?)",
        [
            (one.task, one.person, one.amount, one.week.isoformat(), one.act, at, one.corrects)
            for one in drafts
        ],
    )


def of_acts(tx: Tx, acts: Sequence[str]) -> dict[str, Contribution]:
    """What interactions added already, though it has lost who did since."""
    found: dict[str, Contribution] = {}
    for start in range(0, len(acts), _TOGETHER):
        some = acts[start : start + _TOGETHER]
        marks = ", ".join("?" * len(some))
        rows = tx.execute(
            f"select act, {_COLUMNS} from contributions where act in ({marks}) union all"  # noqa: S608
            f" select act_kept, {_COLUMNS} from contributions join (select id as act_kept,"
            f" cast(substr(made, {len(_MADE) + 1}) as integer) as number from acts"
            f" where id in ({marks}) and made glob '{_MADE}*') on number = contributions.id",
            [*some, *some],
        )
        found |= {act: _contribution(row) for act, *row in rows}
    return found


def keep_acts(tx: Tx, person: PersonId, now: datetime) -> None:
    """Before somebody is erased: what they clicked counts once all the same, for as long as it may
    be clicked."""
    tx.execute(
        f"insert or ignore into acts (id, made, at) select act, '{_MADE}' || id, ?"  # noqa: S608
        " from contributions where person = ?",
        [stamp(now), person],
    )


def get(tx: Tx, id_: ContributionId) -> Contribution | None:
    found = _read(tx, "id = ?", [id_])
    return found[0] if found else None


def of_task(tx: Tx, task: TaskId, person: PersonId | None = None) -> list[Contribution]:
    """What was added to a task, by anybody or one person, the first first; no corrections."""
    if person is None:
        return _read(tx, "task = ? and corrects is null", [task])
    return _read(tx, "person = ? and task = ? and corrects is null", [person, task])


def corrected(tx: Tx, ids: Sequence[ContributionId]) -> dict[ContributionId, int]:
    """What the corrections of these come to, where there are any."""
    found: dict[ContributionId, int] = {}
    for start in range(0, len(ids), _TOGETHER):
        some = ids[start : start + _TOGETHER]
        rows = tx.execute(
            "select corrects, sum(amount) from contributions"  # noqa: S608 - only marks
            f" where corrects in ({', '.join('?' * len(some))}) group by corrects",
            some,
        )
        found |= {ContributionId(id_): amount for id_, amount in rows}
    return found


def before(tx: Tx, correction: Contribution) -> int:
    """What a contribution stood for until this correction of it."""
    query = "select sum(amount) from contributions where id = ? or (corrects = ? and id < ?)"
    about = correction.corrects
    return int(tx.execute(query, [about, about, correction.id]).fetchone()[0] or 0)


def total(tx: Tx, task: TaskId) -> int:
    """What a task comes to, corrections in."""
    query = "select coalesce(sum(amount), 0) from contributions where task = ?"
    return int(tx.execute(query, [task]).fetchone()[0])


def has_any(tx: Tx, task: TaskId) -> bool:
    """Whether something was ever added to a task, though it was put right to nothing."""
    query = "select 1 from contributions where task = ? limit 1"
    return tx.execute(query, [task]).fetchone() is not None


def people(tx: Tx, task: TaskId) -> set[PersonId]:
    """Who added something to a task, as far as it is not forgotten; never told."""
    rows = tx.execute(
        "select distinct person from contributions where task = ? and person is not null"
        " and corrects is null",
        [task],
    )
    return {PersonId(person) for (person,) in rows}


def _read(tx: Tx, where: str, values: Sequence[object]) -> list[Contribution]:
    rows = tx.execute(
        f"select {_COLUMNS} from contributions where {where} order by id",  # noqa: S608
        values,
    )
    return [_contribution(row) for row in rows]


def _contribution(row: Sequence[Any]) -> Contribution:
    id_, task, person, amount, week, at, corrects = row
    return Contribution(
        ContributionId(id_),
        TaskId(task),
        PersonId(person) if person else None,
        amount,
        date.fromisoformat(week),
        instant(at),
        ContributionId(corrects) if corrects else None,
    )
