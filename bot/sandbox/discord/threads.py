"""Threads: starting, changing and deleting them, as the official rules say who may."""

from __future__ import annotations

from bot.sandbox.discord import archiving, permissions, posting, thread_events
from bot.sandbox.discord.checks import Draft, refuse_empty
from bot.sandbox.discord.errors import ApiError, missing_permissions
from bot.sandbox.discord.models import (
    FORUM,
    HAS_THREAD,
    PINNED,
    PRIVATE_THREAD,
    PUBLIC_THREAD,
    RECIPIENT_ADDED,
    RECIPIENT_REMOVED,
    RENAMED,
    TEXT,
    THREAD_CREATED,
    THREAD_STARTER,
    Channel,
    Message,
    User,
)
from bot.sandbox.discord.thread_checks import Wish, refuse_tags
from bot.sandbox.discord.thread_models import USUAL_MINUTES, Thread
from bot.sandbox.discord.world import World


def start_from_message(world: World, author: User, message: Message, wish: Wish) -> Channel:
    """A public thread whose id is the message's. Raises ApiError, 160004 for a second one."""
    parent = message.channel
    _refuse_unless(parent, TEXT)
    _refuse_without(parent, author, permissions.CREATE_PUBLIC_THREADS)
    if message.thread is not None:
        raise ApiError(400, 160004, "A thread has already been created for this message")
    thread = _make(world, parent, author, wish, message.id)
    message.thread = thread
    message.flags |= HAS_THREAD
    posting.changed(world, message)
    pointer = (parent.id, message.id)
    posting.system(world, thread, author, THREAD_STARTER, reference=pointer, referenced=message)
    return thread


def start_alone(world: World, author: User, parent: Channel, wish: Wish) -> Channel:
    """A thread without a message; the channel is told of a public one. Raises ApiError."""
    _refuse_unless(parent, TEXT)
    is_private = wish.kind == PRIVATE_THREAD
    public, private = permissions.CREATE_PUBLIC_THREADS, permissions.CREATE_PRIVATE_THREADS
    _refuse_without(parent, author, private if is_private else public)
    thread = _make(world, parent, author, wish)
    if not is_private:
        posting.system(
            world,
            parent,
            author,
            THREAD_CREATED,
            content=thread.name,
            reference=(thread.id, None),
        )
    return thread


def start_post(
    world: World, author: User, parent: Channel, wish: Wish, draft: Draft
) -> tuple[Channel, Message]:
    """A forum's thread and its first message, of the same id. Raises ApiError."""
    _refuse_unless(parent, FORUM)
    posting.refuse_without(parent, author, permissions.SEND_MESSAGES, draft)
    refuse_empty(draft)
    manages = _manages(parent, author)
    refuse_tags(parent, wish.tags or [], may_moderate=manages)
    thread = _make(world, parent, author, wish)
    parent.last_message_id = thread.id
    message = posting.post(world, thread, author, draft, message_id=thread.id)
    return thread, message


def _make(
    world: World, parent: Channel, author: User, wish: Wish, thread_id: int | None = None
) -> Channel:
    """Stores the thread and tells it; its author is in it. Raises ApiError 160006."""
    archiving.refuse_full(world, parent)
    now, guild = world.clock.now(), parent.guild
    minutes = wish.minutes or parent.thread_minutes or USUAL_MINUTES
    about = Thread(author.id, now, minutes, now, now, tags=wish.tags or [])
    about.invitable = wish.invitable is not False
    channel = Channel(
        thread_id or world.snowflakes.new(),
        wish.kind,
        guild,
        wish.name or "",
        parent_id=parent.id,
        thread=about,
    )
    slowmode_s = wish.slowmode_s
    channel.slowmode_s = parent.thread_slowmode_s if slowmode_s is None else slowmode_s
    assert guild is not None
    guild.threads[channel.id] = world.channels[channel.id] = channel
    archiving.expect_silence(world, about)
    if wish.kind == PUBLIC_THREAD:
        world.emit(thread_events.created(channel))
        archiving.join(world, channel, author, is_new=True)
    else:  # nobody sees a private thread before they are in it
        about.members[author.id] = now
        world.emit(thread_events.created(channel))
        world.emit(thread_events.joined(channel, author))
    return channel


def change(world: World, by: User, channel: Channel, wish: Wish) -> None:
    """Changes what is said. Raises ApiError; an archived thread must wake in the same request."""
    thread = _thread(channel)
    wakes = thread.archived and wish.archived is False
    if not wakes:
        archiving.refuse_archived(channel)
    _refuse_change(channel, thread, by, wish)
    _refuse_pin(channel, wish)
    if wakes:
        archiving.refuse_full(world, channel)
        archiving.set_archived(world, thread, channel, False)
    _apply(world, by, channel, wish)
    if wish.archived and not thread.archived:
        archiving.set_archived(world, thread, channel, True)
    archiving.tell_change(world, channel, is_awake=wakes)


def _apply(world: World, by: User, channel: Channel, wish: Wish) -> None:
    thread = _thread(channel)
    if wish.name is not None and wish.name != channel.name:
        channel.name = wish.name
        posting.system(world, channel, by, RENAMED, content=wish.name)
    if wish.minutes is not None:
        thread.minutes = wish.minutes
        thread.active_at = thread.archived_at = world.clock.now()
        archiving.expect_silence(world, thread)
    if wish.slowmode_s is not None:
        channel.slowmode_s = wish.slowmode_s
    if wish.tags is not None:
        thread.tags = wish.tags
    if wish.pinned is not None:
        channel.flags = channel.flags & ~PINNED | (PINNED if wish.pinned else 0)
        archiving.expect_silence(world, thread)
    thread.locked = thread.locked if wish.locked is None else wish.locked
    thread.invitable = thread.invitable if wish.invitable is None else wish.invitable


def _refuse_change(channel: Channel, thread: Thread, by: User, wish: Wish) -> None:
    """Its author may much, who manages threads all, and who speaks there may wake it."""
    rights = permissions.in_channel(channel, by.id)
    manages = bool(rights & permissions.MANAGE_THREADS)
    parent = channel.parent
    if wish.tags is not None and parent is not None and parent.type == FORUM:
        refuse_tags(parent, wish.tags, may_moderate=manages)
    if manages:
        return
    kept = (wish.locked, wish.slowmode_s, wish.pinned)
    if any(each is not None for each in kept) or (wish.archived is False and thread.locked):
        raise missing_permissions()
    own = (wish.name, wish.minutes, wish.tags, wish.invitable, wish.archived or None)
    if any(each is not None for each in own) and thread.owner_id != by.id:
        raise missing_permissions()
    if not rights & permissions.SEND_MESSAGES_IN_THREADS:
        raise missing_permissions()


def _refuse_pin(channel: Channel, wish: Wish) -> None:
    """Raises ApiError 30047: a forum holds one pinned thread."""
    if not wish.pinned or channel.guild is None:
        return
    siblings = channel.guild.threads.values()
    pinned = (one for one in siblings if one.flags & PINNED and one is not channel)
    if any(one.parent_id == channel.parent_id for one in pinned):
        message = "Maximum number of pinned threads in a forum channel has been reached"
        raise ApiError(400, 30047, message)


def add(world: World, by: User, channel: Channel, user: User) -> None:
    """Brings a member of the server into the thread, and says so there. Raises ApiError."""
    _refuse_without(channel, by, permissions.SEND_MESSAGES_IN_THREADS)
    archiving.refuse_closed(channel, by)
    if user.id not in _thread(channel).members:
        archiving.join(world, channel, user)
        posting.system(world, channel, by, RECIPIENT_ADDED, mentions=[user])


def remove(world: World, by: User, channel: Channel, user: User) -> None:
    """Sends someone out, as who manages threads, or owns a private one, may. Raises ApiError."""
    thread = _thread(channel)
    if channel.type != PRIVATE_THREAD or thread.owner_id != by.id:
        _refuse_without(channel, by, permissions.MANAGE_THREADS)
    archiving.refuse_archived(channel)
    if user.id in thread.members:
        archiving.leave(world, channel, user)
        posting.system(world, channel, by, RECIPIENT_REMOVED, mentions=[user])


def delete(world: World, by: User, channel: Channel) -> None:
    _refuse_without(channel, by, permissions.MANAGE_THREADS)
    world.remove_channel(channel)


def _thread(channel: Channel) -> Thread:
    assert channel.thread is not None
    return channel.thread


def _manages(channel: Channel, user: User) -> bool:
    return bool(permissions.in_channel(channel, user.id) & permissions.MANAGE_THREADS)


def _refuse_unless(channel: Channel, kind: int) -> None:
    if channel.type != kind:
        raise ApiError(400, 50024, "Cannot execute action on this channel type")


def _refuse_without(channel: Channel, user: User, needed: int) -> None:
    if not permissions.in_channel(channel, user.id) & needed:
        raise missing_permissions()
