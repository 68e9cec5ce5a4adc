"""`python -m tests.bench.bare`: the least that a discord.py client can be and do the same work.

It answers `/ville statut` with a text and as many bytes of pictures as it was given, its list with
25 choices it was born with, and sends a text to channels, one task for each. It is told who it is
by two environment variables.
"""

from __future__ import annotations

import asyncio
import io
import os
import time

import aiohttp
import discord
import discord.gateway
import discord.http
import yarl
from discord import Interaction, app_commands

from tests.bench import lines
from tests.bench.lines import Json

TOKEN, API, GATEWAY, FORUM = "BENCH_TOKEN", "BENCH_API", "BENCH_GATEWAY", "BENCH_FORUM"
_CHOICES = [
    app_commands.Choice(
        name=f"Saint-Denis-{number} (Seine-Saint-Denis)", value=f"fr:{93000 + number}"
    )
    for number in range(25)
]


class Bare(discord.Client):
    """A client with one command."""

    def __init__(self) -> None:
        intents = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
        super().__init__(intents=intents)
        self.answer = "…"
        self.pictures: list[int] = []
        self.up = asyncio.Event()
        self.tree = app_commands.CommandTree(self)
        self.tree.add_command(_commands(self))

    async def setup_hook(self) -> None:
        await self.tree.sync()

    async def on_ready(self) -> None:
        self.up.set()

    async def know(self, asked: Json) -> Json:
        """What to answer to the command from now on."""
        self.answer, self.pictures = asked["answer"], asked["pictures"]
        return {}

    async def carry(self, asked: Json) -> Json:
        """One reading of the forum's newest posts and one message, `count` times: milliseconds."""
        channel = self.get_partial_messageable(int(asked["channel"]))
        took = []
        async with aiohttp.ClientSession() as http:
            for _ in range(asked["count"]):
                begun = time.perf_counter()
                async with http.get(f"{os.environ[FORUM]}{asked['newest']}") as answer:
                    await answer.json()
                await channel.send(asked["text"])
                took.append((time.perf_counter() - begun) * 1000)
        return {"ms": took}

    async def send(self, asked: Json) -> Json:
        """`each` messages to every channel, the channels side by side: seconds for all."""

        async def fill(channel_id: str) -> None:
            channel = self.get_partial_messageable(int(channel_id))
            for _ in range(asked["each"]):
                await channel.send(asked["text"])

        begun = time.perf_counter()
        await asyncio.gather(*map(fill, asked["channels"]))
        return {"seconds": time.perf_counter() - begun}


def _commands(client: Bare) -> app_commands.Group:
    group = app_commands.Group(name="ville", description="Les villes")

    @group.command(name="statut", description="Où en est une ville")
    async def status(interaction: Interaction, ville: str) -> None:
        files = [
            discord.File(io.BytesIO(bytes(size)), "ville.png", description="Une ville")
            for size in client.pictures
        ]
        await interaction.response.send_message(client.answer, files=files, ephemeral=True)

    @status.autocomplete("ville")
    async def suggest(_: Interaction, _typed: str) -> list[app_commands.Choice[str]]:
        return _CHOICES

    return group


async def main() -> None:
    discord.http.Route.BASE = os.environ[API]
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(os.environ[GATEWAY])
    async with Bare() as client:
        running = asyncio.create_task(client.start(os.environ[TOKEN]))
        up = asyncio.create_task(client.up.wait())
        await asyncio.wait({running, up}, return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            running.result()
        lines.say({"ready": True})
        await lines.serve({"know": client.know, "send": client.send, "carry": client.carry})


if __name__ == "__main__":
    asyncio.run(main())
