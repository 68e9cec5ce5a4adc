"""Users, applications, roles, members and channels, as the REST API and the gateway show them."""

from __future__ import annotations

from bot.sandbox.discord import thread_shapes
from bot.sandbox.discord.models import (
    DM,
    FORUM,
    Application,
    Channel,
    Json,
    Member,
    Overwrite,
    Role,
    User,
)


def user(person: User) -> Json:
    shape: Json = {
        "id": str(person.id),
        "username": person.username,
        "avatar": None,
        "discriminator": f"{person.id % 9999 + 1:04}" if person.bot else "0",
        "public_flags": 0,
        "flags": 0,
        "global_name": person.global_name,
        "primary_guild": None,
    }
    if person.bot:
        shape["bot"] = True
    return shape


def own_user(person: User) -> Json:
    """What an account is told of itself."""
    return user(person) | {
        "mfa_enabled": True,
        "locale": "fr",
        "premium_type": 0,
        "email": None,
        "verified": True,
    }


def application(app: Application, guild_count: int) -> Json:
    return {
        "id": str(app.id),
        "name": app.name,
        "icon": None,
        "description": "",
        "type": None,
        "bot": user(app.user),
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": f"{app.id:064x}",
        "flags": application_flags(app),
        "flags_new": str(application_flags(app)),
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "owner": user(app.owner),
        "approximate_guild_count": guild_count,
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
        "team": None,
        "eligible_oauth2_scopes": ["bot", "applications.commands"],
    }


def application_flags(app: Application) -> int:
    """The "limited" flags of the privileged intents that small bots are granted."""
    return (1 << 19 if app.message_content else 0) | (1 << 15 if app.guild_members else 0)


def role(one: Role) -> Json:
    shape: Json = {
        "id": str(one.id),
        "name": one.name,
        "permissions": str(one.permissions),
        "position": one.position,
        "color": one.color,
        "colors": {"primary_color": one.color, "secondary_color": None, "tertiary_color": None},
        "hoist": one.hoist,
        "managed": one.managed_by is not None,
        "mentionable": one.mentionable,
        "icon": None,
        "unicode_emoji": None,
        "flags": 0,
    }
    if one.managed_by is not None:
        shape["tags"] = {"bot_id": str(one.managed_by)}
    return shape


def partial_member(one: Member) -> Json:
    """A member without its user, as messages carry it."""
    return {
        "avatar": None,
        "banner": None,
        "communication_disabled_until": None,
        "flags": 0,
        "joined_at": one.joined_at.isoformat(),
        "nick": one.nick,
        "pending": False,
        "premium_since": None,
        "roles": [str(role) for role in one.roles],
        "mute": False,
        "deaf": False,
    }


def member(one: Member) -> Json:
    return partial_member(one) | {"user": user(one.user)}


def overwrite(one: Overwrite) -> Json:
    return {"id": str(one.id), "type": one.type, "allow": str(one.allow), "deny": str(one.deny)}


def channel(one: Channel, viewer_id: int) -> Json:
    """A guild's channel or thread, or a private one with the others in it."""
    if one.thread is not None:
        return thread_shapes.thread(one, viewer_id)
    shape: Json = {
        "id": str(one.id),
        "type": one.type,
        "flags": one.flags,
        "last_message_id": str(one.last_message_id) if one.last_message_id else None,
    }
    if one.last_pin_at is not None:
        shape["last_pin_timestamp"] = one.last_pin_at.isoformat()
    if one.guild is None:
        others = [user(each) for each in one.recipients if each.id != viewer_id]
        return shape | {"recipients": others}
    shape |= {
        "guild_id": str(one.guild.id),
        "name": one.name,
        "topic": one.topic,
        "position": one.position,
        "parent_id": str(one.parent_id) if one.parent_id else None,
        "permission_overwrites": [overwrite(each) for each in one.overwrites.values()],
        "rate_limit_per_user": one.slowmode_s,
        "default_thread_rate_limit_per_user": one.thread_slowmode_s,
        "nsfw": False,
    }
    if one.thread_minutes is not None:
        shape["default_auto_archive_duration"] = one.thread_minutes
    return shape | (thread_shapes.forum(one) if one.type == FORUM else {})


def bare_channel(one: Channel) -> Json:
    """The little that an interaction says of its channel, but all of a thread."""
    if one.type == DM:
        return {"id": str(one.id), "type": one.type}
    if one.thread is not None:
        return thread_shapes.thread(one, 0)
    return {"id": str(one.id), "type": one.type, "name": one.name, "guild_id": str(one.guild_id)}
