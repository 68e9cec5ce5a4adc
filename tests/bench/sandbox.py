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

from bot.sandbox.discord.models import Application, Channel, User
from bot.sandbox.people import ANSWERED
from bot.sandbox.seed import VIGIE_MAY
from bot.sandbox.server import Sandbox
from tests.bench import lines
from tests.bench.lines import Json

CHANNELS = 50
_QUIET_S = 0.002  # between two questions: the client finishes what it still does for the last one


@dataclass(frozen=True, slots=True)
class Side:
    """A bot and the channels that are its alone."""

    app: Application
    channels: list[Channel]


class Arena:
    """What the bench asks of the sandbox."""

    def __init__(self, sandbox: Sandbox) -> None:
        assert sandbox.seeded is not None
        self._sandbox, self._world = sandbox, sandbox.world
        self._world.limits_on = False
        self._owner: User = sandbox.seeded.boussole
        bare = self._world.add_application("Bare", owner=self._owner)
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
            "tokens": {name: side.app.token for name, side in self.sides.items()},
            "channels": {
                name: [str(channel.id) for channel in side.channels]
                for name, side in self.sides.items()
            },
        }

    async def command(self, asked: Json) -> Json:
        """One command, `count` times: milliseconds until each answer, and the last one's text."""
        side = self.sides[asked["side"]]
        took, content = [], ""
        for _ in range(asked["count"]):
            begun = time.perf_counter()
            outcome = await self._sandbox.people.command(
                self._owner, side.channels[0], asked["words"], **asked["options"]
            )
            took.append((time.perf_counter() - begun) * 1000)
            if outcome.status != ANSWERED:
                raise RuntimeError(f"a command was {outcome.status}")
            content = outcome.content
            await asyncio.sleep(_QUIET_S)
        return {"ms": took, "content": content}

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
                "count": arena.count,
            }
        )
    finally:
        await sandbox.close()


if __name__ == "__main__":
    asyncio.run(main())
