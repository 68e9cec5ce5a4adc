"""A guild's members."""

from __future__ import annotations

from bot.sandbox.discord import permissions, shapes
from bot.sandbox.discord.errors import missing_access, missing_permissions, unknown
from bot.sandbox.discord.models import Guild, Member
from bot.sandbox.discord.router import NOTHING, Answer, Call
from bot.sandbox.discord.routes.table import router
from bot.sandbox.discord.snowflakes import parse

KICK_MEMBERS = 1 << 1


def _guild(call: Call) -> Guild:
    return call.world.guild_for(call.app, call.id("guild_id"))


def _member(call: Call, guild: Guild) -> Member:
    member = guild.members.get(call.id("user_id") or 0)
    if member is None:
        raise unknown("Member")
    return member


@router.route("GET", "/guilds/{guild_id}/members/{user_id}")
def get_guild_member(call: Call) -> Answer:
    return 200, shapes.member(_member(call, _guild(call)))


@router.route("GET", "/guilds/{guild_id}/members")
def list_guild_members(call: Call) -> Answer:
    """Needs the privileged intent, as the real one does."""
    guild = _guild(call)
    if not call.app.guild_members:
        raise missing_access()
    limit, after = call.number("limit", 1, 1, 1000), parse(call.query.get("after")) or 0
    chosen = sorted(each for each in guild.members if each > after)[:limit]
    return 200, [shapes.member(guild.members[each]) for each in chosen]


@router.route("DELETE", "/guilds/{guild_id}/members/{user_id}")
def delete_guild_member(call: Call) -> Answer:
    guild = _guild(call)
    if not permissions.base(guild, guild.members[call.app.id]) & KICK_MEMBERS:
        raise missing_permissions()
    call.world.remove_member(guild, _member(call, guild).user)
    return NOTHING
