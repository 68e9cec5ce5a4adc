"""From a forum post to its chat message, by webhook, one post at a time.

It is compared with the least that anybody could do: one reading of the forum's newest posts, one
bare send. Vigie's time also holds the webhook's own way, the base and the outbox.
"""

from __future__ import annotations

import asyncio
from statistics import median

from tests.bench.arena import READY, SECRET, Arena, arena, in_turns
from tests.bench.children import Child
from tests.bench.report import Goal, Result, percentile

_ROUNDS, _EACH, _WARM_UP = 5, 40, 10
_TOPIC = 2
_NEWEST = "/api/recent/posts/alltime?page=1"
_TEXT = "💬 lina, « Un fil du forum », mardi 24 novembre à 9h00\nMessage de la mesure."


async def measure() -> list[Result]:
    """Raises NotMeasured."""
    async with arena() as place:
        bare = await _ready(place)
        ours, least = await in_turns(
            _ROUNDS, lambda: _carried(place, _EACH), lambda: _bare(place, bare, _EACH)
        )
    return [_result(50, ours, least), _result(95, ours, least, Goal("ratio", "≤", 2))]


async def _ready(place: Arena) -> Child:
    (vigie, url), bare = place.nudged(), place.bare()
    await asyncio.gather(vigie.start(), bare.start())
    await asyncio.gather(vigie.until_logged(READY), bare.read())
    await place.sandbox.ask("follow", addresses=[f"/topic/{_TOPIC}"], mode="annonce")
    await place.sandbox.ask("hook", url=url, secret=SECRET)
    await _carried(place, _WARM_UP)
    await _bare(place, bare, _WARM_UP)
    return bare


async def _carried(place: Arena, count: int) -> list[float]:
    told = await place.sandbox.ask("carried", topic=_TOPIC, count=count)
    return list(told["ms"])


async def _bare(place: Arena, bare: Child, count: int) -> list[float]:
    channel = place.channels["bare"][0]
    told = await bare.ask("carry", channel=channel, count=count, newest=_NEWEST, text=_TEXT)
    return list(told["ms"])


def _result(
    percent: int, ours: list[list[float]], least: list[list[float]], goal: Goal | None = None
) -> Result:
    value, baseline = (median(percentile(one, percent) for one in side) for side in (ours, least))
    return Result(f"post to message p{percent}", value, "ms", baseline, goal, "(read + send)")
