"""What is due at an instant: of what it reminds, for whom, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.ids import ChannelId, CityId, CollectiveId, PersonId

AT = "at"  # the fact of a send: when it was to come, in ISO
LATE_AFTER: Final = timedelta(minutes=5)  # what comes later is said to be late
_A_DAY: Final = timedelta(days=1)


class Noun(StrEnum):
    """What can be reminded of; each has its own words."""

    VOTE = "vote"
    RESULT = "result"  # of a vote whose sitting is over
    UNCONFIRMED = "unconfirmed"  # a vote that nobody vouched for yet
    WINDOW = "window"  # in which a vote is challenged, and which is over
    APPEAL = "appeal"  # to a town hall, which did not answer
    DEADLINE = "deadline"
    REQUEST = "request"  # for documents, whose stage is over
    ALERT = "alert"
    TASK = "task"
    OWN = "own"  # what a person asked for themself


OF_A_VOTE: Final = (Noun.VOTE, Noun.RESULT, Noun.UNCONFIRMED, Noun.WINDOW, Noun.APPEAL)


@dataclass(frozen=True, slots=True)
class About:
    """The thing itself: `key` is its id among those of its noun."""

    noun: Noun
    key: str


@dataclass(frozen=True, slots=True)
class ToFollowers:
    """The collective's channels that follow the city at the moment of firing."""

    collective: CollectiveId
    city: CityId


@dataclass(frozen=True, slots=True)
class ToChannel:
    collective: CollectiveId
    channel: ChannelId


@dataclass(frozen=True, slots=True)
class ToPerson:
    """In `channel`, theirs with Vigie; `collective` is whose language and zone are theirs."""

    person: PersonId
    channel: ChannelId
    collective: CollectiveId | None


Audience = ToFollowers | ToChannel | ToPerson


class ReminderState(StrEnum):
    PROPOSED = "proposed"  # Vigie understood a wish, and asks whether it did
    PENDING = "pending"
    SNOOZED = "snoozed"
    FIRED = "fired"  # its sends are planned
    WITHHELD = "withheld"
    CANCELLED = "cancelled"
    MISSED = "missed"  # the person takes no private messages
    DONE = "done"


WAITING: Final = frozenset({ReminderState.PENDING, ReminderState.SNOOZED})
_PUT_OFF: Final = {ReminderState.SNOOZED, ReminderState.DONE, ReminderState.CANCELLED}
_OUTCOMES: Final = {ReminderState.FIRED, ReminderState.WITHHELD} | _PUT_OFF
NEXT: Final = {
    ReminderState.PROPOSED: {ReminderState.PENDING, ReminderState.CANCELLED},
    ReminderState.PENDING: _OUTCOMES,
    ReminderState.SNOOZED: _OUTCOMES,
    ReminderState.FIRED: {ReminderState.MISSED} | _PUT_OFF,
    ReminderState.MISSED: _PUT_OFF,
    ReminderState.DONE: {ReminderState.SNOOZED},  # a hasty click
    ReminderState.WITHHELD: set[ReminderState](),
    ReminderState.CANCELLED: set[ReminderState](),
}


class Why(StrEnum):
    """Why one became what it is, for its history."""

    REPLACED = "replaced"
    STALE = "stale"  # a later one of the same was due, too
    UNFOLLOWED = "unfollowed"
    QUIET = "quiet"
    CLOSED = "closed"
    FAILED = "failed"  # a defect of Vigie's own: it is tried again


@dataclass(frozen=True, slots=True)
class Reminder:
    """To be told `at`, which is `offset` before what it reminds of `occurs`; it is `due` later
    where quiet hours are waited for. `planned` is `at` where days were counted on a wall clock.

    A person's own has its `words`, and the channel where it was `asked_in`, None in private.
    """

    about: About
    audience: Audience
    occurs: datetime
    offset: timedelta
    state: ReminderState
    urgent: bool = False
    words: str = ""
    asked_in: ChannelId | None = None
    due: datetime | None = None
    id: int = 0
    planned: datetime | None = None

    @property
    def at(self) -> datetime:
        return self.planned or self.occurs - self.offset


def time_before(occurs: datetime, offset: timedelta, zone: ZoneInfo | None) -> datetime:
    """The instant so long before another, in UTC.

    Whole days keep the hour on the wall clock of `zone`, where there is one: the first of two, and
    an hour later where a clock skips it. Everything else is elapsed time.
    """
    if zone is None or offset % _A_DAY:
        return occurs - offset
    if not offset:
        return occurs  # the second of two stays it
    return (occurs.astimezone(zone) - offset).replace(fold=0).astimezone(UTC)


def ahead(
    occurs: datetime,
    offsets: Iterable[timedelta],
    now: datetime,
    *,
    moved: bool,
    zone: ZoneInfo | None = None,
) -> list[timedelta]:
    """How long before it happens people are still to be reminded, the first to come first.

    Where it was `moved`, who was reminded of the day before is told at once, however late: by the
    latest of those that would be past. Nobody is reminded of what is over.
    """
    if occurs < now:
        return []
    timed = sorted((time_before(occurs, one, zone), -one) for one in set(offsets))
    past = [-one for at, one in timed if at < now]
    return [*(past[-1:] if moved else []), *(-one for at, one in timed if at >= now)]


def waits_for_morning(
    occurs: datetime, now: datetime, quiet_until: datetime | None, *, urgent: bool
) -> bool:
    """Whether what is due in quiet hours is kept until their end.

    It would come too late where what it reminds of happens before; what is over can wait.
    """
    if quiet_until is None or urgent:
        return False
    is_over = now - occurs > LATE_AFTER
    return is_over or quiet_until <= occurs


def is_late(at: datetime, now: datetime) -> bool:
    """Whether a reminder that was to come `at` comes so late that it must be said."""
    return now - at > LATE_AFTER


def lateness(facts: Mapping[str, str], now: datetime) -> timedelta | None:
    """How late a send comes, where that must be said; of an older Vigie's, nobody knows."""
    if AT not in facts:
        return None
    at = datetime.fromisoformat(facts[AT])
    return now - at if is_late(at, now) else None
