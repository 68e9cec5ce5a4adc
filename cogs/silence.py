"""`/silence`, `/reprendre`, and what organisers answer to the brake."""

from __future__ import annotations

import re
from typing import Final

from discord import Interaction, app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from bot.chats.discord.client import Client
from bot.ports.chat import Message
from bot.render import holding as words
from bot.render.texts import texts
from bot.services import collectives, holding
from bot.services.deps import Deps
from cogs import buttons, kit, rooms


@app_commands.guild_install()
class Silence(commands.Cog):
    def __init__(self, deps: Deps) -> None:
        self.deps = deps

    @app_commands.command(
        name=locale_str("silence"),
        description=locale_str("Arrêter tous les envois de Vigie ici, tout de suite"),
    )
    @app_commands.guild_only()
    @app_commands.guild_install()
    async def silence(self, interaction: Interaction) -> None:
        await kit.answer(interaction, self._silence(interaction), private=False)

    async def _silence(self, interaction: Interaction) -> Message:
        kit.need_organiser(interaction)
        asker = kit.asker_of(interaction)
        since = await holding.silence(self.deps, asker)
        collective = await collectives.of(self.deps, asker.collective)
        now = self.deps.clock.now()
        return words.silenced(since, now, collective.zone, texts(collective.locale))

    @app_commands.command(name=locale_str("reprendre"), description=locale_str("Lever le silence"))
    @app_commands.guild_only()
    @app_commands.guild_install()
    async def resume(self, interaction: Interaction) -> None:
        await kit.answer(interaction, self._resume(interaction), private=False)

    async def _resume(self, interaction: Interaction) -> Message:
        kit.need_organiser(interaction)
        asker = kit.asker_of(interaction)
        made = await holding.resume(self.deps, asker, lambda one: rooms.is_open(interaction, one))
        collective = await collectives.of(self.deps, asker.collective)
        says, now = texts(collective.locale), self.deps.clock.now()
        zone = collective.zone
        return words.resumed(made.going, made.stale, now, zone, says, made.named)


async def _answer(interaction: Interaction, answer: str, id_: str) -> Message:
    """What organisers answer about what was held."""
    kit.need_organiser(interaction)
    deps, asker = kit.deps_of(interaction), kit.asker_of(interaction)
    answered = await holding.answer(deps, asker, int(id_), send=answer == "yes")
    return words.answered(answered, await kit.texts_of(interaction))


_ANSWER: Final = re.escape(words.ACTION) + r"(?P<answer>yes|no):(?P<id_>\d{1,18})"


async def setup(client: Client) -> None:
    client.add_dynamic_items(buttons.of(_ANSWER, _answer))
    await client.add_cog(Silence(client.deps))
