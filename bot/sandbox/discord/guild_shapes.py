"""Guilds, with all that is in them, as the REST API and the gateway show them."""

from __future__ import annotations

from bot.sandbox.discord import permissions, scheduled_shapes, shapes, thread_shapes
from bot.sandbox.discord.models import Channel, Guild, Json, Member, User


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
        "roles": [shapes.role(each) for each in one.roles.values()],
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
        "permissions": str(permissions.base(one, me)),
        "features": [],
    }


def guild_create(one: Guild, viewer: User) -> Json:
    """GUILD_CREATE's data: the members are the viewer alone, as without presences."""
    me = one.members[viewer.id]
    return guild(one) | {
        "joined_at": me.joined_at.isoformat(),
        "large": False,
        "member_count": len(one.members),
        "members": [shapes.member(me)],
        "channels": [shapes.channel(each, viewer.id) for each in one.channels.values()],
        "threads": [
            thread_shapes.thread(each, viewer.id) for each in active_threads(one, viewer.id)
        ],
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [scheduled_shapes.shape(each) for each in one.scheduled.values()],
        "soundboard_sounds": [],
    }


def active_threads(one: Guild, viewer_id: int) -> list[Channel]:
    """The threads that are not archived and that the viewer sees, the newest first."""
    return [
        each
        for each in sorted(one.threads.values(), key=lambda each: -each.id)
        if each.thread is not None
        and not each.thread.archived
        and permissions.in_channel(each, viewer_id) & permissions.VIEW_CHANNEL
    ]
