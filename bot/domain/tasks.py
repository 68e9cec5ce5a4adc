"""A unit of campaign work: what there is to do, by when, and who takes care of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.bilan_names import told_apart
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
from bot.domain.refusals import Reason, Refused
from bot.domain.tallies import Progress

TITLE_MAX: Final = 80
UNIT_MAX: Final = 30
CAMPAIGN_MAX: Final = 60
TARGET_MAX: Final = 1_000_000
_TARGET: Final = re.compile(r"\d{1,9}")
OFFSETS: Final = tuple(timedelta(days=days) for days in (7, 2, 0))
_NINE: Final = time(9)  # when people are reminded of a day


class TaskStatus(StrEnum):
    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"  # nobody is to do it any more


_S = TaskStatus
NEXT: Final = {
    _S.OPEN: {_S.DONE, _S.CANCELLED},
    _S.DONE: {_S.OPEN},  # a hasty click
    _S.CANCELLED: {_S.OPEN},
}


@dataclass(frozen=True, slots=True)
class Taker:
    """Who takes care of it, told in `channel`, theirs with Vigie."""

    person: PersonId
    channel: ChannelId


@dataclass(frozen=True, slots=True)
class Plan:
    """What there is to do: `unit` and `target` of what is counted, empty where nothing is.

    `due` is a civil date, the last day. `before_sitting`: how many days before the vote's sitting
    that is, None where a person chose it. `for_one`: one person at most takes care of it.
    """

    title: str
    unit: str = ""
    target: int | None = None
    due: date | None = None
    before_sitting: int | None = None
    for_one: bool = False

    @property
    def is_counted(self) -> bool:
        return bool(self.unit) or self.target is not None


@dataclass(frozen=True, slots=True)
class Task:
    """`zone` is the city's clock; `channel` is where it was told first. `by` is who made it, None
    once that is forgotten. `version` counts how often it was changed otherwise than in its state.
    `ended_with_vote`: it was given up because its vote was, and comes back with it.
    """

    id: TaskId
    owner: CollectiveId
    city: CityId
    plan: Plan
    zone: ZoneInfo
    status: TaskStatus
    by: PersonId | None
    channel: ChannelId
    vote: VoteId | None = None
    project: ProjectId | None = None
    campaign: CampaignId | None = None
    kit: KitId | None = None
    takers: tuple[Taker, ...] = ()
    heard: Heard = Heard.ALL
    version: int = 0
    ended_with_vote: bool = False

    @property
    def is_open(self) -> bool:
        return self.status is _S.OPEN

    @property
    def occurs(self) -> datetime | None:
        """The instant of the last reminder, in UTC."""
        if self.plan.due is None:
            return None
        return datetime.combine(self.plan.due, _NINE, self.zone).astimezone(UTC)

    def days_left(self, now: datetime) -> int | None:
        """Negative once the day is over."""
        due = self.plan.due
        return None if due is None else (due - self.today(now)).days

    def reminders_ahead(self, now: datetime) -> list[timedelta]:
        """How long before its last reminder people are still to be reminded, the longest first."""
        occurs = self.occurs
        return [] if occurs is None else [one for one in OFFSETS if occurs - one >= now]

    def is_taken_by(self, person: PersonId) -> bool:
        return any(one.person == person for one in self.takers)

    def is_free_for(self, person: PersonId) -> bool:
        """Whether there is something left to take for who has not taken it."""
        return not self.is_taken_by(person) and not (self.plan.for_one and self.takers)

    def take(self, person: PersonId, channel: ChannelId) -> Task:
        """The same where they have it already. Raises Refused(TASK_CLOSED), (TASK_TAKEN)."""
        self.need_open()
        if self.is_taken_by(person):
            return self
        if self.plan.for_one and self.takers:
            raise Refused(Reason.TASK_TAKEN)
        return replace(self, takers=(*self.takers, Taker(person, channel)))

    def give_back(self, person: PersonId) -> Task:
        """Raises Refused(TASK_NOT_TAKEN)."""
        if not self.is_taken_by(person):
            raise Refused(Reason.TASK_NOT_TAKEN)
        return replace(self, takers=tuple(one for one in self.takers if one.person != person))

    def become(self, status: TaskStatus, person: PersonId, *, organiser: bool) -> Task:
        """Who took it may say that it is done, or that it is not after all; organisers, anything.

        Raises Refused(TASK_NOT_YOURS), (TASK_STATE).
        """
        if not organiser and (status is _S.CANCELLED or not self.is_taken_by(person)):
            raise Refused(Reason.TASK_NOT_YOURS)
        if status not in NEXT[self.status]:
            raise Refused(Reason.TASK_STATE, status=self.status)
        return replace(self, status=status, ended_with_vote=False)

    def end_with_vote(self) -> Task:
        """Given up, because nobody votes any more; the same where it was over before."""
        if not self.is_open:
            return self
        return replace(self, status=_S.CANCELLED, ended_with_vote=True)

    def come_back_with_vote(self) -> Task:
        """To be done after all; the same where people gave it up themselves."""
        if not self.ended_with_vote:
            return self
        return replace(self, status=_S.OPEN, ended_with_vote=False)

    def is_shared_until(self, target: Progress) -> bool:
        """Whether others may still count towards a target that is not reached."""
        return not self.plan.for_one and bool(target.missing)

    def need_right_to_change(self, person: PersonId, *, organiser: bool) -> None:
        """Raises Refused(TASK_NOT_MADE) to who neither made it nor is an organiser."""
        if not organiser and person != self.by:
            raise Refused(Reason.TASK_NOT_MADE)

    def change(self, plan: Plan, city: CityId, zone: ZoneInfo, *, has_counted: bool) -> Task:
        """Something else is to be done, or elsewhere. Its unit stays once it `has_counted`
        anything: what was put right to nothing may be put right again.

        Raises Refused: TASK_UNCHANGED, TASK_COUNTED, TASK_OF_KIT.
        """
        if (plan, city) == (self.plan, self.city):
            raise Refused(Reason.TASK_UNCHANGED)
        if has_counted and (plan.unit != self.plan.unit or not plan.is_counted):
            raise Refused(Reason.TASK_COUNTED)
        if plan.due != self.plan.due:
            plan = replace(plan, before_sitting=None)
        if city == self.city:
            return replace(self, plan=plan)
        if self.kit is not None:
            raise Refused(Reason.TASK_OF_KIT)
        # Who hears of the other city was not asked.
        heard = Heard.HERE if self.heard is not Heard.ALL else Heard.ALL
        return replace(self, plan=plan, city=city, zone=zone, heard=heard)

    def due_on(self, sitting: date | None, today: date) -> Task:
        """With its day as far before the sitting as before, where nobody chose another; with none
        while nobody knows when the sitting is. What should have been done by now is due today,
        unless it was late before."""
        plan = self.plan
        if plan.before_sitting is None:
            return self
        if sitting is None:
            return replace(self, plan=replace(plan, due=None))
        due = sitting - timedelta(days=plan.before_sitting)
        if due < today:
            due = min(plan.due or today, today)
        return replace(self, plan=replace(plan, due=due))

    def today(self, now: datetime) -> date:
        """Where it is to be done."""
        return now.astimezone(self.zone).date()

    def need_open(self) -> None:
        """Raises Refused(TASK_CLOSED)."""
        if not self.is_open:
            raise Refused(Reason.TASK_CLOSED)

    def need_counted(self) -> None:
        """Raises Refused(TASK_UNCOUNTED)."""
        if not self.plan.is_counted:
            raise Refused(Reason.TASK_UNCOUNTED)

    @property
    def unit_mark(self) -> str:
        """Recognises what it counts: what adds to it says with this what was seen."""
        return told_apart(self.plan.unit)

    def need_unit(self, seen: str | None) -> None:
        """Raises Refused(COUNT_OTHER_UNIT) where it counts something else than was `seen`; None
        where a button of before does not tell."""
        if seen not in {None, self.unit_mark}:
            raise Refused(Reason.COUNT_OTHER_UNIT)


def typed_target(said: str) -> int | None:
    """What somebody typed in a form: « 29 », « 1 200 », nothing. Raises Refused(TASK_TARGET)."""
    digits = "".join(said.split())
    if not digits:
        return None
    target = int(digits) if _TARGET.fullmatch(digits) else 0
    if not 0 < target <= TARGET_MAX:
        raise Refused(Reason.TASK_TARGET, last=str(TARGET_MAX))
    return target
