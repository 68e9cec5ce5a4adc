"""Discord as Vigie's chat: every answer of the server becomes an outcome."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import aiohttp
import discord

from bot.chats.discord import shapes
from bot.chats.discord.trace import ServerFault
from bot.domain.delivery import digest
from bot.domain.ids import ChannelId, MessageId
from bot.ports.chat import Message, Refusal, Rejected, Sent, Sought, Target, Unknown

_TIMEOUT_S = 30.0
_CLOSED = 50007
_RIGHTS = {50001, 50013}
_PERHAPS_TOO_RICH = {Refusal.NO_RIGHT, Refusal.INVALID}
_NO_LOGIN_RETRY_S = 10.0
_NO_HEADER_RETRY_S = 60.0
_LOOK_BACK = 200  # messages read of a channel where nothing was ever sent
_LOOK_AHEAD = 1000  # messages read after the last one known


class DiscordChat:
    """Sends through whichever client is logged in at the moment."""

    def __init__(self) -> None:
        self._client: discord.Client | None = None

    def use(self, client: discord.Client | None) -> None:
        """Send through `client`, which is logged in; None when there is no more."""
        self._client = client

    async def send(self, to: Target, message: Message, *, nonce: str) -> Sent | Rejected | Unknown:
        if self._client is None:
            return Rejected(Refusal.NO_LOGIN, _NO_LOGIN_RETRY_S)
        told = await self._send(self._client, to, message, nonce)
        if isinstance(told, Rejected) and told.refusal in _PERHAPS_TOO_RICH:
            # A right to embed or to read the history may be all that lacks: the words matter most.
            plain = replace(message, embeds=()), replace(to, reply_to=None)
            if plain != (message, to):
                return await self._send(self._client, plain[1], plain[0], nonce)
        return told

    async def _send(
        self, client: discord.Client, to: Target, message: Message, nonce: str
    ) -> Sent | Rejected | Unknown:
        channel = client.get_partial_messageable(int(to.channel))
        options: dict[str, Any] = {"nonce": nonce}
        if view := shapes.view(message):
            options["view"] = view
        if message.embeds:
            options["embeds"] = shapes.embeds(message)
        if to.reply_to is not None:
            options["reference"] = discord.MessageReference(
                message_id=int(to.reply_to), channel_id=int(to.channel), fail_if_not_exists=False
            )
            options["mention_author"] = False
        try:
            async with asyncio.timeout(_TIMEOUT_S):
                sent = await channel.send(message.content, **options)
        except Exception as error:  # sorted below; a defect of ours is raised again
            return outcome(error)
        return Sent(MessageId(str(sent.id)))

    async def find(
        self, channel: ChannelId, sought: Sequence[Sought], *, known: frozenset[MessageId]
    ) -> dict[str, MessageId] | Rejected | Unknown:
        if self._client is None or self._client.user is None:
            return Rejected(Refusal.NO_LOGIN, _NO_LOGIN_RETRY_S)
        me = self._client.user.id
        try:
            async with asyncio.timeout(_TIMEOUT_S):
                recent = await self._recent(channel, known)
        except Exception as error:  # sorted below; a defect of ours is raised again
            return outcome(error)
        ours = [one for one in recent if one.author.id == me and str(one.id) not in known]
        return match(sought, ours)

    async def _recent(
        self, channel: ChannelId, known: frozenset[MessageId]
    ) -> list[discord.Message]:
        """Oldest first."""
        assert self._client is not None
        messages = self._client.get_partial_messageable(int(channel))
        if not known:
            found = [one async for one in messages.history(limit=_LOOK_BACK)]
            return found[::-1]
        after = discord.Object(max(int(one) for one in known))
        return [
            one async for one in messages.history(limit=_LOOK_AHEAD, after=after, oldest_first=True)
        ]


def match(sought: Sequence[Sought], ours: Iterable[discord.Message]) -> dict[str, MessageId]:
    """Which message is which send: by nonce where the history tells it, else by its words."""
    left = list(ours)
    found: dict[str, MessageId] = {}
    for one in sought:
        fits = [message for message in left if str(message.nonce) == one.nonce] or [
            message
            for message in left
            if message.nonce is None and digest(message.content) == one.digest
        ]
        if fits:
            left.remove(fits[0])
            found[one.nonce] = MessageId(str(fits[0].id))
    return found


def outcome(error: Exception) -> Rejected | Unknown:
    """What an error says of the fate of a send. An error of ours is raised again."""
    match error:
        case discord.RateLimited():
            return Rejected(Refusal.BUSY, error.retry_after)
        case discord.DiscordServerError() | ServerFault():
            return Unknown(f"status {error.status}")
        case discord.HTTPException():
            return _of_status(error)
        case aiohttp.ClientConnectorError():
            return Rejected(Refusal.UNREACHABLE)
        case TimeoutError() | aiohttp.ClientError() | OSError() | discord.GatewayNotFound():
            return Unknown(type(error).__name__)
        case TypeError() if "string indices" in str(error) or "must be" in str(error):
            return Unknown("answer is not JSON")  # how discord.py meets a page instead of JSON
        case _:
            raise error


def _of_status(error: discord.HTTPException) -> Rejected | Unknown:
    if error.status == 401:
        return Rejected(Refusal.NO_LOGIN, _NO_LOGIN_RETRY_S)
    if error.status == 403:
        return Rejected(Refusal.CLOSED if error.code == _CLOSED else Refusal.NO_RIGHT)
    if error.status == 404:
        return Rejected(Refusal.NO_CHANNEL)
    if error.status == 429:
        return Rejected(Refusal.BUSY, _retry_after(error))
    if 400 <= error.status < 500:
        return Rejected(Refusal.NO_RIGHT if error.code in _RIGHTS else Refusal.INVALID)
    return Unknown(f"status {error.status}")


def _retry_after(error: discord.HTTPException) -> float:
    try:
        return float(error.response.headers.get("Retry-After", ""))
    except ValueError:
        return _NO_HEADER_RETRY_S
