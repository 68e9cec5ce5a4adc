"""What a bot may ask of a guild as a whole."""

from __future__ import annotations

from bot.sandbox.discord import guild_shapes, permissions
from bot.sandbox.discord.errors import Form, NotServedError, missing_permissions
from bot.sandbox.discord.router import Answer, Call
from bot.sandbox.discord.routes.table import router


@router.route("GET", "/guilds/{guild_id}")
def get_guild(call: Call) -> Answer:
    guild = call.world.guild_for(call.app, call.id("guild_id"))
    shape = guild_shapes.guild(guild)
    if call.flag("with_counts"):
        members = len(guild.members)
        shape |= {"approximate_member_count": members, "approximate_presence_count": members}
    return 200, shape


@router.route("PATCH", "/guilds/{guild_id}")
def update_guild(call: Call) -> Answer:
    guild = call.world.guild_for(call.app, call.id("guild_id"))
    if not permissions.base(guild, guild.members[call.app.id]) & permissions.MANAGE_GUILD:
        raise missing_permissions()
    if others := call.json.keys() - {"name"}:
        raise NotServedError(f"guild's {', '.join(sorted(others))}")
    form = Form()
    name = form.text("name", call.json.get("name"), 100, 2)
    form.check()
    call.world.update_guild(guild, name=name)
    return 200, guild_shapes.guild(guild)
