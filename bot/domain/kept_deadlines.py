"""A deadline that a collective keeps: from a rule of law or a person, until it is done."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.counting import add_months
from bot.domain.hearing import Heard
from bot.domain.ids import (
    ChannelId,
    CityId,
    CollectiveId,
    DeadlineId,
    PersonId,
    ProjectId,
    RequestId,
    VoteId,
)
from bot.domain.refusals import Reason, Refused

TITLE_MAX: Final = 120
OFFSETS: Final = tuple(timedelta(days=days) for days in (14, 7, 2, 0))
_MONTHS_BEFORE: Final = 6
NINE: Final = time(9)  # when people are reminded of a day


class DeadlineState(StrEnum):
    OPEN = "open"
    MOVED = "moved"  # open, at a day that a person chose: no rule counts it again
    DONE = "done"
    CANCELLED = "cancelled"


_S = DeadlineState
NEXT: Final = {
    _S.OPEN: {_S.MOVED, _S.DONE, _S.CANCELLED},
    _S.MOVED: {_S.MOVED, _S.DONE, _S.CANCELLED},
    # Back where what they came from is there again, at another day.
    _S.DONE: {_S.OPEN},
    _S.CANCELLED: {_S.OPEN},
}
ALIVE: Final = frozenset({_S.OPEN, _S.MOVED})


@dataclass(frozen=True, slots=True)
class Basis:
    """Where the day comes from: a rule of the pack and the day that sets it off, else a title."""

    rule: str = ""
    began: date | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """Another day than before, for `why` where somebody said it; `by` None for Vigie itself."""

    at: datetime
    by: PersonId | None
    before: date
    after: date
    why: str


@dataclass(frozen=True, slots=True)
class Kept:
    """`due` is a civil date on the clock of `zone`; `channel` is where it was added.

    `taker` is who takes care of it, told in `taker_channel`, theirs with Vigie. `by` None for
    Vigie itself, which opened it for the `vote` or the `project`; `request` is the one that it is a
    stage of. `version` counts what people saw change; `heard`, by whom, where it was typed.
    """

    id: DeadlineId
    owner: CollectiveId
    city: CityId
    basis: Basis
    due: date
    zone: ZoneInfo
    state: DeadlineState
    by: PersonId | None
    channel: ChannelId
    vote: VoteId | None = None
    request: RequestId | None = None
    taker: PersonId | None = None
    taker_channel: ChannelId | None = None
    version: int = 0
    project: ProjectId | None = None
    heard: Heard = Heard.ALL

    @property
    def is_alive(self) -> bool:
        return self.state in ALIVE

    @property
    def occurs(self) -> datetime:
        """The instant of the last reminder, in UTC."""
        return datetime.combine(self.due, NINE, self.zone).astimezone(UTC)

    @property
    def offsets(self) -> tuple[timedelta, ...]:
        """How long before it occurs people are reminded: of the end of an authorisation six months
        before, too, for that is when a new one is asked for."""
        if self.project is None:
            return OFFSETS
        return (self.due - add_months(self.due, -_MONTHS_BEFORE), *OFFSETS)

    def offsets_by(self, prudent: date | None) -> tuple[timedelta, ...]:
        """The same before the `prudent` day, where there is one, and the last day itself."""
        if prudent is None:
            return self.offsets
        gap = self.due - prudent
        return (*(one + gap for one in self.offsets), timedelta(0))

    def days_left(self, now: datetime) -> int:
        """Negative once the day is over."""
        return (self.due - now.astimezone(self.zone).date()).days

    def take(self, person: PersonId, channel: ChannelId) -> Kept:
        """Raises Refused(DEADLINE_STATE), (DEADLINE_TAKEN)."""
        self._need_alive()
        if self.taker not in {None, person}:
            raise Refused(Reason.DEADLINE_TAKEN)
        return replace(self, taker=person, taker_channel=channel)

    def finish(self, person: PersonId, *, organiser: bool) -> Kept:
        """Who took it may, or an organiser.

        Raises Refused(DEADLINE_STATE), (DEADLINE_NOT_YOURS).
        """
        if not organiser and person != self.taker:
            raise Refused(Reason.DEADLINE_NOT_YOURS)
        return self._become(_S.DONE)

    def move(self, due: date, now: datetime) -> Kept:
        """Another day, which a person chose.

        Raises Refused(DEADLINE_STATE), (DEADLINE_SAME_DAY), (DEADLINE_PAST).
        """
        self._need_alive()
        if due == self.due:
            raise Refused(Reason.DEADLINE_SAME_DAY)
        need_ahead(due, now, self.zone)
        return replace(self._become(_S.MOVED), due=due)

    def cancel(self) -> Kept:
        """What it came from is no more. Raises Refused(DEADLINE_STATE)."""
        return self._become(_S.CANCELLED)

    def recount(self, began: date, due: date) -> Kept:
        """Counted again: a day that a person chose stays, and what is closed opens where it now
        runs from another day."""
        basis = replace(self.basis, began=began)
        if self.state is _S.MOVED:
            return replace(self, basis=basis)
        if self.state is _S.OPEN:
            is_new = (self.basis, self.due) != (basis, due)
            return replace(self, basis=basis, due=due, version=self.version + is_new)
        if self.state is _S.DONE and began == self.basis.began:
            return self
        return replace(self._become(_S.OPEN), basis=basis, due=due)

    def _become(self, state: DeadlineState) -> Kept:
        if state not in NEXT[self.state]:
            raise Refused(Reason.DEADLINE_STATE)
        return replace(self, state=state, version=self.version + 1)

    def _need_alive(self) -> None:
        if not self.is_alive:
            raise Refused(Reason.DEADLINE_STATE)


def need_ahead(due: date, now: datetime, zone: ZoneInfo) -> None:
    """Raises Refused(DEADLINE_PAST)."""
    if due < now.astimezone(zone).date():
        raise Refused(Reason.DEADLINE_PAST, day=due.isoformat())
