"""`/mes-données`: what Vigie holds of who asks, shown and erased."""

from __future__ import annotations

import re

from discord import Interaction, app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from bot.chats.discord.client import Client
from bot.domain.ids import PersonId
from bot.domain.own_data import Whose
from bot.domain.refusals import Refused
from bot.ports.chat import Message
from bot.render import own_data as words
from bot.render.texts import Texts, texts
from bot.services import cities, collectives, own_data
from bot.services.deps import Deps
from cogs import buttons, kit
from cogs.reminders import home_of


@app_commands.guild_install()
class OwnData(
    commands.GroupCog,
    group_name=locale_str("mes-données"),
    group_description=locale_str("Ce que je sais de toi"),
):
    def __init__(self, deps: Deps) -> None:
        self.deps = deps

    @app_commands.command(
        name=locale_str("exporter"),
        description=locale_str("Tout ce que je sais de toi, dans un fichier privé"),
    )
    async def export(self, interaction: Interaction) -> None:
        await kit.answer(interaction, self._export(interaction))

    async def _export(self, interaction: Interaction) -> Message:
        whose = await _whose(interaction)
        found = await own_data.held(self.deps, whose)
        zone = (await collectives.of(self.deps, await home_of(interaction))).zone
        name, now = cities.namer(self.deps), self.deps.clock.now()
        return words.exported(found, whose, name, now, zone, await _texts_of(interaction))

    @app_commands.command(
        name=locale_str("effacer"),
        description=locale_str("Effacer tout ce que je sais de toi, après confirmation"),
    )
    async def erase(self, interaction: Interaction) -> None:
        await kit.answer(interaction, self._ask(interaction))

    async def _ask(self, interaction: Interaction) -> Message:
        found = await own_data.held(self.deps, await _whose(interaction))
        return words.asks(found, await _texts_of(interaction))


async def _texts_of(interaction: Interaction) -> Texts:
    """In the collective's language, as all else there; in private, in the person's own."""
    if interaction.guild_id is not None:
        return await kit.texts_of(interaction)
    return texts(str(interaction.locale))


async def _whose(interaction: Interaction) -> Whose:
    """Who asks. Their private channel helps to find more, where the chat tells it."""
    person = PersonId(str(interaction.user.id))
    try:
        return Whose(person, await kit.private_channel(interaction))
    except Refused:
        return Whose(person)


async def _erase(interaction: Interaction) -> Message:
    """Of who presses the button, whoever was asked."""
    erased = await own_data.erase(kit.deps_of(interaction), await _whose(interaction))
    return words.erased(erased, await _texts_of(interaction))


async def _keep(interaction: Interaction) -> Message:
    return words.kept(await _texts_of(interaction))


async def setup(client: Client) -> None:
    client.add_dynamic_items(
        buttons.of(re.escape(words.ERASE_ACTION), _erase),
        buttons.of(re.escape(words.KEEP_ACTION), _keep),
    )
    await client.add_cog(OwnData(client.deps))
