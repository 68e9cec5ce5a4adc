"""APScheduler as an alarm clock. What is due is in the base; nothing is remembered here."""

from __future__ import annotations

import asyncio
import inspect
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger

from bot.clock import Clock

log = logging.getLogger(__name__)

_ASKED_AGAIN_S = 1.0


@dataclass(frozen=True, slots=True)
class _Alarm:
    at: datetime  # on Vigie's clock
    call: Callable[[], object]


class Scheduler:
    """Alarms on Vigie's clock, rung by APScheduler, which only knows the machine's."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._alarms: dict[str, _Alarm] = {}
        self._ringing: set[asyncio.Task[None]] = set()
        self._is_closed = False
        self._jobs = AsyncIOScheduler(timezone=UTC)
        clock.on_move(self._rewind)

    def start(self) -> None:
        self._jobs.start()

    async def close(self) -> None:
        """Nothing rings any more, and what was ringing has ended: what it works with may close."""
        self._is_closed = True
        self._alarms.clear()
        self._jobs.remove_all_jobs()
        if self._jobs.running:
            self._jobs.shutdown(wait=False)  # in the loop's next turn
        while self._ringing:
            for ringing in self._ringing:
                ringing.cancel()
            await asyncio.wait(self._ringing, timeout=_ASKED_AGAIN_S)

    def wake_at(self, name: str, at: datetime | None, call: Callable[[], object]) -> None:
        if self._is_closed:
            return
        if at is not None:
            self._alarms[name] = _Alarm(at, call)
            if self._set(name):
                return  # what comes next is told when it has rung
        elif self._alarms.pop(name, None) is None:
            return
        else:
            self._forget(name)
        self._tell_next()

    def _set(self, name: str) -> bool:
        """Whether it rings at once."""
        alarm = self._alarms[name]
        machine_now = self._clock.machine_instant(self._clock.now())
        at = self._clock.machine_instant(alarm.at)
        if at <= machine_now and self._jobs.running:
            self._forget(name)
            self._ring_now(name)
            return True
        self._jobs.add_job(
            self._due,
            DateTrigger(max(at, machine_now)),
            args=[name],
            id=name,
            replace_existing=True,
            misfire_grace_time=None,  # the default drops what is a second late
        )
        return False

    def _forget(self, name: str) -> None:
        try:
            self._jobs.remove_job(name)
        except JobLookupError:
            return

    async def _due(self, name: str) -> None:
        """APScheduler only starts it: what it runs itself, it ends in a later turn of the loop."""
        self._ring_now(name)

    def _ring_now(self, name: str) -> None:
        """At once: the way through APScheduler takes a millisecond, and somebody may wait."""
        ringing = asyncio.get_running_loop().create_task(self._ring(name))
        self._ringing.add(ringing)
        ringing.add_done_callback(self._ringing.discard)

    async def _ring(self, name: str) -> None:
        alarm = self._alarms.pop(name, None)
        if alarm is None:
            return
        try:
            result = alarm.call()
            if inspect.isawaitable(result):
                await result
        except asyncio.CancelledError:  # only a stop cancels it, which is no failure to log
            return
        except Exception:
            log.exception("alarm.failed name=%s", name)
        self._tell_next()

    def _rewind(self, _by: timedelta) -> None:
        for name in list(self._alarms):
            self._set(name)

    def _tell_next(self) -> None:
        name, alarm = min(self._alarms.items(), key=lambda item: item[1].at, default=(None, None))
        self._clock.tell_next(alarm.at if alarm else None, name or "")
