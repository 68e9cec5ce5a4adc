"""Threads, their members and the tags of forums, as the REST API and the gateway show them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.sandbox.discord.models import FORUM, PRIVATE_THREAD, Channel, Json
from bot.sandbox.discord.thread_models import Tag, Thread

MEMBERS_COUNTED = 50  # the official count stops there


def thread(one: Channel, viewer_id: int) -> Json:
    """A thread's channel, with the viewer's own membership when there is one."""
    about, parent = one.thread, one.parent
    assert about is not None
    shape: Json = {
        "id": str(one.id),
        "type": one.type,
        "flags": one.flags,
        "guild_id": str(one.guild_id),
        "name": one.name,
        "parent_id": str(one.parent_id),
        "owner_id": str(about.owner_id),
        "last_message_id": str(one.last_message_id) if one.last_message_id else None,
        "last_pin_timestamp": one.last_pin_at.isoformat() if one.last_pin_at else None,
        "rate_limit_per_user": one.slowmode_s,
        "message_count": about.message_count,
        "member_count": min(len(about.members), MEMBERS_COUNTED),
        "total_message_sent": about.total_sent,
        "thread_metadata": _metadata(one, about),
    }
    if parent is not None and parent.type == FORUM:
        shape["applied_tags"] = [str(tag) for tag in about.tags]
    if since := about.members.get(viewer_id):
        shape["member"] = member(one, viewer_id, since)
    return shape


def _metadata(one: Channel, about: Thread) -> Json:
    shape: Json = {
        "archived": about.archived,
        "archive_timestamp": about.archived_at.isoformat(),
        "auto_archive_duration": about.minutes,
        "locked": about.locked,
        "create_timestamp": about.created_at.isoformat(),
    }
    return shape | ({"invitable": about.invitable} if one.type == PRIVATE_THREAD else {})


def member(one: Channel, user_id: int, since: datetime) -> Json:
    return {
        "id": str(one.id),
        "user_id": str(user_id),
        "join_timestamp": since.isoformat(),
        "flags": 1,
    }


def listed(threads: Iterable[Channel], viewer_id: int, *, has_more: bool = False) -> Json:
    """A list of threads, and the viewer's memberships beside it."""
    shapes = [thread(one, viewer_id) for one in threads]
    members = [shape.pop("member") for shape in shapes if "member" in shape]
    return {"threads": shapes, "members": members, "has_more": has_more}


def tag(one: Tag) -> Json:
    return {
        "id": str(one.id),
        "name": one.name,
        "moderated": one.moderated,
        "emoji_id": None,
        "emoji_name": one.emoji_name,
    }


def forum(one: Channel) -> Json:
    """What only forums add to a channel."""
    return {
        "available_tags": [tag(each) for each in one.tags],
        "default_reaction_emoji": None,
        "default_sort_order": None,
        "default_forum_layout": 0,
    }
