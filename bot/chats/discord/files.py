"""Files that people hand over, fetched from where the chat keeps them for a while."""

from __future__ import annotations

import logging

import aiohttp
import discord

from bot.services.photos import LARGEST, Handed

log = logging.getLogger(__name__)

_TIMEOUT_S = 10.0  # in all: somebody waits for the answer


def handed(one: discord.Attachment) -> Handed:
    """The file of a command's option."""
    return Handed(one.size, lambda: _fetched(one.url))


async def _fetched(url: str) -> bytes | None:
    """At most one byte more than is taken, whatever size was told; None where it cannot be had."""
    timeout = aiohttp.ClientTimeout(total=_TIMEOUT_S)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.get(url, allow_redirects=False) as answer,
        ):
            if answer.status != 200:
                log.warning("file.unfetched status=%d", answer.status)
                return None
            data = bytearray()
            async for chunk in answer.content.iter_chunked(65_536):
                data += chunk
                if len(data) > LARGEST:
                    break
            return bytes(data)
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        log.warning("file.unfetched error=%s", type(error).__name__)
        return None
