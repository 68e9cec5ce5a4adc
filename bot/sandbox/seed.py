"""The world that the sandbox starts with: a collective, its people, and Vigie."""

from __future__ import annotations

from dataclasses import dataclass

from bot.sandbox.discord import permissions
from bot.sandbox.discord.models import (
    FORUM,
    ROLE_TARGET,
    Application,
    Channel,
    Guild,
    Overwrite,
    Role,
    User,
)
from bot.sandbox.discord.thread_models import Tag
from bot.sandbox.discord.world import World

VIGIE_MAY = (
    permissions.VIEW_CHANNEL
    | permissions.SEND_MESSAGES
    | permissions.EMBED_LINKS
    | permissions.ATTACH_FILES
    | permissions.READ_MESSAGE_HISTORY
    | permissions.MANAGE_MESSAGES
    | permissions.MANAGE_THREADS
    | permissions.CREATE_PUBLIC_THREADS
    | permissions.SEND_MESSAGES_IN_THREADS
    | permissions.CREATE_EVENTS
)
ORGANISERS = "référent·es"
TAGS = ("vote", "projet", "recours", "documents")


@dataclass(frozen=True, slots=True)
class Seeded:
    """What the first collective is made of."""

    vigie: Application
    guild: Guild
    organisers: Role
    mimosa: User
    girouette: User
    boussole: User
    announcements: Channel
    discussion: Channel
    private: Channel
    forum: Channel


def sow(world: World) -> Seeded:
    """Adds the collective of Marseille to the world."""
    boussole = world.add_user("boussole", "Boussole", label="responsable du serveur")
    girouette = world.add_user("girouette", "Girouette", label="référent·e")
    mimosa = world.add_user("mimosa", "Mimosa", label="membre")
    vigie = world.add_application("Vigie", owner=boussole)
    guild = world.add_guild("Collectif de Marseille", boussole)
    organisers = world.add_role(guild, ORGANISERS, permissions.MANAGE_GUILD, mentionable=True)
    world.install(vigie, guild, VIGIE_MAY)
    world.add_member(guild, girouette, [organisers])
    world.add_member(guild, mimosa)
    return Seeded(
        vigie,
        guild,
        organisers,
        mimosa,
        girouette,
        boussole,
        world.add_channel(guild, "annonces", topic="Les votes et les alertes."),
        world.add_channel(guild, "discussion", topic="Pour parler de tout."),
        world.add_channel(guild, ORGANISERS, overwrites=_hidden(guild, organisers, vigie)),
        world.add_channel(
            guild,
            "fils-du-forum",
            kind=FORUM,
            topic="Les fils du forum, un par sujet.",
            tags=[Tag(world.snowflakes.new(), name) for name in TAGS],
        ),
    )


def _hidden(guild: Guild, organisers: Role, vigie: Application) -> list[Overwrite]:
    """Seen by the organisers and by the bot's own role, and by nobody else."""
    mine = next(role for role in guild.roles.values() if role.managed_by == vigie.id)
    return [
        Overwrite(guild.id, ROLE_TARGET, deny=permissions.VIEW_CHANNEL),
        Overwrite(organisers.id, ROLE_TARGET, allow=permissions.VIEW_CHANNEL),
        Overwrite(mine.id, ROLE_TARGET, allow=permissions.VIEW_CHANNEL),
    ]
