"""Users, roles, members, channels and guilds, as the REST API and the gateway show them."""

from __future__ import annotations

from bot.sandbox.discord.models import (
    DM,
    Application,
    Channel,
    Guild,
    Json,
    Member,
    Overwrite,
    Role,
    User,
)
from bot.sandbox.discord.permissions import base


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
    """A guild's channel, or a private one with the others in it."""
    shape: Json = {
        "id": str(one.id),
        "type": one.type,
        "flags": 0,
        "last_message_id": str(one.last_message_id) if one.last_message_id else None,
    }
    if one.guild is None:
        others = [user(each) for each in one.recipients if each.id != viewer_id]
        return shape | {"recipients": others}
    return shape | {
        "guild_id": str(one.guild.id),
        "name": one.name,
        "topic": one.topic,
        "position": one.position,
        "parent_id": str(one.parent_id) if one.parent_id else None,
        "permission_overwrites": [overwrite(each) for each in one.overwrites.values()],
        "rate_limit_per_user": 0,
        "nsfw": False,
    }


def bare_channel(one: Channel) -> Json:
    """The little that an interaction says of its channel."""
    if one.type == DM:
        return {"id": str(one.id), "type": one.type}
    return {"id": str(one.id), "type": one.type, "name": one.name, "guild_id": str(one.guild_id)}


def guild(one: Guild) -> Json:
    return {
        "id": str(one.id),
        "name": one.name,
        "icon": None,
        "description": None,
        "home_header": None,
        "splash": None,
        "discovery_splash": None,
        "features": [],
        "banner": None,
        "owner_id": str(one.owner_id),
        "application_id": None,
        "region": "deprecated",
        "afk_channel_id": None,
        "afk_timeout": 300,
        "system_channel_id": None,
        "system_channel_flags": 0,
        "widget_enabled": False,
        "widget_channel_id": None,
        "verification_level": 0,
        "roles": [role(each) for each in one.roles.values()],
        "default_message_notifications": 0,
        "mfa_level": 0,
        "explicit_content_filter": 0,
        "max_presences": None,
        "max_members": 500_000,
        "max_stage_video_channel_users": 50,
        "max_video_channel_users": 25,
        "vanity_url_code": None,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "preferred_locale": one.locale,
        "rules_channel_id": None,
        "safety_alerts_channel_id": None,
        "public_updates_channel_id": None,
        "premium_progress_bar_enabled": False,
        "nsfw": False,
        "nsfw_level": 0,
        "emojis": [],
        "stickers": [],
        "incidents_data": None,
    }


def my_guild(one: Guild, me: Member) -> Json:
    return {
        "id": str(one.id),
        "name": one.name,
        "icon": None,
        "banner": None,
        "owner": one.owner_id == me.user.id,
        "permissions": str(base(one, me)),
        "features": [],
    }


def guild_create(one: Guild, viewer: User) -> Json:
    """GUILD_CREATE's data: the members are the viewer alone, as without presences."""
    me = one.members[viewer.id]
    return guild(one) | {
        "joined_at": me.joined_at.isoformat(),
        "large": False,
        "member_count": len(one.members),
        "members": [member(me)],
        "channels": [channel(each, viewer.id) for each in one.channels.values()],
        "threads": [],
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }
