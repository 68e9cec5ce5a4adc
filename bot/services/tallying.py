"""Contributions are counted and put right: each click once, by rows that are only added."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, partial
from typing import Final

from bot.domain import tallies
from bot.domain.hearing import Sees, everything
from bot.domain.ids import CollectiveId, ContributionId, TaskId
from bot.domain.refusals import Reason, Refused
from bot.domain.tallies import Contribution
from bot.domain.tasks import Task
from bot.render.task_cards import TaskCard
from bot.services import collectives, known_tasks, task_sends
from bot.services.asking import Asker
from bot.services.deps import Deps
from bot.store import contributions
from bot.store.base import Tx
from bot.store.contributions import Draft

_CHOSEN: Final = re.compile(r"contribution:(\d{1,18})")
_MOST_SUGGESTED: Final = 25


@dataclass(frozen=True, slots=True)
class Counted:
    """A contribution that `stands` for so many by now, and the task with its total; `locale` is
    its collective's. `was`: what it stood for before it was put right. `is_known`: it was counted
    earlier."""

    contribution: Contribution
    stands: int
    card: TaskCard
    locale: str
    was: int = 0
    is_known: bool = False


@dataclass(frozen=True, slots=True)
class _Click:
    """What somebody adds."""

    deps: Deps
    asker: Asker
    said: str | TaskId
    amount: int
    sees: Sees
    unit: str | None


async def count(
    deps: Deps,
    asker: Asker,
    said: str | TaskId,
    amount: int,
    sees: Sees = everything,
    *,
    unit: str | None = None,
) -> Counted:
    """Add to a task; once for an interaction, however often the chat hands it over. Of many at
    once, a transaction counts as many as came meanwhile, each by a row of its own. `unit`
    recognises what was to be counted, where that is known.

    Raises Refused (task, closed, not counted, another unit, range).
    """
    return await deps.store.write_together(_count, _Click(deps, asker, said, amount, sees, unit))


def _count(tx: Tx, clicks: Sequence[_Click]) -> list[Counted | Exception]:
    deps = clicks[0].deps
    now, meant = deps.clock.now(), cache(partial(_open, tx, deps))
    earlier = contributions.of_acts(tx, [one.asker.act for one in clicks])
    new: dict[str, Draft] = {}
    refused: dict[str, Refused] = {}
    for one in clicks:
        person, act = one.asker.person, one.asker.act
        if act in earlier or act in new:
            continue
        try:
            sees = one.sees if isinstance(one.said, str) else None  # else one look-up for many
            task = meant(one.asker.collective, one.said, sees)
            task.need_unit(one.unit)
            week = tallies.week_of(now.astimezone(task.zone).date())
            new[act] = Draft(task.id, person, tallies.checked(one.amount), week, act)
        except Refused as error:
            refused[act] = error
    known = earlier | _add(tx, [*new.values()], now)
    told = _told(tx, deps, [*known.values()])
    done = {act: replace(told[one.id], is_known=act in earlier) for act, one in known.items()}
    return [refused.get(one.asker.act) or done[one.asker.act] for one in clicks]


def _open(
    tx: Tx, deps: Deps, collective: CollectiveId, said: str | TaskId, sees: Sees | None
) -> Task:
    task = known_tasks.meant(tx, deps, collective, said, sees or everything)
    task.need_open()
    task.need_counted()
    return task


def _add(tx: Tx, drafts: Sequence[Draft], now: datetime) -> dict[str, Contribution]:
    """What was told of their tasks shows it, too."""
    contributions.add(tx, drafts, now)
    for id_ in {one.task for one in drafts}:
        task_sends.word_again(tx, known_tasks.existing(tx, id_), now)
    return contributions.of_acts(tx, [one.act for one in drafts])


async def correct(
    deps: Deps,
    asker: Asker,
    which: str | ContributionId,
    right: int,
    *,
    organiser: bool,
    task: str = "",
    sees: Sees = everything,
) -> Counted:
    """A contribution counts for what is `right`, from now on. `which` is one of the suggestions;
    the last that the person added to the `task` and that still counts, where it is empty. It is of
    the `task` that is said, where one is.

    Raises Refused (unknown, somebody else's, of another task, not counted, range, the same).
    """
    now = deps.clock.now()

    def work(tx: Tx) -> Counted:
        known = contributions.of_acts(tx, [asker.act])
        if not known:
            one = _meant(tx, deps, asker, which, task, sees)
            tallies.need_right(one, asker.person, organiser=organiser)
            known_tasks.existing(tx, one.task).need_counted()
            amount = tallies.difference(_stands(tx, one), right)
            known = _add(
                tx, [Draft(one.task, asker.person, amount, one.week, asker.act, one.id)], now
            )
        [made] = known.values()
        return replace(_told(tx, deps, [made])[made.id], was=contributions.before(tx, made))

    return await deps.store.write(work)


def _stands(tx: Tx, one: Contribution) -> int:
    return one.amount + contributions.corrected(tx, [one.id]).get(one.id, 0)


def _meant(
    tx: Tx, deps: Deps, asker: Asker, which: str | ContributionId, said: str, sees: Sees
) -> Contribution:
    if which == "":
        task = known_tasks.meant(tx, deps, asker.collective, said, sees, closed=True)
        return _last_standing(tx, contributions.of_task(tx, task.id, asker.person))
    found = contributions.get(tx, _id(which))
    if found is None or found.corrects is not None:
        raise Refused(Reason.NO_COUNT)
    known_tasks.own(tx, asker.collective, found.task)
    if said:
        task = known_tasks.meant(tx, deps, asker.collective, said, sees, closed=True)
        if task.id != found.task:
            raise Refused(Reason.COUNT_ELSEWHERE)
    return found


def _last_standing(tx: Tx, mine: Sequence[Contribution]) -> Contribution:
    """What was cancelled is over: to put it right would count it again."""
    changed = contributions.corrected(tx, [one.id for one in mine])
    for one in reversed(mine):
        if one.amount + changed.get(one.id, 0):
            return one
    raise Refused(Reason.NO_OWN_COUNT)


def _id(which: str | ContributionId) -> ContributionId:
    if not isinstance(which, str):
        return which
    if not (chosen := _CHOSEN.fullmatch(which)):
        raise Refused(Reason.NO_COUNT)
    return ContributionId(int(chosen[1]))


async def task_of(deps: Deps, id_: ContributionId) -> TaskId:
    """What a contribution was added to. Raises Refused(NO_COUNT)."""
    found = await deps.store.read(lambda tx: contributions.get(tx, id_))
    if found is None:
        raise Refused(Reason.NO_COUNT)
    return found.task


def value_of(one: Contribution) -> str:
    """What the commands understand for sure."""
    return f"contribution:{one.id}"


def _told(tx: Tx, deps: Deps, found: Sequence[Contribution]) -> dict[ContributionId, Counted]:
    """What is told of each; of a correction, what it corrects."""

    @cache
    def about(id_: TaskId) -> tuple[TaskCard, str]:
        task = known_tasks.existing(tx, id_)
        locale = collectives.known(tx, deps, task.owner).locale
        return known_tasks.brief(tx, deps, task), locale

    firsts = {one.id: _first(tx, one) for one in found}
    changed = contributions.corrected(tx, [one.id for one in firsts.values()])
    return {
        id_: Counted(first, first.amount + changed.get(first.id, 0), *about(first.task))
        for id_, first in firsts.items()
    }


def _first(tx: Tx, one: Contribution) -> Contribution:
    first = contributions.get(tx, one.corrects) if one.corrects else one
    assert first is not None
    return first


async def suggested(
    deps: Deps, asker: Asker, said: str, *, organiser: bool, sees: Sees = everything
) -> Sequence[tuple[Contribution, int, str]]:
    """What somebody may put right of a task, with what it stands for and the unit, the latest
    first: their own; everybody's, for organisers. Nothing while the task is not known."""

    def work(tx: Tx) -> list[tuple[Contribution, int, str]]:
        try:
            task = known_tasks.meant(tx, deps, asker.collective, said, sees, closed=True)
        except Refused:
            return []
        found = contributions.of_task(tx, task.id, None if organiser else asker.person)
        latest = found[: -_MOST_SUGGESTED - 1 : -1]
        changed = contributions.corrected(tx, [one.id for one in latest])
        return [(one, one.amount + changed.get(one.id, 0), task.plan.unit) for one in latest]

    return await deps.store.read(work)
