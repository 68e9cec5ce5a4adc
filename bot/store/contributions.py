"""What people added to tasks: rows that are only ever added."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.domain.ids import ContributionId, PersonId, TaskId
from bot.domain.tallies import Contribution
from bot.store.base import Tx, instant, stamp

_COLUMNS = "id, task, person, amount, at, corrects"


def add(
    tx: Tx,
    task: TaskId,
    person: PersonId,
    amount: int,
    act: str,
    now: datetime,
    *,
    corrects: ContributionId | None = None,
) -> Contribution:
    """Count an amount once for the interaction `act`: look `of_act` first."""
    cursor = tx.execute(
        "insert into contributions (task, person, amount, act, at, corrects)"
        " values (?, ?, ?, ?, ?, ?)",
        [task, person, amount, act, stamp(now), corrects],
    )
    assert cursor.lastrowid is not None
    return Contribution(ContributionId(cursor.lastrowid), task, person, amount, now, corrects)


def of_act(tx: Tx, act: str) -> Contribution | None:
    """What an interaction added already."""
    found = _read(tx, "act = ?", [act])
    return found[0] if found else None


def get(tx: Tx, id_: ContributionId) -> Contribution | None:
    found = _read(tx, "id = ?", [id_])
    return found[0] if found else None


def corrections_of(tx: Tx, id_: ContributionId) -> list[Contribution]:
    """What puts a contribution right, the first first."""
    return _read(tx, "corrects = ?", [id_])


def of_task(tx: Tx, task: TaskId, person: PersonId | None = None) -> list[Contribution]:
    """What was added to a task, by anybody or one person, the first first; no corrections."""
    if person is None:
        return _read(tx, "task = ? and corrects is null", [task])
    return _read(tx, "person = ? and task = ? and corrects is null", [person, task])


def total(tx: Tx, task: TaskId) -> int:
    """What a task comes to, corrections in."""
    query = "select coalesce(sum(amount), 0) from contributions where task = ?"
    return int(tx.execute(query, [task]).fetchone()[0])


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
    id_, task, person, amount, at, corrects = row
    return Contribution(
        ContributionId(id_),
        TaskId(task),
        PersonId(person) if person else None,
        amount,
        instant(at),
        ContributionId(corrects) if corrects else None,
    )
