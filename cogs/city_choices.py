"""The cities that a command proposes while its option is typed."""

from __future__ import annotations

from discord import Interaction, app_commands

from bot.domain.ids import PersonId
from bot.services import cities, watching
from bot.services.deps import Deps
from cogs import kit, rooms


async def of(deps: Deps, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Those that somebody may mean; one's own first, where nothing is typed."""
    if typed.strip():
        found = cities.suggested(deps, typed)
    else:
        collective, person = kit.collective_of(interaction), PersonId(str(interaction.user.id))
        found = await watching.at_first(deps, collective, person, rooms.seen_by(interaction))
    return [app_commands.Choice(name=one.label, value=one.code) for one in found]
