"""Announcements that organisers schedule, once or by a rule; what may become of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain import spoken
from bot.domain.dates import When
from bot.domain.dates.local import on_the_wall
from bot.domain.ids import AlertId, ChannelId, CollectiveId, PersonId
from bot.domain.recurrence import Occurrence, Recurrence, as_rfc, coming, either, of_rfc
from bot.domain.refusals import Reason, Refused

LONGEST: Final = 1_500  # characters of what is announced
SHOWN: Final = 3  # occurrences of a preview
LATE_UNTIL: Final = timedelta(hours=6)  # beyond, or on another day, an announcement is stale
_A_WHILE: Final = timedelta(minutes=30)  # past midnight, an evening's is still told
_STAMP: Final = "%Y%m%dT%H%M%S"
_PING: Final = re.compile(r"@everyone|@here|<@[&!]?\d{1,20}>", re.IGNORECASE)


class AlertState(StrEnum):
    SCHEDULED = "scheduled"
    PAUSED = "paused"
    DELETED = "deleted"
    DONE = "done"  # nothing comes any more


NEXT: Final = {
    AlertState.SCHEDULED: {AlertState.PAUSED, AlertState.DELETED, AlertState.DONE},
    AlertState.PAUSED: {AlertState.SCHEDULED, AlertState.DELETED, AlertState.DONE},
    AlertState.DONE: {AlertState.SCHEDULED, AlertState.DELETED},  # given another time
    AlertState.DELETED: set[AlertState](),
}
OPEN: Final = frozenset({AlertState.SCHEDULED, AlertState.PAUSED})


@dataclass(frozen=True, slots=True)
class Once:
    """`wall` is naive; `second` where it was said which of two times of a night."""

    wall: datetime
    second: bool = False


Schedule = Once | Recurrence


@dataclass(frozen=True, slots=True)
class Plan:
    """What is announced, where, and when on the wall clock of `zone`."""

    text: str
    channel: ChannelId
    schedule: Schedule
    zone: ZoneInfo

    def coming(self, after: datetime) -> Iterator[Occurrence]:
        """What is to be announced later than `after`, aware; in order."""
        match self.schedule:
            case Once(wall, second):
                at = on_the_wall(wall, self.zone, second or None).instant
                return iter([Occurrence(wall, at)] if at > after else [])
            case Recurrence():
                return coming(self.schedule, self.zone, after)

    def next(self, after: datetime) -> Occurrence | None:
        return next(self.coming(after), None)


@dataclass(frozen=True, slots=True)
class Alert:
    """`version` counts what organisers changed of it, so that nobody changes what they have not
    seen."""

    id: AlertId
    collective: CollectiveId
    owner: PersonId
    plan: Plan
    state: AlertState
    version: int

    def become(self, state: AlertState) -> Alert:
        """Raises Refused(ALERT_STATE)."""
        if state not in NEXT[self.state]:
            raise Refused(Reason.ALERT_STATE, state=self.state)
        return replace(self, state=state, version=self.version + 1)

    def skip(self, now: datetime) -> tuple[Alert, Occurrence]:
        """Without the next of its occurrences, and which that is.

        Raises Refused (ALERT_STATE, ALERT_ONCE: it would not be announced at all).
        """
        if self.state is not AlertState.SCHEDULED:
            raise Refused(Reason.ALERT_STATE, state=self.state)
        ahead, rule = self.plan.next(now), self.plan.schedule
        if not isinstance(rule, Recurrence) or ahead is None:
            raise Refused(Reason.ALERT_ONCE)
        without = tuple(sorted({*rule.without, ahead.wall.date()}))
        plan = replace(self.plan, schedule=replace(rule, without=without))
        if plan.next(now) is None:
            raise Refused(Reason.ALERT_ONCE)
        return replace(self, plan=plan, version=self.version + 1), ahead

    def restore(self, was: AlertState) -> Alert:
        """Deleted by mistake, it `was` in that state. Raises Refused(ALERT_STATE)."""
        if self.state is not AlertState.DELETED or was not in OPEN:
            raise Refused(Reason.ALERT_STATE, state=self.state)
        return replace(self, state=was, version=self.version + 1)

    def unskip(self, day: date) -> Alert:
        """With the occurrence of that day, which was left out by mistake.

        Raises Refused (ALERT_STATE; ALERT_UNCHANGED where it is left out no more).
        """
        if self.state not in OPEN:
            raise Refused(Reason.ALERT_STATE, state=self.state)
        rule = self.plan.schedule
        if not isinstance(rule, Recurrence) or day not in rule.without:
            raise Refused(Reason.ALERT_UNCHANGED)
        without = tuple(one for one in rule.without if one != day)
        plan = replace(self.plan, schedule=replace(rule, without=without))
        return replace(self, plan=plan, version=self.version + 1)


class DraftState(StrEnum):
    OPEN = "open"
    TAKEN = "taken"  # scheduled as it was shown
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Draft:
    """What an organiser is shown before anything is scheduled. `alert` is the one that it would
    change, as of `version`; None for a new one, or what it made once it is taken."""

    id: int
    collective: CollectiveId
    by: PersonId
    plan: Plan
    state: DraftState
    alert: AlertId | None
    version: int


def when(phrase: str, now: datetime, zone: ZoneInfo) -> Schedule:
    """Once or by a rule, as it is said in French. Raises Refused."""
    try:
        found = spoken.in_either(lambda said: either(said, now, zone), phrase)
    except Refused as refused:
        if refused.reason is Reason.DATE_UNKNOWN:  # it may be either
            raise Refused(Reason.ALERT_WHEN, **refused.facts) from None
        raise
    return Once(found.local, found.is_second) if isinstance(found, When) else found


def sound(text: str) -> str:
    """What is to be announced. Raises Refused where nothing is left, or too much."""
    kept = text.strip()
    if not kept:
        raise Refused(Reason.ALERT_BLANK)
    if len(kept) > LONGEST:
        raise Refused(Reason.ALERT_LONG, most=str(LONGEST))
    return kept


def pings(text: str) -> tuple[str, ...]:
    """What in a text would call people, each once: `@everyone`, `<@&123>`."""
    return tuple(dict.fromkeys(_PING.findall(text)))


def is_stale(occurs: datetime, now: datetime, zone: ZoneInfo) -> bool:
    """Whether an announcement comes so late that it would be taken for another day's."""
    same_day = occurs.astimezone(zone).date() == now.astimezone(zone).date()
    return now - occurs > LATE_UNTIL or (now - occurs > _A_WHILE and not same_day)


def as_text(schedule: Schedule) -> str:
    """RFC 5545, in local time; one of our own says which of two times is meant."""
    if isinstance(schedule, Recurrence):
        return as_rfc(schedule)
    second = "\nX-VIGIE-SECOND:1" if schedule.second else ""
    return f"DTSTART:{schedule.wall:{_STAMP}}{second}"


def of_text(text: str) -> Schedule:
    """What `as_text` wrote."""
    if "RRULE:" in text:
        return of_rfc(text)
    start = text.splitlines()[0].removeprefix("DTSTART:")
    wall = datetime.strptime(start, _STAMP)  # noqa: DTZ007 - on the wall
    return Once(wall, "X-VIGIE-SECOND" in text)
