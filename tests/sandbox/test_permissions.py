from __future__ import annotations

import discord
import pytest

from bot.sandbox.asking import AskError
from bot.sandbox.discord import permissions
from bot.sandbox.discord.models import MEMBER_TARGET, ROLE_TARGET, Overwrite
from bot.sandbox.seed import Seeded
from bot.sandbox.server import Sandbox
from tests.tinybot import TinyBot

SEND, VIEW = permissions.SEND_MESSAGES, permissions.VIEW_CHANNEL


def test_the_owner_and_administrators_may_everything(sandbox: Sandbox, seeded: Seeded) -> None:
    world, channel = sandbox.world, seeded.private
    admin = world.add_user("phare")
    role = world.add_role(seeded.guild, "admin", permissions.ADMINISTRATOR)
    world.add_member(seeded.guild, admin, [role])
    assert permissions.in_channel(channel, seeded.boussole.id) == permissions.ALL
    assert permissions.in_channel(channel, admin.id) == permissions.ALL


def test_a_members_exception_wins_over_the_roles_and_theirs_over_everyones(
    sandbox: Sandbox, seeded: Seeded
) -> None:
    everyone, role, member = seeded.guild.id, seeded.organisers.id, seeded.girouette.id
    denied = Overwrite(everyone, ROLE_TARGET, deny=SEND)
    allowed = Overwrite(role, ROLE_TARGET, allow=SEND)
    muted = Overwrite(member, MEMBER_TARGET, deny=SEND)
    sandbox.world.update_channel(seeded.discussion, overwrites=[denied])
    assert not permissions.in_channel(seeded.discussion, member) & SEND
    sandbox.world.update_channel(seeded.discussion, overwrites=[denied, allowed])
    assert permissions.in_channel(seeded.discussion, member) & SEND
    assert not permissions.in_channel(seeded.discussion, seeded.mimosa.id) & SEND
    sandbox.world.update_channel(seeded.discussion, overwrites=[denied, allowed, muted])
    assert not permissions.in_channel(seeded.discussion, member) & SEND


def test_who_does_not_see_a_channel_may_nothing_in_it(seeded: Seeded) -> None:
    assert permissions.in_channel(seeded.private, seeded.mimosa.id) == 0
    assert permissions.in_channel(seeded.private, seeded.girouette.id) & SEND
    assert permissions.in_channel(seeded.private, seeded.vigie.id) & SEND


def test_a_person_cannot_read_what_is_hidden_from_them(sandbox: Sandbox, seeded: Seeded) -> None:
    with pytest.raises(AskError) as refused:
        sandbox.people.messages(seeded.private, seeded.mimosa)
    assert refused.value.status == 403


async def _refusal(bot: TinyBot, channel_id: int, **options: object) -> discord.HTTPException:
    channel = bot.get_partial_messageable(channel_id)
    with pytest.raises(discord.HTTPException) as refused:
        await channel.send(**(options or {"content": "?"}))  # type: ignore[call-overload]
    return refused.value


async def test_routes_refuse_with_the_official_codes(
    sandbox: Sandbox, seeded: Seeded, bot: TinyBot
) -> None:
    world, guild = sandbox.world, seeded.guild
    readable = world.add_channel(
        guild, "lecture", overwrites=[Overwrite(seeded.vigie.id, MEMBER_TARGET, deny=SEND)]
    )
    hidden = world.add_channel(
        guild, "caché", overwrites=[Overwrite(seeded.vigie.id, MEMBER_TARGET, deny=VIEW)]
    )
    plain = world.add_channel(
        guild,
        "sans-carte",
        overwrites=[Overwrite(seeded.vigie.id, MEMBER_TARGET, deny=permissions.EMBED_LINKS)],
    )
    elsewhere = world.add_channel(world.add_guild("Ailleurs"), "loin")
    assert (await _refusal(bot, readable.id)).code == 50013
    assert (await _refusal(bot, hidden.id)).code == 50001
    assert (await _refusal(bot, plain.id, embed=discord.Embed(title="t"))).code == 50013
    assert (await _refusal(bot, elsewhere.id)).code == 50001
    assert (await _refusal(bot, 12345)).code == 10003
    with pytest.raises(discord.NotFound) as missing:
        await bot.get_partial_messageable(readable.id).fetch_message(12345)
    assert missing.value.code == 10008


async def test_others_messages_are_deleted_with_the_right_and_never_edited(
    sandbox: Sandbox, seeded: Seeded, bot: TinyBot
) -> None:
    theirs = await sandbox.people.say(seeded.mimosa, seeded.discussion, "salut")
    message = bot.get_partial_messageable(seeded.discussion.id).get_partial_message(theirs.id)
    with pytest.raises(discord.Forbidden) as refused:
        await message.edit(content="autre chose")
    assert refused.value.code == 50005
    await message.delete()
    assert theirs.id not in seeded.discussion.messages


async def test_without_the_right_to_history_there_is_none(
    sandbox: Sandbox, seeded: Seeded, bot: TinyBot
) -> None:
    await sandbox.people.say(seeded.mimosa, seeded.discussion, "@Vigie salut")
    denied = Overwrite(seeded.vigie.id, MEMBER_TARGET, deny=permissions.READ_MESSAGE_HISTORY)
    sandbox.world.update_channel(seeded.discussion, overwrites=[denied])
    channel = bot.get_partial_messageable(seeded.discussion.id)
    assert [message async for message in channel.history()] == []


async def test_a_bot_manages_channels_and_roles_only_with_the_right(
    sandbox: Sandbox, seeded: Seeded, bot: TinyBot
) -> None:
    (guild,) = bot.guilds
    with pytest.raises(discord.Forbidden):
        await guild.create_text_channel("nouveau")
    with pytest.raises(discord.Forbidden):
        await guild.create_role(name="nouveau")
    mine = next(role for role in seeded.guild.roles.values() if role.managed_by)
    rights = permissions.MANAGE_CHANNELS | permissions.MANAGE_ROLES
    sandbox.world.update_role(seeded.guild, mine, allow=mine.permissions | rights)
    channel = await guild.create_text_channel("nouveau", topic="essai")
    await channel.edit(name="renommé")
    await channel.set_permissions(guild.default_role, send_messages=False)
    assert seeded.guild.channels[channel.id].name == "renommé"
    assert not permissions.in_channel(seeded.guild.channels[channel.id], seeded.mimosa.id) & SEND
    await channel.delete()
    assert channel.id not in seeded.guild.channels
