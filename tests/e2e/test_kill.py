"""`kill -9` in the middle of deliveries: none is lost, none is doubled, the order is kept."""

from __future__ import annotations

import asyncio
import os
import random
import re
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import pytest

from bot.domain.delivery import Kind, State
from bot.domain.ids import ChannelId, CollectiveId, PersonId, PostId, TopicId
from bot.domain.routing import Mode, Room, Scope
from bot.ports.forum import Post, Topic
from bot.sandbox.discord.models import Channel
from bot.sandbox.server import Sandbox
from bot.store import collectives, deliveries, follows, forums, topics
from bot.store.base import Store, Tx
from bot.store.follows import Follow
from tests.e2e.vigie import Vigie
from tests.fakes import NOON
from tests.world import registry

POINTS = int(os.environ.get("VIGIE_KILL_POINTS", "5"))
SEED = int(os.environ.get("VIGIE_KILL_SEED", "20261124"))
CHANNELS = 10  # as many lanes at work as make the outbox gather what it writes
MOST_PER_LIFE = max(5, 400 // POINTS)
# When the last message of a life is counted, each channel may have more under way.
DELIVERIES = POINTS * (MOST_PER_LIFE + 3 * CHANNELS)


class Moment(StrEnum):
    ARRIVED = "the request arrived, nothing was done"
    STORED = "the message is there, the answer is not"
    ANSWERED = "the answer is on its way or was read"


@dataclass
class Reaper:
    """Kills at the n-th message of a life, at a chosen moment of its journey."""

    vigie: Vigie
    left: int = 0
    moment: Moment = Moment.STORED
    ticks: int = 0
    killed: asyncio.Event = field(default_factory=asyncio.Event)

    def aim(self, chance: random.Random) -> None:
        self.left = chance.randint(1, MOST_PER_LIFE)
        self.moment = chance.choice(list(Moment))
        self.ticks = chance.randint(1, 30)
        self.killed.clear()

    def counts(self, method: str, path: str) -> bool:
        """Whether this is the message that the life ends with."""
        if method != "POST" or not re.fullmatch(r"/channels/\d+/messages", path) or not self.left:
            return False
        self.left -= 1
        return self.left == 0

    def reap(self) -> None:
        self.vigie.kill()
        self.killed.set()

    def reap_after(self, ticks: int) -> None:
        loop = asyncio.get_running_loop()
        if ticks:
            loop.call_soon(self.reap_after, ticks - 1)
        else:
            self.reap()


def watch(sandbox: Sandbox, reaper: Reaper, patch: pytest.MonkeyPatch) -> None:
    """Let the reaper see each request before it is served, and each answer before it leaves."""
    take, chosen = sandbox.faults.take, set[str]()

    def arrived(side: str, method: str, path: str) -> str | None:
        if side == "chat" and reaper.counts(method, path):
            if reaper.moment is Moment.ARRIVED:
                reaper.reap()
                return "chat.reset"
            chosen.add(path)
        return take(side, method, path)

    def served(method: str, path: str) -> None:
        if method == "POST" and path in chosen:
            chosen.clear()
            reaper.reap_after(reaper.ticks if reaper.moment is Moment.ANSWERED else 0)

    patch.setattr(sandbox.faults, "take", arrived)
    sandbox.on_exchange.append(lambda exchange: served(exchange.method, exchange.path))


def channels_of(sandbox: Sandbox) -> list[Channel]:
    assert sandbox.seeded is not None
    guild = sandbox.seeded.guild
    return [sandbox.world.add_channel(guild, f"salon-{n}") for n in range(CHANNELS)]


async def prepare(database: Path, guild: str, channels: list[Channel]) -> None:
    """A base in which posts of followed threads wait to be carried."""
    store = Store(database)
    await store.open()

    def work(tx: Tx) -> None:
        forums.meet(tx, "demo", "http://127.0.0.1")
        forums.advance(tx, "demo", 10_000)
        collective = CollectiveId(guild)
        collectives.meet(tx, collective, NOON)
        for index, channel in enumerate(channels):
            topic = _topic(100 + index)
            topics.save(tx, [topic], NOON)
            follows.start(tx, _follow(guild, channel, topic), by=PersonId("1"), now=NOON)
            posts = [_post(topic, number) for number in range(index, DELIVERIES, CHANNELS)]
            topics.save_posts(tx, posts, NOON)
            for post in posts:
                deliveries.plan(
                    tx,
                    Kind.POST,
                    ChannelId(str(channel.id)),
                    f"post:demo:{post.id.number}",
                    NOON.replace(year=2025),
                    collective=collective,
                    facts={"forum": "demo", "post": str(post.id.number)},
                )

    await store.write(work)
    await store.close()


def _follow(guild: str, channel: Channel, topic: Topic) -> Follow:
    where = ChannelId(str(channel.id))
    return Follow(
        CollectiveId(guild),
        where,
        Room.TEXT,
        where,
        "demo",
        Scope.TOPIC,
        str(topic.id.number),
        topic.title,
        topic.url,
        Mode.THREAD,
        0,
    )


def _topic(number: int) -> Topic:
    return Topic(TopicId("demo", number), f"Fil {number}", f"http://x/topic/{number}", 1, (), 1)


def _post(topic: Topic, number: int) -> Post:
    return Post(
        PostId("demo", number),
        topic,
        "lina",
        NOON,
        f"http://x/post/{number}",
        f"<p>n° {number}</p>",
    )


def received(sandbox: Sandbox, channel: Channel) -> list[int]:
    """The posts that the channel holds, in its order."""
    return [
        int(found[1])
        for message in channel.messages.values()
        if (found := re.search(r"/post/(\d+)>", message.content))
    ]


def noticed(channel: Channel) -> int:
    """How often a channel says what it receives."""
    said = [one.content for one in channel.messages.values()]
    return sum(content.startswith("💬 Ce salon reçoit") for content in said)


async def settled(database: Path) -> dict[State, int]:
    """What became of the posts once nothing is planned or in flight, read beside the running
    bot."""
    store = Store(database, alone=False)
    await store.open()
    try:
        async with asyncio.timeout(120):
            while not set(await store.read(deliveries.counts)) <= _FINAL:
                await asyncio.sleep(0.05)
        return await store.read(_posts)
    finally:
        await store.close()


def _posts(tx: Tx) -> dict[State, int]:
    rows = tx.execute("select state, count(*) from deliveries where kind = 'post' group by state")
    return {State(state): count for state, count in rows}


_FINAL = {State.SENT, State.WITHHELD, State.FAILED}


@pytest.mark.kill
async def test_killed_while_sending_nothing_is_lost_or_doubled(
    tmp_path: Path, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    registry()  # fails here, not in the bot, when the reference data is missing
    assert sandbox.seeded is not None
    chance = random.Random(SEED)
    channels = channels_of(sandbox)
    async with Vigie(tmp_path, sandbox, every_s=3600) as vigie:
        await lives(vigie, sandbox, channels, chance, monkeypatch)
    for index, channel in enumerate(channels):
        assert received(sandbox, channel) == list(range(index, DELIVERIES, CHANNELS))
        assert noticed(channel) == 1


async def lives(
    vigie: Vigie,
    sandbox: Sandbox,
    channels: list[Channel],
    chance: random.Random,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As many lives as there are points, and a last one in which all is sent."""
    assert sandbox.seeded is not None
    await prepare(vigie.database, str(sandbox.seeded.guild.id), channels)
    reaper = Reaper(vigie)
    watch(sandbox, reaper, monkeypatch)

    for _ in range(POINTS):
        reaper.aim(chance)
        await vigie.start()
        async with asyncio.timeout(120):
            await reaper.killed.wait()
            await vigie.gone()
        # Discord forgets nonces within minutes: what was sent must be found, not merely refused.
        sandbox.seeded.vigie.nonces.clear()
        sandbox.seeded.vigie.recent_nonces.clear()

    reaper.left = 0
    await vigie.start()
    assert await settled(vigie.database) == {State.SENT: DELIVERIES}
    assert await vigie.stop() == 0
