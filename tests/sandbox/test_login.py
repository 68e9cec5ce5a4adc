from __future__ import annotations

import asyncio

import aiohttp
import discord
import pytest

from bot.sandbox.discord import permissions
from bot.sandbox.seed import Seeded
from bot.sandbox.server import Sandbox
from tests.tinybot import INTENTS, TinyBot, running


async def test_a_bot_is_ready_with_its_guilds_channels_and_itself(
    bot: TinyBot, seeded: Seeded
) -> None:
    (guild,) = bot.guilds
    assert guild.name == "Collectif de Marseille"
    assert [channel.name for channel in guild.text_channels] == [
        "annonces",
        "discussion",
        "référent·es",
    ]
    assert guild.me.id == seeded.vigie.id
    assert guild.text_channels[2].permissions_for(guild.me).send_messages


async def test_a_wrong_token_is_refused_by_rest(seeded: Seeded) -> None:
    bot = TinyBot()
    with pytest.raises(discord.LoginFailure):
        await bot.begin("wrong")
    await bot.end()


async def test_a_wrong_token_closes_the_gateway_with_4004(sandbox: Sandbox) -> None:
    identify = {"op": 2, "d": {"token": "wrong", "intents": 1, "properties": {}}}
    assert await _close_code(sandbox, identify) == 4004


async def test_speaking_before_identifying_closes_with_4003(sandbox: Sandbox) -> None:
    assert await _close_code(sandbox, {"op": 3, "d": {}}) == 4003


async def test_an_unknown_op_closes_with_4001(sandbox: Sandbox) -> None:
    assert await _close_code(sandbox, {"op": 77, "d": {}}) == 4001


async def test_heartbeats_are_answered(sandbox: Sandbox) -> None:
    async with aiohttp.ClientSession() as session, session.ws_connect(sandbox.gateway.url) as ws:
        assert (await ws.receive_json(timeout=5))["op"] == 10
        await ws.send_json({"op": 1, "d": None})
        assert (await ws.receive_json(timeout=5))["op"] == 11


async def test_a_privileged_intent_must_have_been_granted(sandbox: Sandbox, seeded: Seeded) -> None:
    bot = TinyBot(intents=discord.Intents(guilds=True, message_content=True))
    with pytest.raises(discord.PrivilegedIntentsRequired):
        await bot.begin(sandbox.token)
    await bot.end()


async def test_a_bot_is_ready_with_a_thousand_guilds(sandbox: Sandbox, seeded: Seeded) -> None:
    world = sandbox.world
    app = world.add_application("Grande")
    for number in range(1_000):
        guild = world.add_guild(f"Collectif {number}")
        world.install(app, guild, permissions.EVERYONE)
        for place in range(3):
            world.add_channel(guild, f"salon-{place}")
    async with running(app.token) as bot:
        assert len(bot.guilds) == 1_000
        assert all(len(guild.text_channels) == 3 for guild in bot.guilds)


async def test_two_bots_hear_each_other(sandbox: Sandbox, seeded: Seeded) -> None:
    other = sandbox.world.add_application("Écho", message_content=True)
    sandbox.world.install(other, seeded.guild, permissions.EVERYONE)
    listening = discord.Intents(guilds=True, guild_messages=True, message_content=True)
    async with running(sandbox.token) as vigie, running(other.token, intents=listening) as echo:
        channel = vigie.get_channel(seeded.discussion.id)
        assert isinstance(channel, discord.TextChannel)
        await channel.send("Bonjour")
        (heard,) = await echo.hear("message")
        assert (heard.content, heard.author.name) == ("Bonjour", "Vigie")


async def test_who_is_online_is_known(sandbox: Sandbox, seeded: Seeded) -> None:
    async with running(sandbox.token, intents=INTENTS):
        assert sandbox.gateway.is_online(seeded.vigie)
    gone = asyncio.Event()
    sandbox.gateway.on_presence.append(lambda *_: gone.set())
    if sandbox.gateway.is_online(seeded.vigie):
        await asyncio.wait_for(gone.wait(), 5)
    assert not sandbox.gateway.is_online(seeded.vigie)


async def _close_code(sandbox: Sandbox, frame: dict[str, object]) -> int | None:
    async with aiohttp.ClientSession() as session, session.ws_connect(sandbox.gateway.url) as ws:
        await ws.receive_json(timeout=5)
        await ws.send_json(frame)
        await ws.receive(timeout=5)
        return ws.close_code
