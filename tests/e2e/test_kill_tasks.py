"""`kill -9` while people click, and interactions handed over again: each click counts once."""

from __future__ import annotations

import asyncio
import os
import random
import re
from pathlib import Path

import pytest

from bot.sandbox.discord.events import WorldEvent
from bot.sandbox.discord.interaction_shapes import interaction_create
from bot.sandbox.discord.interactions import Interaction
from bot.sandbox.discord.models import Message
from bot.sandbox.people import ANSWERED
from bot.sandbox.server import Sandbox
from bot.store import contributions
from bot.store.base import Store
from tests.e2e.vigie import Vigie
from tests.e2e.warm import WarmVigie

LIVES = int(os.environ.get("VIGIE_KILL_POINTS", "5"))
SEED = int(os.environ.get("VIGIE_KILL_SEED", "20261127"))
CLICKS = 30
PATIENCE_S = 120.0


class Crowd:
    """People of a sandbox who click on one task."""

    def __init__(self, sandbox: Sandbox, vigie: Vigie) -> None:
        assert sandbox.seeded is not None
        self.sandbox, self.vigie, self.seeded = sandbox, vigie, sandbox.seeded
        self.task: Message | None = None
        self.answered = self.unknown = 0

    async def start(self) -> None:
        await self.vigie.start()
        async with asyncio.timeout(PATIENCE_S):
            while not self.sandbox.gateway.is_online(self.seeded.vigie):
                await asyncio.sleep(0.02)

    async def create(self) -> None:
        said = await self.sandbox.people.command(
            self.seeded.girouette,
            self.seeded.announcements,
            "tâche créer",
            titre="tracter",
            ville="fr:04088",
            unité="tracts",
        )
        assert "noté" in said.content
        async with asyncio.timeout(PATIENCE_S):
            while (found := self._told()) is None:
                await asyncio.sleep(0.02)
        self.task = found

    def _told(self) -> Message | None:
        messages = self.seeded.announcements.messages.values()
        told = (one for one in messages if one.content.startswith("📌 Forcalquier"))
        return next(told, None)

    async def click(self) -> None:
        """Whether it was answered; where it was not, it may count or not."""
        assert self.task is not None
        [action] = [
            one["custom_id"]
            for row in self.task.components
            for one in row["components"]
            if one["label"] == "+1"
        ]
        outcome = await self.sandbox.people.click(self.seeded.mimosa, self.task, action)
        if outcome.status == ANSWERED:
            self.answered += 1
        else:
            self.unknown += 1

    async def give_up(self, clicks: list[asyncio.Task[None]]) -> None:
        """Nobody is left to answer: what was not answered yet may count or not."""
        for one in clicks:
            one.cancel()
        done = await asyncio.gather(*clicks, return_exceptions=True)
        for met in done:
            if isinstance(met, asyncio.CancelledError):
                self.unknown += 1
            elif met is not None:
                raise met

    def again(self, interaction: Interaction) -> None:
        """The chat hands over the same interaction once more."""
        event = WorldEvent(
            "INTERACTION_CREATE",
            lambda: interaction_create(interaction),
            to=self.seeded.vigie,
        )
        self.sandbox.world.emit(event)

    async def reads(self, total: int) -> None:
        """The task's message tells this total."""
        async with asyncio.timeout(PATIENCE_S):
            while self.shown() != total:
                await asyncio.sleep(0.02)

    def shown(self) -> int:
        assert self.task is not None
        found = re.search(r"\n([\d\u202f]+) tract", self.task.content)
        return int(found[1].replace("\u202f", "")) if found else -1

    async def kept(self) -> int:
        """What the base has, once nobody else holds it."""
        store = Store(self.vigie.database)
        await store.open()
        try:
            return await store.read(lambda tx: contributions.total(tx, 1))  # type: ignore[arg-type]
        finally:
            await store.close()


@pytest.mark.kill
async def test_no_click_is_lost_or_doubled_by_a_power_cut(sandbox: Sandbox, tmp_path: Path) -> None:
    chance = random.Random(SEED)
    async with WarmVigie(tmp_path, sandbox) as vigie:
        crowd = Crowd(sandbox, vigie)
        await crowd.start()
        await crowd.create()
        for _ in range(LIVES):
            clicks = [asyncio.create_task(crowd.click()) for _ in range(CLICKS)]
            await asyncio.sleep(chance.uniform(0, 0.05))
            vigie.kill()
            await vigie.gone()
            await crowd.give_up(clicks)
            kept = await crowd.kept()
            assert crowd.answered <= kept <= crowd.answered + crowd.unknown
            await crowd.start()
            await crowd.reads(kept)
        await vigie.stop()


async def test_what_the_chat_hands_over_again_counts_no_more(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    async with WarmVigie(tmp_path, sandbox) as vigie:
        crowd = Crowd(sandbox, vigie)
        await crowd.start()
        await crowd.create()
        await asyncio.gather(*(crowd.click() for _ in range(CLICKS)))
        for one in [*sandbox.interactions.by_id.values()]:
            for _ in range(3):
                crowd.again(one)
        await crowd.click()
        await crowd.reads(CLICKS + 1)
        await vigie.stop()
        assert await crowd.kept() == CLICKS + 1
