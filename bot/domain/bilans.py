"""What a campaign came to: totals of the same unit added up, by city, by task and over time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, TypeVar

from bot.domain.bilan_names import Name, Noun
from bot.domain.ids import CityId, TaskId
from bot.domain.tallies import Progress
from bot.domain.tasks import TaskStatus
from bot.domain.units import Unit

K = TypeVar("K")
ELSEWHERE: Final = CityId("")  # a city that who reads it is not to know of
_OURS: Final = frozenset(Name(Noun.UNIT, unit) for unit in Unit)  # nobody typed them


@dataclass(frozen=True, slots=True)
class Sum:
    """What is counted in one unit, together; `is_done` where nothing is left to do."""

    unit: str
    progress: Progress
    is_done: bool = False


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
        return Sum(self.unit, Progress(self.total, self.target), is_done=self.is_done)

    @property
    def is_done(self) -> bool:
        """Whether it is closed as done, or wants no more; never once it was given up."""
        if self.status is TaskStatus.OPEN:
            return self.target is not None and self.total >= self.target
        return self.status is TaskStatus.DONE

    @property
    def names(self) -> Set[Name]:
        """By what a bilan tells of it, but for what it is called itself."""
        unit = self.unit if self.is_counted else ""
        said = [(Noun.CITY, self.city), (Noun.UNIT, unit), (Noun.CAMPAIGN, self.campaign)]
        return {Name(noun, word) for noun, word in said if word}


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
    unseen: Set[TaskId] = frozenset()

    @property
    def named(self) -> list[TaskTotal]:
        """The tasks of which who reads it may know more than what they add to the totals."""
        return [one for one in self.tasks if one.id not in self.unseen]

    @property
    def sums(self) -> list[Sum]:
        """The totals of each unit: what something was added to first."""
        return sorted(sums(self.tasks), key=lambda one: not one.progress.total)

    @property
    def cities(self) -> list[tuple[CityId, list[Sum]]]:
        """Each city's part, in the order in which they have something to do; `ELSEWHERE` last."""
        found = _parts(self.tasks, lambda one: one.city)
        return sorted(found, key=lambda one: one[0] == ELSEWHERE)

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
    one, and not all were given up; what was given up wants no more than it has."""
    found: dict[str, list[TaskTotal]] = defaultdict(list)
    for one in tasks:
        if one.is_counted:
            found[one.unit].append(one)
    return [_together(unit, of_it) for unit, of_it in found.items()]


def _together(unit: str, tasks: Sequence[TaskTotal]) -> Sum:
    kept = [one for one in tasks if one.status is not TaskStatus.CANCELLED]
    targets = [_wanted(one) for one in tasks]
    known = [one for one in targets if one is not None]
    target = sum(known) if kept and len(known) == len(targets) else None
    is_done = bool(kept) and all(one.is_done for one in kept)
    return Sum(unit, Progress(sum(one.total for one in tasks), target or None), is_done=is_done)


def _wanted(one: TaskTotal) -> int | None:
    if one.status is not TaskStatus.CANCELLED:
        return one.target
    return min(one.total, one.target) if one.target is not None else one.total


def named_by_all(tasks: Iterable[TaskTotal]) -> Set[Name]:
    """By what a bilan tells of these tasks."""
    return {name for one in tasks for name in one.names}


def veiled(tasks: Sequence[TaskTotal], unseen: Set[TaskId]) -> list[TaskTotal]:
    """The same totals without any word of those `unseen` that the others do not tell: what was
    typed where not everybody reads stays there. Nothing, where there are no others."""
    known = _OURS | named_by_all(one for one in tasks if one.id not in unseen)
    if len(unseen) == len(tasks):
        return []
    return [_veiled(one, known) if one.id in unseen else one for one in tasks]


def _veiled(one: TaskTotal, known: Set[Name]) -> TaskTotal:
    campaign = one.campaign if Name(Noun.CAMPAIGN, one.campaign) in known else ""
    city = one.city if Name(Noun.CITY, one.city) in known else ELSEWHERE
    one = replace(one, title="", campaign=campaign, city=city)
    if not one.unit or Name(Noun.UNIT, one.unit) in known:
        return one
    return replace(one, unit="", target=None, total=0)


def told_by(
    tasks: Iterable[TaskTotal], shown: Set[Name], kept: Set[TaskId] = frozenset()
) -> list[TaskTotal]:
    """Those that names which are `shown` tell; of the others those `kept`, in totals alone: no word
    leaves but these."""
    return [_veiled(one, shown) for one in tasks if one.id in kept or one.names <= shown]


def bilan(
    tasks: Sequence[TaskTotal],
    added: Iterable[tuple[TaskId, date, int]],
    unseen: Set[TaskId] = frozenset(),
) -> Bilan:
    """`added` (task, week, amount) is told by unit; of what was all put right, nothing is. Of the
    tasks `unseen` there are totals alone."""
    tasks = veiled(tasks, unseen) if unseen else tasks
    units = {one.id: one.unit for one in tasks if one.is_counted}
    found: dict[date, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for task, week, amount in added:
        if task in units:
            found[week][units[task]] += amount
    weeks = [
        Week(begins, [(unit, amount) for unit, amount in sorted(by_unit.items()) if amount])
        for begins, by_unit in sorted(found.items(), reverse=True)
    ]
    return Bilan(tasks, [one for one in weeks if one.added], unseen)
