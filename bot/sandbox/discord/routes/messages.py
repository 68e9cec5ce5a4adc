"""Messages of channels, guilds' and private ones."""

from __future__ import annotations

from bot.sandbox.discord import archiving, message_shapes, nonces, permissions, posting, reading
from bot.sandbox.discord.checks import read
from bot.sandbox.discord.errors import ApiError, missing_permissions
from bot.sandbox.discord.models import Channel, Json, Message
from bot.sandbox.discord.ratelimits import SENDS
from bot.sandbox.discord.router import NOTHING, Answer, Call
from bot.sandbox.discord.routes.table import router
from bot.sandbox.discord.snowflakes import parse

MANY = "/channels/{channel_id}/messages"
ONE = "/channels/{channel_id}/messages/{message_id}"


def _channel(call: Call) -> Channel:
    return call.world.channel_for(call.app, call.id("channel_id"))


def shown(call: Call, message: Message) -> Json:
    """As read back over REST: without its nonce, and without words that are not for the bot."""
    shape = message_shapes.message(message)
    if call.app.message_content:
        return shape
    return message_shapes.blanked(message, shape, call.app)


@router.route("POST", MANY, limit=SENDS)
def create_message(call: Call) -> Answer:
    channel, draft = _channel(call), read(call.json, call.uploads)
    message = nonces.same_nonce(call.app, draft)
    if message is None:
        message = posting.send(call.world, channel, call.app.user, draft)
        nonces.remember_nonce(call.app, message)
    return 200, message_shapes.message(message, nonce=True)


@router.route("GET", MANY)
def list_messages(call: Call) -> Answer:
    channel, limit = _channel(call), call.number("limit", 50, 1, 100)
    if not permissions.in_channel(channel, call.app.id) & permissions.READ_MESSAGE_HISTORY:
        return 200, []
    bounds = {key: parse(call.query.get(key)) for key in ("before", "after", "around")}
    found = reading.history(channel, limit, **bounds)
    return 200, [shown(call, message) for message in found]


@router.route("GET", ONE)
def get_message(call: Call) -> Answer:
    channel = _channel(call)
    if not permissions.in_channel(channel, call.app.id) & permissions.READ_MESSAGE_HISTORY:
        raise missing_permissions()
    return 200, shown(call, reading.find(channel, call.id("message_id")))


@router.route("PATCH", ONE, limit=SENDS)
def update_message(call: Call) -> Answer:
    message = reading.find(_channel(call), call.id("message_id"))
    if message.author is not call.app.user:
        raise ApiError(403, 50005, "Cannot edit a message authored by another user")
    posting.refuse_system(message)
    archiving.refuse_closed(message.channel, call.app.user)
    draft = read(call.json, call.uploads)
    posting.refuse_unless_may_edit(message, draft)
    posting.edit(call.world, message, draft)
    return 200, message_shapes.message(message)


@router.route("DELETE", ONE, limit=SENDS)
def delete_message(call: Call) -> Answer:
    channel = _channel(call)
    message = reading.find(channel, call.id("message_id"))
    may_manage = permissions.in_channel(channel, call.app.id) & permissions.MANAGE_MESSAGES
    if message.author is not call.app.user and channel.guild is None:
        raise ApiError(403, 50003, "Cannot execute action on a DM channel")
    if message.author is not call.app.user and not may_manage:
        raise missing_permissions()
    posting.refuse_system(message)
    archiving.refuse_closed(channel, call.app.user)
    posting.delete(call.world, message)
    return NOTHING


@router.route("POST", "/channels/{channel_id}/typing", limit=SENDS)
def trigger_typing(call: Call) -> Answer:
    channel = _channel(call)
    if not permissions.in_channel(channel, call.app.id) & permissions.to_send(channel):
        raise missing_permissions()
    return NOTHING
