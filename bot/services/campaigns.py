"""The campaigns of a collective, by their names."""

from __future__ import annotations

from bot.domain.folding import fold
from bot.domain.hearing import Sees
from bot.domain.ids import CampaignId, CollectiveId
from bot.services.deps import Deps
from bot.store import campaigns
from bot.store.base import Tx


async def suggested(deps: Deps, collective: CollectiveId, typed: str, sees: Sees) -> list[str]:
    """Those that somebody may mean who typed this so far, the latest first, of which they see a
    task."""
    found = await deps.store.read(lambda tx: _told(tx, collective, sees))
    return [one for one in found.values() if fold(typed) in fold(one)]


def is_told(tx: Tx, collective: CollectiveId, id_: CampaignId, sees: Sees) -> bool:
    """Whether who `sees` what may know of a campaign, for one of its tasks."""
    return id_ in _told(tx, collective, sees)


def _told(tx: Tx, collective: CollectiveId, sees: Sees) -> dict[CampaignId, str]:
    told = campaigns.told(tx, collective)
    return {id_: name for id_, name, channel in told if channel is None or sees(channel)}
