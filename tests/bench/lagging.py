"""`python -m tests.bench.lagging CONFIG`: `vigie run`, which watches its own event loop.

At its end it tells how late the loop woke a task that sleeps for a moment, again and again.
"""

from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path

from bot import app, log
from bot.config import load
from tests.bench import lines
from tests.bench.report import percentile

_NAP_S = 0.005


async def watch(late_ms: list[float]) -> None:
    while True:
        begun = time.perf_counter()
        await asyncio.sleep(_NAP_S)
        late_ms.append((time.perf_counter() - begun - _NAP_S) * 1000)


async def main(config: Path) -> None:
    settings = load(config)
    log.set_up(settings.log.level)
    late_ms: list[float] = []
    watching = asyncio.create_task(watch(late_ms))
    await app.run(settings, until_stdin_closes=True)
    watching.cancel()
    lines.say({"p99_ms": percentile(late_ms, 99), "worst_ms": max(late_ms), "naps": len(late_ms)})


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
