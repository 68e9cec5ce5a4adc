"""Discord's scheduled events, which no nonce protects: they are looked for before one is made."""

from __future__ import annotations

import discord

from bot.domain.ids import MessageId
from bot.ports.chat import Schedule, Sent

_TO_COME = discord.EventStatus.scheduled


async def keep(client: discord.Client, act: Schedule) -> Sent:
    """Make, change or cancel an event. Raises what discord.py does."""
    guild = client.get_guild(int(act.place)) or await client.fetch_guild(int(act.place))
    if (known := await _known(guild, act)) is not None:
        return await _change(known, act)
    if (made := await _made(client, guild, act)) is not None:
        return await _change(made, act)
    new = await guild.create_scheduled_event(
        name=act.name,
        description=act.text,
        start_time=act.begins,
        end_time=act.ends,
        location=act.location,
        entity_type=discord.EntityType.external,
        privacy_level=discord.PrivacyLevel.guild_only,
    )
    return Sent(MessageId(str(new.id)))


async def _known(guild: discord.Guild, act: Schedule) -> discord.ScheduledEvent | None:
    """The one to change, None for a new one. Raises NotFound where it is to stay away."""
    if act.event is None:
        return None
    try:
        event = await guild.fetch_scheduled_event(int(act.event), with_counts=False)
    except discord.NotFound:
        if not act.anew:
            raise
        return None
    return None if act.anew and event.status is not _TO_COME else event


async def _made(
    client: discord.Client, guild: discord.Guild, act: Schedule
) -> discord.ScheduledEvent | None:
    """The one that an earlier attempt made, whose answer was lost."""
    for one in await guild.fetch_scheduled_events(with_counts=False):
        is_ours = client.user is not None and one.creator_id == client.user.id
        if one.status is not _TO_COME or not is_ours:
            continue
        if act.mark in (one.description or "").splitlines():
            return one
    return None


async def _change(event: discord.ScheduledEvent, act: Schedule) -> Sent:
    """What has begun, or is over, is left as it is: the chat changes it no more."""
    if event.status is not _TO_COME:
        return Sent(MessageId(str(event.id)))
    if act.over:
        await event.edit(status=discord.EventStatus.cancelled)
    else:
        await event.edit(
            name=act.name,
            description=act.text,
            start_time=act.begins,
            end_time=act.ends,
            location=act.location,
        )
    return Sent(MessageId(str(event.id)))
