"""When each forum is read: at its rhythm, later after failures, at once when asked.

Its mirrored threads are read again in between, one request at a time.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime, timedelta
from functools import partial

from bot.ports.forum import Forum, Unreadable
from bot.services import polling, rereading
from bot.services.deps import Deps
from bot.services.polling import Interrupted
from bot.store import readings

log = logging.getLogger(__name__)

_LONGEST_WAIT = timedelta(minutes=10)
_MOST_DOUBLINGS = 6
_GOING_ON = timedelta(seconds=10)
_MOST_ASKED = timedelta(hours=1)  # whatever a forum asks for, Vigie must not fall silent
_BETWEEN_NUDGES = timedelta(seconds=5)
_NEVER = datetime.min.replace(tzinfo=UTC)
_MOST_REREAD = 20  # threads after each reading of the forum


class Rhythm:
    """Keeps an alarm per forum; no forum is read twice at a time."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._locks = {name: asyncio.Lock() for name in deps.forums}
        self._asked_meanwhile: set[str] = set()
        self._failures = dict.fromkeys(deps.forums, 0)
        self._read_at = dict.fromkeys(deps.forums, _NEVER)
        self._not_before = dict(self._read_at)
        deps.clock.on_move(self._moved)
        self._every = {one.name: timedelta(seconds=one.every_s) for one in deps.settings.forum}

    def read_now(self, name: str | None = None) -> None:
        """Read a forum as soon as possible, or all of them."""
        for forum in self._deps.forums.values():
            if name in {None, forum.name}:
                self._read_in(forum, timedelta(0))

    def _moved(self, by: timedelta) -> None:
        """What was to come in a minute may now be days away: read now, and all threads again."""
        if by < timedelta(0):
            self._read_at = dict.fromkeys(self._read_at, _NEVER)
            self._not_before = dict.fromkeys(self._not_before, _NEVER)
            self.read_now()

    def nudge(self, name: str) -> None:
        """Read a forum that says it has news: soon, however often it says so."""
        forum = self._deps.forums[name]
        since = self._deps.clock.now() - self._read_at[name]
        self._read_in(forum, max(_BETWEEN_NUDGES - since, self._held_for(name)))

    async def _read(self, forum: Forum) -> None:
        if self._locks[forum.name].locked():
            self._asked_meanwhile.add(forum.name)
            return
        wait = self._every[forum.name]
        async with self._locks[forum.name]:
            self._read_at[forum.name] = self._deps.clock.now()
            try:
                read = await polling.poll(self._deps, forum)
                wait = self._until_next(forum, read)
                if isinstance(read, int):
                    await self._reread(forum)
            finally:
                asked = forum.name in self._asked_meanwhile
                self._asked_meanwhile.discard(forum.name)
                self._read_in(forum, self._held_for(forum.name) if asked else wait)

    async def _reread(self, forum: Forum) -> None:
        """The mirrored threads that are due, not so many that new posts would wait."""
        now = self._deps.clock.now()
        due = await self._deps.store.read(
            lambda tx: readings.due(tx, forum.name, now, _MOST_REREAD)
        )
        for topic in due:
            met = await rereading.reread(self._deps, forum, topic)
            if met is not None:
                log.warning("forum.unreadable forum=%s trouble=%s", forum.name, met.trouble)
                return

    def _held_for(self, name: str) -> timedelta:
        """How long a forum asked to be left alone, from now on."""
        return max(timedelta(0), self._not_before[name] - self._deps.clock.now())

    def _until_next(self, forum: Forum, result: int | Interrupted | Unreadable) -> timedelta:
        every = self._every[forum.name]
        if isinstance(result, int):
            self._failures[forum.name] = 0
            return every
        if isinstance(result, Interrupted):  # it told more than before: soon it tells the rest
            self._failures[forum.name], wait = 0, min(every, _GOING_ON)
        else:
            doubled: timedelta = every * 2.0 ** min(self._failures[forum.name], _MOST_DOUBLINGS)
            self._failures[forum.name] += 1
            wait = min(doubled, max(_LONGEST_WAIT, every))
        asked = min(timedelta(seconds=result.retry_after_s or 0), _MOST_ASKED)
        self._not_before[forum.name] = self._deps.clock.now() + asked
        spread = 0.9 + self._deps.random.random() / 5  # many Vigies must not come back together
        return max(wait * spread, asked)

    def _read_in(self, forum: Forum, wait: timedelta) -> None:
        at = self._deps.clock.now() + wait
        self._deps.alarms.wake_at(f"forum:{forum.name}", at, partial(self._read, forum))
