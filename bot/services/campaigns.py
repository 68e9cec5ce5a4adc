"""The campaigns of a collective, by their names."""

from __future__ import annotations

from bot.domain.folding import fold
from bot.domain.ids import CollectiveId
from bot.services.deps import Deps
from bot.store import campaigns


async def suggested(deps: Deps, collective: CollectiveId, typed: str) -> list[str]:
    """Those that somebody may mean who typed this so far, the latest first."""
    found = await deps.store.read(lambda tx: campaigns.names(tx, collective))
    return [one for one in found.values() if fold(typed) in fold(one)]
