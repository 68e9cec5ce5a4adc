from __future__ import annotations

import asyncio

import aiohttp
import discord
import pytest

from bot.sandbox.discord import permissions
from bot.sandbox.seed import Seeded
from bot.sandbox.server import Sandbox
from tests.tinybot import TinyBot, running


async def test_a_dropped_bot_resumes_and_misses_nothing(
    sandbox: Sandbox, seeded: Seeded, bot: TinyBot
) -> None:
    sandbox.faults.put("gateway.refuse")
    sandbox.faults.put("gateway.drop")
    await bot.hear("disconnect")
    for number in range(5):
        await sandbox.people.say(seeded.mimosa, seeded.discussion, f"@Vigie {number}")
    sandbox.faults.clear("gateway.refuse")
    await bot.hear("resumed")
    await bot.hear("message", 5)
    heard = [args[0].content[-1] for name, args in bot.heard if name == "message"]
    assert heard == ["0", "1", "2", "3", "4"]
    assert bot.count("ready") == 1


async def test_a_bot_asked_to_reconnect_resumes(
    sandbox: Sandbox, seeded: Seeded, bot: TinyBot
) -> None:
    sandbox.faults.put("gateway.reconnect")
    await bot.hear("resumed")
    await sandbox.people.say(seeded.mimosa, seeded.discussion, "@Vigie toujours là ?")
    assert await bot.hear("message")
    assert not sandbox.faults.active()


async def test_an_invalid_session_starts_anew(
    sandbox: Sandbox, seeded: Seeded, bot: TinyBot
) -> None:
    sandbox.faults.put("gateway.invalid")
    await bot.hear("ready", 2)
    await sandbox.people.say(seeded.mimosa, seeded.discussion, "@Vigie encore")
    assert await bot.hear("message")
    assert bot.count("resumed") == 0


async def test_a_session_that_was_forgotten_cannot_be_resumed(
    sandbox: Sandbox, seeded: Seeded, bot: TinyBot
) -> None:
    for session in list(sandbox.gateway.sessions.values()):
        sandbox.gateway.forget(session)
    sandbox.faults.put("gateway.refuse")
    for connection in list(sandbox.gateway.connections):
        connection.abort()
    await bot.hear("disconnect")
    sandbox.faults.clear("gateway.refuse")
    await bot.hear("ready", 2)
    assert bot.count("resumed") == 0


async def test_joining_and_leaving_a_guild_is_told(
    sandbox: Sandbox, seeded: Seeded, bot: TinyBot
) -> None:
    guild = sandbox.world.add_guild("Collectif de Saint-Denis")
    sandbox.world.add_channel(guild, "général")
    sandbox.world.install(seeded.vigie, guild, permissions.EVERYONE)
    (joined,) = await bot.hear("guild_join")
    assert (joined.name, joined.me.id) == (guild.name, seeded.vigie.id)
    await joined.leave()
    (left,) = await bot.hear("guild_remove")
    assert left.id == guild.id
    assert seeded.vigie.id not in guild.members


async def test_channels_and_roles_are_told_as_they_come_change_and_go(
    sandbox: Sandbox, seeded: Seeded, bot: TinyBot
) -> None:
    world, guild = sandbox.world, seeded.guild
    channel = world.add_channel(guild, "tracts")
    world.update_channel(channel, name="tracts-2")
    world.remove_channel(channel)
    role = world.add_role(guild, "tractage")
    world.update_role(guild, role, name="tractages")
    world.remove_role(guild, role)
    world.update_guild(guild, name="Collectif du Sud")
    (made,) = await bot.hear("guild_channel_create")
    assert made.id == channel.id
    assert (await bot.hear("guild_channel_update"))[1].name == "tracts-2"
    assert (await bot.hear("guild_channel_delete"))[0].id == channel.id
    assert (await bot.hear("guild_role_create"))[0].id == role.id
    assert (await bot.hear("guild_role_update"))[1].name == "tractages"
    assert (await bot.hear("guild_role_delete"))[0].id == role.id
    assert (await bot.hear("guild_update"))[1].name == "Collectif du Sud"


async def test_members_are_told_to_bots_that_were_granted_it(
    sandbox: Sandbox, seeded: Seeded
) -> None:
    world, guild = sandbox.world, seeded.guild
    app = world.add_application("Compteuse", guild_members=True)
    world.install(app, guild, permissions.EVERYONE)
    intents = discord.Intents(guilds=True, members=True)
    async with running(app.token, intents=intents) as bot:
        person = world.add_user("phare", "Phare")
        world.add_member(guild, person)
        (joined,) = await bot.hear("member_join")
        assert joined.display_name == "Phare"
        world.update_member(guild, person, roles=[seeded.organisers])
        _, after = await bot.hear("member_update")
        assert [role.id for role in after.roles[1:]] == [seeded.organisers.id]
        world.remove_member(guild, person)
        assert (await bot.hear("member_remove"))[0].id == person.id


async def test_a_bot_hears_of_its_own_roles_without_that_intent(
    sandbox: Sandbox, seeded: Seeded, bot: TinyBot
) -> None:
    mine = next(role for role in seeded.guild.roles.values() if role.managed_by)
    sandbox.world.update_member(seeded.guild, seeded.vigie.user, roles=[mine, seeded.organisers])
    _, after = await bot.hear("member_update")
    assert after.guild_permissions.manage_guild


async def test_without_the_intent_messages_are_not_told(sandbox: Sandbox, seeded: Seeded) -> None:
    async with running(sandbox.token, intents=discord.Intents(guilds=True)) as bot:
        await sandbox.people.say(seeded.mimosa, seeded.discussion, "@Vigie ?")
        sandbox.world.add_role(seeded.guild, "après")
        await bot.hear("guild_role_create")
        assert bot.count("message") == 0


async def test_hidden_channels_messages_are_not_told(
    sandbox: Sandbox, seeded: Seeded, bot: TinyBot
) -> None:
    sandbox.world.update_channel(seeded.private, overwrites=[])
    everyone = seeded.guild.roles[seeded.guild.id]
    sandbox.world.update_role(seeded.guild, everyone, allow=0)
    for role in seeded.guild.roles.values():
        if role.managed_by:
            sandbox.world.update_role(seeded.guild, role, allow=0)
    await sandbox.people.say(seeded.boussole, seeded.private, "@Vigie ?")
    sandbox.world.add_role(seeded.guild, "après")
    await bot.hear("guild_role_create")
    assert bot.count("message") == 0


@pytest.mark.parametrize(("code", "kept"), [(1000, 0), (4000, 1)])
async def test_only_a_client_that_leaves_for_good_ends_its_session(
    sandbox: Sandbox, code: int, kept: int
) -> None:
    gone = asyncio.Event()
    sandbox.gateway.on_presence.append(lambda _, online: None if online else gone.set())
    identify = {"token": sandbox.token, "intents": 1, "properties": {}}
    async with aiohttp.ClientSession() as session, session.ws_connect(sandbox.gateway.url) as ws:
        await ws.send_json({"op": 2, "d": identify})
        while (await ws.receive_json(timeout=5))["t"] != "READY":
            pass
        await ws.close(code=code)
    await asyncio.wait_for(gone.wait(), 5)
    assert len(sandbox.gateway.sessions) == kept
