"""A city's picture, as full as it gets: drawn beside the loop, which goes on meanwhile."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from dataclasses import replace
from statistics import median

from bot.render.texts import texts
from bot.services.pictures import NotDrawn, Painter
from tests.bench.lagging import watch
from tests.bench.report import Goal, NotMeasured, Result, percentile
from tests.picturing import NICE

_ROUNDS, _WARM_UP = 40, 3


async def measure() -> list[Result]:
    """Raises NotMeasured."""
    painter, late_ms = Painter(), list[float]()
    try:
        await _drawn(painter, range(-_WARM_UP, 0))
        watching = asyncio.create_task(watch(late_ms))
        new = await _drawn(painter, range(_ROUNDS))
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching
        again = await _drawn(painter, range(_ROUNDS))
    except NotDrawn as error:
        raise NotMeasured(f"no picture: {error}") from error
    finally:
        await painter.close()
    return [
        Result("picture", median(new), "ms", goal=Goal("value", "≤", 150)),
        Result("picture, drawn before", median(again), "ms"),
        Result("loop lag p99, drawing", percentile(late_ms, 99), "ms"),
    ]


async def _drawn(painter: Painter, minutes: range) -> list[float]:
    """Milliseconds for each of these contents."""
    took = []
    for minute in minutes:
        content = replace(NICE, made=f"image du 27 novembre 2026, {minute}")
        begun = time.perf_counter()
        await painter.draw(content, texts("fr"))
        took.append((time.perf_counter() - begun) * 1000)
    return took
