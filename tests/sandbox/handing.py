"""Commands for the tiny bots that are handed things: forms, files, choices, messages."""

from __future__ import annotations

import asyncio

import discord
from discord import app_commands

from tests.tinybot import TinyBot


class Motion(discord.ui.Modal):
    """A title, a kind and a picture, with words to read before them."""

    def __init__(self, text: str = "") -> None:
        super().__init__(title="Proposer une motion", custom_id="motion", timeout=None)
        self.add_item(discord.ui.TextDisplay("Rien n’est publié sans toi."))
        self.heading = discord.ui.TextInput[Motion](
            custom_id="titre", default=text[:40] or None, max_length=40, min_length=3
        )
        self.kind = discord.ui.Select[Motion](
            custom_id="sorte",
            options=[discord.SelectOption(label=one, value=one) for one in ("Vœu", "Motion")],
        )
        self.picture = discord.ui.FileUpload[Motion](custom_id="photo", required=False)
        for words, part in (
            ("Titre", self.heading),
            ("Sorte", self.kind),
            ("Photo", self.picture),
        ):
            self.add_item(discord.ui.Label(text=words, component=part))

    async def on_submit(self, interaction: discord.Interaction) -> None:
        if self.heading.value == "muette":
            await asyncio.Event().wait()
        files = [each.filename for each in self.picture.values]
        words = f"{self.heading.value} · {self.kind.values[0]} · {files}"
        if interaction.message is not None:
            await interaction.response.edit_message(content=words, view=None)
        else:
            await interaction.response.send_message(words, ephemeral=True)


class Old(discord.ui.Modal, title="À l’ancienne"):
    """A text with its label in it, as before discord.py 2.6."""

    reason = discord.ui.TextInput[discord.ui.Modal](
        label="Raison", custom_id="raison", style=discord.TextStyle.long, required=False
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message(f"« {self.reason.value} »")


class Panel(discord.ui.View):
    """A list of towns, a list of several days, and a button that shows a form."""

    def __init__(self) -> None:
        super().__init__(timeout=None)

    @discord.ui.select(
        custom_id="ville",
        placeholder="Choisir une ville",
        options=[
            discord.SelectOption(label="Nice", value="fr:06088", description="Alpes-Maritimes"),
            discord.SelectOption(label="Lyon", value="fr:69123", default=True),
        ],
    )
    async def town(
        self, interaction: discord.Interaction, select: discord.ui.Select[Panel]
    ) -> None:
        await interaction.response.send_message(f"Ville : {select.values[0]}", ephemeral=True)

    @discord.ui.select(
        custom_id="jours",
        placeholder="Choisir des jours",
        min_values=0,
        max_values=2,
        options=[discord.SelectOption(label=day) for day in ("lundi", "mardi", "jeudi")],
    )
    async def days(
        self, interaction: discord.Interaction, select: discord.ui.Select[Panel]
    ) -> None:
        await interaction.response.edit_message(content=f"Jours : {', '.join(select.values)}")

    @discord.ui.button(label="Rédiger", custom_id="rediger")
    async def write(self, interaction: discord.Interaction, _: discord.ui.Button[Panel]) -> None:
        await interaction.response.send_modal(Motion())


def prepare(bot: TinyBot) -> None:
    """Adds the commands; they are synced before the gateway connects."""

    @app_commands.command(name="photo", description="Reçoit une photo")
    async def photo(
        interaction: discord.Interaction,
        image: discord.Attachment,
        legende: str = "",
        autre: discord.Attachment | None = None,
    ) -> None:
        data = await image.read()
        size = f"{image.width} × {image.height}"
        words = f"{image.filename} {image.content_type} {image.size} {size} {len(data)} {legende}"
        await interaction.response.send_message(words.strip(), ephemeral=True)

    @photo.autocomplete("legende")
    async def captions(
        interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        given = interaction.namespace.image
        name = given.filename if isinstance(given, discord.Attachment) else "rien"
        return [app_commands.Choice(name=name, value=name)] if typed else []

    @app_commands.command(name="motion", description="Rédige une motion")
    async def motion(interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(Motion())

    @app_commands.command(name="ancienne", description="Un formulaire à l’ancienne")
    async def old(interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(Old())

    @app_commands.command(name="panneau", description="Montre des listes")
    async def panel(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("Panneau", view=Panel())

    async def publish(interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_modal(Motion(message.content))

    async def count(interaction: discord.Interaction, message: discord.Message) -> None:
        words = f"{message.author.name} : {len(message.content)} signes"
        await interaction.response.send_message(words)

    for command in (photo, motion, old, panel):
        bot.tree.add_command(command)
    bot.tree.add_command(app_commands.ContextMenu(name="Publier sur le forum", callback=publish))
    bot.tree.add_command(app_commands.ContextMenu(name="Compter les signes", callback=count))

    async def setup_hook() -> None:
        bot.add_view(Panel())
        await bot.tree.sync()

    bot.setup_hook = setup_hook  # type: ignore[method-assign]
