"""When each forum is read: at its rhythm, later after failures, at once when asked.

Its mirrored threads are read again in between, one request at a time.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime, timedelta
from functools import partial

from bot.domain.ids import TopicId
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
_MOST_TOLD = 50  # changed threads that are remembered until the next reading


class Rhythm:
    """Keeps an alarm per forum; no forum is read twice at a time."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._locks = {name: asyncio.Lock() for name in deps.forums}
        self._asked_meanwhile: set[str] = set()
        self._nudged: set[str] = set()  # while they were read
        self._changed: dict[str, set[int]] = {name: set() for name in deps.forums}
        self._failures = dict.fromkeys(deps.forums, 0)
        self._read_at = dict.fromkeys(deps.forums, _NEVER)
        self._not_before, self._due_at = dict(self._read_at), dict(self._read_at)
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
            self._due_at = dict.fromkeys(self._due_at, _NEVER)
            self.read_now()

    def nudge(self, name: str, changed: int | None = None) -> None:
        """Read a forum that says it has news: soon, however often it says so; and then the thread
        in which something `changed`, if it is mirrored."""
        forum = self._deps.forums[name]
        if changed is not None and len(self._changed[name]) < _MOST_TOLD:
            self._changed[name].add(changed)
        if self._locks[name].locked():  # its end sets the next reading anew
            self._nudged.add(name)
        self._read_in(forum, self._until_nudged(name))

    def _until_nudged(self, name: str) -> timedelta:
        since = self._deps.clock.now() - self._read_at[name]
        return max(_BETWEEN_NUDGES - since, self._held_for(name))

    async def _read(self, forum: Forum) -> None:
        if self._locks[forum.name].locked():
            self._asked_meanwhile.add(forum.name)
            return
        async with self._locks[forum.name]:
            try:
                if await self._poll(forum):
                    await self._reread(forum)
            finally:
                wait = self._held_for(forum.name)
                if forum.name not in self._asked_meanwhile:
                    wait = max(wait, self._due_at[forum.name] - self._deps.clock.now())
                if forum.name in self._nudged:
                    wait = min(wait, self._until_nudged(forum.name))
                self._asked_meanwhile.discard(forum.name)
                self._nudged.discard(forum.name)
                self._read_in(forum, wait)

    async def _poll(self, forum: Forum) -> bool:
        """Read what is new, and know when to do so next; whether the forum told all of it."""
        now = self._deps.clock.now()
        self._read_at[forum.name] = now
        self._due_at[forum.name] = now + self._every[forum.name]
        read = await polling.poll(self._deps, forum)
        self._due_at[forum.name] = self._deps.clock.now() + self._until_next(forum, read)
        return isinstance(read, int)

    async def _give_way(self, forum: Forum) -> None:
        """New posts do not wait until all threads are read again."""
        asked = forum.name in self._asked_meanwhile
        is_due = asked or self._due_at[forum.name] <= self._deps.clock.now()
        if is_due and not self._held_for(forum.name):
            self._asked_meanwhile.discard(forum.name)
            if not self._changed[forum.name]:  # else another reading is to follow
                self._nudged.discard(forum.name)
            await self._poll(forum)

    async def _reread(self, forum: Forum) -> None:
        """The mirrored threads that are due."""
        now = self._deps.clock.now()
        told, self._changed[forum.name] = self._changed[forum.name], set()
        due = await self._deps.store.read(
            lambda tx: readings.due(tx, forum.name, now, _MOST_REREAD)
        )
        give_way = partial(self._give_way, forum)
        changed = [TopicId(forum.name, number) for number in sorted(told)]
        for topic in dict.fromkeys([*changed, *due]):
            await give_way()
            if self._held_for(forum.name):
                return
            met = await rereading.reread(self._deps, forum, topic, give_way)
            if met is not None:
                log.warning("forum.unreadable forum=%s trouble=%s", forum.name, met.trouble)
                self._hold(forum, met.retry_after_s)
                return

    def _hold(self, forum: Forum, asked_s: float | None) -> timedelta:
        """Leave a forum alone for as long as it asks, within reason."""
        asked = min(timedelta(seconds=asked_s or 0), _MOST_ASKED)
        self._not_before[forum.name] = self._deps.clock.now() + asked
        return asked

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
        asked = self._hold(forum, result.retry_after_s)
        spread = 0.9 + self._deps.random.random() / 5  # many Vigies must not come back together
        return max(wait * spread, asked)

    def _read_in(self, forum: Forum, wait: timedelta) -> None:
        at = self._deps.clock.now() + wait
        self._deps.alarms.wake_at(f"forum:{forum.name}", at, partial(self._read, forum))
