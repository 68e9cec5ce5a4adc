"""`kill -9` while alerts come back: each occurrence is told once, and the next one is known."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.domain import alerts as rules
from bot.domain.alerts import Plan
from bot.domain.delivery import State
from bot.domain.ids import ChannelId, CollectiveId, PersonId
from bot.sandbox.discord.models import Channel
from bot.sandbox.server import Sandbox
from bot.services import alert_turns
from bot.store import alerts, collectives, deliveries
from bot.store.base import Store, Tx, instant
from tests.conftest import START
from tests.e2e import test_kill_reminders as killing
from tests.e2e.test_kill_reminders import MOMENTS, POINTS, SEED, Reaper, channels_of, received
from tests.e2e.vigie import Vigie
from tests.e2e.warm import WarmVigie
from tests.world import registry

PARIS = ZoneInfo("Europe/Paris")
DAY = timedelta(days=1)
ALERTS = 60
PATIENCE_S = 120.0


async def prepare(database: Path, guild: str, channels: list[Channel]) -> None:
    """A base with alerts of every day, which come within minutes of each other."""
    store = Store(database)
    await store.open()

    def work(tx: Tx) -> None:
        collectives.meet(tx, CollectiveId(guild), START)
        for number in range(ALERTS):
            at = (START + timedelta(minutes=1 + number // 10)).astimezone(PARIS)
            rule = rules.when(f"chaque jour à {at:%H:%M}", START, PARIS)
            channel = ChannelId(str(channels[number % len(channels)].id))
            plan = Plan(f"n° {number} !", channel, rule, PARIS)
            draft = alerts.add_draft(
                tx, CollectiveId(guild), PersonId("1"), plan, alert=None, version=0
            )
            alert_turns.set_next(tx, alerts.add(tx, draft, START), START)

    await store.write(work)
    await store.close()


def told(tx: Tx) -> Counter[int]:
    """How often each alert was fired, by its number."""
    rows = tx.execute("select key, state, occurs from reminders where noun = 'alert'").fetchall()
    fired = [(int(key) - 1, occurs) for key, state, occurs in rows if state == "fired"]
    assert len(set(fired)) == len(fired)
    return Counter(number for number, _ in fired)


def waiting(tx: Tx) -> list[datetime]:
    rows = tx.execute("select occurs from reminders where noun = 'alert' and state = 'pending'")
    return [instant(occurs) for (occurs,) in rows]


@pytest.mark.kill
async def test_killed_while_alerts_come_back_none_is_lost_or_doubled(
    tmp_path: Path, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    registry()  # fails here, not in the bot, when the reference data is missing
    monkeypatch.setattr(killing, "HOUR", DAY)
    channels = channels_of(sandbox)
    assert sandbox.seeded is not None
    # Many days go by within minutes: the brake would rightly ask.
    async with WarmVigie(tmp_path, sandbox, every_s=3600, most_an_hour=1000) as vigie:
        await prepare(vigie.database, str(sandbox.seeded.guild.id), channels)
        await lives(vigie, sandbox, random.Random(SEED), monkeypatch)
        fired = await settled(vigie.database, sandbox)
        assert await vigie.stop() == 0
    assert Counter(number for one in channels for number in received(one)) == fired
    assert set(fired) == set(range(ALERTS))


async def lives(
    vigie: Vigie, sandbox: Sandbox, chance: random.Random, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A day each, the last of them whole."""
    assert sandbox.seeded is not None
    reaper = Reaper(vigie, chance)
    take = sandbox.faults.take

    def arrived(side: str, method: str, path: str) -> str | None:
        reaper.hears(side, method, path)
        return take(side, method, path)

    monkeypatch.setattr(sandbox.faults, "take", arrived)
    for point in range(POINTS):
        moment = MOMENTS[point % len(MOMENTS)]
        reaper.aim(moment)
        await killing.live(vigie, sandbox, reaper, moment)
        sandbox.seeded.vigie.nonces.clear()
        sandbox.seeded.vigie.recent_nonces.clear()
    reaper.left = 0
    await sandbox.clock.advance(DAY.total_seconds())
    await vigie.start()


async def settled(database: Path, sandbox: Sandbox) -> Counter[int]:
    """What was fired, once all of it is sent and each alert waits for its next day."""
    store = Store(database, alone=False)
    await store.open()
    try:
        async with asyncio.timeout(PATIENCE_S):
            while True:
                ahead = await store.read(waiting)
                states = await store.read(deliveries.counts)
                if min(ahead) > sandbox.clock.now() and set(states) <= {State.SENT}:
                    assert len(ahead) == ALERTS
                    return await store.read(told)
                await asyncio.sleep(0.05)
    finally:
        await store.close()
