"""The discord.py client: what it listens to, and how it is pointed at a server."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Literal

import aiohttp
import discord
import yarl
from discord.backoff import ExponentialBackoff
from discord.ext import commands

from bot.chats.discord.homes import Homes
from bot.chats.discord.trace import no_blind_repeats
from bot.chats.discord.translator import Translator
from bot.services.deps import Deps

log = logging.getLogger(__name__)

_LONGEST_EXPONENT = 6  # reconnect within about a minute; discord.py would wait 17
_MOST_CONNECTIONS = 100  # to Discord; what is more waits its turn


class _Patient(ExponentialBackoff[Literal[False]]):
    def __init__(self, base: int = 1, *, integral: Literal[False] = False) -> None:
        super().__init__(base, integral=integral)
        self._max = _LONGEST_EXPONENT


class LoginRefused(Exception):
    """Discord does not accept the token."""


class NotAChat(Exception):
    """What answers at this address is no Discord-compatible server."""


async def point_at(api_base: str, token: str) -> None:
    """Have discord.py talk to another server, in this whole process.

    Raises LoginRefused, NotAChat, and aiohttp.ClientError or TimeoutError where nothing useful
    answers for now.
    """
    headers = {"Authorization": f"Bot {token}"}
    timeout = aiohttp.ClientTimeout(total=20)
    async with (
        aiohttp.ClientSession(headers=headers, timeout=timeout) as session,
        session.get(f"{api_base}/gateway/bot") as answer,
    ):
        if answer.status == 401:
            raise LoginRefused
        if answer.status != 429 and 400 <= answer.status < 500:
            raise NotAChat(api_base)
        answer.raise_for_status()
        try:
            gateway = yarl.URL((await answer.json(content_type=None))["url"])
        except (ValueError, TypeError, KeyError) as error:
            raise NotAChat(api_base) from error
    discord.http.Route.BASE = api_base
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = gateway


class Client(commands.Bot):
    """Vigie's account. `deps` and `homes` are for the cogs; `on_login` is called once sending is
    possible, `on_up` at each connection and reconnection of the gateway."""

    def __init__(
        self,
        deps: Deps,
        cogs: Sequence[str],
        on_up: Callable[[], Awaitable[None]],
        on_login: Callable[[], None],
    ) -> None:
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # it never speaks
        vars(discord.client)["ExponentialBackoff"] = _Patient
        intents = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            intents=intents,
            allowed_mentions=discord.AllowedMentions.none(),
            chunk_guilds_at_startup=False,
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            http_trace=no_blind_repeats(),
            # Of a thousand answers at once, a new connection for each would cost more than they do.
            connector=aiohttp.TCPConnector(limit=_MOST_CONNECTIONS),
        )
        self.deps = deps
        self._extensions = cogs
        self._on_up, self._on_login = on_up, on_login
        self.homes = Homes(
            deps.clock, lambda: [guild for guild in self.guilds if self.serves(guild.id)]
        )

    def serves(self, guild: int) -> bool:
        """Whether the configuration lets Vigie work in this server."""
        served = self.deps.settings.discord.guilds
        return not served or str(guild) in served

    async def setup_hook(self) -> None:
        await self.tree.set_translator(Translator())
        for name in self._extensions:
            await self.load_extension(name)
        await self.tree.sync()
        self._on_login()

    async def on_message(self, message: discord.Message, /) -> None:
        """Prefix commands do not exist; `cogs.events` listens to messages."""

    async def on_ready(self) -> None:
        log.info("chat.ready collectives=%d", len(self.guilds))
        await self._on_up()

    async def on_resumed(self) -> None:
        log.info("chat.resumed")
        await self._on_up()

    async def on_disconnect(self) -> None:
        log.info("chat.disconnected")


async def attend(client: Client, token: str) -> None:
    """Serve until the connection ends for good.

    Raises LoginRefused, OSError where Discord cannot be reached, and whatever an event of an
    unexpected shape makes discord.py raise: start again with a new client.
    """
    async with client:
        try:
            await client.start(token)
        except discord.LoginFailure as error:
            raise LoginRefused from error
        except AttributeError as error:  # how discord.py meets a first connection that fails
            raise ConnectionError("the gateway does not answer") from error
