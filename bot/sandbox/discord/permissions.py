"""Permission bits, and who has which where, computed as the official rules say."""

from __future__ import annotations

from bot.sandbox.discord.models import PRIVATE_THREAD, Channel, Guild, Member, Overwrite

ADMINISTRATOR = 1 << 3
MANAGE_CHANNELS = 1 << 4
MANAGE_GUILD = 1 << 5
VIEW_CHANNEL = 1 << 10
SEND_MESSAGES = 1 << 11
MANAGE_MESSAGES = 1 << 13
EMBED_LINKS = 1 << 14
ATTACH_FILES = 1 << 15
READ_MESSAGE_HISTORY = 1 << 16
MENTION_EVERYONE = 1 << 17
MANAGE_NICKNAMES = 1 << 27
MANAGE_ROLES = 1 << 28
USE_APPLICATION_COMMANDS = 1 << 31
MANAGE_EVENTS = 1 << 33
MANAGE_THREADS = 1 << 34
CREATE_PUBLIC_THREADS = 1 << 35
CREATE_PRIVATE_THREADS = 1 << 36
SEND_MESSAGES_IN_THREADS = 1 << 38
CREATE_EVENTS = 1 << 44
PIN_MESSAGES = 1 << 51

ALL = (1 << 53) - 1
PRIVATE = (  # in a private channel there is no role: both may speak
    VIEW_CHANNEL
    | SEND_MESSAGES
    | EMBED_LINKS
    | ATTACH_FILES
    | READ_MESSAGE_HISTORY
    | USE_APPLICATION_COMMANDS
    | PIN_MESSAGES
)
EVERYONE = (
    PRIVATE & ~PIN_MESSAGES
    | CREATE_PUBLIC_THREADS
    | CREATE_PRIVATE_THREADS
    | SEND_MESSAGES_IN_THREADS
)


def base(guild: Guild, member: Member) -> int:
    """What the member may do in the guild, before any channel's exceptions."""
    if member.user.id == guild.owner_id:
        return ALL
    bits = guild.roles[guild.id].permissions
    for role in member.roles:
        bits |= guild.roles[role].permissions
    return ALL if bits & ADMINISTRATOR else bits


def in_channel(channel: Channel, user_id: int) -> int:
    """What a person or bot may do in a channel; 0 for who is not there."""
    if channel.thread is not None:
        return _in_thread(channel, user_id)
    guild = channel.guild
    if guild is None:
        return PRIVATE if any(user.id == user_id for user in channel.recipients) else 0
    member = guild.members.get(user_id)
    if member is None:
        return 0
    bits = base(guild, member)
    if bits == ALL:
        return ALL
    if channel.overwrites:
        bits = _with_overwrites(channel, guild.id, member, bits)
    return bits if bits & VIEW_CHANNEL else 0


def _in_thread(channel: Channel, user_id: int) -> int:
    """As in its parent; a private one is closed but to its members and to who manages threads."""
    thread, parent = channel.thread, channel.parent
    if thread is None or parent is None:
        return 0
    bits = in_channel(parent, user_id)
    is_in = user_id in thread.members or bits & MANAGE_THREADS
    return bits if channel.type != PRIVATE_THREAD or is_in else 0


def to_send(channel: Channel) -> int:
    """The bit that lets one speak there: threads have their own."""
    return SEND_MESSAGES if channel.thread is None else SEND_MESSAGES_IN_THREADS


def _with_overwrites(channel: Channel, everyone: int, member: Member, bits: int) -> int:
    """@everyone's exception first, then the roles' together, then the member's own."""
    bits = _apply(bits, channel.overwrites.get(everyone))
    allow = deny = 0
    for role in member.roles:
        if exception := channel.overwrites.get(role):
            allow |= exception.allow
            deny |= exception.deny
    bits = bits & ~deny | allow
    return _apply(bits, channel.overwrites.get(member.user.id))


def _apply(bits: int, exception: Overwrite | None) -> int:
    return bits & ~exception.deny | exception.allow if exception else bits
