"""A small set of commands for the tiny bots: a city's status, and what answers can be."""

from __future__ import annotations

import asyncio

import discord
from discord import app_commands

from tests.tinybot import TinyBot

CITIES = ("Nice", "Marseille", "Saint-Denis")


class Follow(
    discord.ui.DynamicItem[discord.ui.Button[discord.ui.View]], template=r"follow:(?P<city>.+)"
):
    """A button that works for ever: its id says all."""

    def __init__(self, city: str) -> None:
        self.city = city
        super().__init__(discord.ui.Button(label=f"Suivre {city}", custom_id=f"follow:{city}"))

    @classmethod
    async def from_custom_id(cls, interaction, item, match):  # type: ignore[no-untyped-def]
        return cls(match["city"])

    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.edit_message(content=f"{self.city} est suivie", view=None)


class Frenchified(app_commands.Translator):
    """English names for English people, as the catalogue would give."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        words = {"ville": "city", "statut": "status", "départ": "departure"}
        return words.get(string.message) if locale is discord.Locale.british_english else None


def prepare(bot: TinyBot) -> None:
    """Adds the commands; they are synced before the gateway connects."""
    group = app_commands.Group(name="ville", description="Les villes")

    async def cities(_: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        found = [city for city in CITIES if typed.lower() in city.lower()]
        return [app_commands.Choice(name=city, value=city) for city in found]

    @group.command(name="statut", description="Où en est une ville")
    @app_commands.autocomplete(ville=cities)
    async def status(interaction: discord.Interaction, ville: str) -> None:
        view = discord.ui.View(timeout=None).add_item(Follow(ville))
        await interaction.response.send_message(f"Voici {ville}", view=view)
        view.stop()

    @group.command(name="lente", description="Répond plus tard")
    async def slow(interaction: discord.Interaction, discret: bool = False) -> None:
        await interaction.response.defer(ephemeral=discret, thinking=True)
        await interaction.edit_original_response(content="enfin")
        await interaction.followup.send("et encore")

    @group.command(name="secret", description="Répond en privé")
    async def secret(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("rien que pour toi", ephemeral=True)

    @group.command(name="muette", description="Ne répond pas")
    async def mute(_: discord.Interaction) -> None:
        await asyncio.Event().wait()

    @group.command(name="suivre", description="Suit dans un salon")
    async def follow(
        interaction: discord.Interaction,
        salon: discord.TextChannel,
        personne: discord.Member | None = None,
        combien: int = 0,
    ) -> None:
        whom = personne.name if personne else "personne"
        await interaction.response.send_message(f"{salon.name} {whom} {combien}")

    @app_commands.command(name="reserve", description="Pour qui gère le serveur")
    @app_commands.default_permissions(manage_guild=True)
    async def reserved(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("fait")

    async def setup_hook() -> None:
        await bot.tree.set_translator(Frenchified())
        bot.add_dynamic_items(Follow)
        bot.synced = await bot.tree.sync()  # type: ignore[attr-defined]

    bot.tree.add_command(group)
    bot.tree.add_command(reserved)
    bot.setup_hook = setup_hook  # type: ignore[method-assign]
