"""Pinned messages of channels and threads."""

from __future__ import annotations

from datetime import datetime

from bot.sandbox.discord import archiving, permissions, posting
from bot.sandbox.discord.errors import ApiError, missing_permissions
from bot.sandbox.discord.events import DIRECT_MESSAGES, GUILDS, WorldEvent
from bot.sandbox.discord.models import MESSAGE_PINNED, Channel, Json, Message, User
from bot.sandbox.discord.world import World

MOST = 250


def pin(world: World, by: User, message: Message) -> None:
    """Pins a message, says so in its channel. Raises ApiError."""
    channel = message.channel
    _refuse(channel, by)
    if message.id in channel.pins:
        return
    if len(channel.pins) >= MOST:
        raise ApiError(400, 30003, f"Maximum number of pins reached for the channel ({MOST})")
    channel.last_pin_at = channel.pins[message.id] = world.clock.now()
    _tell(world, message)
    reference = (channel.id, message.id)
    posting.system(world, channel, by, MESSAGE_PINNED, reference=reference)


def unpin(world: World, by: User, message: Message) -> None:
    _refuse(message.channel, by)
    if message.channel.pins.pop(message.id, None) is not None:
        _tell(world, message)


def listed(channel: Channel, before: datetime | None = None) -> list[tuple[datetime, Message]]:
    """When each was pinned, the latest first."""
    found = [(at, channel.messages[each]) for each, at in channel.pins.items()]
    found.sort(key=lambda pair: (pair[0], pair[1].id), reverse=True)
    return [pair for pair in found if before is None or pair[0] < before]


def _refuse(channel: Channel, by: User) -> None:
    if not permissions.in_channel(channel, by.id) & permissions.PIN_MESSAGES:
        raise missing_permissions()
    archiving.refuse_closed(channel, by)


def _tell(world: World, message: Message) -> None:
    channel, guild = message.channel, message.channel.guild
    at = channel.last_pin_at
    data: Json = {
        "channel_id": str(channel.id),
        "last_pin_timestamp": at.isoformat() if at else None,
    }
    if guild is not None:
        data["guild_id"] = str(guild.id)
    intent = GUILDS if guild else DIRECT_MESSAGES
    world.emit(WorldEvent("CHANNEL_PINS_UPDATE", lambda: data, intent, guild, channel))
    posting.changed(world, message)
