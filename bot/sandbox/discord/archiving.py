"""Threads that fall silent, are archived, and wake; and who is refused by a closed one."""

from __future__ import annotations

from datetime import datetime

from bot.sandbox.discord import permissions, thread_events
from bot.sandbox.discord.errors import ApiError
from bot.sandbox.discord.models import PINNED, THREAD_STARTER, Channel, Message, User
from bot.sandbox.discord.thread_models import Thread
from bot.sandbox.discord.world import World


def is_archived(channel: Channel) -> bool:
    return channel.thread is not None and channel.thread.archived


def refuse_archived(channel: Channel) -> None:
    """Raises ApiError 50083: what was archived only changes once it woke."""
    if is_archived(channel):
        raise ApiError(400, 50083, "Thread is archived")


def refuse_closed(channel: Channel, user: User) -> None:
    """Raises ApiError when the channel is an archived thread, or one locked for this user."""
    refuse_archived(channel)
    refuse_locked(channel, user)


def refuse_locked(channel: Channel, user: User) -> None:
    """Raises ApiError for whoever cannot open what is locked; writing wakes the rest."""
    if channel.thread is None or not channel.thread.locked:
        return
    if permissions.in_channel(channel, user.id) & permissions.MANAGE_THREADS:
        return
    if channel.thread.archived:
        raise ApiError(403, 50083, "Thread is archived")
    raise ApiError(403, 160005, "Thread is locked")


def refuse_full(world: World, channel: Channel) -> None:
    """Raises ApiError 160006 when the channel's guild has all the active threads it may."""
    guild = channel.guild
    if guild is None or len(guild.threads) < world.most_active_threads:
        return
    active = sum(not is_archived(one) for one in guild.threads.values())
    if active >= world.most_active_threads:
        raise ApiError(400, 160006, "Maximum number of active threads reached")


def wake(world: World, channel: Channel) -> None:
    """Opens an archived thread again, and says so. Raises ApiError 160006."""
    if channel.thread is not None and channel.thread.archived:
        refuse_full(world, channel)
        set_archived(world, channel.thread, channel, False)
        tell_change(world, channel, is_awake=True)


def set_archived(world: World, thread: Thread, channel: Channel, archived: bool) -> None:
    """Changes the state and its instants, and tells nobody; what is archived loses its pin."""
    thread.archived = archived
    thread.archived_at = world.clock.now()
    if archived:
        channel.flags &= ~PINNED
    else:
        thread.active_at = thread.archived_at
        expect_silence(world, thread)


def tell_change(world: World, channel: Channel, *, is_awake: bool = False) -> None:
    """THREAD_UPDATE, then to each member bot that its thread is awake."""
    world.emit(thread_events.updated(channel))
    members = channel.thread.members if is_awake and channel.thread else {}
    for user_id in members:
        if app := world.applications.get(user_id):
            world.emit(thread_events.member_updated(channel, app))


def note_message(world: World, message: Message) -> None:
    """Counts a message of a thread; its author is a member from then on."""
    channel, thread = message.channel, message.channel.thread
    if thread is None:
        return
    message.position = thread.total_sent
    if message.id != channel.id and message.type != THREAD_STARTER:
        thread.total_sent += 1
        thread.message_count += 1
    thread.active_at = message.timestamp
    join(world, channel, message.author)


def forget_message(message: Message) -> None:
    thread = message.channel.thread
    if thread and message.id != message.channel.id and message.type != THREAD_STARTER:
        thread.message_count -= 1


def join(world: World, channel: Channel, user: User, *, is_new: bool = False) -> None:
    """Makes the user a member of the thread, unless they are; a bot is shown the thread again."""
    thread, guild = channel.thread, channel.guild
    if thread is None or guild is None or user.id in thread.members or user.id not in guild.members:
        return
    thread.members[user.id] = world.clock.now()
    app = world.applications.get(user.id)
    if app is not None and not is_new:
        world.emit(thread_events.opened(channel, app))
    world.emit(thread_events.joined(channel, user))


def leave(world: World, channel: Channel, user: User) -> None:
    if channel.thread is not None and user.id in channel.thread.members:
        del channel.thread.members[user.id]
        world.emit(thread_events.left(channel, user))


def expect_silence(world: World, thread: Thread) -> None:
    """Remembers the earliest instant at which any thread may have been silent long enough."""
    if world.silence_ends is None or thread.due < world.silence_ends:
        world.silence_ends = thread.due


def archive_silent(world: World) -> None:
    """Archives what has been silent for as long as it may be; pinned threads stay."""
    now = world.clock.now()
    if world.silence_ends is None or now < world.silence_ends:
        return
    world.silence_ends = None
    for guild in world.guilds.values():
        for channel in guild.threads.values():
            if channel.thread and not channel.thread.archived and not channel.flags & PINNED:
                _archive_or_expect(world, channel, channel.thread, now)


def _archive_or_expect(world: World, channel: Channel, thread: Thread, now: datetime) -> None:
    due = thread.due
    if due > now:
        expect_silence(world, thread)
        return
    set_archived(world, thread, channel, True)
    thread.archived_at = due
    tell_change(world, channel)
