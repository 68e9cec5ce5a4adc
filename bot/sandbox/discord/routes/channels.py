"""A guild's channels and who may what in them."""

from __future__ import annotations

from bot.sandbox.discord import permissions, shapes
from bot.sandbox.discord.errors import Form, Json, NotServedError, missing_permissions, unknown
from bot.sandbox.discord.models import CATEGORY, MEMBER_TARGET, TEXT, Channel, Overwrite
from bot.sandbox.discord.ratelimits import RENAMES
from bot.sandbox.discord.router import NOTHING, Answer, Call
from bot.sandbox.discord.routes.table import router
from bot.sandbox.discord.snowflakes import parse

NAME, TOPIC = 100, 1_024
CHANGEABLE = {"name", "topic", "permission_overwrites"}


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
    name = form.text("name", said.get("name"), NAME, 1)
    topic = form.text("topic", said.get("topic"), TOPIC)
    exceptions = overwrites(form, said.get("permission_overwrites"))
    form.check()
    kind = said.get("type") or TEXT
    if kind not in (TEXT, CATEGORY):
        raise NotServedError(f"channel type {kind}")
    parent = guild.channels.get(parse(said.get("parent_id")) or 0)
    channel = call.world.add_channel(
        guild, name, kind=kind, topic=topic or None, parent=parent, overwrites=exceptions
    )
    return 201, shapes.channel(channel, call.app.id)


@router.route("PATCH", "/channels/{channel_id}", limit=RENAMES)
def update_channel(call: Call) -> Answer:
    channel, said, form = _channel(call, permissions.MANAGE_CHANNELS), call.json, Form()
    if others := said.keys() - CHANGEABLE:
        raise NotServedError(f"channel's {', '.join(sorted(others))}")
    name = form.text("name", said["name"], NAME, 1) if "name" in said else None
    topic = form.text("topic", said["topic"], TOPIC) if "topic" in said else None
    given = said.get("permission_overwrites")
    exceptions = None if given is None else overwrites(form, given)
    form.check()
    call.world.update_channel(channel, name=name, topic=topic, overwrites=exceptions)
    return 200, shapes.channel(channel, call.app.id)


@router.route("DELETE", "/channels/{channel_id}")
def delete_channel(call: Call) -> Answer:
    channel = _channel(call, permissions.MANAGE_CHANNELS)
    call.world.remove_channel(channel)
    return 200, shapes.channel(channel, call.app.id)


@router.route("PUT", "/channels/{channel_id}/permissions/{overwrite_id}")
def set_channel_permission_overwrite(call: Call) -> Answer:
    channel, form = _channel(call, permissions.MANAGE_ROLES), Form()
    said: Json = {"id": call.params["overwrite_id"]} | call.json
    fresh = overwrites(form, [said])
    form.check()
    kept = [each for each in channel.overwrites.values() if each.id != fresh[0].id]
    call.world.update_channel(channel, overwrites=[*kept, *fresh])
    return NOTHING


@router.route("DELETE", "/channels/{channel_id}/permissions/{overwrite_id}")
def delete_channel_permission_overwrite(call: Call) -> Answer:
    channel, target = _channel(call, permissions.MANAGE_ROLES), call.id("overwrite_id")
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
