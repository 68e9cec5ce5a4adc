"""A guild's channels and who may what in them."""

from __future__ import annotations

from bot.sandbox.discord import permissions, shapes, threads
from bot.sandbox.discord.errors import (
    ApiError,
    Form,
    Json,
    NotServedError,
    missing_permissions,
    unknown,
)
from bot.sandbox.discord.models import (
    CATEGORY,
    FORUM,
    MEMBER_TARGET,
    REQUIRE_TAG,
    TEXT,
    Channel,
    Overwrite,
)
from bot.sandbox.discord.router import NOTHING, Answer, Call
from bot.sandbox.discord.routes.table import router
from bot.sandbox.discord.snowflakes import parse
from bot.sandbox.discord.thread_checks import minutes, read_change, read_tags, slowmode

NAME, TOPIC, GUIDELINES = 100, 1_024, 4_096
THREADS = {"default_auto_archive_duration", "default_thread_rate_limit_per_user"}
CHANGEABLE = {"name", "topic", "permission_overwrites", "rate_limit_per_user", *THREADS}
OF_FORUMS = {"available_tags", "flags"}
OF_THREADS = {
    "name",
    "archived",
    "locked",
    "invitable",
    "auto_archive_duration",
    "rate_limit_per_user",
    "flags",
    "applied_tags",
}
NAMES = ("name", "topic")


def _channel(call: Call, needed: int = 0) -> Channel:
    channel = call.world.channel_for(call.app, call.id("channel_id"))
    if needed and not permissions.in_channel(channel, call.app.id) & needed:
        raise missing_permissions()
    return channel


@router.route("GET", "/channels/{channel_id}")
def get_channel(call: Call) -> Answer:
    return 200, shapes.channel(_channel(call), call.app.id)


@router.route("GET", "/guilds/{guild_id}/channels")
def list_guild_channels(call: Call) -> Answer:
    guild = call.world.guild_for(call.app, call.id("guild_id"))
    return 200, [shapes.channel(each, call.app.id) for each in guild.channels.values()]


@router.route("POST", "/guilds/{guild_id}/channels")
def create_guild_channel(call: Call) -> Answer:
    guild = call.world.guild_for(call.app, call.id("guild_id"))
    if not permissions.base(guild, guild.members[call.app.id]) & permissions.MANAGE_CHANNELS:
        raise missing_permissions()
    said, form = call.json, Form()
    kind = said.get("type") or TEXT
    if kind not in (TEXT, CATEGORY, FORUM):
        raise NotServedError(f"channel type {kind}")
    name = form.text("name", said.get("name"), NAME, 1)
    topic = form.text("topic", said.get("topic"), GUIDELINES if kind == FORUM else TOPIC)
    exceptions = overwrites(form, said.get("permission_overwrites"))
    tags = read_tags(form, said.get("available_tags"), [], call.world.snowflakes)
    form.check()
    parent = guild.channels.get(parse(said.get("parent_id")) or 0)
    channel = call.world.add_channel(
        guild,
        name,
        kind=kind,
        topic=topic or None,
        parent=parent,
        overwrites=exceptions,
        tags=tags if kind == FORUM else (),
    )
    return 201, shapes.channel(channel, call.app.id)


@router.route("PATCH", "/channels/{channel_id}", renames=NAMES)
def update_channel(call: Call) -> Answer:
    channel = _channel(call)
    if channel.thread is not None:
        return _update_thread(call, channel)
    if not permissions.in_channel(channel, call.app.id) & permissions.MANAGE_CHANNELS:
        raise missing_permissions()
    said, form = call.json, Form()
    _refuse_others(said, CHANGEABLE | (OF_FORUMS if channel.type == FORUM else set()))
    longest = GUIDELINES if channel.type == FORUM else TOPIC
    name = form.text("name", said["name"], NAME, 1) if "name" in said else None
    topic = form.text("topic", said["topic"], longest) if "topic" in said else None
    given = said.get("permission_overwrites")
    exceptions = None if given is None else overwrites(form, given)
    _set_rules(call, channel, form)
    call.world.update_channel(channel, name=name, topic=topic, overwrites=exceptions)
    return 200, shapes.channel(channel, call.app.id)


def _set_rules(call: Call, channel: Channel, form: Form) -> None:
    """What the channel asks of those who write and make threads in it. Raises ApiError."""
    said = call.json
    silence = minutes(form, said, "default_auto_archive_duration")
    slow = slowmode(form, said, "rate_limit_per_user")
    thread_slow = slowmode(form, said, "default_thread_rate_limit_per_user")
    flags = form.integer("flags", said.get("flags"))
    tags = channel.tags
    if said.get("available_tags") is not None:
        tags = read_tags(form, said["available_tags"], channel.tags, call.world.snowflakes)
    form.check()
    channel.thread_minutes = silence or channel.thread_minutes
    channel.slowmode_s = channel.slowmode_s if slow is None else slow
    channel.thread_slowmode_s = channel.thread_slowmode_s if thread_slow is None else thread_slow
    channel.flags = channel.flags if said.get("flags") is None else flags & REQUIRE_TAG
    call.world.set_tags(channel, tags)


def _update_thread(call: Call, channel: Channel) -> Answer:
    form = Form()
    _refuse_others(call.json, OF_THREADS)
    wish = read_change(form, call.json)
    form.check()
    threads.change(call.world, call.app.user, channel, wish)
    return 200, shapes.channel(channel, call.app.id)


def _refuse_others(said: Json, served: set[str]) -> None:
    if others := said.keys() - served:
        raise NotServedError(f"channel's {', '.join(sorted(others))}")


@router.route("DELETE", "/channels/{channel_id}")
def delete_channel(call: Call) -> Answer:
    channel = _channel(call)
    shape = shapes.channel(channel, call.app.id)
    if channel.thread is not None:
        threads.delete(call.world, call.app.user, channel)
        return 200, shape
    if not permissions.in_channel(channel, call.app.id) & permissions.MANAGE_CHANNELS:
        raise missing_permissions()
    call.world.remove_channel(channel)
    return 200, shape


def _with_exceptions(call: Call) -> Channel:
    """A channel whose permissions the bot may set; threads have their parent's."""
    channel = _channel(call, permissions.MANAGE_ROLES)
    if channel.thread is not None:
        raise ApiError(400, 50024, "Cannot execute action on this channel type")
    return channel


@router.route("PUT", "/channels/{channel_id}/permissions/{overwrite_id}")
def set_channel_permission_overwrite(call: Call) -> Answer:
    channel, form = _with_exceptions(call), Form()
    said: Json = {"id": call.params["overwrite_id"]} | call.json
    fresh = overwrites(form, [said])
    form.check()
    kept = [each for each in channel.overwrites.values() if each.id != fresh[0].id]
    call.world.update_channel(channel, overwrites=[*kept, *fresh])
    return NOTHING


@router.route("DELETE", "/channels/{channel_id}/permissions/{overwrite_id}")
def delete_channel_permission_overwrite(call: Call) -> Answer:
    channel, target = _with_exceptions(call), call.id("overwrite_id")
    if target not in channel.overwrites:
        raise unknown("Overwrite")
    kept = [each for each in channel.overwrites.values() if each.id != target]
    call.world.update_channel(channel, overwrites=kept)
    return NOTHING


def overwrites(form: Form, value: object) -> list[Overwrite]:
    found = []
    for place, each in enumerate(form.items("permission_overwrites", value, 100)):
        path = f"permission_overwrites.{place}"
        said = form.mapping(path, each)
        target = parse(said.get("id"))
        if target is None:
            form.required(f"{path}.id")
        allow, deny = parse(said.get("allow") or 0), parse(said.get("deny") or 0)
        kind = form.integer(f"{path}.type", said.get("type"), MEMBER_TARGET)
        found.append(Overwrite(target or 0, kind, allow or 0, deny or 0))
    return found
