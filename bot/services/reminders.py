"""What is to be told before something happens: planned with it, moved with it, told in time."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.reminders import (
    WAITING,
    About,
    Audience,
    Reminder,
    ReminderState,
    Why,
    ahead,
    time_before,
)
from bot.services import firing
from bot.services.deps import Deps
from bot.store import reminders
from bot.store.base import Tx

log = logging.getLogger(__name__)

_BATCH: Final = 500  # reminders of one transaction: others come in between
_AGAIN: Final = timedelta(minutes=1)


def set_for(
    tx: Tx,
    about: About,
    audience: Audience,
    occurs: datetime,
    offsets: Sequence[timedelta],
    now: datetime,
    *,
    zone: ZoneInfo | None = None,
    urgent: bool = False,
    is_told: bool = False,
) -> None:
    """Remind an audience at `occurs` minus each offset, and of nothing else of the same any more.

    Days before it are counted on the wall clock of `zone`.

    The same wish changes nothing, and what was told is not told again. What would be past is left
    out; where the thing moved, the latest of it is told at once, unless they hear of that anyway:
    it `is_told`.
    """
    known = reminders.of(tx, about, audience)
    known = [one for one in known if one.state is not ReminderState.CANCELLED]
    same = {one.offset: one for one in known if one.occurs == occurs}
    for one in known:
        if one.state in WAITING and (one.occurs != occurs or one.offset not in offsets):
            reminders.become(tx, one, ReminderState.CANCELLED, now, why=Why.REPLACED)
        elif one.state in WAITING and one.urgent != urgent:
            reminders.hurry(tx, one, urgent=urgent)
    moved = bool(known) and not same and not is_told
    for offset in ahead(occurs, offsets, now, moved=moved, zone=zone):
        if offset not in same:
            at = time_before(occurs, offset, zone)
            pending = ReminderState.PENDING
            new = Reminder(about, audience, occurs, offset, pending, urgent, planned=at)
            reminders.add(tx, new, now)


def is_known(tx: Tx, about: About) -> bool:
    """Whether anybody is to be reminded of it, or was."""
    states = {one.state for one in reminders.of(tx, about)}
    return bool(states - {ReminderState.CANCELLED})


def cancel(tx: Tx, about: About, now: datetime, *, audience: Audience | None = None) -> None:
    """Remind of it no more: an audience, or nobody at all."""
    for one in reminders.of(tx, about, audience):
        if one.state in WAITING:
            reminders.become(tx, one, ReminderState.CANCELLED, now)


class Waker:
    """Keeps an alarm for the reminder that is due next, and fires what is due."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._one_at_a_time = asyncio.Lock()
        self._earliest: datetime | None = None
        self._clock_went_back = True  # perhaps, while Vigie was stopped
        deps.store.watch(reminders.earliest, self._told)
        deps.clock.on_move(self._moved)

    def wake(self) -> None:
        """Fire what is due, now."""
        self._wake_at(self._deps.clock.now())

    def _moved(self, by: timedelta) -> None:
        self._clock_went_back |= by < timedelta(0)
        self.wake()

    def _told(self, earliest: datetime | None) -> None:
        self._earliest = earliest
        self._wake_at(earliest)

    def _wake_at(self, at: datetime | None) -> None:
        self._deps.alarms.wake_at("reminders", at, self.fire_due)

    async def fire_due(self) -> None:
        """Fire all that is due, a batch a transaction, and set the alarm for what comes next."""
        async with self._one_at_a_time:
            try:
                while await self._fire_batch() == _BATCH:
                    await asyncio.sleep(0)
            except Exception:  # whatever it is, the alarm must not stay silent for ever
                log.exception("reminders.failed")
                self._wake_at(self._deps.clock.now() + _AGAIN)
            else:
                self._wake_at(self._earliest)  # known since that commit

    async def _fire_batch(self) -> int:
        now, went_back = self._deps.clock.now(), self._clock_went_back

        def work(tx: Tx) -> int:
            if went_back:
                reminders.clock_went_back(tx)
            return firing.fire(tx, self._deps, now, _BATCH)

        fired = await self._deps.store.write(work)
        self._clock_went_back = False
        if fired:
            log.info("reminders.fired count=%d", fired)
        return fired
