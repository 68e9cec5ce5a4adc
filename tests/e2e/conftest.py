"""The whole of Vigie, in this process, against the sandbox: real sockets, real discord.py."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import discord
import discord.state
import pytest

from bot import app, reference
from bot.chats.discord.client import Client
from bot.config import ClockSettings, DiscordSettings, ForumSettings, Settings, StorageSettings
from bot.sandbox.discord.models import Channel, Message, User
from bot.sandbox.forum.discourse.server import DiscourseServer
from bot.sandbox.forum.server import ForumServer
from bot.sandbox.people import Outcome
from bot.sandbox.seed import Seeded
from bot.sandbox.server import Sandbox
from tests import tinybot
from tests.world import registry

PATIENCE_S = 60.0


@dataclass
class Town:
    """A collective of the sandbox with Vigie in it, and hands for its people."""

    sandbox: Sandbox
    settings: Settings
    running: asyncio.Task[None] | None = None

    @property
    def seeded(self) -> Seeded:
        assert self.sandbox.seeded is not None
        return self.sandbox.seeded

    @property
    def channel(self) -> Channel:
        return self.seeded.announcements

    async def start(self) -> None:
        """Start Vigie and wait until it is connected and its commands are there."""
        self.running = asyncio.create_task(app.run(self.settings))
        await self.until(lambda: self.sandbox.gateway.is_online(self.seeded.vigie))

    async def stop(self) -> None:
        if self.running is not None:
            await self._settled()
            self.running.cancel()
            with suppress(asyncio.CancelledError):
                await self.running
        self.running = None

    async def _settled(self) -> None:
        """discord.py's late `ready` would be dispatched by a client that is closed."""
        async with asyncio.timeout(PATIENCE_S):
            while any("_delay_ready" in repr(task.get_coro()) for task in asyncio.all_tasks()):
                await asyncio.sleep(0.01)

    async def until(self, reached: Callable[[], object]) -> None:
        """Return once `reached` holds. Raises TimeoutError."""
        async with asyncio.timeout(PATIENCE_S):
            while not reached():
                if self.running is not None and self.running.done():
                    self.running.result()
                    raise AssertionError("Vigie stopped")
                await asyncio.sleep(0.01)

    def seen(self, person: User | None = None, channel: Channel | None = None) -> list[Message]:
        """What the person reads there of Vigie's, and in its threads, oldest first."""
        where, who = channel or self.channel, person or self.seeded.mimosa
        author = self.seeded.vigie.user
        rooms = [where, *self.threads(where)]
        found = [one for room in rooms for one in self.sandbox.people.messages(room, who)]
        written = [one for one in found if one.author is author and one.content]
        return sorted(written, key=lambda one: one.id)

    def threads(self, channel: Channel | None = None) -> list[Channel]:
        """The chat threads of a channel."""
        parent = channel or self.channel
        known = parent.guild.threads.values() if parent.guild else ()
        return [one for one in known if one.parent_id == parent.id]

    async def hears(
        self,
        fits: Callable[[str], bool],
        person: User | None = None,
        channel: Channel | None = None,
    ) -> Message:
        """The first message of Vigie's that fits, waited for."""

        def found() -> list[Message]:
            return [one for one in self.seen(person, channel) if fits(one.content)]

        await self.until(found)
        return found()[0]

    async def hears_in_time(self, fits: Callable[[str], bool]) -> Message:
        """Like `hears`, while the clock goes on: for what is tried again later."""
        async with asyncio.timeout(PATIENCE_S):
            while not (found := [one for one in self.seen() if fits(one.content)]):
                await self.sandbox.clock.advance(30)
                await asyncio.sleep(0.02)
        return found[0]

    async def command(self, person: User, words: str, **options: str) -> Outcome:
        return await self.sandbox.people.command(person, self.channel, words, **options)

    async def follow(self, topic: int = 2) -> Outcome:
        address = f"{self.sandbox.forum_url}/topic/{topic}"
        return await self.command(self.seeded.girouette, "fil suivre", adresse=address)

    async def forum_was_read(self) -> None:
        """Return once Vigie has recorded a reading of the forum."""
        async with asyncio.timeout(PATIENCE_S):
            while (
                "Forum lu"
                not in (
                    await self.command(self.seeded.mimosa, "ville statut", ville="fr:06088")
                ).content
            ):
                await asyncio.sleep(0.01)

    async def poll(self, forum: ForumServer | DiscourseServer | None = None) -> None:
        """Let a forum's rhythm come round until its newest posts were asked for anew."""
        asked = forum or self.sandbox.forum
        before, turns = newest_asked(asked), 0
        async with asyncio.timeout(PATIENCE_S):
            while newest_asked(asked) == before:
                if turns % 50 == 0:  # a reading may have been under way, and set its next later
                    await self.sandbox.clock.advance(3700)
                turns += 1
                await asyncio.sleep(0.01)


def newest_asked(forum: ForumServer | DiscourseServer) -> int:
    """How often a forum was asked for its newest posts."""
    feeds = ("/recent/posts/", "/posts.json")
    return sum(any(feed in asked.path for feed in feeds) for asked in forum.requests)


@pytest.fixture
def settings(sandbox: Sandbox, tmp_path: Path) -> Settings:
    return Settings(
        discord=DiscordSettings(api_base=sandbox.chat_api),
        forum=[ForumSettings(name="demo", url=sandbox.forum_url)],
        clock=ClockSettings(follow=sandbox.clock_url),
        storage=StorageSettings(path="vigie.db"),
        folder=tmp_path,
    )


@pytest.fixture
async def idle_town(
    sandbox: Sandbox, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Town]:
    """The collective before Vigie starts."""
    monkeypatch.setenv(app.TOKEN, sandbox.token)
    monkeypatch.delenv("VIGIE_FORUM_TOKEN", raising=False)
    monkeypatch.setattr(reference, "load_communes", lambda: copy(registry()))
    monkeypatch.setattr(app, "_RESTART_S", 0.05)
    # These are of the whole process: given back as they were.
    monkeypatch.setattr(discord.http.Route, "BASE", discord.http.Route.BASE)
    socket = discord.gateway.DiscordWebSocket
    monkeypatch.setattr(socket, "DEFAULT_GATEWAY", socket.DEFAULT_GATEWAY)
    monkeypatch.setattr(discord.client, "ExponentialBackoff", discord.client.ExponentialBackoff)
    tinybot.hurry(monkeypatch)

    async def at_once(self: Client, shard_id: int | None, *, initial: bool = False) -> None:
        """No wait before a second IDENTIFY."""

    begin = discord.state.ConnectionState.__init__

    def soon_ready(self: discord.state.ConnectionState, **options: Any) -> None:
        begin(self, **options, guild_ready_timeout=0.05)

    monkeypatch.setattr(Client, "before_identify_hook", at_once)
    monkeypatch.setattr(discord.state.ConnectionState, "__init__", soon_ready)
    made = Town(sandbox, settings)
    yield made
    await made.stop()


@pytest.fixture
async def town(idle_town: Town) -> Town:
    await idle_town.start()
    return idle_town
