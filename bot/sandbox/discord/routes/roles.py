"""A guild's roles, and giving them."""

from __future__ import annotations

from bot.sandbox.discord import permissions, shapes
from bot.sandbox.discord.errors import ApiError, Form, NotServedError, missing_permissions, unknown
from bot.sandbox.discord.models import Guild, Role
from bot.sandbox.discord.router import NOTHING, Answer, Call
from bot.sandbox.discord.routes.table import router
from bot.sandbox.discord.snowflakes import parse

CHANGEABLE = {"name", "permissions", "mentionable"}
IGNORED_WHEN_EMPTY = {"color", "colors", "hoist", "icon", "unicode_emoji"}


def _guild(call: Call, needed: int = 0) -> Guild:
    guild = call.world.guild_for(call.app, call.id("guild_id"))
    if needed and not permissions.base(guild, guild.members[call.app.id]) & needed:
        raise missing_permissions()
    return guild


def _role(call: Call, guild: Guild) -> Role:
    role = guild.roles.get(call.id("role_id") or 0)
    if role is None:
        raise unknown("Role")
    return role


def _below_mine(call: Call, guild: Guild, role: Role) -> None:
    """Raises ApiError unless the bot's highest role is above: nobody raises their equals."""
    mine = guild.members[call.app.id].roles
    highest = max((guild.roles[each].position for each in mine), default=0)
    if call.app.id != guild.owner_id and role.position >= highest:
        raise missing_permissions()


def _name(call: Call) -> str | None:
    said, form = call.json, Form()
    others = said.keys() - CHANGEABLE
    if any(key not in IGNORED_WHEN_EMPTY or said[key] for key in others):
        raise NotServedError(f"role's {', '.join(sorted(others))}")
    name = form.text("name", said["name"], 100) if said.get("name") is not None else None
    form.check()
    return name


@router.route("GET", "/guilds/{guild_id}/roles")
def list_guild_roles(call: Call) -> Answer:
    return 200, [shapes.role(each) for each in _guild(call).roles.values()]


@router.route("GET", "/guilds/{guild_id}/roles/{role_id}")
def get_guild_role(call: Call) -> Answer:
    return 200, shapes.role(_role(call, _guild(call)))


@router.route("POST", "/guilds/{guild_id}/roles")
def create_guild_role(call: Call) -> Answer:
    guild = _guild(call, permissions.MANAGE_ROLES)
    allow = parse(call.json.get("permissions"))
    if allow is None:
        allow = guild.roles[guild.id].permissions
    role = call.world.add_role(
        guild,
        _name(call) or "new role",
        allow,
        mentionable=bool(call.json.get("mentionable")),
    )
    return 200, shapes.role(role)


@router.route("PATCH", "/guilds/{guild_id}/roles/{role_id}")
def update_guild_role(call: Call) -> Answer:
    guild = _guild(call, permissions.MANAGE_ROLES)
    role = _role(call, guild)
    _below_mine(call, guild, role)
    call.world.update_role(
        guild,
        role,
        name=_name(call),
        allow=parse(call.json.get("permissions")),
        mentionable=call.json.get("mentionable"),
    )
    return 200, shapes.role(role)


@router.route("DELETE", "/guilds/{guild_id}/roles/{role_id}")
def delete_guild_role(call: Call) -> Answer:
    guild = _guild(call, permissions.MANAGE_ROLES)
    role = _role(call, guild)
    _below_mine(call, guild, role)
    if role.id == guild.id or role.managed_by is not None:
        raise ApiError(400, 50028, "Invalid Role")
    call.world.remove_role(guild, role)
    return NOTHING


@router.route("PUT", "/guilds/{guild_id}/members/{user_id}/roles/{role_id}")
def add_guild_member_role(call: Call) -> Answer:
    return _give(call, is_given=True)


@router.route("DELETE", "/guilds/{guild_id}/members/{user_id}/roles/{role_id}")
def delete_guild_member_role(call: Call) -> Answer:
    return _give(call, is_given=False)


def _give(call: Call, *, is_given: bool) -> Answer:
    guild = _guild(call, permissions.MANAGE_ROLES)
    role = _role(call, guild)
    _below_mine(call, guild, role)
    member = guild.members.get(call.id("user_id") or 0)
    if member is None:
        raise unknown("Member")
    others = [guild.roles[each] for each in member.roles if each != role.id]
    call.world.update_member(guild, member.user, roles=[*others, role] if is_given else others)
    return NOTHING
