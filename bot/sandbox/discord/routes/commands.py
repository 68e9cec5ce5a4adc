"""Registering application commands."""

from __future__ import annotations

from typing import Any

from bot.sandbox.discord.commands import Commands, without_localizations
from bot.sandbox.discord.errors import ApiError, Form, missing_access
from bot.sandbox.discord.router import NOTHING, Answer, Call
from bot.sandbox.discord.routes.table import router

GLOBAL = "/applications/{application_id}/commands"
GUILD = "/applications/{application_id}/guilds/{guild_id}/commands"


def _commands(call: Call) -> Commands:
    """Raises ApiError when the application is another's, or is not in the guild."""
    if call.id("application_id") != call.app.id:
        raise ApiError(403, 20012, "You are not authorized to perform this action on this resource")
    if "guild_id" not in call.params:
        return Commands(call.world, call.app)
    guild = call.world.guilds.get(call.id("guild_id") or 0)
    if guild is None or call.app.id not in guild.members:
        raise missing_access()
    return Commands(call.world, call.app, guild.id)


@router.route("GET", GLOBAL)
@router.route("GET", GUILD)
def list_commands(call: Call) -> Answer:
    commands = _commands(call).all()
    if call.flag("with_localizations"):
        return 200, commands
    return 200, [without_localizations(each) for each in commands]


@router.route("PUT", GLOBAL)
@router.route("PUT", GUILD)
def bulk_set_commands(call: Call) -> Answer:
    said: Any = call.body
    form = Form()
    listed = form.items("_", said, 130)
    form.check()
    return 200, _commands(call).replace(listed)


@router.route("POST", GLOBAL)
@router.route("POST", GUILD)
def create_command(call: Call) -> Answer:
    command, is_new = _commands(call).create(call.json)
    return (201 if is_new else 200), command


@router.route("GET", GLOBAL + "/{command_id}")
@router.route("GET", GUILD + "/{command_id}")
def get_command(call: Call) -> Answer:
    return 200, _commands(call).get(call.id("command_id"))


@router.route("PATCH", GLOBAL + "/{command_id}")
@router.route("PATCH", GUILD + "/{command_id}")
def update_command(call: Call) -> Answer:
    return 200, _commands(call).edit(call.id("command_id"), call.json)


@router.route("DELETE", GLOBAL + "/{command_id}")
@router.route("DELETE", GUILD + "/{command_id}")
def delete_command(call: Call) -> Answer:
    _commands(call).delete(call.id("command_id"))
    return NOTHING
