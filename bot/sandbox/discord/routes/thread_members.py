"""Who is in a thread: the bot itself, and the others."""

from __future__ import annotations

from datetime import datetime

from bot.sandbox.discord import archiving, shapes, thread_shapes, threads
from bot.sandbox.discord.errors import ApiError, Json, missing_access, unknown
from bot.sandbox.discord.models import Channel, Guild, User
from bot.sandbox.discord.router import NOTHING, Answer, Call
from bot.sandbox.discord.routes.table import router
from bot.sandbox.discord.snowflakes import parse
from bot.sandbox.discord.thread_models import Thread

MEMBERS = "/channels/{channel_id}/thread-members"
MOST = 100  # members a page


def _thread(call: Call) -> tuple[Channel, Thread, Guild]:
    """Raises ApiError 50024 for a channel that is no thread."""
    channel = call.world.channel_for(call.app, call.id("channel_id"))
    if channel.thread is None or channel.guild is None:
        raise ApiError(400, 50024, "Cannot execute action on this channel type")
    return channel, channel.thread, channel.guild


@router.route("PUT", MEMBERS + "/@me")
def join_thread(call: Call) -> Answer:
    channel, _, _ = _thread(call)
    archiving.refuse_archived(channel)
    archiving.join(call.world, channel, call.app.user)
    return NOTHING


@router.route("DELETE", MEMBERS + "/@me")
def leave_thread(call: Call) -> Answer:
    channel, _, _ = _thread(call)
    archiving.refuse_archived(channel)
    archiving.leave(call.world, channel, call.app.user)
    return NOTHING


@router.route("PUT", MEMBERS + "/{user_id}")
def add_thread_member(call: Call) -> Answer:
    channel, user = _other(call)
    threads.add(call.world, call.app.user, channel, user)
    return NOTHING


@router.route("DELETE", MEMBERS + "/{user_id}")
def delete_thread_member(call: Call) -> Answer:
    channel, user = _other(call)
    threads.remove(call.world, call.app.user, channel, user)
    return NOTHING


def _other(call: Call) -> tuple[Channel, User]:
    """The thread, and the member of its server that the path names. Raises ApiError."""
    channel, _, guild = _thread(call)
    member = guild.members.get(call.id("user_id") or 0)
    if member is None:
        raise unknown("Member")
    return channel, member.user


@router.route("GET", MEMBERS + "/{user_id}")
def get_thread_member(call: Call) -> Answer:
    channel, thread, guild = _thread(call)
    name = call.params["user_id"]
    user_id = call.app.id if name == "@me" else parse(name) or 0
    if user_id not in thread.members:
        raise unknown("Member")
    return 200, _shown(call, channel, guild, user_id, thread.members[user_id])


@router.route("GET", MEMBERS)
def list_thread_members(call: Call) -> Answer:
    """Needs the privileged intent, as the real one does; pages only when asked for members."""
    channel, thread, guild = _thread(call)
    if not call.app.guild_members:
        raise missing_access()
    found = sorted(thread.members.items())
    if call.flag("with_member"):
        limit, after = call.number("limit", MOST, 1, MOST), parse(call.query.get("after")) or 0
        found = [pair for pair in found if pair[0] > after][:limit]
    return 200, [_shown(call, channel, guild, user_id, since) for user_id, since in found]


def _shown(call: Call, channel: Channel, guild: Guild, user_id: int, since: datetime) -> Json:
    shape = thread_shapes.member(channel, user_id, since)
    if call.flag("with_member") and user_id in guild.members:
        shape["member"] = shapes.member(guild.members[user_id])
    return shape
