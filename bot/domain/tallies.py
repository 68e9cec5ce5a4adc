"""What people add to a task: rows that are never changed, put right by other rows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from bot.domain.ids import ContributionId, PersonId, TaskId
from bot.domain.refusals import Reason, Refused

SAID_FOR: Final = timedelta(days=1)  # what counted it is known no longer, whoever was erased
COUNT_MAX: Final = 100_000  # of one contribution: a typing error has more
_CELLS: Final = 10
_DIGITS: Final = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Contribution:
    """What `person` added, None once that is forgotten, in a `week` that begins on this Monday,
    where the city is. A correction has the difference as its `amount`, the week of what it
    `corrects`, and is written by who puts that right."""

    id: ContributionId
    task: TaskId
    person: PersonId | None
    amount: int
    week: date
    at: datetime
    corrects: ContributionId | None = None


def week_of(day: date) -> date:
    """Its Monday."""
    return day - timedelta(days=day.weekday())


def checked(amount: int) -> int:
    """What may be added at once. Raises Refused(COUNT_RANGE)."""
    if not 1 <= amount <= COUNT_MAX:
        raise Refused(Reason.COUNT_RANGE, first="1", last=str(COUNT_MAX))
    return amount


def typed(amount: str) -> int:
    """What somebody typed in a form: « 20 », « +1 200 ».

    Raises Refused(COUNT_RANGE), (COUNT_UNREADABLE).
    """
    digits = "".join(amount.split()).removeprefix("+")
    if not _DIGITS.fullmatch(digits):
        raise Refused(Reason.COUNT_UNREADABLE, said=amount.strip(), last=str(COUNT_MAX))
    return checked(int(digits))


def need_recent(said: datetime, now: datetime) -> None:
    """What somebody said that they did is confirmed soon after. Raises Refused(SAID_LONG_AGO)."""
    if now - said > SAID_FOR:
        raise Refused(Reason.SAID_LONG_AGO)


def difference(counts: int, right: int) -> int:
    """What a correction adds, so that a contribution counts for what is `right`: never less than
    nothing, so that no total is.

    Raises Refused(COUNT_RANGE), (COUNT_SAME), (COUNT_CANCELLED).
    """
    if not 0 <= right <= COUNT_MAX:
        raise Refused(Reason.COUNT_RANGE, first="0", last=str(COUNT_MAX))
    if right == counts:
        raise Refused(Reason.COUNT_SAME if right else Reason.COUNT_CANCELLED)
    return right - counts


def need_right(one: Contribution, person: PersonId, *, organiser: bool) -> None:
    """People put right what they added; organisers, all. Raises Refused(COUNT_NOT_YOURS)."""
    if not organiser and one.person != person:
        raise Refused(Reason.COUNT_NOT_YOURS)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a task is; `target` None where there is none."""

    total: int
    target: int | None

    @property
    def is_reached(self) -> bool:
        return self.target is not None and self.total >= self.target

    @property
    def missing(self) -> int | None:
        """How much there is still to do, never less than 0."""
        return None if self.target is None else max(0, self.target - self.total)

    @property
    def share(self) -> float:
        """From 0 to 1; 0 where there is no target."""
        return min(1.0, self.total / self.target) if self.target else 0.0

    @property
    def filled(self) -> int:
        """How many of 10 cells are full: all only once it is reached, one as soon as any is."""
        if self.is_reached:
            return _CELLS
        return max(int(self.share * _CELLS), int(self.total > 0)) if self.target else 0

    @property
    def empty(self) -> int:
        return _CELLS - self.filled
