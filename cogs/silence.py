"""`/silence`, `/reprendre`, and what organisers answer to the brake."""

from __future__ import annotations

import re
from typing import Any

import discord
from discord import Interaction, app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from bot.chats.discord.client import Client
from bot.ports.chat import Message
from bot.render import holding as words
from bot.render.texts import texts
from bot.services import collectives, holding
from bot.services.deps import Deps
from cogs import kit


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
        made = await holding.resume(self.deps, asker)
        collective = await collectives.of(self.deps, asker.collective)
        says, now = texts(collective.locale), self.deps.clock.now()
        return words.resumed(made.going, made.stale, now, collective.zone, says)


class Answer(
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=re.escape(words.ACTION) + r"(?P<answer>yes|no):(?P<id>\d{1,18})",
):
    """What organisers answer about what was held; for ever."""

    def __init__(self, answer: str, id_: int) -> None:
        super().__init__(discord.ui.Button(custom_id=f"{words.ACTION}{answer}:{id_}"))
        self.yes, self.id_ = answer == "yes", id_

    @classmethod
    async def from_custom_id(
        cls, _interaction: Interaction, _item: discord.ui.Item[Any], found: re.Match[str]
    ) -> Answer:
        return cls(found["answer"], int(found["id"]))

    async def callback(self, interaction: Interaction) -> None:
        await kit.answer(interaction, self._answer(interaction))

    async def _answer(self, interaction: Interaction) -> Message:
        kit.need_organiser(interaction)
        deps, asker = kit.deps_of(interaction), kit.asker_of(interaction)
        answered = await holding.answer(deps, asker, self.id_, send=self.yes)
        return words.answered(answered, await kit.texts_of(interaction))


async def setup(client: Client) -> None:
    client.add_dynamic_items(Answer)
    await client.add_cog(Silence(client.deps))
