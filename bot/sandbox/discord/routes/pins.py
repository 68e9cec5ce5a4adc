"""Pinned messages, by the routes of today and by those of before."""

from __future__ import annotations

from bot.sandbox.discord import permissions, pins, reading
from bot.sandbox.discord.models import Channel, Message
from bot.sandbox.discord.router import NOTHING, Answer, Call
from bot.sandbox.discord.routes.messages import shown
from bot.sandbox.discord.routes.table import router
from bot.sandbox.discord.thread_checks import instant

TODAY, BEFORE = "/channels/{channel_id}/messages/pins", "/channels/{channel_id}/pins"
MOST = 50  # pins a page


def _channel(call: Call) -> Channel:
    return call.world.channel_for(call.app, call.id("channel_id"))


def _message(call: Call) -> Message:
    return reading.find(_channel(call), call.id("message_id"))


@router.route("PUT", TODAY + "/{message_id}")
@router.route("PUT", BEFORE + "/{message_id}")
def pin_message(call: Call) -> Answer:
    pins.pin(call.world, call.app.user, _message(call))
    return NOTHING


@router.route("DELETE", TODAY + "/{message_id}")
@router.route("DELETE", BEFORE + "/{message_id}")
def unpin_message(call: Call) -> Answer:
    pins.unpin(call.world, call.app.user, _message(call))
    return NOTHING


@router.route("GET", TODAY)
def list_pins(call: Call) -> Answer:
    channel, limit = _channel(call), call.number("limit", MOST, 1, MOST)
    before = instant(call.query.get("before"), "before")
    found = pins.listed(channel, before) if _may_read(call, channel) else []
    items = [
        {"pinned_at": at.isoformat(), "message": shown(call, one)} for at, one in found[:limit]
    ]
    return 200, {"items": items, "has_more": len(found) > limit}


@router.route("GET", BEFORE)
def list_pinned_messages(call: Call) -> Answer:
    channel = _channel(call)
    found = pins.listed(channel) if _may_read(call, channel) else []
    return 200, [shown(call, one) for _, one in found[:MOST]]


def _may_read(call: Call, channel: Channel) -> bool:
    rights = permissions.in_channel(channel, call.app.id)
    return bool(rights & permissions.READ_MESSAGE_HISTORY)
