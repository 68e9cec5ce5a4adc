"""A command's round trip through the gateway: `/ville statut`, asked one at a time."""

from __future__ import annotations

import asyncio
from statistics import median

from tests.bench.arena import READY, Arena, arena, in_turns
from tests.bench.report import Goal, Result, percentile

_ROUNDS, _EACH, _WARM_UP = 5, 150, 50
_ASKED = {"words": "ville statut", "options": {"ville": "fr:06088"}}


async def measure() -> list[Result]:
    """Raises NotMeasured."""
    async with arena() as place:
        await _ready(place)
        ours, bare = await in_turns(
            _ROUNDS, lambda: _ask(place, "vigie", _EACH), lambda: _ask(place, "bare", _EACH)
        )
    return [_result(50, ours, bare), _result(95, ours, bare, Goal("ratio", "≤", 1.5))]


async def _ready(place: Arena) -> None:
    """Both are up and warm, and the bare client's answer is as long as Vigie's, pictures too."""
    vigie, bare = place.vigie(), place.bare()
    await asyncio.gather(vigie.start(), bare.start())
    await asyncio.gather(vigie.until_logged(READY), bare.read())
    warm = await place.sandbox.ask("command", side="vigie", count=_WARM_UP, **_ASKED)
    await bare.ask("know", answer=warm["content"], pictures=warm["pictures"])
    await _ask(place, "bare", _WARM_UP)


async def _ask(place: Arena, side: str, count: int) -> list[float]:
    told = await place.sandbox.ask("command", side=side, count=count, **_ASKED)
    return list(told["ms"])


def _result(
    percent: int, ours: list[list[float]], bare: list[list[float]], goal: Goal | None = None
) -> Result:
    value, baseline = (median(percentile(one, percent) for one in side) for side in (ours, bare))
    return Result(f"command p{percent}", value, "ms", baseline, goal)
