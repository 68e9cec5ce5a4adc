"""`python -m tests.bench.sandbox`: a sandbox without rate limits, crowded as a measure wants it.

Two bots live in it, Vigie and a bare one, each with a guild of its own and the same channels, and
both are members of the crowd. People ask from inside this process: a round trip starts with the
event and ends with the answer, and nothing of the bench's own is counted.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from dataclasses import dataclass
from http import HTTPStatus

from bot.sandbox.discord.api import Exchange
from bot.sandbox.discord.models import Application, Channel, Message, User
from bot.sandbox.people import ANSWERED
from bot.sandbox.seed import VIGIE_MAY
from bot.sandbox.server import Sandbox
from tests.bench import lines
from tests.bench.lines import Json

CHANNELS = 50
_BETWEEN_POSTS_S = 30.0  # of the sandbox's clock: forums are not read again within seconds
_MOVED_S = 0.1  # until who follows the clock knows, and is quiet again
_LEFT_ALONE_S = 0.5
_SILENCE_S = 50.0
_SENDING = ("POST", "/channels/{channel_id}/messages")
_QUIET_S = 0.002  # between two questions: the client finishes what it still does for the last one


@dataclass(frozen=True, slots=True)
class Side:
    """A bot and the channels that are its alone."""

    app: Application
    channels: list[Channel]


class Arrivals:
    """The messages that the chat took from bots, and when."""

    def __init__(self) -> None:
        self.forget()
        self._more = asyncio.Event()

    def forget(self) -> None:
        self.count, self.first, self.last = 0, 0.0, 0.0

    def note(self, exchange: Exchange) -> None:
        if (exchange.method, exchange.route) != _SENDING or exchange.status != HTTPStatus.OK:
            return
        self.last = time.perf_counter()
        self.first = self.first or self.last
        self.count += 1
        self._more.set()

    async def reached(self, wanted: int) -> None:
        """Returns once so many came. Raises TimeoutError when none comes for long."""
        while self.count < wanted:
            self._more.clear()
            async with asyncio.timeout(_SILENCE_S):
                await self._more.wait()


class Arena:
    """What the bench asks of the sandbox."""

    def __init__(self, sandbox: Sandbox) -> None:
        assert sandbox.seeded is not None
        self._sandbox, self._world = sandbox, sandbox.world
        self._world.limits_on = False
        self._owner: User = sandbox.seeded.boussole
        bare = self._world.add_application("Bare", owner=self._owner)
        self.arrivals, self._noticed = Arrivals(), False
        sandbox.on_exchange.append(self.arrivals.note)
        self.sides = {"vigie": self._side(sandbox.seeded.vigie), "bare": self._side(bare)}

    def _side(self, app: Application) -> Side:
        guild = self._world.add_guild(f"Banc de {app.name}", self._owner)
        self._world.install(app, guild, VIGIE_MAY)
        names = [f"salon-{number}" for number in range(CHANNELS)]
        return Side(app, [self._world.add_channel(guild, name) for name in names])

    def crowd(self, guilds: int, channels: int) -> None:
        """Guilds that have both bots for members."""
        for number in range(guilds):
            guild = self._world.add_guild(f"Collectif {number}", self._owner)
            for side in self.sides.values():
                self._world.install(side.app, guild, VIGIE_MAY)
            for index in range(channels):
                self._world.add_channel(guild, f"salon-{index}", topic="Pour parler de tout.")

    def told(self) -> Json:
        """What a client needs to come in."""
        return {
            "chat_api": self._sandbox.chat_api,
            "gateway": self._sandbox.gateway.url,
            "forum": self._sandbox.forum_url,
            "clock": self._sandbox.clock_url,
            "tokens": {name: side.app.token for name, side in self.sides.items()},
            "channels": {
                name: [str(channel.id) for channel in side.channels]
                for name, side in self.sides.items()
            },
        }

    async def command(self, asked: Json) -> Json:
        """One command, `count` times: milliseconds until each answer, and the last one's text and
        the bytes of its pictures."""
        side = self.sides[asked["side"]]
        took, content, pictures = [], "", list[int]()
        for _ in range(asked["count"]):
            begun = time.perf_counter()
            outcome = await self._sandbox.people.command(
                self._owner, side.channels[0], asked["words"], **asked["options"]
            )
            took.append((time.perf_counter() - begun) * 1000)
            if outcome.status != ANSWERED:
                raise RuntimeError(f"a command was {outcome.status}")
            content = outcome.content
            shown = outcome.message.attachments if outcome.message else []
            pictures = [len(one.data) for one in shown]
            await asyncio.sleep(_QUIET_S)
        return {"ms": took, "content": content, "pictures": pictures}

    async def click(self, asked: Json) -> Json:
        """So many clicks at once on a button of the newest message of a side's first channel, by
        the owner: milliseconds until each is answered, and how many were for good."""
        message = self._newest(asked["side"])
        [action] = [
            one["custom_id"]
            for row in message.components
            for one in row["components"]
            if one["label"] == asked["label"]
        ]

        async def one() -> tuple[float, bool]:
            begun = time.perf_counter()
            outcome = await self._sandbox.people.click(self._owner, message, action)
            return (time.perf_counter() - begun) * 1000, outcome.status == ANSWERED

        clicked = await asyncio.gather(*(one() for _ in range(asked["count"])))
        return {"ms": [ms for ms, _ in clicked], "answered": sum(done for _, done in clicked)}

    async def newest(self, asked: Json) -> Json:
        """What the newest message of a side's first channel says by now."""
        return {"content": self._newest(asked["side"]).content}

    def _newest(self, side: str) -> Message:
        messages = self.sides[side].channels[0].messages.values()
        return [one for one in messages if one.components and one.ephemeral_for is None][-1]

    async def autocomplete(self, asked: Json) -> Json:
        """One list for each of `typed`: milliseconds until each, and how many choices in all."""
        side, focused = self.sides[asked["side"]], asked["focused"]
        took, offered = [], 0
        for typed in asked["typed"]:
            begun = time.perf_counter()
            choices = await self._sandbox.people.autocomplete(
                self._owner, side.channels[0], asked["words"], focused, **{focused: typed}
            )
            took.append((time.perf_counter() - begun) * 1000)
            offered += len(choices)
            await asyncio.sleep(_QUIET_S)
        return {"ms": took, "choices": offered}

    async def follow(self, asked: Json) -> Json:
        """`/fil suivre` of each address, in the first of Vigie's channels, which says so once."""
        before = self.arrivals.count
        for address in asked["addresses"]:
            outcome = await self._sandbox.people.command(
                self._owner,
                self.sides["vigie"].channels[0],
                "fil suivre",
                adresse=f"{self._sandbox.forum_url}{address}",
                mode=asked["mode"],
            )
            if outcome.status != ANSWERED:
                raise RuntimeError(f"a follow was {outcome.status}")
        if not self._noticed:
            await self.arrivals.reached(before + 1)
            self._noticed = True
        return {}

    async def fill(self, asked: Json) -> Json:
        """So many new threads on the forum, with so many posts each."""
        return {"topics": self._sandbox.forum.fill(asked["topics"], asked["posts"])}

    async def limit(self, asked: Json) -> Json:
        """Discord's rate limits from now on, or none."""
        self._world.limits_on = asked["on"]
        return {}

    async def hook(self, asked: Json) -> Json:
        """The forum tells this address of its news."""
        self._sandbox.forum.webhook.set(asked["url"], asked["secret"])
        return {}

    async def carried(self, asked: Json) -> Json:
        """A reply on the forum, `count` times, each after the last one was carried: milliseconds
        until the chat has it. The clock moves on in between, as between the posts of people."""
        took = []
        for number in range(asked["count"]):
            await self._sandbox.clock.advance(_BETWEEN_POSTS_S)
            await asyncio.sleep(_MOVED_S)
            begun, before = time.perf_counter(), self.arrivals.count
            self._sandbox.forum.reply(asked["topic"], "lina", f"Message {number} de la mesure.")
            await self.arrivals.reached(before + 1)
            took.append((self.arrivals.last - begun) * 1000)
        return {"ms": took}

    async def arrived(self, asked: Json) -> Json:
        """How many messages came, and the seconds from the first to the last, once there are
        `wanted`."""
        await self.arrivals.reached(asked["wanted"])
        return {"count": self.arrivals.count, "seconds": self.arrivals.last - self.arrivals.first}

    async def forget(self, asked: Json) -> Json:
        """Arrivals are counted from now on."""
        self.arrivals.forget()
        return {}

    async def requests(self, asked: Json) -> Json:
        """How many requests the forum got so far."""
        return {"count": self._sandbox.forum.request_count}

    async def tick(self, asked: Json) -> Json:
        """The clock moves on by so many seconds, so many times, once the forum is left alone."""
        for _ in range(asked["times"]):
            await self._sandbox.clock.advance(asked["seconds"])
            before = -1
            while before != self._sandbox.forum.request_count:
                before = self._sandbox.forum.request_count
                await asyncio.sleep(_LEFT_ALONE_S)
        return {}

    async def count(self, asked: Json) -> Json:
        """How many messages each channel of a side holds."""
        return {"counts": [len(one.messages) for one in self.sides[asked["side"]].channels]}


async def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.sandbox")
    parser.add_argument("--guilds", type=int, default=0, help="how many guilds both bots are in")
    parser.add_argument("--channels", type=int, default=10, help="how many channels each has")
    wanted = parser.parse_args()
    sandbox = await Sandbox.start()
    try:
        arena = Arena(sandbox)
        arena.crowd(wanted.guilds, wanted.channels)
        lines.say(arena.told())
        await lines.serve(
            {
                "command": arena.command,
                "autocomplete": arena.autocomplete,
                "click": arena.click,
                "newest": arena.newest,
                "count": arena.count,
                "follow": arena.follow,
                "fill": arena.fill,
                "limit": arena.limit,
                "hook": arena.hook,
                "carried": arena.carried,
                "arrived": arena.arrived,
                "forget": arena.forget,
                "requests": arena.requests,
                "tick": arena.tick,
            }
        )
    finally:
        await sandbox.close()


if __name__ == "__main__":
    asyncio.run(main())
