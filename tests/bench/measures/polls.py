"""What one poll of a quiet forum costs, with one followed thread and with a hundred.

Followed threads are also read again, on a rhythm of their own that is not counted here: their
posts are two days old, so that they were read once and are left alone until tomorrow.
"""

from __future__ import annotations

from tests.bench.arena import READY, Arena, arena
from tests.bench.report import Goal, Result

_EVERY_S, _POLLS, _THREADS = 60, 4, 100
_UNTIL_READ_AGAIN = 8  # polls
_TWO_DAYS_S = 2 * 86_400


async def measure() -> list[Result]:
    """Raises NotMeasured."""
    async with arena() as place:
        one = await _cost(place, 1)
        many = await _cost(place, _THREADS)
    return [
        Result(
            f"poll, {_THREADS} threads", many, "requests", one, Goal("value", "≤", 1), "one thread"
        )
    ]


async def _cost(place: Arena, threads: int) -> float:
    """Requests a poll."""
    child = place.polling(_EVERY_S)
    await child.start()
    await child.until_logged(READY)
    topics = (await place.sandbox.ask("fill", topics=threads, posts=1))["topics"]
    await place.sandbox.ask("tick", times=1, seconds=_TWO_DAYS_S)
    addresses = [f"/topic/{topic}" for topic in topics]
    await place.sandbox.ask("follow", addresses=addresses, mode="fil")
    await place.sandbox.ask("tick", times=_UNTIL_READ_AGAIN, seconds=_EVERY_S)
    before = (await place.sandbox.ask("requests"))["count"]
    await place.sandbox.ask("tick", times=_POLLS, seconds=_EVERY_S)
    after = (await place.sandbox.ask("requests"))["count"]
    await child.stop()
    return float(after - before) / _POLLS
