"""`kill -9` while reminders fall due and are told: none is lost, none is doubled."""

from __future__ import annotations

import asyncio
import os
import random
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.delivery import State
from bot.domain.ids import ChannelId, CollectiveId, PersonId
from bot.domain.reminders import About, Noun, Reminder, ReminderState, ToPerson
from bot.sandbox.discord.models import Channel
from bot.sandbox.server import Sandbox
from bot.store import collectives, deliveries, reminders
from bot.store.base import Store, Tx
from tests.conftest import START
from tests.e2e.vigie import Vigie
from tests.e2e.warm import WarmVigie
from tests.world import registry

POINTS = int(os.environ.get("VIGIE_KILL_POINTS", "5"))
SEED = int(os.environ.get("VIGIE_KILL_SEED", "20261124"))
CHANNELS = 10
EACH = 60  # reminders that fall due in a life: their transaction takes some milliseconds
HOUR = timedelta(hours=1)
MOST_WRITES = {"start": 12, "wake": 5}  # of the base, from then until all that is due is sent
LONGEST_S = 0.004  # from a write to the kill: before, in or behind the next one
PATIENCE_S = 120.0
NOTHING = timedelta(0)
MOMENTS = (*MOST_WRITES, "message")  # it starts with some due, it wakes for some, it tells one


@dataclass
class Reaper:
    """Kills at the n-th message of a life, or at the n-th write of the base since a moment."""

    vigie: Vigie
    chance: random.Random
    left: int = 0
    killed: asyncio.Event = field(default_factory=asyncio.Event)

    def aim(self, moment: str) -> None:
        self.left = self.chance.randint(1, EACH // 2) if moment == "message" else 0
        self.killed.clear()

    def hears(self, side: str, method: str, path: str) -> None:
        if side == "chat" and self.left and re.match(MESSAGE, f"{method} {path}"):
            self.left -= 1
            if self.left == 0:
                asyncio.get_running_loop().call_later(self.chance.uniform(0, 0.03), self.reap)

    async def after_writes(self, most: int) -> None:
        """Kill as soon as the base was written so often; or once it is no longer written."""
        wanted, last, quiet = self.chance.randint(1, most), self._written(), 0
        delay_s = self.chance.uniform(0, LONGEST_S)
        while wanted and quiet < QUIET_TURNS:
            await asyncio.sleep(0.0002)
            now = self._written()
            wanted, quiet, last = (wanted - 1, 0, now) if now != last else (wanted, quiet + 1, last)
        await asyncio.sleep(delay_s)
        self.reap()

    def _written(self) -> tuple[int, int]:
        log = self.vigie.database.with_name(f"{self.vigie.database.name}-wal")
        if not log.exists():
            return 0, 0
        told = log.stat()
        return told.st_size, told.st_mtime_ns

    def reap(self) -> None:
        self.left = 0
        self.vigie.kill()
        self.killed.set()


MESSAGE = r"POST /channels/\d+/messages$"
QUIET_TURNS = 20_000


def channels_of(sandbox: Sandbox) -> list[Channel]:
    assert sandbox.seeded is not None
    guild = sandbox.seeded.guild
    return [sandbox.world.add_channel(guild, f"salon-{n}") for n in range(CHANNELS)]


async def prepare(database: Path, guild: str, channels: list[Channel]) -> None:
    """A base with reminders for every hour to come, a few at the same instant."""
    store = Store(database)
    await store.open()

    def work(tx: Tx) -> None:
        collectives.meet(tx, CollectiveId(guild), START)
        for number in range((POINTS + 1) * EACH):
            life, place = divmod(number, EACH)
            occurs = START + life * HOUR + timedelta(minutes=place // CHANNELS)
            _add(tx, number, occurs, channels[number % CHANNELS], guild)

    await store.write(work)
    await store.close()


def _add(tx: Tx, number: int, occurs: datetime, channel: Channel, guild: str) -> None:
    new = Reminder(
        About(Noun.OWN, str(number)),
        ToPerson(PersonId("1"), ChannelId(str(channel.id)), CollectiveId(guild)),
        occurs,
        NOTHING,
        ReminderState.PENDING,
        words=f"n° {number} !",
    )
    reminders.add(tx, new, START)


def received(channel: Channel) -> list[int]:
    """The reminders that a channel holds, in its order."""
    found = (re.search(r"n° (\d+) !", one.content) for one in channel.messages.values())
    return [int(one[1]) for one in found if one]


async def settled(database: Path) -> dict[State, int]:
    """The ledger's counts once all is planned and sent, read beside the running bot."""
    store = Store(database, alone=False)
    await store.open()
    try:
        async with asyncio.timeout(PATIENCE_S):
            while True:
                waiting = await store.read(reminders.earliest)
                states = await store.read(deliveries.counts)
                if waiting is None and set(states) <= {State.SENT, State.WITHHELD, State.FAILED}:
                    return states
                await asyncio.sleep(0.05)
    finally:
        await store.close()


@pytest.mark.kill
async def test_killed_while_reminders_fall_due_none_is_lost_or_doubled(
    tmp_path: Path, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    registry()  # fails here, not in the bot, when the reference data is missing
    channels = channels_of(sandbox)
    async with WarmVigie(tmp_path, sandbox, every_s=3600) as vigie:
        await lives(vigie, sandbox, channels, random.Random(SEED), monkeypatch)
    for index, channel in enumerate(channels):
        assert received(channel) == list(range(index, (POINTS + 1) * EACH, CHANNELS))


async def lives(
    vigie: Vigie,
    sandbox: Sandbox,
    channels: list[Channel],
    chance: random.Random,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As many lives as there are points, and a last one in which all is told."""
    assert sandbox.seeded is not None
    await prepare(vigie.database, str(sandbox.seeded.guild.id), channels)
    reaper = Reaper(vigie, chance)
    take = sandbox.faults.take

    def arrived(side: str, method: str, path: str) -> str | None:
        reaper.hears(side, method, path)
        return take(side, method, path)

    monkeypatch.setattr(sandbox.faults, "take", arrived)
    for point in range(POINTS):
        moment = MOMENTS[point % len(MOMENTS)]
        reaper.aim(moment)
        await live(vigie, sandbox, reaper, moment)
        # Discord forgets nonces within minutes: what was sent must be found, not merely refused.
        sandbox.seeded.vigie.nonces.clear()
        sandbox.seeded.vigie.recent_nonces.clear()

    reaper.left = 0
    await sandbox.clock.advance(2 * HOUR.total_seconds())
    await vigie.start()
    assert await settled(vigie.database) == {State.SENT: (POINTS + 1) * EACH}
    assert await vigie.stop() == 0


async def live(vigie: Vigie, sandbox: Sandbox, reaper: Reaper, moment: str) -> None:
    """An hour passes while the bot is down, or while it looks on."""
    assert sandbox.seeded is not None
    if moment != "wake":
        await sandbox.clock.advance(HOUR.total_seconds())
    await vigie.start()
    async with asyncio.timeout(PATIENCE_S):
        if moment == "wake":
            while not sandbox.gateway.is_online(sandbox.seeded.vigie):
                await asyncio.sleep(0.01)
            await sandbox.clock.advance(HOUR.total_seconds())
        if moment in MOST_WRITES:
            await reaper.after_writes(MOST_WRITES[moment])
        await reaper.killed.wait()
        await vigie.gone()
