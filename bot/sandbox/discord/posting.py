"""Messages: sending, editing, deleting, reading back."""

from __future__ import annotations

import time
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import islice

from bot.sandbox.discord import permissions
from bot.sandbox.discord.checks import Draft, refuse_empty
from bot.sandbox.discord.errors import ApiError, Form, missing_permissions, unknown
from bot.sandbox.discord.events import DIRECT_MESSAGES, GUILD_MESSAGES, WorldEvent
from bot.sandbox.discord.mentions import ping
from bot.sandbox.discord.message_shapes import gateway_message
from bot.sandbox.discord.models import (
    DEFAULT,
    REPLY,
    TEXT,
    Application,
    Channel,
    Interaction,
    Json,
    Message,
    User,
)
from bot.sandbox.discord.world import World

NONCE_S = 300.0  # real seconds during which a nonce is unique
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
) -> Message:
    """Stores a message and tells it, whatever the rights. `only_for` makes it ephemeral."""
    message = Message(
        world.snowflakes.new(),
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
    ping(world, message, draft.allowed)
    channel.messages[message.id] = message
    if only_for is None:
        channel.last_message_id = message.id
    _tell(world, "MESSAGE_CREATE", message)
    return message


def refuse_unless_may_send(world: World, channel: Channel, author: User, draft: Draft) -> None:
    """Raises ApiError: in private when the other refuses, else when a right is missing."""
    if channel.guild is None:
        _refuse_closed(world, channel, author)
        return
    if channel.type != TEXT:
        raise ApiError(400, 50008, "Cannot send messages in a non-text channel")
    rights = permissions.in_channel(channel, author.id)
    needed = permissions.SEND_MESSAGES | (permissions.EMBED_LINKS if draft.embeds else 0)
    if rights & needed != needed:
        raise missing_permissions()


def refuse_unless_may_edit(message: Message, draft: Draft) -> None:
    """Raises ApiError when new embeds come where the author may not show any."""
    rights = permissions.in_channel(message.channel, message.author.id)
    if draft.embeds and not rights & permissions.EMBED_LINKS:
        raise missing_permissions()


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


def same_nonce(app: Application, draft: Draft) -> Message | None:
    """The message that the application sent with this nonce lately, when it asks to enforce it."""
    now = time.monotonic()
    while app.recent_nonces and app.recent_nonces[0][0] < now - NONCE_S:
        sent, old = app.recent_nonces.popleft()
        if app.nonces[old][0] == sent:
            del app.nonces[old]
    if not draft.enforce_nonce or draft.nonce is None or draft.nonce not in app.nonces:
        return None
    return app.nonces[draft.nonce][1]


def remember_nonce(app: Application, message: Message) -> None:
    if message.nonce is not None:
        now = time.monotonic()
        app.nonces[message.nonce] = (now, message)
        app.recent_nonces.append((now, message.nonce))


def edit(world: World, message: Message, draft: Draft) -> None:
    """Changes what the draft says. Raises ApiError when nothing would be left."""
    content = message.content if draft.content is None else draft.content
    embeds = message.embeds if draft.embeds is None else draft.embeds
    components = message.components if draft.components is None else draft.components
    refuse_empty(Draft(content=content, embeds=embeds, components=components))
    message.content, message.embeds, message.components = content, embeds, components
    if draft.flags is not None:
        message.flags = message.flags & ~FLAGS_KEPT | draft.flags & FLAGS_KEPT
    message.edited_at = world.clock.now()
    ping(world, message, draft.allowed)
    _tell(world, "MESSAGE_UPDATE", message)


def delete(world: World, message: Message) -> None:
    channel = message.channel
    channel.messages.pop(message.id, None)
    data: Json = {"id": str(message.id), "channel_id": str(channel.id)}
    if channel.guild_id:
        data["guild_id"] = str(channel.guild_id)
    _tell(world, "MESSAGE_DELETE", message, data)


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


def find(channel: Channel, message_id: int | None) -> Message:
    """A message that everybody in the channel may see. Raises ApiError 10008."""
    message = channel.messages.get(message_id or 0)
    if message is None or message.ephemeral_for is not None:
        raise unknown("Message")
    return message


def history(
    channel: Channel,
    limit: int,
    *,
    before: int | None = None,
    after: int | None = None,
    around: int | None = None,
) -> list[Message]:
    """At most `limit` public messages, newest first; `after` takes the oldest ones past it."""
    if around is not None:
        older = history(channel, limit - limit // 2, before=around + 1)
        newer = history(channel, limit // 2, after=around)
        return newer + older
    if before is None and after is None:
        return list(islice(_public(reversed(channel.messages.values())), limit))
    ids = list(channel.messages)
    if after is not None:
        chosen = ids[bisect_left(ids, after + 1) :]
        found = list(islice(_public(channel.messages[each] for each in chosen), limit))
        return found[::-1]
    chosen = ids[: bisect_left(ids, before or 0)]
    return list(islice(_public(channel.messages[each] for each in reversed(chosen)), limit))


def _public(messages: Iterable[Message]) -> Iterator[Message]:
    return (message for message in messages if message.ephemeral_for is None)
