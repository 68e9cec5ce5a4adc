"""The votes that a command proposes while its option is typed."""

from __future__ import annotations

from typing import Final

from discord import Interaction, app_commands

from bot.domain.votes import AWAITED, OUTCOMES, UNCONFIRMED, VoteStatus
from bot.services import known_votes
from bot.services.deps import Deps
from cogs import kit, rooms

MOVABLE: Final = AWAITED | {VoteStatus.POSTPONED, VoteStatus.REPORTED, VoteStatus.RUMOURED}
DECIDABLE: Final = AWAITED | OUTCOMES | UNCONFIRMED
_LABEL_MAX: Final = 100
_MOST: Final = 25


async def of(
    deps: Deps, interaction: Interaction, typed: str, among: frozenset[VoteStatus] | None
) -> list[app_commands.Choice[str]]:
    collective = kit.asker_of(interaction).collective
    sees = rooms.seen_by(interaction)
    says = await kit.texts_of(interaction)
    found = await known_votes.suggested(deps, collective, typed, among=among, sees=sees)
    return [
        app_commands.Choice(
            name=known_votes.label(deps, one, says)[:_LABEL_MAX],
            value=known_votes.value_of(one),
        )
        for one in found[:_MOST]
    ]
