"""Which collectives a person and Vigie share: in private, they speak from the one there is."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Home:
    """A collective that somebody is in, and its name in the chat."""

    collective: CollectiveId
    name: str


class Homes:
    """Asked of the chat and kept in memory for a while: nowhere is written who belongs where."""

    def __init__(self, clock: Clock, served: Callable[[], Sequence[discord.Guild]]) -> None:
        self._clock, self._served = clock, served
        self._known: dict[int, tuple[datetime, tuple[Home, ...]]] = {}

    async def shared(self, person: int) -> tuple[Home, ...]:
        """All of them; none where the chat does not tell."""
        now = self._clock.now()
        told = self._known.get(person)
        if told is not None and told[0] <= now < told[0] + _KNOWN_FOR:
            return told[1]
        try:
            async with asyncio.timeout(_PATIENCE_S):
                homes = await self._find(person)
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            log.warning("home.unknown error=%s", type(error).__name__)
            return ()
        self._known.pop(person, None)
        self._known[person] = (now, homes)
        if len(self._known) > _MOST_KNOWN:
            del self._known[next(iter(self._known))]
        return homes

    async def holds(self, person: int, collective: CollectiveId) -> bool:
        """Whether somebody is in a collective that is served; False where the chat does not
        tell."""
        found = [one for one in self._served() if str(one.id) == collective]
        try:
            async with asyncio.timeout(_PATIENCE_S):
                return bool(found) and await _is_in(found[0], person)
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            log.warning("home.unknown error=%s", type(error).__name__)
            return False

    async def _find(self, person: int) -> tuple[Home, ...]:
        served = self._served()
        if len(served) > _MOST_ASKED:
            return ()
        found = [one for one in served if await _is_in(one, person)]
        return tuple(Home(CollectiveId(str(one.id)), one.name) for one in found)


async def _is_in(guild: discord.Guild, person: int) -> bool:
    try:
        await guild.fetch_member(person)
    except discord.NotFound:
        return False
    return True
