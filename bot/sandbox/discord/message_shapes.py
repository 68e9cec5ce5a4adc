"""Messages as the REST API and the gateway show them, and to whom their words are blank."""

from __future__ import annotations

from bot.sandbox.discord import shapes, thread_shapes
from bot.sandbox.discord.models import (
    COMMAND,
    REPLY,
    THREAD_STARTER,
    Application,
    Attachment,
    Channel,
    Interaction,
    Json,
    Message,
)


def message(one: Message, *, nonce: bool = False, nested: bool = False) -> Json:
    """The official message. `nonce` shows it, `nested` leaves out the message answered."""
    shape: Json = {
        "id": str(one.id),
        "channel_id": str(one.channel.id),
        "type": one.type,
        "content": one.content,
        "author": shapes.user(one.author),
        "timestamp": one.timestamp.isoformat(),
        "edited_timestamp": one.edited_at.isoformat() if one.edited_at else None,
        "tts": one.tts,
        "mention_everyone": one.mention_everyone,
        "mentions": [shapes.user(each) for each in one.mentions],
        "mention_roles": [str(role) for role in one.mention_roles],
        "attachments": [attachment(each) for each in one.attachments],
        "embeds": one.embeds,
        "components": one.components,
        "pinned": one.id in one.channel.pins,
        "flags": one.flags,
    }
    if nonce and one.nonce is not None:
        shape["nonce"] = one.nonce
    if one.position is not None:
        shape["position"] = one.position
    if one.thread is not None:
        shape["thread"] = thread_shapes.thread(one.thread, 0)
    if one.interaction is not None:
        shape |= _by_interaction(one, one.interaction)
    if one.reference is not None:
        shape |= _answered(one, one.reference, nested)
    return shape


def attachment(one: Attachment) -> Json:
    shown: Json = {
        "id": str(one.id),
        "filename": one.filename,
        "size": len(one.data),
        "url": one.url,
        "proxy_url": one.url,
    }
    if one.content_type is not None:
        shown["content_type"] = one.content_type
    if one.description is not None:
        shown["description"] = one.description
    if one.pixels is not None:
        shown["width"], shown["height"] = one.pixels
    return shown | ({"ephemeral": True} if one.ephemeral else {})


def _answered(one: Message, reference: tuple[int, int | None], nested: bool) -> Json:
    channel_id, message_id = reference
    pointer: Json = {"type": 0, "channel_id": str(channel_id)}
    if message_id is not None:
        pointer["message_id"] = str(message_id)
    if one.channel.guild_id:
        pointer["guild_id"] = str(one.channel.guild_id)
    if nested or one.type not in (REPLY, THREAD_STARTER):
        return {"message_reference": pointer}
    answered = one.referenced
    still_there = answered is not None and answered.id in answered.channel.messages
    return {
        "message_reference": pointer,
        "referenced_message": message(answered, nested=True) if still_there and answered else None,
    }


def _by_interaction(one: Message, by: Interaction) -> Json:
    metadata = _metadata(by)
    if by.original is not None and by.original is not one:
        metadata["original_response_message_id"] = str(by.original.id)
    app_id = str(by.application.id)
    shape: Json = {"application_id": app_id, "webhook_id": app_id, "interaction_metadata": metadata}
    if by.type == COMMAND:
        shape["interaction"] = {
            "id": str(by.id),
            "type": by.type,
            "name": by.name,
            "user": shapes.user(by.user),
        }
    return shape


def _metadata(by: Interaction) -> Json:
    metadata: Json = {
        "id": str(by.id),
        "type": by.type,
        "user": shapes.user(by.user),
        "authorizing_integration_owners": integration_owners(by.channel),
    }
    if by.opener is not None:
        metadata["triggering_interaction_metadata"] = _metadata(by.opener)
    elif by.source is not None:
        metadata["interacted_message_id"] = str(by.source.id)
    elif by.target is not None:
        metadata["target_message_id"] = str(by.target.id)
    return metadata


def integration_owners(channel: Channel) -> Json:
    """Applications are installed in guilds here: the guild, or "0" in private."""
    return {"0": str(channel.guild_id or 0)}


def gateway_message(one: Message) -> Json:
    """MESSAGE_CREATE's and MESSAGE_UPDATE's data, before any blanking."""
    shape = message(one, nonce=True)
    guild = one.channel.guild
    shape["channel_type"] = one.channel.type
    if guild is None:
        return shape
    shape["guild_id"] = str(guild.id)
    if author := guild.members.get(one.author.id):
        shape["member"] = shapes.partial_member(author)
    for mentioned in shape["mentions"]:
        if member := guild.members.get(int(mentioned["id"])):
            mentioned["member"] = shapes.partial_member(member)
    return shape


def is_open_to(one: Message, app: Application) -> bool:
    """Whether the application reads the words without the message content intent."""
    return (
        one.channel.guild is None
        or one.author is app.user
        or app.user in one.mentions
        or (one.interaction is not None and one.interaction.application is app)
    )


def blanked(one: Message, shape: Json, app: Application) -> Json:
    """The same message without the words that the application may not read."""
    if not is_open_to(one, app):
        shape = shape | {"content": "", "embeds": [], "attachments": [], "components": []}
    answered = shape.get("referenced_message")
    if answered and one.referenced is not None and not is_open_to(one.referenced, app):
        bare = {"content": "", "embeds": [], "attachments": [], "components": []}
        shape = shape | {"referenced_message": answered | bare}
    return shape
