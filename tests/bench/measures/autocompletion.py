"""The list of communes while somebody types: through the gateway, and the search by itself."""

from __future__ import annotations

import asyncio
import time
from random import Random
from statistics import median

from bot.domain.communes import Registry
from bot.reference import load_communes
from tests.bench.arena import READY, Arena, arena, in_turns
from tests.bench.report import Goal, Result, percentile

_ROUNDS, _EACH, _WARM_UP = 5, 150, 50
_SEARCHED = 3_000
_LONGEST = 12  # letters typed before one sees one's city in the list
_ASKED = {"words": "ville statut", "focused": "ville"}


async def measure() -> list[Result]:
    """Raises NotMeasured."""
    registry = await asyncio.to_thread(load_communes)
    typed = prefixes(registry, _SEARCHED)
    async with arena() as place:
        await _ready(place, typed[:_WARM_UP])
        batches = {side: _batches(typed) for side in ("vigie", "bare")}
        ours, bare = await in_turns(
            _ROUNDS,
            lambda: _ask(place, "vigie", batches["vigie"].pop()),
            lambda: _ask(place, "bare", batches["bare"].pop()),
        )
    return [
        _result(50, ours, bare),
        _result(95, ours, bare, Goal("ratio", "≤", 2)),
        search(registry, typed),
    ]


def prefixes(registry: Registry, count: int) -> list[str]:
    """What people have typed so far: beginnings of the names of communes, the same each time."""
    random = Random(35_000)
    every = registry.search("", len(registry))
    return [random.choice(every).name[: random.randint(1, _LONGEST)] for _ in range(count)]


def search(registry: Registry, typed: list[str]) -> Result:
    """The search in process. The first round, which builds what is built once, does not count."""
    for text in typed:
        registry.search(text)
    took = []
    for text in typed:
        begun = time.perf_counter()
        registry.search(text)
        took.append((time.perf_counter() - begun) * 1000)
    goal = Goal("value", "≤", 5)
    return Result("search p95, in process", percentile(took, 95), "ms", goal=goal)


async def _ready(place: Arena, typed: list[str]) -> None:
    vigie, bare = place.vigie(), place.bare()
    await asyncio.gather(vigie.start(), bare.start())
    await asyncio.gather(vigie.until_logged(READY), bare.read())
    await _ask(place, "vigie", typed)
    await _ask(place, "bare", typed)


def _batches(typed: list[str]) -> list[list[str]]:
    return [typed[at : at + _EACH] for at in range(0, _ROUNDS * _EACH, _EACH)]


async def _ask(place: Arena, side: str, typed: list[str]) -> list[float]:
    told = await place.sandbox.ask("autocomplete", side=side, typed=typed, **_ASKED)
    return list(told["ms"])


def _result(
    percent: int, ours: list[list[float]], bare: list[list[float]], goal: Goal | None = None
) -> Result:
    value, baseline = (median(percentile(one, percent) for one in side) for side in (ours, bare))
    return Result(f"autocomplete p{percent}", value, "ms", baseline, goal)
