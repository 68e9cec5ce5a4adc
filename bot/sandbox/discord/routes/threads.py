"""Starting threads, and listing those of a guild or of a channel."""

from __future__ import annotations

from collections.abc import Iterable

from bot.sandbox.discord import message_shapes, permissions, reading, thread_shapes, threads
from bot.sandbox.discord.checks import read
from bot.sandbox.discord.errors import Form, Json, missing_permissions
from bot.sandbox.discord.guild_shapes import active_threads
from bot.sandbox.discord.models import FORUM, PRIVATE_THREAD, PUBLIC_THREAD, Channel
from bot.sandbox.discord.router import Answer, Call
from bot.sandbox.discord.routes.table import router
from bot.sandbox.discord.snowflakes import parse
from bot.sandbox.discord.thread_checks import instant, read_new

MANY = "/channels/{channel_id}/threads"
LEAST, USUAL, MOST = 2, 50, 100  # threads a page


def _channel(call: Call) -> Channel:
    return call.world.channel_for(call.app, call.id("channel_id"))


@router.route("POST", "/channels/{channel_id}/messages/{message_id}/threads")
def create_thread_from_message(call: Call) -> Answer:
    message, form = reading.find(_channel(call), call.id("message_id")), Form()
    wish = read_new(form, call.json, message.channel, from_message=True)
    form.check()
    thread = threads.start_from_message(call.world, call.app.user, message, wish)
    return 201, thread_shapes.thread(thread, call.app.id)


@router.route("POST", MANY)
def create_thread(call: Call) -> Answer:
    """In a text channel without a message; in a forum with the one that it begins with."""
    parent, form = _channel(call), Form()
    wish = read_new(form, call.json, parent)
    if parent.type != FORUM:
        form.check()
        thread = threads.start_alone(call.world, call.app.user, parent, wish)
        return 201, thread_shapes.thread(thread, call.app.id)
    said = _first_message(form, call.json)
    form.check()
    draft = read(said, call.uploads)
    draft.nonce = None  # no such thing here: what is sent twice is made twice
    thread, first = threads.start_post(call.world, call.app.user, parent, wish, draft)
    shape = thread_shapes.thread(thread, call.app.id)
    return 201, shape | {"message": message_shapes.message(first)}


def _first_message(form: Form, said: Json) -> Json:
    if said.get("message") is None:
        form.required("message")
        return {}
    return form.mapping("message", said["message"])


@router.route("GET", "/guilds/{guild_id}/threads/active")
def list_active_threads(call: Call) -> Answer:
    guild = call.world.guild_for(call.app, call.id("guild_id"))
    return 200, thread_shapes.listed(active_threads(guild, call.app.id), call.app.id)


@router.route("GET", MANY + "/archived/public")
def list_public_archived_threads(call: Call) -> Answer:
    channel = _readable(call)
    return _by_instant(call, _archived(channel, PUBLIC_THREAD))


@router.route("GET", MANY + "/archived/private")
def list_private_archived_threads(call: Call) -> Answer:
    channel = _readable(call, permissions.MANAGE_THREADS)
    return _by_instant(call, _archived(channel, PRIVATE_THREAD))


@router.route("GET", "/channels/{channel_id}/users/@me/threads/archived/private")
def list_my_private_archived_threads(call: Call) -> Answer:
    """Pages by id, not by instant."""
    mine = [
        each
        for each in _archived(_readable(call), PRIVATE_THREAD)
        if each.thread is not None and call.app.id in each.thread.members
    ]
    before = parse(call.query.get("before"))
    mine.sort(key=lambda each: -each.id)
    return _page(call, [each for each in mine if before is None or each.id < before])


def _readable(call: Call, needed: int = 0) -> Channel:
    channel = _channel(call)
    needed |= permissions.READ_MESSAGE_HISTORY
    if permissions.in_channel(channel, call.app.id) & needed != needed:
        raise missing_permissions()
    return channel


def _archived(channel: Channel, kind: int) -> list[Channel]:
    return [
        each
        for each in (channel.guild.threads.values() if channel.guild else ())
        if each.parent_id == channel.id and each.type == kind
        if each.thread is not None and each.thread.archived
    ]


def _by_instant(call: Call, found: Iterable[Channel]) -> Answer:
    before = instant(call.query.get("before"), "before")
    dated = [(each.thread.archived_at, each) for each in found if each.thread is not None]
    dated.sort(key=lambda pair: (pair[0], pair[1].id), reverse=True)
    return _page(call, [each for at, each in dated if before is None or at < before])


def _page(call: Call, found: list[Channel]) -> Answer:
    limit = call.number("limit", USUAL, LEAST, MOST)
    shape = thread_shapes.listed(found[:limit], call.app.id, has_more=len(found) > limit)
    return 200, shape
