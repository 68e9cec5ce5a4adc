"""`/aide`: what Vigie can do."""

from __future__ import annotations

import re

from discord import Interaction, app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from bot.chats.discord.client import Client
from bot.ports.chat import Message
from bot.render import cards as words
from cogs import buttons, kit


async def help_message(interaction: Interaction) -> Message:
    return words.help_(await kit.texts_of(interaction))


class Help(commands.Cog):
    @app_commands.command(
        name=locale_str("aide"), description=locale_str("Ce que Vigie sait faire")
    )
    async def help(self, interaction: Interaction) -> None:
        await kit.answer(interaction, help_message(interaction))


async def setup(client: Client) -> None:
    client.add_dynamic_items(buttons.of(re.escape(words.HELP_ACTION), help_message))
    await client.add_cog(Help())
