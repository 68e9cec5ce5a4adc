"""Whom a message really pings: what its words name, as far as it and its author may."""

from __future__ import annotations

import re

from bot.sandbox.discord import permissions
from bot.sandbox.discord.checks import Allowed
from bot.sandbox.discord.models import Channel, Message, User
from bot.sandbox.discord.world import World

USER, ROLE = re.compile(r"<@!?(\d{1,20})>"), re.compile(r"<@&(\d{1,20})>")
EVERYONE = re.compile(r"@(?:everyone|here)\b")


def ping(world: World, message: Message, allowed: Allowed) -> None:
    """Sets the message's mentions from its content and from the message it answers."""
    content, channel = message.content, message.channel
    message.mentions = _users(world, content, channel, allowed) if "<@" in content else []
    answered = message.referenced
    if answered is not None and allowed.replied_user and answered.author not in message.mentions:
        message.mentions.append(answered.author)
    if channel.guild is None:
        return
    may_ping_all = bool(
        permissions.in_channel(channel, message.author.id) & permissions.MENTION_EVERYONE
    )
    message.mention_everyone = (
        allowed.everyone and may_ping_all and EVERYONE.search(content) is not None
    )
    message.mention_roles = [
        role_id
        for role_id in dict.fromkeys(int(found) for found in ROLE.findall(content))
        if (role := channel.guild.roles.get(role_id))
        and (role.mentionable or may_ping_all)
        and (allowed.roles or role_id in allowed.role_ids)
    ]


def _users(world: World, content: str, channel: Channel, allowed: Allowed) -> list[User]:
    named = dict.fromkeys(int(found) for found in USER.findall(content))
    return [
        world.users[user_id]
        for user_id in named
        if user_id in world.users
        and (allowed.users or user_id in allowed.user_ids)
        and permissions.in_channel(channel, user_id)
    ]
