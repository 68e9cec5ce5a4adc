"""`/ville`: where a city stands."""

from __future__ import annotations

import re
from typing import Any

import discord
from discord import Interaction, app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from bot.chats.discord.client import Client
from bot.domain.ids import CityId
from bot.ports.chat import Message
from bot.render import cards as words
from bot.render.texts import texts
from bot.services import cards, cities
from bot.services.deps import Deps
from cogs import kit


async def city_message(interaction: Interaction, said: str) -> Message:
    """The card of the city meant, or the question which one is. Raises Refused."""
    deps = kit.deps_of(interaction)
    found = cities.meant(deps, said)
    if len(found) > 1:
        return words.which_city(said, found, await kit.texts_of(interaction))
    card, collective = await cards.city(deps, found[0], kit.collective_of(interaction))
    return words.city(card, texts(collective.locale), deps.clock.now())


@app_commands.guild_install()
class Cities(
    commands.GroupCog, group_name=locale_str("ville"), group_description=locale_str("Les villes")
):
    def __init__(self, deps: Deps) -> None:
        self.deps = deps

    @app_commands.command(name=locale_str("statut"), description=locale_str("Où en est une ville"))
    @app_commands.rename(city=locale_str("ville"))
    @app_commands.describe(city=locale_str("Son nom, son code postal ou son département"))
    async def status(self, interaction: Interaction, city: str) -> None:
        await kit.answer(interaction, city_message(interaction, city))

    @status.autocomplete("city")
    async def suggest(
        self, _interaction: Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        found = cities.suggested(self.deps, typed)
        return [app_commands.Choice(name=one.label, value=one.code) for one in found]

    @app_commands.command(
        name=locale_str("ajouter"), description=locale_str("Ajouter une commune de Belgique")
    )
    @app_commands.rename(name=locale_str("nom"), code=locale_str("code"))
    @app_commands.describe(
        name=locale_str("Son nom, comme sur la carte : Ixelles"),
        code=locale_str("Son code NIS, cinq chiffres : 21009"),
    )
    async def add(self, interaction: Interaction, name: str, code: str) -> None:
        await kit.answer(interaction, self._add(interaction, name, code), private=False)

    async def _add(self, interaction: Interaction, name: str, code: str) -> Message:
        kit.need_organiser(interaction)
        asker = kit.asker_of(interaction)
        commune = await cities.add(self.deps, name, code, asker.person)
        return words.city_added(commune, await kit.texts_of(interaction))


class CityButton(
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=re.escape(words.CITY_ACTION) + r"(?P<code>[a-z]{2}:\w{5})",
):
    """« Où en est Nice ? », for ever: the city is in the button."""

    def __init__(self, code: CityId) -> None:
        super().__init__(discord.ui.Button(custom_id=f"{words.CITY_ACTION}{code}"))
        self.code = code

    @classmethod
    async def from_custom_id(
        cls, _interaction: Interaction, _item: discord.ui.Item[Any], found: re.Match[str]
    ) -> CityButton:
        return cls(CityId(found["code"]))

    async def callback(self, interaction: Interaction) -> None:
        await kit.answer(interaction, city_message(interaction, self.code))


async def setup(client: Client) -> None:
    client.add_dynamic_items(CityButton)
    await client.add_cog(Cities(client.deps))
