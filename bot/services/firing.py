"""Reminders whose time has come: their sends are planned in the transaction that says so."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from functools import cache
from typing import Final

from bot.domain.delivery import WATCHER, Kind
from bot.domain.ids import ChannelId, CityId, CollectiveId, PersonId, VoteId
from bot.domain.reminders import (
    AT,
    Noun,
    Reminder,
    ReminderState,
    ToFollowers,
    ToPerson,
    Why,
    waits_for_morning,
)
from bot.services import alert_turns, request_ends, vote_ends, vote_watching
from bot.services.collectives import known
from bot.services.deps import Deps
from bot.store import deliveries, follows, quiet_hours, reminders, votes
from bot.store.base import Tx, apart
from bot.store.reminders import Due
from bot.store.watches import Watch

log = logging.getLogger(__name__)

_AGAIN: Final = timedelta(minutes=10)
_KINDS: Final = {
    Noun.VOTE: Kind.VOTE_REMINDER,
    Noun.RESULT: Kind.VOTE_RESULT_ASKED,
    Noun.UNCONFIRMED: Kind.VOTE_UNCONFIRMED,
    Noun.WINDOW: Kind.VOTE_WINDOW_ASKED,
    Noun.APPEAL: Kind.VOTE_APPEAL_REFUSED,
    Noun.DEADLINE: Kind.DEADLINE_REMINDER,
    Noun.REQUEST: Kind.REQUEST_STAGE,
    Noun.ALERT: Kind.ALERT_MESSAGE,
    Noun.TASK: Kind.TASK_REMINDER,
    Noun.OWN: Kind.REMINDER,
}


def fire(tx: Tx, deps: Deps, now: datetime, limit: int) -> int:
    """Settle at most `limit` reminders that are due; how many there were.

    Of several of the same for the same people, only the latest is told. What comes in quiet hours
    waits for their end.
    """
    due, firing = reminders.due(tx, now, limit), _Firing(tx, deps, now)
    for one in due:
        try:
            with apart(tx):
                firing.settle(one)
        except Exception:  # one that cannot be fired must not hold the others
            log.exception("reminder.failed id=%d", one.reminder.id)
            reminders.put_off(tx, one.reminder, now + _AGAIN, now, Why.FAILED)
    return len(due)


class _Firing:
    """Within one transaction, what is known of a collective or a person is looked up once."""

    def __init__(self, tx: Tx, deps: Deps, now: datetime) -> None:
        self._tx, self._deps, self._now = tx, deps, now
        self._quiet_until = cache(self._look_up_quiet)
        self._followers = cache(self._look_up_followers)

    def settle(self, one: Due) -> None:
        if one.outdone:
            self._become(one.reminder, ReminderState.WITHHELD, Why.STALE)
        else:
            self._fire(one.reminder)

    def _become(self, one: Reminder, state: ReminderState, why: Why | None = None) -> None:
        reminders.become(self._tx, one, state, self._now, why=why)
        if one.about.noun is Noun.ALERT:
            alert_turns.turn(self._tx, one.about.key, self._now)

    def _fire(self, one: Reminder) -> None:
        """Plan the sends, or wait for the end of the quiet hours; that a sitting is over wakes
        nobody, so its announcement says it at once."""
        if one.about.noun is Noun.RESULT:
            vote_ends.over(self._tx, VoteId(int(one.about.key)), self._now)
        elif one.about.noun is Noun.UNCONFIRMED:
            vote_ends.unconfirmed(self._tx, VoteId(int(one.about.key)), self._now)
        told, outdone = self._told(one)
        person = one.audience.person if isinstance(one.audience, ToPerson) else None
        until = self._quiet_until(one.audience.collective, person)
        if until and waits_for_morning(told.occurs, self._now, until, urgent=one.urgent):
            reminders.put_off(self._tx, one, until, self._now, Why.QUIET)
            return
        if one.about.noun is Noun.REQUEST:
            request_ends.over(self._tx, one.about.key, self._now)
        elif one.about.noun is Noun.APPEAL:
            vote_ends.unanswered(self._tx, VoteId(int(one.about.key)), self._now)
        if outdone:
            one = self._instead(one, told)
        channels, watching = self._channels(one), self._watching(one)
        for channel in channels:
            self._plan(one, channel, outdone=outdone)
        for watch in watching:
            self._plan_for(one, watch)
        if channels or watching:
            self._become(one, ReminderState.FIRED)
        else:
            self._become(one, ReminderState.WITHHELD, Why.UNFOLLOWED)

    def _told(self, one: Reminder) -> tuple[Reminder, int]:
        """What is told of what is due since, and how much of that is not."""
        if one.about.noun is not Noun.ALERT:
            return one, 0
        return alert_turns.caught_up(self._tx, one, self._now)

    def _instead(self, one: Reminder, latest: Reminder) -> Reminder:
        """Keep the later one of the same, which is told, and not the one that was waited for."""
        reminders.become(self._tx, one, ReminderState.WITHHELD, self._now, why=Why.STALE)
        return reminders.add(self._tx, latest, self._now)

    def _channels(self, one: Reminder) -> list[ChannelId]:
        if not isinstance(one.audience, ToFollowers):
            return [one.audience.channel]
        found = self._followers(one.audience.collective, one.audience.city)
        if not found and one.about.noun in {Noun.RESULT, Noun.WINDOW, Noun.APPEAL}:
            return vote_ends.asked_in(self._tx, VoteId(int(one.about.key)))
        return found

    def _watching(self, one: Reminder) -> list[Watch]:
        """Who is told of a vote in private, where channels are."""
        if one.about.noun is not Noun.VOTE:
            return []
        vote = votes.get(self._tx, VoteId(int(one.about.key)))
        return vote_watching.reminded(self._tx, vote) if vote else []

    def _plan_for(self, one: Reminder, watch: Watch) -> None:
        """At once, or at the end of a person's own quiet hours."""
        until = self._quiet_until(one.audience.collective, watch.person)
        waits = waits_for_morning(one.occurs, self._now, until, urgent=one.urgent)
        self._plan(one, watch.channel, watch.person, until if waits else None)

    def _plan(
        self,
        one: Reminder,
        channel: ChannelId,
        watcher: PersonId | None = None,
        due: datetime | None = None,
        *,
        outdone: int = 0,
    ) -> None:
        """One send a channel, whatever the number of audiences that it is in."""
        about, offset_s = one.about, int(one.offset.total_seconds())
        occurs = one.occurs.isoformat()
        facts = {"reminder": str(one.id)}
        if about.noun is not Noun.OWN:
            facts |= {about.noun: about.key, "offset_s": str(offset_s), "occurs": occurs}
            facts[AT] = (due or one.due or one.at).isoformat()
        if watcher is not None:
            facts[WATCHER] = watcher
        if outdone:
            facts["outdone"] = str(outdone)
        deliveries.plan(
            self._tx,
            _KINDS[about.noun],
            channel,
            f"reminder:{about.noun}:{about.key}:{occurs}:{offset_s}",
            self._now,
            facts=facts,
            collective=one.audience.collective,
            urgent=one.urgent,
            due=due,
            lane=f"quiet:{channel}" if due else "",  # what comes later is not to wait for it
            to_many=watcher is None and not isinstance(one.audience, ToPerson),
        )

    def _look_up_quiet(
        self, collective: CollectiveId | None, person: PersonId | None
    ) -> datetime | None:
        """The end of the quiet hours that those who are told are in."""
        if person is not None:
            quiet = quiet_hours.of_person(self._tx, person)
        else:
            quiet = quiet_hours.of_collective(self._tx, collective) if collective else None
        if quiet is None:
            return None
        return quiet.until(self._now, known(self._tx, self._deps, collective).zone)

    def _look_up_followers(self, collective: CollectiveId, city: CityId) -> list[ChannelId]:
        found = follows.cities_of(self._tx, collective)
        return list(dict.fromkeys(one.told_in for one in found if one.key == city))
