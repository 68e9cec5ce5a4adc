"""From nothing to ready in 1,000 guilds, and the memory that it takes."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from statistics import median

import psutil

from tests.bench.arena import READY, Arena, arena, in_turns
from tests.bench.children import Child
from tests.bench.report import Goal, Result

_ROUNDS, _GUILDS, _CHANNELS = 3, 1_000, 10
_SETTLE_S = 1.0  # what is begun at the start is over, and its memory is given back or not
_MIB = 2**20


@dataclass(frozen=True, slots=True)
class Start:
    """Seconds to ready, and bytes resident after that."""

    seconds: float
    resident: int


async def measure() -> list[Result]:
    """Raises NotMeasured."""
    async with arena(guilds=_GUILDS, channels=_CHANNELS) as place:
        await _vigie(place)  # makes the base, and fills the disk's cache
        await _bare(place)
        ours, bare = await in_turns(_ROUNDS, lambda: _vigie(place), lambda: _bare(place))
    goal = Goal("ratio", "≤", 1.5)
    seconds, resident = (
        [[getattr(one, name) for one in side] for side in (ours, bare)]
        for name in ("seconds", "resident")
    )
    return [
        Result("start to ready", median(seconds[0]), "s", median(seconds[1]), goal),
        Result("memory", median(resident[0]) / _MIB, "MiB", median(resident[1]) / _MIB, goal),
    ]


async def _vigie(place: Arena) -> Start:
    child = place.vigie()
    return await _start(child, lambda: child.until_logged(READY))


async def _bare(place: Arena) -> Start:
    child = place.bare()

    async def ready() -> float:
        await child.read()
        return time.monotonic() - child.started_s

    return await _start(child, ready)


async def _start(child: Child, ready: Callable[[], Awaitable[float]]) -> Start:
    await child.start()
    try:
        seconds = await ready()
        await asyncio.sleep(_SETTLE_S)
        return Start(seconds, psutil.Process(child.pid).memory_info().rss)
    finally:
        await child.stop()
