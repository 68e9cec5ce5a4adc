"""The sandbox's clock: the machine's, moved by an offset that only grows."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True, slots=True)
class NextDue:
    """What whoever follows the clock waits for: an aware instant, and a word on what it is."""

    at: datetime
    what: str = ""


class SandboxClock:
    """Time that the sandbox stamps and judges by, and that a bot may follow."""

    def __init__(self, start: datetime | None = None) -> None:
        self._offset = start - datetime.now(UTC) if start else timedelta(0)
        self._moved = asyncio.Condition()
        self.version = 1
        self.next_due: NextDue | None = None  # as told by whoever follows the clock
        self._is_released = False
        self.on_change: list[Callable[[], None]] = []

    def now(self) -> datetime:
        return datetime.now(UTC) + self._offset

    @property
    def offset_s(self) -> float:
        return self._offset.total_seconds()

    async def advance(self, seconds: float) -> None:
        """Raises ValueError when asked to go back: what was stamped stays in the past.

        Raises OverflowError for an instant that no calendar holds.
        """
        if seconds < 0:
            raise ValueError("the clock only moves forward")
        step = timedelta(seconds=seconds)
        _ = self.now() + step
        self._offset += step
        self.version += 1
        for listener in self.on_change:
            listener()
        async with self._moved:
            self._moved.notify_all()

    async def move_to(self, instant: datetime) -> None:
        """Raises ValueError when the instant is past."""
        await self.advance((instant - self.now()).total_seconds())

    def expect(self, due: NextDue | None) -> None:
        """Remember what the follower waits for; None is nothing."""
        self.next_due = due
        for listener in self.on_change:
            listener()

    async def wait_for_change(self, after: int, timeout_s: float) -> None:
        """Returns when the version is past `after`, or the time is up, or after `release`."""
        try:
            async with asyncio.timeout(timeout_s), self._moved:
                await self._moved.wait_for(lambda: self.version > after or self._is_released)
        except TimeoutError:
            return

    async def release(self) -> None:
        """Lets go of everybody who waits, for good: the sandbox ends."""
        self._is_released = True
        async with self._moved:
            self._moved.notify_all()
