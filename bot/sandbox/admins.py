"""People who run a server: what each role may, what each channel allows, what goes away."""

from __future__ import annotations

from bot.sandbox.asking import AskError
from bot.sandbox.discord import permissions, threads
from bot.sandbox.discord.models import (
    MEMBER_TARGET,
    ROLE_TARGET,
    Channel,
    Guild,
    Overwrite,
    Role,
    User,
)
from bot.sandbox.discord.world import World
from bot.sandbox.refusals import SENTENCES, in_french, refuse_unless_seen


class Admins:
    """Every act raises AskError for whoever has not the right to it."""

    def __init__(self, world: World) -> None:
        self._world = world

    def role(self, guild: Guild, name: object) -> Role:
        """A role, by id or by name; "@everyone" is one. Raises AskError 404."""
        for role in guild.roles.values():
            if str(name) in (str(role.id), role.name):
                return role
        raise AskError(404, f"Aucun rôle ne s’appelle « {name} ».")

    def allow_role(self, by: User, guild: Guild, role: Role, bits: int) -> None:
        """Gives the role these permissions, and no other."""
        member = guild.members.get(by.id)
        held = permissions.base(guild, member) if member else 0
        if not held & permissions.MANAGE_ROLES:
            raise AskError(403, SENTENCES[50013])
        self._world.update_role(guild, role, allow=bits)

    def allow_in(
        self, by: User, channel: Channel, whom: Role | User, *, allow: int = 0, deny: int = 0
    ) -> None:
        """Sets the channel's exception for a role or a person; none of both removes it."""
        refuse_unless_seen(channel, by)
        if channel.thread is not None:
            raise AskError(409, "Un fil a les droits de son salon.")
        if not permissions.in_channel(channel, by.id) & permissions.MANAGE_ROLES:
            raise AskError(403, SENTENCES[50013])
        others = [each for each in channel.overwrites.values() if each.id != whom.id]
        kind = ROLE_TARGET if isinstance(whom, Role) else MEMBER_TARGET
        own = [Overwrite(whom.id, kind, allow, deny)] if allow or deny else []
        self._world.update_channel(channel, overwrites=[*others, *own])

    def remove(self, by: User, channel: Channel) -> None:
        """Deletes a channel with its threads, or one thread."""
        refuse_unless_seen(channel, by)
        if channel.thread is not None:
            with in_french():
                threads.delete(self._world, by, channel)
            return
        if not permissions.in_channel(channel, by.id) & permissions.MANAGE_CHANNELS:
            raise AskError(403, SENTENCES[50013])
        self._world.remove_channel(channel)
