"""What a campaign came to: totals of the same unit added up, by city, by task and over time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from bot.domain.ids import CityId, TaskId
from bot.domain.tallies import Progress
from bot.domain.tasks import TaskStatus

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Sum:
    """What is counted in one unit, together."""

    unit: str
    progress: Progress


@dataclass(frozen=True, slots=True)
class TaskTotal:
    """A task and what it came to; `campaign` is the name of its own, empty where there is none."""

    id: TaskId
    title: str
    city: CityId
    campaign: str
    unit: str
    target: int | None
    status: TaskStatus
    total: int

    @property
    def is_counted(self) -> bool:
        return bool(self.unit) or self.target is not None

    @property
    def sum(self) -> Sum:
        return Sum(self.unit, Progress(self.total, self.target))


@dataclass(frozen=True, slots=True)
class Week:
    """What was added in each unit in the week that begins on Monday, `begins`."""

    begins: date
    added: Sequence[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Bilan:
    """`tasks`, the first due first, and the `weeks` in which something was added, the last
    first."""

    tasks: Sequence[TaskTotal]
    weeks: Sequence[Week]
    hidden: Set[TaskId] = frozenset()

    @property
    def named(self) -> list[TaskTotal]:
        """The tasks of which who reads it may know more than what they add to the totals."""
        return [one for one in self.tasks if one.id not in self.hidden]

    @property
    def sums(self) -> list[Sum]:
        return sums(self.tasks)

    @property
    def cities(self) -> list[tuple[CityId, list[Sum]]]:
        """Each city's part, in the order in which they have something to do."""
        return _parts(self.tasks, lambda one: one.city)

    @property
    def campaigns(self) -> list[tuple[str, list[Sum]]]:
        """Each campaign's part, in the same order."""
        return _parts([one for one in self.tasks if one.campaign], lambda one: one.campaign)

    @property
    def wanted(self) -> int:
        """How many tasks were to be done, but for those given up."""
        return sum(one.status is not TaskStatus.CANCELLED for one in self.tasks)

    @property
    def done(self) -> int:
        return sum(one.status is TaskStatus.DONE for one in self.tasks)


def _parts(tasks: Iterable[TaskTotal], of: Callable[[TaskTotal], K]) -> list[tuple[K, list[Sum]]]:
    found: dict[K, list[TaskTotal]] = defaultdict(list)
    for one in tasks:
        found[of(one)].append(one)
    return [(key, sums(of_it)) for key, of_it in found.items()]


def sums(tasks: Iterable[TaskTotal]) -> list[Sum]:
    """The totals of each unit, the first met first. There is a target only where each task has
    one; what was given up wants no more than it has."""
    found: dict[str, list[TaskTotal]] = defaultdict(list)
    for one in tasks:
        if one.is_counted:
            found[one.unit].append(one)
    return [Sum(unit, _together(of_it)) for unit, of_it in found.items()]


def _together(tasks: Sequence[TaskTotal]) -> Progress:
    targets = [_wanted(one) for one in tasks]
    known = [one for one in targets if one is not None]
    target = sum(known) if len(known) == len(targets) else None
    return Progress(sum(one.total for one in tasks), target or None)


def _wanted(one: TaskTotal) -> int | None:
    return one.total if one.status is TaskStatus.CANCELLED else one.target


def bilan(tasks: Sequence[TaskTotal], added: Iterable[tuple[TaskId, date, int]]) -> Bilan:
    """`added` (task, week, amount) is told by unit; of what was all put right, nothing is."""
    units = {one.id: one.unit for one in tasks}
    found: dict[date, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for task, week, amount in added:
        found[week][units[task]] += amount
    weeks = [
        Week(begins, [(unit, amount) for unit, amount in sorted(by_unit.items()) if amount])
        for begins, by_unit in sorted(found.items(), reverse=True)
    ]
    return Bilan(tasks, [one for one in weeks if one.added])
