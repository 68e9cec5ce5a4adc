"""What becomes of threads, as events: their names, their data, and the intents they need."""

from __future__ import annotations

from collections.abc import Iterable

from bot.sandbox.discord import guild_shapes, shapes, thread_shapes
from bot.sandbox.discord.events import GUILD_MEMBERS, GUILDS, WorldEvent
from bot.sandbox.discord.models import Application, Channel, Guild, Json, User


def created(one: Channel) -> WorldEvent:
    return WorldEvent(
        "THREAD_CREATE",
        lambda: thread_shapes.thread(one, 0) | {"newly_created": True},
        GUILDS,
        one.guild,
        one,
    )


def opened(one: Channel, app: Application) -> WorldEvent:
    """THREAD_CREATE again, for a bot that is now a member: it may never have seen the thread."""
    return WorldEvent(
        "THREAD_CREATE", lambda: thread_shapes.thread(one, app.id), GUILDS, one.guild, one, to=app
    )


def updated(one: Channel) -> WorldEvent:
    return WorldEvent("THREAD_UPDATE", lambda: thread_shapes.thread(one, 0), GUILDS, one.guild, one)


def deleted(one: Channel) -> WorldEvent:
    data: Json = {
        "id": str(one.id),
        "guild_id": str(one.guild_id),
        "parent_id": str(one.parent_id),
        "type": one.type,
    }
    return WorldEvent("THREAD_DELETE", lambda: data, GUILDS, one.guild, one)


def joined(one: Channel, user: User) -> WorldEvent:
    """THREAD_MEMBERS_UPDATE; a bot hears it of itself without the members' intent."""
    guild, about = one.guild, one.thread
    assert guild is not None
    assert about is not None
    added = thread_shapes.member(one, user.id, about.members[user.id]) | {
        "member": shapes.member(guild.members[user.id]),
        "presence": None,
    }
    return _members_changed(one, user, {"added_members": [added]})


def left(one: Channel, user: User) -> WorldEvent:
    return _members_changed(one, user, {"removed_member_ids": [str(user.id)]})


def _members_changed(one: Channel, user: User, what: Json) -> WorldEvent:
    count = thread_shapes.thread(one, 0)["member_count"]
    data: Json = {"id": str(one.id), "guild_id": str(one.guild_id), "member_count": count} | what
    return WorldEvent(
        "THREAD_MEMBERS_UPDATE", lambda: data, GUILD_MEMBERS, one.guild, one, about=user
    )


def member_updated(one: Channel, app: Application) -> WorldEvent:
    """THREAD_MEMBER_UPDATE, which a member hears when the thread wakes."""
    assert one.thread is not None
    data = thread_shapes.member(one, app.id, one.thread.members[app.id])
    data["guild_id"] = str(one.guild_id)
    return WorldEvent("THREAD_MEMBER_UPDATE", lambda: data, GUILDS, one.guild, one, to=app)


def synced(guild: Guild, app: Application, channels: Iterable[int]) -> WorldEvent:
    """THREAD_LIST_SYNC: the active threads of channels that the application now sees."""
    ids = set(channels)
    theirs = [one for one in guild_shapes.active_threads(guild, app.id) if one.parent_id in ids]
    data = thread_shapes.listed(theirs, app.id)
    del data["has_more"]
    data |= {"guild_id": str(guild.id), "channel_ids": [str(each) for each in sorted(ids)]}
    return WorldEvent("THREAD_LIST_SYNC", lambda: data, GUILDS, guild, to=app)
