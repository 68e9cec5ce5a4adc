"""Which occurrence of an alert is announced next: one at a time, in the transaction of its cause.

An occurrence is a reminder of its own, unique by its instant: what was fired is not fired again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice, takewhile
from typing import Final

from bot.domain.alerts import LATE_UNTIL, Alert, AlertState, is_stale
from bot.domain.ids import AlertId
from bot.domain.recurrence import Occurrence
from bot.domain.reminders import WAITING, About, Noun, Reminder, ReminderState, ToChannel, Why
from bot.store import alerts, reminders
from bot.store.base import Tx

MOST_MISSED: Final = 400  # announcements that are counted
_AT_ONCE: Final = timedelta(0)
_SHORTEST: Final = timedelta(hours=22)  # no rule falls twice within, whatever clocks do


def about(alert: Alert) -> About:
    return About(Noun.ALERT, str(alert.id))


def set_next(tx: Tx, alert: Alert, now: datetime) -> Alert:
    """Plan what comes next of an alert and nothing else of it; it is done where nothing comes."""
    ahead = alert.plan.next(now) if alert.state is AlertState.SCHEDULED else None
    audience = ToChannel(alert.collective, alert.plan.channel)
    known = reminders.of(tx, about(alert))
    for one in known:
        is_wanted = ahead and (one.audience, one.occurs) == (audience, ahead.instant)
        if one.state in WAITING and not is_wanted:
            reminders.become(tx, one, ReminderState.CANCELLED, now, why=Why.REPLACED)
    if ahead is not None:
        same = [one for one in known if (one.audience, one.occurs) == (audience, ahead.instant)]
        if all(one.state is ReminderState.CANCELLED for one in same):
            kept = Reminder(about(alert), audience, ahead.instant, _AT_ONCE, ReminderState.PENDING)
            reminders.add(tx, kept, now)
        return alert
    if alert.state is AlertState.SCHEDULED:
        done = replace(alert, state=AlertState.DONE)
        alerts.save(tx, alert, done, now, None)
        return done
    return alert


def turn(tx: Tx, key: str, now: datetime) -> None:
    """An occurrence was fired or withheld: what comes after `now` is next."""
    alert = alerts.get(tx, AlertId(int(key)))
    if alert is not None and alert.state is AlertState.SCHEDULED:
        set_next(tx, alert, now)


def caught_up(tx: Tx, one: Reminder, now: datetime) -> tuple[Reminder, int]:
    """Of what is due since `one`, what is still worth announcing: the latest where it is fresh, new
    and not yet kept, with how many it outdoes; else `one` itself, and none."""
    if now - one.occurs < _SHORTEST:
        return one, 0
    alert = alerts.get(tx, AlertId(int(one.about.key)))
    if alert is None:
        return one, 0
    ahead = alert.plan.coming(max(one.occurs, now - LATE_UNTIL))
    latest = max((each.instant for each in _until(ahead, now)), default=one.occurs)
    if latest == one.occurs or is_stale(latest, now, alert.plan.zone):
        return one, 0
    missed = islice(_until(alert.plan.coming(one.occurs), now), MOST_MISSED)
    return Reminder(one.about, one.audience, latest, _AT_ONCE, one.state), sum(1 for _ in missed)


def _until(ahead: Iterator[Occurrence], now: datetime) -> Iterator[Occurrence]:
    return takewhile(lambda each: each.instant <= now, ahead)
