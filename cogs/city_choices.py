"""The cities that a command proposes while its option is typed."""

from __future__ import annotations

from discord import Interaction, app_commands

from bot.domain.ids import PersonId
from bot.services import watching
from bot.services.deps import Deps
from cogs import kit, rooms


async def of(deps: Deps, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Those that somebody may mean; one's own first, where nothing is typed."""
    collective, person = kit.collective_of(interaction), PersonId(str(interaction.user.id))
    sees = rooms.seen_by(interaction)
    found = await watching.proposed(deps, typed, collective, person, sees)
    return [app_commands.Choice(name=one.label, value=one.code) for one in found]
