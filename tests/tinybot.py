"""Small discord.py clients of our own, pointed at the sandbox, and their sleeps made short."""

from __future__ import annotations

import asyncio
import types
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import discord
import discord.client
import discord.gateway
import discord.http
import discord.webhook.async_
import pytest
import yarl
from discord import app_commands

from bot.sandbox.server import Sandbox

SCALE = 0.01  # of the library's own waits
PATIENCE_S = 10.0
INTENTS = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)


def point_at(sandbox: Sandbox, patch: pytest.MonkeyPatch) -> None:
    """Sends every discord.py client of this process to the sandbox: its settings are global."""
    gateway = yarl.URL(sandbox.gateway.url)
    patch.setattr(discord.http.Route, "BASE", sandbox.chat_api)
    patch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", gateway)


def hurry(patch: pytest.MonkeyPatch, scale: float = SCALE) -> None:
    """Shortens discord.py's waits between attempts."""

    async def sleep(delay: float, result: Any = None) -> Any:
        return await asyncio.sleep(delay * scale, result)

    quick = types.ModuleType("asyncio")
    quick.__dict__.update(asyncio.__dict__)
    quick.__dict__["sleep"] = sleep
    for module in (discord.http, discord.client, discord.webhook.async_):
        patch.setattr(module, "asyncio", quick)


class TinyBot(discord.Client):
    """A bot that notes what it hears, by event name without "on_"."""

    def __init__(self, intents: discord.Intents = INTENTS, **options: Any) -> None:
        options = {
            "guild_ready_timeout": 0.05,
            "chunk_guilds_at_startup": False,
            "allowed_mentions": discord.AllowedMentions.none(),
        } | options
        super().__init__(intents=intents, **options)
        self.tree = app_commands.CommandTree(self)
        self.heard: list[tuple[str, tuple[Any, ...]]] = []
        self._news = asyncio.Condition()
        self._task: asyncio.Task[None] | None = None

    def dispatch(self, event: str, /, *args: Any, **kwargs: Any) -> None:
        super().dispatch(event, *args, **kwargs)
        if not event.startswith("socket"):
            self.heard.append((event, args))
            self.loop.create_task(self._tell())

    async def _tell(self) -> None:
        async with self._news:
            self._news.notify_all()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """No wait before a second IDENTIFY."""

    async def hear(
        self, event: str, count: int = 1, fits: Callable[..., bool] = lambda *_: True
    ) -> tuple[Any, ...]:
        """The arguments of the count-th such event, waited for. Raises TimeoutError."""

        def found() -> list[tuple[Any, ...]]:
            return [args for name, args in self.heard if name == event and fits(*args)]

        async with asyncio.timeout(PATIENCE_S), self._news:
            await self._news.wait_for(lambda: len(found()) >= count)
        return found()[count - 1]

    def count(self, event: str) -> int:
        return sum(name == event for name, _ in self.heard)

    async def begin(self, token: str) -> None:
        """Logs in and returns once ready. Raises what `start` raised."""
        self._task = asyncio.create_task(self.start(token))
        ready = asyncio.create_task(self.hear("ready"))
        done, _ = await asyncio.wait({self._task, ready}, return_when=asyncio.FIRST_COMPLETED)
        if self._task in done:
            ready.cancel()
            await self._task
        await ready

    async def end(self) -> None:
        await self.close()
        if self._task is not None:
            await asyncio.gather(self._task, return_exceptions=True)


@asynccontextmanager
async def running(
    token: str, prepare: Callable[[TinyBot], Awaitable[None] | None] | None = None, **options: Any
) -> AsyncIterator[TinyBot]:
    """A ready bot; `prepare` adds its commands and listeners before it logs in."""
    bot = TinyBot(**options)
    if prepare is not None and (waited := prepare(bot)) is not None:
        await waited
    try:
        await bot.begin(token)
        yield bot
    finally:
        await bot.end()
