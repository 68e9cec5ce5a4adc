"""The channel that is to hear, and what Vigie may do there."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import discord
from discord import Interaction, Permissions, Role
from discord.abc import GuildChannel, Snowflake

from bot.domain.hearing import Sees
from bot.domain.ids import ChannelId, CollectiveId
from bot.domain.refusals import Reason, Refused
from bot.domain.routing import Room
from bot.services.hearing import Here
from bot.services.threads import Listener
from cogs import kit

Chosen = discord.TextChannel | discord.ForumChannel | None


def listener_of(interaction: Interaction, chosen: Chosen) -> Listener:
    """The channel chosen, else where the command was typed.

    Raises Refused unless Vigie may do there all that carrying messages takes.
    """
    room = _room(interaction, chosen)
    rights = _rights(interaction, chosen)
    writes = rights.send_messages_in_threads if room is Room.THREAD else rights.send_messages
    if not (rights.view_channel and writes and rights.embed_links and rights.read_message_history):
        raise Refused(Reason.CANNOT_WRITE_HERE)
    id_ = chosen.id if chosen else interaction.channel_id
    return Listener(ChannelId(str(id_)), room)


def can_say(interaction: Interaction) -> bool:
    """Whether Vigie may write where the command was typed."""
    rights = interaction.app_permissions
    if isinstance(interaction.channel, discord.Thread):
        return rights.view_channel and rights.send_messages_in_threads
    return rights.view_channel and rights.send_messages


def closed(interaction: Interaction, channels: Iterable[ChannelId]) -> list[ChannelId]:
    """Those of these channels of the server where Vigie may not write, as far as it can tell."""
    guild = interaction.guild
    return [one for one in channels if guild and not _may_write(guild, one)]


def _may_write(guild: discord.Guild, id_: ChannelId) -> bool:
    found = guild.get_channel_or_thread(int(id_))
    if found is None:
        return True
    rights = found.permissions_for(guild.me)
    if isinstance(found, discord.Thread):
        return rights.view_channel and rights.send_messages_in_threads
    return rights.view_channel and rights.send_messages


def can_open(interaction: Interaction, chosen: Chosen) -> bool:
    """Whether chat threads can be opened there, where that makes sense."""
    rights = _rights(interaction, chosen)
    if _room(interaction, chosen) is not Room.TEXT:
        return True
    return rights.create_public_threads and rights.send_messages_in_threads


def here_of(interaction: Interaction) -> Here:
    """Where something is typed, and who reads there."""
    place = _place(interaction.channel)
    return Here(place is not None and _is_read_by_all(place), read_by_no_others(interaction))


def seen_by(interaction: Interaction) -> Sees:
    """Tells of each channel of the server whether the person may read it: organisers are told of
    all, and whoever else of none where it cannot be known."""
    if kit.is_organiser(interaction):
        return lambda _: True
    sees = _seen(interaction.guild, interaction.user)
    return lambda channel: int(channel) == interaction.channel_id or sees(channel)


async def seen_in(interaction: Interaction, collective: CollectiveId | None) -> Sees:
    """The same; in private, of the collective that the person speaks from."""
    guild = interaction.client.get_guild(int(collective)) if collective else None
    if interaction.guild_id is not None or guild is None:
        return seen_by(interaction)
    member = await kit.member_of(interaction, guild)
    if member is not None and member.guild_permissions.manage_guild:
        return lambda _: True
    return _seen(guild, member)


def _seen(guild: discord.Guild | None, person: object) -> Sees:
    def sees(channel: ChannelId) -> bool:
        found = guild.get_channel_or_thread(int(channel)) if guild else None
        if found is None or not isinstance(person, discord.Member):
            return False
        if isinstance(found, discord.Thread):
            if found.parent is None or found.is_private():  # who was invited is not known
                return False
            return found.parent.permissions_for(person).view_channel
        return found.permissions_for(person).view_channel

    return sees


def is_open(interaction: Interaction, channel: ChannelId) -> bool:
    """Whether everybody of its server may read in a channel."""
    is_here = int(channel) == interaction.channel_id
    told = interaction.channel if is_here else interaction.client.get_channel(int(channel))
    found = _place(told)
    return found is not None and _is_read_by_all(found)


def _is_read_by_all(channel: GuildChannel) -> bool:
    return channel.permissions_for(_everybody(channel.guild)).view_channel


def _everybody(guild: discord.Guild) -> Role:
    """Whoever comes; where they may write nowhere yet, the role that reads in the most channels, of
    those that do not run the server."""
    all_ = guild.default_role
    rights = [one.permissions_for(all_) for one in guild.text_channels]
    if any(one.view_channel and one.send_messages for one in rights):
        return all_
    members = [
        one
        for one in guild.roles
        if not (one.is_bot_managed() or one.is_default() or one.permissions.manage_guild)
    ]
    return max(members, key=_read, default=all_)


def _read(role: Role) -> int:
    """In how many channels."""
    return sum(one.permissions_for(role).view_channel for one in role.guild.text_channels)


def read_by_no_others(interaction: Interaction) -> Callable[[ChannelId], bool]:
    """Tells of each channel of the server whether all who read there may read where the command
    was typed: what was typed is no secret to them. In doubt, it is."""
    here = _place(interaction.channel)

    def is_so(channel: ChannelId) -> bool:
        if int(channel) == interaction.channel_id:
            return True
        guild = interaction.guild
        there = _place(guild.get_channel_or_thread(int(channel)) if guild else None)
        return here is not None and there is not None and not _readers_but(here, there)

    return is_so


def _place(channel: object) -> GuildChannel | None:
    """Whose rights decide on who reads; None where that is who was invited, or not known."""
    if isinstance(channel, discord.Thread):
        return None if channel.is_private() else channel.parent
    return channel if isinstance(channel, GuildChannel) else None


def _readers_but(here: GuildChannel, there: GuildChannel) -> bool:
    """Whether a role of people, or somebody whom the rights name, reads there but not here."""
    roles = (one for one in here.guild.roles if not one.is_bot_managed())
    named = (one for one in {*here.overwrites, *there.overwrites} if not isinstance(one, Role))
    return any(
        there.permissions_for(one).view_channel and not here.permissions_for(one).view_channel
        for one in roles
    ) or any(_lets(there, one) and not _lets(here, one) for one in named)


def _lets(channel: GuildChannel, person: Snowflake) -> bool:
    """Whether somebody without roles reads in a channel."""
    own = channel.overwrites.get(person)  # type: ignore[call-overload]
    if own is not None and own.view_channel is not None:
        return bool(own.view_channel)
    return channel.permissions_for(channel.guild.default_role).view_channel


def _room(interaction: Interaction, chosen: Chosen) -> Room:
    channel = chosen or interaction.channel
    if isinstance(channel, discord.ForumChannel):
        return Room.FORUM
    return Room.THREAD if isinstance(channel, discord.Thread) else Room.TEXT


def _rights(interaction: Interaction, chosen: Chosen) -> Permissions:
    if chosen is None or interaction.guild is None:
        return interaction.app_permissions
    return chosen.permissions_for(interaction.guild.me)
