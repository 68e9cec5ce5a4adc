"""The only now(). In real life it is the machine's; a demo may have it follow another clock."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Protocol

import aiohttp

log = logging.getLogger(__name__)

_WAIT_S = 25.0
_RETRY_S = 1.0
_BREATH_S = 0.02  # a clock that answers at once must not be asked without end


class ClockSilent(Exception):
    """The clock that should be followed does not answer at this address."""


class Clock(Protocol):
    """Aware UTC instants, and the machine's instant at which they come."""

    def now(self) -> datetime: ...

    def machine_instant(self, at: datetime) -> datetime:
        """When the machine's own clock will read what it does at `at`."""
        ...

    def on_move(self, callback: Callable[[], None]) -> None:
        """Call back after the clock was moved by somebody."""
        ...

    def tell_next(self, at: datetime | None, what: str) -> None:
        """Say when something is due next, for those who can move the clock there."""
        ...


class MachineClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def machine_instant(self, at: datetime) -> datetime:
        return at

    def on_move(self, callback: Callable[[], None]) -> None:
        """The machine's clock is nobody's to move."""

    def tell_next(self, at: datetime | None, what: str) -> None:
        """Nobody asks."""


class FollowedClock:
    """The machine's clock with the offset of another one, which is asked over loopback."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._offset = timedelta(0)
        self._version = 0
        self._callbacks: list[Callable[[], None]] = []
        self._session: aiohttp.ClientSession | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._next: tuple[datetime | None, str] = (None, "")
        self._next_changed = asyncio.Event()

    def now(self) -> datetime:
        return datetime.now(UTC) + self._offset

    def machine_instant(self, at: datetime) -> datetime:
        return at - self._offset

    def on_move(self, callback: Callable[[], None]) -> None:
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
            self._offset = timedelta(seconds=told["offset_s"])
            for callback in self._callbacks:
                callback()

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
