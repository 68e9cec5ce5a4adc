"""Contributions are counted and put right: each click once, by rows that are only added."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.domain import tallies
from bot.domain.ids import ContributionId, TaskId
from bot.domain.refusals import Reason, Refused
from bot.domain.tallies import Contribution
from bot.render.task_cards import TaskCard
from bot.services import known_tasks, task_sends
from bot.services.asking import Asker
from bot.services.deps import Deps
from bot.store import contributions
from bot.store.base import Tx

_CHOSEN: Final = re.compile(r"contribution:(\d{1,18})")
_MOST_SUGGESTED: Final = 25


@dataclass(frozen=True, slots=True)
class Counted:
    """A contribution that `stands` for so many by now, and the task with its total."""

    contribution: Contribution
    stands: int
    card: TaskCard


async def count(deps: Deps, asker: Asker, said: str | TaskId, amount: int) -> Counted:
    """Add to a task; once for an interaction, however often the chat hands it over.

    Raises Refused (task, closed, not counted, range).
    """
    now = deps.clock.now()

    def work(tx: Tx) -> Counted:
        if (known := contributions.of_act(tx, asker.act)) is not None:
            return _told(tx, deps, asker, known)
        task = known_tasks.meant(tx, deps, asker, said)
        task.need_open()
        task.need_counted()
        checked = tallies.checked(amount)
        made = contributions.add(tx, task.id, asker.person, checked, asker.act, now)
        task_sends.word_again(tx, task, now)
        return _told(tx, deps, asker, made)

    return await deps.store.write(work)


async def correct(
    deps: Deps,
    asker: Asker,
    which: str | ContributionId,
    right: int,
    *,
    organiser: bool,
    task: str = "",
) -> Counted:
    """A contribution counts for what is `right`, from now on. `which` is one of the suggestions;
    the last that the person added to the `task`, where it is empty.

    Raises Refused (unknown, somebody else's, range, the same).
    """
    now = deps.clock.now()

    def work(tx: Tx) -> Counted:
        if (known := contributions.of_act(tx, asker.act)) is not None:
            return _told(tx, deps, asker, known)
        one = _meant(tx, deps, asker, which, task)
        tallies.need_right(one, asker.person, organiser=organiser)
        stands = tallies.standing(one, contributions.corrections_of(tx, one.id))
        amount = tallies.difference(stands, right)
        contributions.add(tx, one.task, asker.person, amount, asker.act, now, corrects=one.id)
        task_sends.word_again(tx, known_tasks.own(tx, asker.collective, one.task), now)
        return _told(tx, deps, asker, one)

    return await deps.store.write(work)


def _meant(
    tx: Tx, deps: Deps, asker: Asker, which: str | ContributionId, said: str
) -> Contribution:
    if which == "":
        task = known_tasks.meant(tx, deps, asker, said, closed=True)
        mine = contributions.of_task(tx, task.id, asker.person)
        if not mine:
            raise Refused(Reason.NO_COUNT)
        return mine[-1]
    found = contributions.get(tx, _id(which))
    if found is None or found.corrects is not None:
        raise Refused(Reason.NO_COUNT)
    known_tasks.own(tx, asker.collective, found.task)
    return found


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


def _told(tx: Tx, deps: Deps, asker: Asker, one: Contribution) -> Counted:
    """Of a correction, what it corrects."""
    first = contributions.get(tx, one.corrects) if one.corrects else one
    assert first is not None
    stands = tallies.standing(first, contributions.corrections_of(tx, first.id))
    task = known_tasks.own(tx, asker.collective, first.task)
    return Counted(first, stands, known_tasks.card(tx, deps, task))


async def suggested(
    deps: Deps, asker: Asker, said: str, *, organiser: bool
) -> Sequence[tuple[Contribution, int, str]]:
    """What somebody may put right of a task, with what it stands for and the unit, the latest
    first: their own; everybody's, for organisers. Nothing while the task is not known."""

    def work(tx: Tx) -> list[tuple[Contribution, int, str]]:
        try:
            task = known_tasks.meant(tx, deps, asker, said, closed=True)
        except Refused:
            return []
        found = contributions.of_task(tx, task.id, None if organiser else asker.person)
        latest = found[: -_MOST_SUGGESTED - 1 : -1]
        return [
            (one, tallies.standing(one, contributions.corrections_of(tx, one.id)), task.plan.unit)
            for one in latest
        ]

    return await deps.store.read(work)
