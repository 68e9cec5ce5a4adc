"""Who wants something of Vigie."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.ids import ChannelId, CollectiveId, PersonId


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, from which channel of which collective.

    `act` names the interaction, which the chat may hand over twice; empty where there is none.
    """

    person: PersonId
    channel: ChannelId
    collective: CollectiveId
    act: str = ""
