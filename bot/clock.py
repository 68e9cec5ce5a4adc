"""The only now(). In real life it is the machine's; a demo may have it follow another clock."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Protocol

import aiohttp

log = logging.getLogger(__name__)

_WAIT_S = 25.0
_RETRY_S = 1.0
_LOOK_S = 10.0
_JUMP = timedelta(seconds=5)  # less is how machines keep the time
_BREATH_S = 0.02  # a clock that answers at once must not be asked without end


class ClockSilent(Exception):
    """The clock that should be followed does not answer at this address."""


Moved = Callable[[timedelta], None]  # by how much it jumped; negative when it went back


class Clock(Protocol):
    """Aware UTC instants, and the machine's instant at which they come."""

    def now(self) -> datetime: ...

    def machine_instant(self, at: datetime) -> datetime:
        """When the machine's own clock will read what it does at `at`."""
        ...

    def on_move(self, callback: Moved) -> None:
        """Call back after the clock was set anew, by somebody or by the machine."""
        ...

    def tell_next(self, at: datetime | None, what: str) -> None:
        """Say when something is due next, for those who can move the clock there."""
        ...


def _machine_now() -> datetime:
    return datetime.now(UTC)


class MachineClock:
    """The machine's clock, which may be set anew while Vigie runs, or have slept with it.

    `steady_s` counts seconds that nobody sets.
    """

    def __init__(
        self,
        now: Callable[[], datetime] = _machine_now,
        steady_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self.now, self._steady_s = now, steady_s
        self._callbacks: list[Moved] = []
        self._zero = self._measured()

    def _measured(self) -> datetime:
        return self.now() - timedelta(seconds=self._steady_s())

    def look(self) -> None:
        """See whether the clock was set, and tell."""
        zero = self._measured()
        by, self._zero = zero - self._zero, zero
        if abs(by) > _JUMP:
            log.warning("clock.jumped seconds=%d", by.total_seconds())
            for callback in self._callbacks:
                callback(by)

    async def watch(self) -> None:
        """Look for ever."""
        while True:
            await asyncio.sleep(_LOOK_S)
            self.look()

    def machine_instant(self, at: datetime) -> datetime:
        return at

    def on_move(self, callback: Moved) -> None:
        self._callbacks.append(callback)

    def tell_next(self, at: datetime | None, what: str) -> None:
        """Nobody asks."""


class FollowedClock:
    """The machine's clock with the offset of another one, which is asked over loopback."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._offset = timedelta(0)
        self._version = 0
        self._callbacks: list[Moved] = []
        self._session: aiohttp.ClientSession | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._next: tuple[datetime | None, str] = (None, "")
        self._next_changed = asyncio.Event()

    def now(self) -> datetime:
        return datetime.now(UTC) + self._offset

    def machine_instant(self, at: datetime) -> datetime:
        return at - self._offset

    def on_move(self, callback: Moved) -> None:
        self._callbacks.append(callback)

    def tell_next(self, at: datetime | None, what: str) -> None:
        if (at, what) != self._next:
            self._next = (at, what)
            self._next_changed.set()

    async def start(self) -> None:
        """Ask once, then keep following. Raises ClockSilent when it does not answer."""
        timeout = aiohttp.ClientTimeout(total=_WAIT_S + 10)
        self._session = aiohttp.ClientSession(timeout=timeout)
        try:
            await self._ask(wait_s=0)
        except (aiohttp.ClientError, TimeoutError, KeyError, ValueError) as error:
            await self._session.close()
            raise ClockSilent(self._address) from error
        self._tasks = [asyncio.create_task(self._follow()), asyncio.create_task(self._tell())]

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        if self._session:
            await self._session.close()

    async def _ask(self, wait_s: float) -> None:
        assert self._session is not None
        query = {"after": str(self._version), "wait": str(wait_s)}
        async with self._session.get(self._address, params=query) as answer:
            told = await answer.json()
        moved = told["version"] != self._version
        self._version = told["version"]
        if moved:
            before, self._offset = self._offset, timedelta(seconds=told["offset_s"])
            for callback in self._callbacks:
                callback(self._offset - before)

    async def _follow(self) -> None:
        while True:
            try:
                await self._ask(_WAIT_S)
                await asyncio.sleep(_BREATH_S)
            except (TimeoutError, aiohttp.ClientError, KeyError, ValueError) as error:
                log.warning("clock.unreachable error=%s", type(error).__name__)
                await asyncio.sleep(_RETRY_S)

    async def _tell(self) -> None:
        assert self._session is not None
        while True:
            await self._next_changed.wait()
            self._next_changed.clear()
            at, what = self._next
            body = {"at": at.isoformat() if at else None, "what": what}
            try:
                async with self._session.put(f"{self._address}/next", json=body):
                    pass
            except (TimeoutError, aiohttp.ClientError):
                await asyncio.sleep(_RETRY_S)
                self._next_changed.set()
