"""Which other collectives are taken at their word."""

from __future__ import annotations

from bot.domain.ids import CollectiveId
from bot.services.asking import Asker
from bot.services.deps import Deps
from bot.store import trusts


async def those(deps: Deps, asker: Asker) -> list[CollectiveId]:
    """Which collectives are."""
    return await deps.store.read(lambda tx: trusts.of(tx, asker.collective))


async def take_back(deps: Deps, asker: Asker) -> int:
    """None is any more; how many were."""
    now = deps.clock.now()
    return await deps.store.write(
        lambda tx: trusts.take_back(tx, asker.collective, asker.person, now)
    )
