"""The bot's own account, its application, its guilds, its private channels."""

from __future__ import annotations

from bot.sandbox.discord import guild_shapes, shapes
from bot.sandbox.discord.errors import ApiError, unknown
from bot.sandbox.discord.router import NOTHING, Answer, Call
from bot.sandbox.discord.routes.table import router
from bot.sandbox.discord.snowflakes import parse


@router.route("GET", "/gateway", auth=False)
def get_gateway(call: Call) -> Answer:
    return 200, {"url": call.gateway_url}


@router.route("GET", "/gateway/bot")
def get_bot_gateway(call: Call) -> Answer:
    left = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}
    return 200, {"url": call.gateway_url, "shards": 1, "session_start_limit": left}


@router.route("GET", "/users/@me")
def get_my_user(call: Call) -> Answer:
    return 200, shapes.own_user(call.app.user)


@router.route("GET", "/users/{user_id}")
def get_user(call: Call) -> Answer:
    user = call.world.users.get(call.id("user_id") or 0)
    if user is None:
        raise unknown("User")
    return 200, shapes.user(user)


@router.route("GET", "/oauth2/applications/@me")
@router.route("GET", "/applications/@me")
def get_my_application(call: Call) -> Answer:
    return 200, shapes.application(call.app, len(call.world.guilds_of(call.app.user)))


@router.route("GET", "/users/@me/guilds")
def list_my_guilds(call: Call) -> Answer:
    limit = call.number("limit", 200, 1, 200)
    after = parse(call.query.get("after")) or 0
    before = parse(call.query.get("before"))
    mine = [
        guild
        for guild in call.world.guilds_of(call.app.user)
        if guild.id > after and (before is None or guild.id < before)
    ]
    chosen = mine[-limit:] if before is not None and not after else mine[:limit]
    return 200, [guild_shapes.my_guild(each, each.members[call.app.id]) for each in chosen]


@router.route("DELETE", "/users/@me/guilds/{guild_id}")
def leave_guild(call: Call) -> Answer:
    guild = call.world.guild_for(call.app, call.id("guild_id"))
    call.world.remove_member(guild, call.app.user)
    return NOTHING


@router.route("POST", "/users/@me/channels")
def create_dm(call: Call) -> Answer:
    other = call.world.users.get(parse(call.json.get("recipient_id")) or 0)
    if other is None:
        raise unknown("User")
    if other is call.app.user:
        raise ApiError(400, 50007, "Cannot send messages to this user")
    channel = call.world.private_channel(call.app.user, other)
    return 200, shapes.channel(channel, call.app.id)
