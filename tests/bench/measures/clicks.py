"""A thousand clicks at once on one task: how soon each is answered, and whether all count."""

from __future__ import annotations

import asyncio
from statistics import median
from typing import Final

from tests.bench.arena import READY, Arena, arena
from tests.bench.report import Goal, NotMeasured, Result, percentile

_CLICKS: Final = 1_000
_ROUNDS: Final = 3
_TRIES, _PAUSE_S = 400, 0.05
_TASK: Final = {
    "words": "tâche créer",
    "options": {"titre": "tracts", "ville": "fr:06088", "unité": "tracts"},
}


async def measure() -> list[Result]:
    """Raises NotMeasured where the total is not exact."""
    async with arena() as place:
        vigie = place.vigie()
        await vigie.start()
        await vigie.until_logged(READY)
        await place.sandbox.ask("command", side="vigie", count=1, **_TASK)
        await _reads(place, 0)
        await _click(place, 100)
        found = []
        for done in range(_ROUNDS):
            found.append(await _click(place, _CLICKS))
            await _reads(place, 100 + (done + 1) * _CLICKS)
    p50, p95 = (median(percentile(one, percent) for one in found) for percent in (50, 95))
    return [
        Result("1,000 clicks at once p50", p50, "ms"),
        Result("1,000 clicks at once p95", p95, "ms", goal=Goal("value", "≤", 1000)),
    ]


async def _click(place: Arena, count: int) -> list[float]:
    told = await place.sandbox.ask("click", side="vigie", label="+1", count=count)
    if told["answered"] != count:
        raise NotMeasured(f"{count - told['answered']} of {count} clicks were not answered")
    return list(told["ms"])


async def _reads(place: Arena, total: int) -> None:
    """Return once the task's message tells this total. Raises NotMeasured."""
    wanted = f"{total:,}".replace(",", "\u202f")
    for _ in range(_TRIES):
        try:
            content = (await place.sandbox.ask("newest", side="vigie"))["content"]
        except NotMeasured:
            content = ""  # not there yet
        if f"\n{wanted} tract" in content:
            return
        await asyncio.sleep(_PAUSE_S)
    raise NotMeasured(f"the total should be {total}: {content}")
