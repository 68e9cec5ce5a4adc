"""Tasks, with who took them and the history of their states."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.hearing import Heard
from bot.domain.ids import (
    CampaignId,
    ChannelId,
    CityId,
    CollectiveId,
    KitId,
    PersonId,
    ProjectId,
    TaskId,
    VoteId,
)
from bot.domain.tasks import Plan, Taker, Task, TaskStatus
from bot.store import changes
from bot.store.base import Tx, stamp

_KEPT = "owner, by, channel, vote, project, campaign, kit"
_OF_PLAN = "title, unit, target, due, before_sitting, for_one".split(", ")
_CHANGING = [*_OF_PLAN, *("status", "city", "zone", "hidden", "version", "ended_with_vote")]
_COLUMNS = f"id, {_KEPT}, {', '.join(_CHANGING)}"
_TOLD = ("title", "unit", "target", "due", "city")  # the status has a row of its own


@dataclass(frozen=True, slots=True)
class Draft:
    """A task that is not in the base yet."""

    owner: CollectiveId
    city: CityId
    plan: Plan
    zone: ZoneInfo
    by: PersonId
    channel: ChannelId
    vote: VoteId | None = None
    project: ProjectId | None = None
    campaign: CampaignId | None = None
    kit: KitId | None = None
    heard: Heard = Heard.ALL


def add(tx: Tx, draft: Draft, now: datetime) -> Task:
    """Keep a new task, open."""
    about = (draft.vote, draft.project, draft.campaign, draft.kit)
    place = (draft.city, draft.zone.key, draft.heard)
    values = [
        *(draft.owner, draft.by, draft.channel, *about),
        *(*_planned(draft.plan).values(), TaskStatus.OPEN, *place, 0, 0),
    ]
    columns = f"{_KEPT}, {', '.join(_CHANGING)}"
    cursor = tx.execute(
        f"insert into tasks ({columns}) values ({', '.join('?' * len(values))})",  # noqa: S608
        values,
    )
    assert cursor.lastrowid is not None
    id_ = TaskId(cursor.lastrowid)
    _note(tx, id_, now, draft.by, None, TaskStatus.OPEN)
    made = get(tx, id_)
    assert made is not None
    return made


def save(tx: Tx, before: Task, after: Task, now: datetime, by: PersonId | None) -> None:
    """Write what changed of a task and of who took it, with its history."""
    old, new = _written(before), _written(after)
    if any(old[field] != new[field] for field in (*_OF_PLAN, "city")):
        new["version"] = before.version + 1
    tx.execute(
        f"update tasks set {', '.join(f'{one} = ?' for one in _CHANGING)},"  # noqa: S608
        " closed = case when ? then null else coalesce(closed, ?) end where id = ?",
        [*new.values(), int(after.is_open), stamp(now), after.id],
    )
    if after.status is not before.status:
        _note(tx, after.id, now, by, before.status, after.status)
    for field in _TOLD:
        if old[field] != new[field]:
            was, is_ = (str(one[field] or "") for one in (old, new))
            _note(tx, after.id, now, by, was, is_, f":{field}")
    _save_takers(tx, before, after, now)


def _save_takers(tx: Tx, before: Task, after: Task, now: datetime) -> None:
    for one in set(after.takers) - set(before.takers):
        tx.execute(
            "insert into task_takers (task, person, channel, since) values (?, ?, ?, ?)",
            [after.id, one.person, one.channel, stamp(now)],
        )
    for one in set(before.takers) - set(after.takers):
        tx.execute(
            "update task_takers set until = ? where task = ? and person = ? and until is null",
            [stamp(now), after.id, one.person],
        )


def _note(
    tx: Tx,
    id_: TaskId,
    now: datetime,
    by: PersonId | None,
    before: str | None,
    after: str,
    field: str = "",
) -> None:
    changes.record(tx, f"task{field}", str(id_), now, by, before=before, after=after)


def _written(task: Task) -> dict[str, object]:
    return {
        **_planned(task.plan),
        "status": task.status.value,
        "city": task.city,
        "zone": task.zone.key,
        "hidden": task.heard,
        "version": task.version,
        "ended_with_vote": int(task.ended_with_vote),
    }


def _planned(plan: Plan) -> dict[str, object]:
    return {
        "title": plan.title,
        "unit": plan.unit,
        "target": plan.target,
        "due": plan.due.isoformat() if plan.due else None,
        "before_sitting": plan.before_sitting,
        "for_one": int(plan.for_one),
    }


def get(tx: Tx, id_: TaskId) -> Task | None:
    found = _read(tx, "id = ?", [id_])
    return found[0] if found else None


def open_of(tx: Tx, owner: CollectiveId) -> list[Task]:
    """What there is to do in a collective, the first due first, what has no day last."""
    return _read(tx, "owner = ? and status = 'open'", [owner])


def open_in(tx: Tx, owner: CollectiveId, city: CityId) -> list[Task]:
    """The same, of one city."""
    return _read(tx, "owner = ? and status = 'open' and city = ?", [owner, city])


def all_of(tx: Tx, owner: CollectiveId) -> list[Task]:
    """Every task of a collective, whatever became of it."""
    return _read(tx, "owner = ?", [owner])


def of_vote(tx: Tx, vote: VoteId) -> list[Task]:
    """What was to be done for a vote, whatever became of it."""
    return _read(tx, "vote = ?", [vote])


def of_kit(tx: Tx, kit: KitId) -> list[Task]:
    """What was made with a kit, whatever became of it."""
    return _read(tx, "kit = ?", [kit])


def count_open(tx: Tx, owner: CollectiveId) -> int:
    query = "select count(*) from tasks where owner = ? and status = 'open'"
    return int(tx.execute(query, [owner]).fetchone()[0])


def _read(tx: Tx, where: str, values: Sequence[object]) -> list[Task]:
    rows = tx.execute(
        f"select {_COLUMNS} from tasks where {where} order by due is null, due, id",  # noqa: S608
        values,
    ).fetchall()
    takers = _takers(tx, where, values)
    return [_task(row, takers.get(row[0], ())) for row in rows]


def _takers(tx: Tx, where: str, values: Sequence[object]) -> dict[int, tuple[Taker, ...]]:
    """Who takes care of each of these tasks now, who did so first first."""
    rows = tx.execute(
        "select task, person, channel from task_takers"  # noqa: S608 - constants
        " where until is null and person is not null"
        f" and task in (select id from tasks where {where}) order by id",
        values,
    )
    found: dict[int, tuple[Taker, ...]] = {}
    for task, who, told in rows:
        taker = Taker(PersonId(who), ChannelId(told))
        found[task] = (*found.get(task, ()), taker)
    return found


def _task(row: Sequence[Any], takers: tuple[Taker, ...]) -> Task:
    id_, owner, by, channel, vote, project, campaign, kit, *rest = row
    title, unit, target, due, before_sitting, for_one, *changing = rest
    status, city, zone, hidden, version, ended_with_vote = changing
    return Task(
        id=TaskId(id_),
        owner=CollectiveId(owner),
        city=CityId(city),
        plan=Plan(
            title,
            unit,
            target,
            date.fromisoformat(due) if due else None,
            before_sitting,
            bool(for_one),
        ),
        zone=ZoneInfo(zone),
        status=TaskStatus(status),
        by=PersonId(by) if by else None,
        channel=ChannelId(channel),
        vote=VoteId(vote) if vote else None,
        project=ProjectId(project) if project else None,
        campaign=CampaignId(campaign) if campaign else None,
        kit=KitId(kit) if kit else None,
        takers=takers,
        heard=Heard(hidden),
        version=version,
        ended_with_vote=bool(ended_with_vote),
    )
