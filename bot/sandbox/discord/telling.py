"""Changes of guilds, as events: their names, their data, and the intents they need."""

from __future__ import annotations

from bot.sandbox.discord import guild_shapes, shapes
from bot.sandbox.discord.events import GUILD_MEMBERS, GUILDS, WorldEvent
from bot.sandbox.discord.models import Application, Channel, Guild, Json, Member, Role, User


def guild_joined(guild: Guild, app: Application) -> WorldEvent:
    return WorldEvent(
        "GUILD_CREATE", lambda: guild_shapes.guild_create(guild, app.user), GUILDS, guild, to=app
    )


def guild_changed(guild: Guild) -> WorldEvent:
    return WorldEvent("GUILD_UPDATE", lambda: guild_shapes.guild(guild), GUILDS, guild)


def guild_left(guild: Guild, app: Application) -> WorldEvent:
    return WorldEvent("GUILD_DELETE", lambda: {"id": str(guild.id)}, GUILDS, guild, to=app)


def member(name: str, guild: Guild, one: Member) -> WorldEvent:
    """GUILD_MEMBER_ADD or GUILD_MEMBER_UPDATE; a bot hears the latter of itself anyway."""
    return WorldEvent(
        name,
        lambda: shapes.member(one) | {"guild_id": str(guild.id)},
        GUILD_MEMBERS,
        guild,
        about=one.user if name == "GUILD_MEMBER_UPDATE" else None,
    )


def member_left(guild: Guild, user: User) -> WorldEvent:
    data: Json = {"guild_id": str(guild.id), "user": shapes.user(user)}
    return WorldEvent("GUILD_MEMBER_REMOVE", lambda: data, GUILD_MEMBERS, guild)


def role(name: str, guild: Guild, one: Role) -> WorldEvent:
    """GUILD_ROLE_CREATE or GUILD_ROLE_UPDATE."""
    return WorldEvent(
        name, lambda: {"guild_id": str(guild.id), "role": shapes.role(one)}, GUILDS, guild
    )


def role_gone(guild: Guild, one: Role) -> WorldEvent:
    data: Json = {"guild_id": str(guild.id), "role_id": str(one.id)}
    return WorldEvent("GUILD_ROLE_DELETE", lambda: data, GUILDS, guild)


def channel(name: str, one: Channel) -> WorldEvent:
    """CHANNEL_CREATE, CHANNEL_UPDATE or CHANNEL_DELETE."""
    return WorldEvent(name, lambda: shapes.channel(one, 0), GUILDS, one.guild, one)
