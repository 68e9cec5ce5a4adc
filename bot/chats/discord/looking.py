"""Finding in Discord what may have been sent already."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Sequence
from itertools import chain
from typing import Final

import discord

from bot.domain.delivery import is_digest
from bot.domain.ids import ChannelId, MessageId
from bot.ports.chat import Sought

_LOOK_BACK: Final = 3000  # messages read of a channel, the newest first
_POSTS: Final = 50  # archived posts of a forum channel that are looked at


async def recent(
    client: discord.Client, channel: ChannelId, after: MessageId | None
) -> list[discord.Message]:
    """The messages after that one, oldest first; only the latest of very many."""
    floor = int(after) if after else 0
    messages = client.get_partial_messageable(int(channel))
    found = []
    async for one in messages.history(limit=_LOOK_BACK):
        if one.id <= floor:
            break
        found.append(one)
    return found[::-1]


def match(sought: Sequence[Sought], ours: Iterable[discord.Message]) -> dict[str, MessageId]:
    """Which message is which send: by nonce where the history tells it, else by its words."""
    left = list(ours)
    found: dict[str, MessageId] = {}
    for one in sought:
        fits = [message for message in left if str(message.nonce) == one.nonce] or [
            message
            for message in left
            if message.nonce is None and is_digest(one.digest, message.content)
        ]
        if fits:
            left.remove(fits[0])
            found[one.nonce] = MessageId(str(fits[0].id))
    return found


async def post_with(
    client: discord.Client, channel: ChannelId, words: str, known: frozenset[MessageId]
) -> MessageId | None:
    """The post of a forum channel that we opened with words of this digest."""
    assert client.user is not None
    async for thread in _posts(client, channel):
        if thread.owner_id != client.user.id or str(thread.id) in known:
            continue
        starter = thread.get_partial_message(thread.id)
        try:
            first = await starter.fetch()
        except discord.NotFound:
            continue
        if is_digest(words, first.content):
            return MessageId(str(thread.id))
    return None


async def _posts(client: discord.Client, channel: ChannelId) -> AsyncIterator[discord.Thread]:
    found = await client.fetch_channel(int(channel))
    if not isinstance(found, discord.ForumChannel):
        return
    active = [one for one in await found.guild.active_threads() if one.parent_id == found.id]
    archived = [one async for one in found.archived_threads(limit=_POSTS)]
    for thread in chain(sorted(active, key=lambda one: -one.id), archived):
        yield thread
