"""A Vigie without its chat: real store, real registry, fakes at the ports."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from copy import copy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from bot.config import ForumSettings, Settings
from bot.domain.communes import Registry
from bot.domain.delivery import State
from bot.domain.ids import ChannelId, CollectiveId, PersonId, TopicId
from bot.domain.routing import Mode, Room
from bot.outbox import Outbox
from bot.reference import load_communes
from bot.services import polling, rereading, threads
from bot.services.deps import Deps
from bot.services.threads import Asker, Following, Listener
from bot.store import deliveries, forums
from bot.store.base import Store
from tests.fakes import FakeAlarms, FakeChat, FakeClock, FakeForum, FakePainter

ANNOUNCEMENTS = ChannelId("100")
DISCUSSION = ChannelId("200")
COLLECTIVE = CollectiveId("10")
GIROUETTE = Asker(PersonId("1"), ANNOUNCEMENTS, COLLECTIVE)

registry: Callable[[], Registry] = cache(load_communes)


@dataclass
class World:
    deps: Deps
    clock: FakeClock
    alarms: FakeAlarms
    forum: FakeForum
    chat: FakeChat

    async def follow(
        self,
        topic: int = 2,
        channel: ChannelId = ANNOUNCEMENTS,
        room: Room = Room.THREAD,
        mode: Mode | None = None,
    ) -> Following:
        """Follow a thread, by default where no chat thread is opened for it."""
        return await self.listen(f"{self.forum.url}/topic/{topic}/fil", channel, room, mode)

    async def listen(
        self,
        said: str,
        channel: ChannelId = ANNOUNCEMENTS,
        room: Room = Room.TEXT,
        mode: Mode | None = None,
        *,
        again: bool = False,
        answered: bool = True,
    ) -> Following:
        asker = Asker(GIROUETTE.person, channel, COLLECTIVE)
        listener = Listener(channel, room)
        made = await threads.follow(
            self.deps, said, asker, mode=mode, listener=listener, again=again
        )
        if answered:
            await threads.answered(self.deps, channel)
        return made

    async def reread(self, topic: int = 2) -> None:
        """Read a mirrored thread again."""
        await rereading.reread(self.deps, self.forum, TopicId(self.forum.name, topic))

    async def poll(self) -> None:
        await polling.poll(self.deps, self.forum)

    async def states(self) -> dict[State, int]:
        return await self.deps.store.read(deliveries.counts)

    @asynccontextmanager
    async def sending(self) -> AsyncIterator[Outbox]:
        """An outbox at work, as in a running process."""
        outbox = Outbox(self.deps, self.chat)
        running = asyncio.create_task(outbox.run())
        try:
            yield outbox
        finally:
            running.cancel()
            with suppress(asyncio.CancelledError):
                await running

    async def until(self, reached: Callable[[dict[State, int]], bool]) -> dict[State, int]:
        """The ledger's counts once they satisfy `reached`. Raises TimeoutError."""
        async with asyncio.timeout(10):
            while not reached(states := await self.states()):
                await self.alarms.ring()
                await asyncio.sleep(0)
        return states

    async def settle(self) -> None:
        """Send until nothing waits any more."""
        final = {State.SENT, State.WITHHELD, State.FAILED}
        async with self.sending():
            await self.until(lambda states: set(states) <= final)

    async def all_sent(self, count: int) -> None:
        await self.until(lambda states: states.get(State.SENT, 0) == count)


@asynccontextmanager
async def world(folder: Path) -> AsyncIterator[World]:
    clock, chat, forum = FakeClock(), FakeChat(), FakeForum()
    alarms = FakeAlarms(clock)
    store = Store(folder / "vigie.db")
    await store.open()
    painter = FakePainter()
    settings = Settings(forum=[ForumSettings(name=forum.name, url=forum.url)], folder=folder)
    known = {forum.name: forum}
    deps = Deps(settings, clock, store, copy(registry()), known, alarms, Random(7), painter)
    await store.write(lambda tx: forums.meet(tx, forum.name, forum.url))
    try:
        yield World(deps, clock, alarms, forum, chat)
    finally:
        await painter.close()
        await store.close()
