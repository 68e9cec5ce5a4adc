"""What the tests of threads share: finding things as a bot, and granting rights."""

from __future__ import annotations

import discord

from bot.sandbox.discord.models import Channel, Message, Role
from bot.sandbox.seed import Seeded
from bot.sandbox.server import Sandbox
from tests.tinybot import TinyBot


def text_channel(bot: TinyBot, seeded: Seeded) -> discord.TextChannel:
    channel = bot.get_channel(seeded.discussion.id)
    assert isinstance(channel, discord.TextChannel)
    return channel


def forum_channel(bot: TinyBot, seeded: Seeded) -> discord.ForumChannel:
    channel = bot.get_channel(seeded.forum.id)
    assert isinstance(channel, discord.ForumChannel)
    return channel


def stored(sandbox: Sandbox, thread: discord.Thread) -> Channel:
    return sandbox.world.channels[thread.id]


def kinds(channel: Channel) -> list[int]:
    return [message.type for message in channel.messages.values()]


def texts(channel: Channel) -> list[str]:
    return [message.content for message in channel.messages.values()]


def last(channel: Channel) -> Message:
    return list(channel.messages.values())[-1]


def role_of(seeded: Seeded) -> Role:
    """The bot's own role."""
    return next(one for one in seeded.guild.roles.values() if one.managed_by == seeded.vigie.id)


def grant(sandbox: Sandbox, seeded: Seeded, bits: int) -> None:
    role = role_of(seeded)
    sandbox.world.update_role(seeded.guild, role, allow=role.permissions | bits)


def withdraw(sandbox: Sandbox, seeded: Seeded, bits: int) -> None:
    """From the bot and from everyone."""
    for role in (role_of(seeded), seeded.guild.roles[seeded.guild.id]):
        sandbox.world.update_role(seeded.guild, role, allow=role.permissions & ~bits)
