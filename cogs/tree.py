"""The rules that hold for every command."""

from __future__ import annotations

from discord import Interaction, InteractionType, app_commands

from bot.chats.discord.client import Client
from bot.domain.refusals import Reason, Refused
from cogs import kit


async def _served(interaction: Interaction) -> bool:
    """Commands and lists are for the servers that the configuration names."""
    client = interaction.client
    if not isinstance(client, Client) or interaction.guild_id is None:
        return True
    if client.serves(interaction.guild_id):
        return True
    if interaction.type is InteractionType.autocomplete:
        await interaction.response.autocomplete([])
    else:
        await kit.guarded(interaction, Refused(Reason.NOT_SERVED))
    return False


async def setup(client: Client) -> None:
    client.tree.interaction_check = _served  # type: ignore[method-assign]
    client.tree.error(_on_error)


async def _on_error(interaction: Interaction, error: app_commands.AppCommandError) -> None:
    await kit.guarded(interaction, getattr(error, "original", error))
