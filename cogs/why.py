"""`/pourquoi`: why something was sent or was not."""

from __future__ import annotations

from discord import Interaction, app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from bot.chats.discord.client import Client
from bot.ports.chat import Message
from bot.render import why as words
from bot.render.texts import texts
from bot.services import collectives, why
from bot.services.deps import Deps
from cogs import kit, rooms


class Why(commands.Cog):
    def __init__(self, deps: Deps) -> None:
        self.deps = deps

    @app_commands.command(
        name=locale_str("pourquoi"),
        description=locale_str("Pourquoi un message est arrivé ici, ou non"),
    )
    @app_commands.guild_only()
    @app_commands.guild_install()
    @app_commands.rename(link=locale_str("lien"))
    @app_commands.describe(
        link=locale_str("Le lien d'un message du forum, d'un des miens, ou d'un salon")
    )
    async def why(self, interaction: Interaction, link: str) -> None:
        await kit.answer(interaction, self._why(interaction, link))

    async def _why(self, interaction: Interaction, link: str) -> Message:
        asker = kit.asker_of(interaction)
        viewer = why.Viewer(asker.collective, rooms.seen_by(interaction))
        steps = await why.explain(self.deps, link, viewer)
        collective = await collectives.of(self.deps, asker.collective)
        return words.why(steps, texts(collective.locale), collective.zone)


async def setup(client: Client) -> None:
    await client.add_cog(Why(client.deps))
