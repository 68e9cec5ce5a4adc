"""Which collective a person speaks from in private: the one that they and Vigie share."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final

import aiohttp
import discord

from bot.clock import Clock
from bot.domain.ids import CollectiveId

log = logging.getLogger(__name__)

_PATIENCE_S: Final = 2.0  # somebody waits
_KNOWN_FOR: Final = timedelta(minutes=10)
_MOST_KNOWN: Final = 1_000  # people
_MOST_ASKED: Final = 20  # servers: whoever serves more asks nobody's whereabouts of all of them


class Homes:
    """Asked of the chat and kept in memory for a while: nowhere is written who belongs where."""

    def __init__(self, clock: Clock, served: Callable[[], Sequence[discord.Guild]]) -> None:
        self._clock, self._served = clock, served
        self._known: dict[int, tuple[datetime, CollectiveId | None]] = {}

    async def of(self, person: int) -> CollectiveId | None:
        """None where there is none, where there are several, and where the chat does not tell."""
        now = self._clock.now()
        told = self._known.get(person)
        if told is not None and told[0] <= now < told[0] + _KNOWN_FOR:
            return told[1]
        try:
            async with asyncio.timeout(_PATIENCE_S):
                home = await self._find(person)
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            log.warning("home.unknown error=%s", type(error).__name__)
            return None
        self._known.pop(person, None)
        self._known[person] = (now, home)
        if len(self._known) > _MOST_KNOWN:
            del self._known[next(iter(self._known))]
        return home

    async def _find(self, person: int) -> CollectiveId | None:
        served = self._served()
        if len(served) > _MOST_ASKED:
            return None
        homes = [one for one in served if await _is_in(one, person)]
        return CollectiveId(str(homes[0].id)) if len(homes) == 1 else None


async def _is_in(guild: discord.Guild, person: int) -> bool:
    try:
        await guild.fetch_member(person)
    except discord.NotFound:
        return False
    return True
