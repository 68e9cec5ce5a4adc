"""What holds while Vigie starts and stops."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.app import assembled
from bot.config import Settings
from bot.store import deliveries


async def test_what_rings_when_vigie_stops_still_has_its_base(tmp_path: Path) -> None:
    began, ended = asyncio.Event(), list[str]()
    async with assembled(Settings(folder=tmp_path)) as (deps, scheduler):

        async def ring() -> None:
            began.set()
            try:
                await asyncio.Event().wait()
            finally:
                for _ in range(2):
                    await deps.store.read(deliveries.counts)
                ended.append("with its base")

        scheduler.start()
        deps.alarms.wake_at("last", deps.clock.now(), ring)
        async with asyncio.timeout(10):
            await began.wait()
    assert ended == ["with its base"]
