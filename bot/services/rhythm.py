"""When each forum is read: at its rhythm, later after failures, at once when asked."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from functools import partial

from bot.ports.forum import Forum, Unreadable
from bot.services import polling
from bot.services.deps import Deps

_LONGEST_WAIT = timedelta(minutes=10)
_MOST_DOUBLINGS = 6


class Rhythm:
    """Keeps an alarm per forum; no forum is read twice at a time."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._locks = {name: asyncio.Lock() for name in deps.forums}
        self._failures = dict.fromkeys(deps.forums, 0)
        self._every = {one.name: timedelta(seconds=one.every_s) for one in deps.settings.forum}

    def read_now(self) -> None:
        """Read every forum as soon as possible."""
        for forum in self._deps.forums.values():
            self._read_in(forum, timedelta(0))

    async def _read(self, forum: Forum) -> None:
        if self._locks[forum.name].locked():
            return
        wait = self._every[forum.name]
        async with self._locks[forum.name]:
            try:
                wait = self._until_next(forum, await polling.poll(self._deps, forum))
            finally:
                self._read_in(forum, wait)

    def _until_next(self, forum: Forum, result: int | Unreadable) -> timedelta:
        every = self._every[forum.name]
        if not isinstance(result, Unreadable):
            self._failures[forum.name] = 0
            return every
        doubled: timedelta = every * 2.0 ** min(self._failures[forum.name], _MOST_DOUBLINGS)
        self._failures[forum.name] += 1
        asked = timedelta(seconds=result.retry_after_s or 0)
        spread = 0.9 + self._deps.random.random() / 5  # many Vigies must not come back together
        return max(min(doubled, max(_LONGEST_WAIT, every)), asked) * spread

    def _read_in(self, forum: Forum, wait: timedelta) -> None:
        at = self._deps.clock.now() + wait
        self._deps.alarms.wake_at(f"forum:{forum.name}", at, partial(self._read, forum))
