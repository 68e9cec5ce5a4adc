"""`kill -9` while forums are read and what they say is carried: nothing lost, nothing doubled."""

from __future__ import annotations

import asyncio
import os
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest

from bot.sandbox.discord.models import Message
from bot.sandbox.seed import Seeded
from bot.sandbox.server import Sandbox
from tests.e2e.vigie import Vigie
from tests.e2e.warm import WarmVigie
from tests.world import registry

POINTS = int(os.environ.get("VIGIE_KILL_POINTS", "5"))
SEED = int(os.environ.get("VIGIE_KILL_SEED", "20261124"))
LONGEST_S = 0.06  # from a request's arrival to the kill: reading, writing and sending fit in
PATIENCE_S = 120.0
REREAD_S = 330.0  # a lively thread is read again every five minutes
TOPICS = {"demo": 2, "discourse": 102}

# What the bot is doing when it is killed: a forum was asked, or the chat was told something.
MOMENTS = {
    "newest posts": ("forum", r"GET /(api/recent/posts|posts\.json)"),
    "thread": ("forum", r"GET /(api/topic|t)/"),
    "message": ("chat", r"POST /channels/\d+/messages$"),
    "chat thread": ("chat", r"POST /channels/\d+/messages/\d+/threads$"),
    "correction": ("chat", r"PATCH /channels/\d+/messages/\d+$"),
}
OFTEN = ["newest posts", "thread", "message", "correction"]


@dataclass
class Reaper:
    """Kills some milliseconds after the n-th request of a kind in a life."""

    vigie: Vigie
    chance: random.Random
    left: int = 0
    side: str = ""
    shape: str = ""
    killed: asyncio.Event = field(default_factory=asyncio.Event)

    def aim(self, moment: str) -> None:
        self.side, self.shape = MOMENTS[moment]
        self.left = self.chance.randint(1, 3) if moment in OFTEN else 1
        self.killed.clear()

    def hears(self, side: str, method: str, path: str) -> None:
        if not self.left or side != self.side or not re.match(self.shape, f"{method} {path}"):
            return
        self.left -= 1
        if self.left == 0:
            asyncio.get_running_loop().call_later(self.chance.uniform(0, LONGEST_S), self.reap)

    def reap(self) -> None:
        self.left = 0
        self.vigie.kill()
        self.killed.set()


@dataclass
class Forums:
    """What people did on both forums: the words that must be in the chat, or gone from it."""

    sandbox: Sandbox
    chance: random.Random
    shown: dict[str, dict[int, str]] = field(default_factory=lambda: {"demo": {}, "discourse": {}})
    gone: set[str] = field(default_factory=set)
    written: int = 0

    def act(self) -> None:
        """A new post, and perhaps an older one is edited or deleted."""
        name = self.chance.choice(sorted(TOPICS))
        self.write(name)
        numbers = list(self.shown[name])
        if len(numbers) > 3 and self.chance.random() < 0.5:
            self._change(name, self.chance.choice(numbers[:-1]))

    def write(self, name: str) -> None:
        self.written += 1
        text = f"Message numéro {self.written}, écrit sur {name}."
        self.shown[name][self._forum(name).reply(TOPICS[name], "lina", text)] = text

    def _change(self, name: str, number: int) -> None:
        before = self.shown[name].pop(number)
        self.gone.add(before)
        if self.chance.random() < 0.5:
            self._forum(name).delete(number)
            return
        after = before.replace("écrit", "corrigé")
        if after == before:
            after = before.replace("corrigé", "recorrigé")
        self._forum(name).edit(number, after)
        self.shown[name] = dict(sorted({**self.shown[name], number: after}.items()))

    def _forum(self, name: str):  # type: ignore[no-untyped-def] # two faces of one shape
        return self.sandbox.forum if name == "demo" else self.sandbox.discourse


def mirrored(seeded: Seeded) -> list[Message]:
    """What Vigie wrote in the chat threads of the channel, oldest first."""
    threads = seeded.guild.threads.values()
    found = [message for thread in threads for message in thread.messages.values()]
    ours = [one for one in found if one.author is seeded.vigie.user]
    return sorted(ours, key=lambda one: one.id)


def texts(seeded: Seeded) -> list[str]:
    return [line for one in mirrored(seeded) for line in one.content.splitlines()]


def is_told(forums: Forums, seeded: Seeded) -> bool:
    said = texts(seeded)
    wanted = [text for shown in forums.shown.values() for text in shown.values()]
    return all(text in said for text in wanted) and not any(text in said for text in forums.gone)


async def until(
    sandbox: Sandbox,
    reached: Callable[[], bool],
    *,
    step_s: float,
    act: Callable[[], None] = lambda: None,
) -> None:
    """Return once `reached`, while the sandbox's clock goes on and `act` happens now and then.

    Raises TimeoutError.
    """
    async with asyncio.timeout(PATIENCE_S):
        for turn in count():
            if reached():
                return
            if turn % 10 == 0:
                act()
            await sandbox.clock.advance(step_s)
            await asyncio.sleep(0.1)


@pytest.mark.kill
async def test_killed_while_reading_and_carrying_nothing_is_lost_or_doubled(
    tmp_path: Path, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    registry()  # fails here, not in the bot, when the reference data is missing
    assert sandbox.seeded is not None
    seeded, chance = sandbox.seeded, random.Random(SEED)
    forums = Forums(sandbox, chance)
    async with WarmVigie(tmp_path, sandbox) as vigie:
        await lives(vigie, forums, sandbox, chance, monkeypatch)
    said = texts(seeded)
    for shown in forums.shown.values():
        assert [text for text in said if text in set(shown.values())] == list(shown.values())
    assert len(seeded.guild.threads) == len(TOPICS)


async def lives(
    vigie: Vigie,
    forums: Forums,
    sandbox: Sandbox,
    chance: random.Random,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As many lives as there are points, and a last one in which all is told."""
    assert sandbox.seeded is not None
    seeded = sandbox.seeded
    reaper = Reaper(vigie, chance)
    take = sandbox.faults.take

    def arrived(side: str, method: str, path: str) -> str | None:
        reaper.hears(side, method, path)
        return take(side, method, path)

    monkeypatch.setattr(sandbox.faults, "take", arrived)
    await follow_both(vigie, sandbox, seeded)

    for point in range(POINTS):
        reaper.aim(chance.choice(OFTEN) if point else "chat thread")
        await vigie.start()
        await until(sandbox, reaper.killed.is_set, step_s=REREAD_S, act=forums.act)
        await vigie.gone()
        # Discord forgets nonces within minutes: what was sent must be found, not merely refused.
        seeded.vigie.nonces.clear()
        seeded.vigie.recent_nonces.clear()

    for name in TOPICS:
        forums.write(name)
    await vigie.start()
    await until(sandbox, lambda: is_told(forums, seeded), step_s=REREAD_S)
    assert await vigie.stop() == 0


async def follow_both(vigie: Vigie, sandbox: Sandbox, seeded: Seeded) -> None:
    await vigie.start()
    await until(sandbox, lambda: sandbox.gateway.is_online(seeded.vigie), step_s=1)
    addresses = [
        f"{sandbox.forum_url}/topic/{TOPICS['demo']}",
        f"{sandbox.discourse_url}/t/{TOPICS['discourse']}",
    ]
    for address in addresses:
        await sandbox.people.command(
            seeded.girouette, seeded.announcements, "fil suivre", adresse=address
        )
    await until(
        sandbox,
        lambda: (
            sum("suit" in one.content for one in seeded.announcements.messages.values())
            == len(addresses)
        ),
        step_s=1,
    )
    await vigie.stop()
