"""A kit: the usual tasks of a vote or a campaign, made in one go."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from bot.domain.ids import (
    CampaignId,
    ChannelId,
    CityId,
    CollectiveId,
    KitId,
    PersonId,
    VoteId,
)
from bot.domain.refusals import Reason, Refused
from bot.domain.tasks import Plan
from bot.domain.wordings import Wording

MOST_TASKS: Final = 10  # a button each


class From(StrEnum):
    """What the days of a kit count from."""

    SITTING = "sitting"
    START = "start"  # the day on which it begins


@dataclass(frozen=True, slots=True)
class KitTask:
    """`days` after what the kit counts from is its last day; before, where they are negative."""

    id: str
    title: Wording
    unit: str
    target: int | None
    days: int
    for_one: bool


@dataclass(frozen=True, slots=True)
class Kit:
    id: str
    title: Wording
    about: Wording
    counts_from: From
    tasks: tuple[KitTask, ...]

    def plans(
        self, chosen: Collection[str], begun: date, today: date, pick: Callable[[Wording], str]
    ) -> list[Plan]:
        """The chosen tasks, the first due first. What should have been done is due today."""
        kept = [one for one in self.tasks if one.id in chosen]
        return sorted(
            (self._plan(one, begun, today, pick) for one in kept),
            key=lambda plan: plan.due or date.max,
        )

    def _plan(self, one: KitTask, begun: date, today: date, pick: Callable[[Wording], str]) -> Plan:
        due = begun + timedelta(days=one.days)
        follows = self.counts_from is From.SITTING and due >= today
        return Plan(
            title=pick(one.title),
            unit=one.unit,
            target=one.target,
            due=max(due, today),
            before_sitting=-one.days if follows else None,
            for_one=one.for_one,
        )


class DraftState(StrEnum):
    OPEN = "open"
    CREATED = "created"
    DROPPED = "dropped"


DRAFT_NEXT: Final = {
    DraftState.OPEN: {DraftState.CREATED, DraftState.DROPPED},
    DraftState.CREATED: set[DraftState](),
    DraftState.DROPPED: set[DraftState](),
}


@dataclass(frozen=True, slots=True)
class Draft:
    """A kit of a city, whose days count from `begun`; `chosen` are the ids of the tasks wanted.
    `version` counts the changes of what was chosen."""

    id: KitId
    owner: CollectiveId
    by: PersonId | None
    kit: str
    city: CityId
    begun: date
    vote: VoteId | None
    campaign: CampaignId | None
    channel: ChannelId
    chosen: tuple[str, ...]
    state: DraftState = DraftState.OPEN
    version: int = 0

    def repeats(self, other: Draft, kit: Kit) -> bool:
        """Whether it makes the same tasks once more: of one city and, where the days count from
        that, for one sitting."""
        if self.id == other.id or (self.kit, self.city) != (other.kit, other.city):
            return False
        is_same_vote = self.vote is not None and self.vote == other.vote
        return kit.counts_from is From.START or is_same_vote or self.begun == other.begun

    def become(self, state: DraftState) -> Draft:
        """Raises Refused(KIT_DECIDED)."""
        if state not in DRAFT_NEXT[self.state]:
            raise Refused(Reason.KIT_DECIDED)
        return replace(self, state=state)

    def toggle(self, task: str, kit: Kit) -> Draft:
        """Without a task that was wanted, or with it again.

        Raises Refused(KIT_DECIDED), (KIT_EMPTY).
        """
        if self.state is not DraftState.OPEN:
            raise Refused(Reason.KIT_DECIDED)
        wanted = set(self.chosen) ^ {task}
        if not wanted:
            raise Refused(Reason.KIT_EMPTY)
        ordered = tuple(one.id for one in kit.tasks if one.id in wanted)
        return replace(self, chosen=ordered, version=self.version + 1)
