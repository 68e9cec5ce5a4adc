"""`kill -9` while Vigie writes to a forum: each text stands there once, and its author knows."""

from __future__ import annotations

import asyncio
import os
import random
from collections import Counter
from pathlib import Path

import pytest

from bot.domain.forum_writes import Wish, WriteAct, WriteNoun
from bot.domain.ids import ChannelId, CollectiveId, MessageId, PersonId
from bot.domain.publishing import Agreed, Part, PublicationState, Where
from bot.sandbox.server import Sandbox
from bot.store import collectives, forum_writes, publications
from bot.store.base import Store, Tx
from tests.conftest import START
from tests.e2e.vigie import Vigie
from tests.e2e.warm import WarmVigie
from tests.world import registry

POINTS = int(os.environ.get("VIGIE_KILL_POINTS", "5"))
TEXTS = 3 * POINTS
SEED = 7
PATIENCE_S = 60.0
TOPIC = 2


def text(number: int) -> str:
    return f"Le message numéro {number} de la soirée."


async def prepare(database: Path, guild: str, channel: str) -> None:
    """A base with texts that are on their way to the forum."""
    store = Store(database)
    await store.open()

    def work(tx: Tx) -> None:
        collectives.meet(tx, CollectiveId(guild), START)
        for number in range(TEXTS):
            where = Where("demo", WriteAct.REPLY, TOPIC)
            draft = publications.add(
                tx,
                CollectiveId(guild),
                PersonId("1"),
                ChannelId(channel),
                ChannelId(""),
                where,
                "Collectif",
                START,
            )
            part = Part(
                MessageId(str(number + 1)),
                ChannelId(channel),
                PersonId("1"),
                text(number),
                Agreed.OWN,
            )
            ready = draft.with_part(part)
            saved = publications.save(tx, draft, ready, START, None)
            publications.save(tx, saved, saved.confirmed(), START, None)
            wish = Wish("demo", WriteAct.REPLY, TOPIC, text(number))
            guild_id = CollectiveId(guild)
            forum_writes.plan(tx, WriteNoun.PUBLICATION, draft.id, guild_id, wish, START)

    await store.write(work)
    await store.close()


class Reaper:
    """Kills Vigie at one of its requests to the forum's thread, which the forum may still do."""

    def __init__(self, vigie: Vigie, sandbox: Sandbox, chance: random.Random) -> None:
        self._vigie, self._sandbox, self._chance = vigie, sandbox, chance
        self._take = sandbox.faults.take
        self.left = 0

    def aim(self, most: int) -> None:
        """At one of its next requests, of which there are `most` at least."""
        self.left = self._chance.randint(1, min(4, most))

    def take(self, side: str, method: str, path: str) -> str | None:
        is_aimed = side == "forum" and f"/topics/{TOPIC}" in path and method == "POST"
        if self.left and (is_aimed or (side == "forum" and f"/topic/{TOPIC}?" in path)):
            self.left -= 1
            if not self.left:
                self._vigie.kill()
                # Half of what was under way arrives nevertheless.
                return "forum.drop" if self._chance.random() < 0.5 else None
        return self._take(side, method, path)


@pytest.mark.kill
@pytest.mark.publishes
async def test_killed_while_it_writes_nothing_is_lost_or_doubled(
    tmp_path: Path, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    registry()  # fails here, not in the bot, when the reference data is missing
    assert sandbox.seeded is not None
    guild, channel = str(sandbox.seeded.guild.id), str(sandbox.seeded.announcements.id)
    async with WarmVigie(tmp_path, sandbox, every_s=3600, writes=True) as vigie:
        await prepare(vigie.database, guild, channel)
        reaper = Reaper(vigie, sandbox, random.Random(SEED))
        monkeypatch.setattr(sandbox.faults, "take", reaper.take)
        for _ in range(POINTS):
            if (left := TEXTS - len(standing(sandbox))) == 0:
                break
            reaper.aim(left)
            await vigie.start()
            await asyncio.wait_for(vigie.gone(), PATIENCE_S)
        reaper.left = 0
        await vigie.start()
        await settled(vigie.database, sandbox)
        assert await vigie.stop() == 0
    assert standing(sandbox) == {text(number): 1 for number in range(TEXTS)}


def standing(sandbox: Sandbox) -> Counter[str]:
    """What Vigie's account wrote there, and how often."""
    posts = sandbox.forum.world.posts.values()
    return Counter(post.markdown for post in posts if post.markdown.startswith("Le message"))


async def settled(database: Path, sandbox: Sandbox) -> None:
    """Returns once everything is published."""
    store = Store(database, alone=False)
    await store.open()

    def states(tx: Tx) -> set[str]:
        return {state for (state,) in tx.execute("select distinct state from publications")}

    try:
        async with asyncio.timeout(PATIENCE_S):
            while await store.read(states) != {PublicationState.PUBLISHED}:
                await sandbox.clock.advance(60)
                await asyncio.sleep(0.05)
    finally:
        await store.close()
