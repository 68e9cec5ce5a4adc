"""Messages: sending, editing, deleting."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.sandbox.discord import archiving, attachments, permissions
from bot.sandbox.discord.attached import staying
from bot.sandbox.discord.checks import Draft, refuse_empty
from bot.sandbox.discord.errors import ApiError, Form, missing_permissions
from bot.sandbox.discord.events import DIRECT_MESSAGES, GUILD_MESSAGES, WorldEvent
from bot.sandbox.discord.mentions import ping
from bot.sandbox.discord.message_shapes import gateway_message
from bot.sandbox.discord.models import (
    DEFAULT,
    FORUM,
    RECIPIENT_ADDED,
    RECIPIENT_REMOVED,
    RENAMED,
    REPLY,
    TEXT,
    THREAD_STARTER,
    Channel,
    Interaction,
    Json,
    Message,
    User,
)
from bot.sandbox.discord.world import World

KEPT = (RECIPIENT_ADDED, RECIPIENT_REMOVED, RENAMED, THREAD_STARTER)
FLAGS_KEPT = 1 << 2 | 1 << 12  # no link previews, no notification


def send(world: World, channel: Channel, author: User, draft: Draft) -> Message:
    """Posts for a person or a bot. Raises ApiError when the rights or the words are missing."""
    refuse_unless_may_send(world, channel, author, draft)
    refuse_empty(draft)
    answered = _answered(channel, author, draft)
    return post(world, channel, author, draft, answered=answered)


def post(
    world: World,
    channel: Channel,
    author: User,
    draft: Draft,
    *,
    answered: Message | None = None,
    interaction: Interaction | None = None,
    kind: int = DEFAULT,
    flags: int = 0,
    only_for: User | None = None,
    message_id: int | None = None,
) -> Message:
    """Stores a message and tells it, whatever the rights. `only_for` makes it ephemeral.

    An archived thread wakes. Raises ApiError 160006 when it may not, and for files that are not
    there or too many.
    """
    nothing = staying([], draft.attached)
    if only_for is None:
        archiving.wake(world, channel)
    message = Message(
        message_id or world.snowflakes.new(),
        channel,
        author,
        world.clock.now(),
        content=draft.content or "",
        embeds=draft.embeds or [],
        components=draft.components or [],
        flags=(draft.flags or 0) & FLAGS_KEPT | flags,
        type=REPLY if answered is not None else kind,
        tts=draft.tts,
        nonce=draft.nonce,
        referenced=answered,
        interaction=interaction,
        ephemeral_for=only_for.id if only_for else None,
    )
    if answered is not None:
        message.reference = (answered.channel.id, answered.id)
    attachments.settle(world, message, nothing, draft.attached)
    ping(world, message, draft.allowed)
    return _store(world, message)


def system(
    world: World,
    channel: Channel,
    author: User,
    kind: int,
    *,
    content: str = "",
    reference: tuple[int, int | None] | None = None,
    referenced: Message | None = None,
    mentions: Iterable[User] = (),
) -> Message:
    """What the server itself writes in the author's name, such as a thread's new name."""
    message = Message(
        world.snowflakes.new(), channel, author, world.clock.now(), content=content, type=kind
    )
    message.reference, message.referenced = reference, referenced
    message.mentions = list(mentions)
    return _store(world, message)


def _store(world: World, message: Message) -> Message:
    channel = message.channel
    channel.messages[message.id] = message
    if message.ephemeral_for is None:
        channel.last_message_id = message.id
        archiving.note_message(world, message)
    _tell(world, "MESSAGE_CREATE", message)
    return message


def refuse_unless_may_send(world: World, channel: Channel, author: User, draft: Draft) -> None:
    """Raises ApiError: in private when the other refuses, else when a right is missing."""
    if channel.guild is None:
        _refuse_closed(world, channel, author)
        return
    if channel.type == FORUM:
        raise ApiError(400, 40058, "Cannot send a message in a forum channel")
    if channel.type != TEXT and channel.thread is None:
        raise ApiError(400, 50008, "Cannot send messages in a non-text channel")
    refuse_without(channel, author, permissions.to_send(channel), draft)
    archiving.refuse_locked(channel, author)


def refuse_without(channel: Channel, author: User, needed: int, draft: Draft) -> None:
    """Raises ApiError unless the author has these bits there, and may show what is drafted."""
    rights = permissions.in_channel(channel, author.id)
    needed |= _to_show(draft)
    if rights & needed != needed:
        raise missing_permissions()


def refuse_unless_may_edit(message: Message, draft: Draft) -> None:
    """Raises ApiError when new embeds or files come where the author may not show any."""
    needed = _to_show(draft)
    if permissions.in_channel(message.channel, message.author.id) & needed != needed:
        raise missing_permissions()


def _to_show(draft: Draft) -> int:
    """The bits that allow what is drafted besides words."""
    embeds = permissions.EMBED_LINKS if draft.embeds else 0
    return embeds | (permissions.ATTACH_FILES if draft.attached.new else 0)


def _refuse_closed(world: World, channel: Channel, author: User) -> None:
    other = next(user for user in channel.recipients if user is not author)
    if not other.dms_open or (author.bot and other.bot):
        raise ApiError(403, 50007, "Cannot send messages to this user")
    theirs = (guild for guild in world.guilds.values() if other.id in guild.members)
    if not any(author.id in guild.members for guild in theirs):
        message = "Cannot send messages to this user due to having no mutual guilds"
        raise ApiError(403, 50278, message)


def _answered(channel: Channel, author: User, draft: Draft) -> Message | None:
    if draft.answers is None:
        return None
    rights = permissions.in_channel(channel, author.id)
    if not rights & permissions.READ_MESSAGE_HISTORY:
        raise ApiError(403, 160002, "Cannot reply without permission to read message history")
    answered = channel.messages.get(draft.answers)
    if (answered is None or answered.ephemeral_for is not None) and draft.must_exist:
        form = Form()
        form.wrong("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
        form.check()
    return answered


def edit(world: World, message: Message, draft: Draft) -> None:
    """Changes what the draft says. Raises ApiError when nothing would be left."""
    content = message.content if draft.content is None else draft.content
    embeds = message.embeds if draft.embeds is None else draft.embeds
    components = message.components if draft.components is None else draft.components
    stay = staying(message.attachments, draft.attached)
    if not stay:
        refuse_empty(replace(draft, content=content, embeds=embeds, components=components))
    message.content, message.embeds, message.components = content, embeds, components
    if draft.flags is not None:
        message.flags = message.flags & ~FLAGS_KEPT | draft.flags & FLAGS_KEPT
    attachments.settle(world, message, stay, draft.attached)
    message.edited_at = world.clock.now()
    ping(world, message, draft.allowed)
    _tell(world, "MESSAGE_UPDATE", message)


def delete(world: World, message: Message) -> None:
    channel = message.channel
    if channel.messages.pop(message.id, None) is None:
        return
    channel.pins.pop(message.id, None)
    attachments.forget(world, message.attachments)
    archiving.forget_message(message)
    data: Json = {"id": str(message.id), "channel_id": str(channel.id)}
    if channel.guild_id:
        data["guild_id"] = str(channel.guild_id)
    _tell(world, "MESSAGE_DELETE", message, data)


def changed(world: World, message: Message) -> None:
    """Tells what changed around the words: a thread, a pin."""
    _tell(world, "MESSAGE_UPDATE", message)


def refuse_system(message: Message) -> None:
    """Raises ApiError 50021 for what the server wrote and keeps."""
    if message.type in KEPT:
        raise ApiError(403, 50021, "Cannot execute action on a system message")


def _tell(world: World, name: str, message: Message, data: Json | None = None) -> None:
    channel = message.channel
    world.emit(
        WorldEvent(
            name,
            lambda: gateway_message(message) if data is None else data,
            GUILD_MESSAGES if channel.guild else DIRECT_MESSAGES,
            channel.guild,
            channel,
            message,
        )
    )
