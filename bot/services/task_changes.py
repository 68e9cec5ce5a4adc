"""A task is changed by who made it or an organiser; it reaches wherever the task was told."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain import units
from bot.domain.communes import Commune
from bot.domain.hearing import Sees, everything
from bot.domain.ids import TaskId
from bot.domain.refusals import Reason, Refused
from bot.domain.tasks import TITLE_MAX, UNIT_MAX, Task, typed_target
from bot.domain.zones import zone_of
from bot.render.task_cards import TaskCard
from bot.services import cities, known_tasks, task_sends, tasks
from bot.services.asking import Asker
from bot.services.deps import Deps
from bot.services.sourcing import in_one_line
from bot.store import acts, contributions, projects, votes
from bot.store import tasks as stored
from bot.store.base import Tx


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody typed of a task; None where it stays, empty where there is none any more."""

    title: str | None = None
    city: str | None = None
    target: str | None = None
    unit: str | None = None
    day: str | None = None


async def shown(
    deps: Deps, asker: Asker, said: str | TaskId, *, organiser: bool, sees: Sees = everything
) -> TaskCard:
    """A task as it is, for who may change it.

    Raises Refused: NO_TASK, SEVERAL_TASKS, TASK_NOT_MADE.
    """

    def work(tx: Tx) -> TaskCard:
        task = known_tasks.meant(tx, deps, asker.collective, said, sees, closed=True)
        task.need_right_to_change(asker.person, organiser=organiser)
        return known_tasks.card(tx, deps, task)

    return await deps.store.read(work)


async def change(
    deps: Deps,
    asker: Asker,
    id_: TaskId,
    wanted: Wanted,
    *,
    seen: int,
    organiser: bool,
) -> TaskCard:
    """Something else of a task is known now; `seen` is the version that whoever says so saw.

    Raises Refused (changed since, not theirs, city, day, target, unit).
    """
    now = deps.clock.now()

    def work(tx: Tx) -> TaskCard:
        before = known_tasks.own(tx, asker.collective, id_)
        if acts.done(tx, asker.act) is not None:
            return known_tasks.card(tx, deps, before)
        before.need_right_to_change(asker.person, organiser=organiser)
        if seen != before.version:
            raise Refused(Reason.TASK_CHANGED)
        after = _changed(tx, deps, before, wanted, now)
        stored.save(tx, before, after, now, asker.person)
        after = known_tasks.existing(tx, id_)
        _tell(tx, before, after, now, asker)
        acts.record(tx, asker.act, str(id_), now)
        return known_tasks.card(tx, deps, after)

    return await deps.store.write(work)


def _tell(tx: Tx, before: Task, after: Task, now: datetime, asker: Asker) -> None:
    task_sends.word_again(tx, after, now)
    task_sends.follow(tx, after, now)
    if after.is_open and after.plan.due != before.plan.due:
        task_sends.tell_day(tx, before, after, now, by=asker.person)


def _changed(tx: Tx, deps: Deps, task: Task, wanted: Wanted, now: datetime) -> Task:
    commune = _city(tx, deps, task, wanted)
    zone, plan = zone_of(commune), task.plan
    title = plan.title if wanted.title is None else in_one_line(wanted.title, TITLE_MAX)
    if not title:
        raise Refused(Reason.BLANK)
    if wanted.unit is not None:
        plan = replace(plan, unit=units.named(in_one_line(wanted.unit, UNIT_MAX)))
    if wanted.target is not None:
        plan = replace(plan, target=typed_target(wanted.target))
    if wanted.day is not None:
        due = tasks.day(wanted.day, now, zone) if wanted.day.strip() else None
        plan = replace(plan, due=due)
    has_counted = contributions.has_any(tx, task.id)
    return task.change(replace(plan, title=title), commune.code, zone, has_counted=has_counted)


def _city(tx: Tx, deps: Deps, task: Task, wanted: Wanted) -> Commune:
    """Where it is to be done. Raises Refused where what it is for is elsewhere."""
    commune = cities.one(deps, task.city if wanted.city is None else wanted.city)
    if commune.code != task.city:
        vote = votes.get(tx, task.vote) if task.vote else None
        project = projects.get(tx, task.project) if task.project else None
        if any(one.city != commune.code for one in (vote, project) if one is not None):
            raise Refused(Reason.TASK_ELSEWHERE)
    return commune
