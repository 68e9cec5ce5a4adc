"""Which other collectives are taken at their word."""

from __future__ import annotations

from bot.services.asking import Asker
from bot.services.deps import Deps
from bot.store import trusts


async def count(deps: Deps, asker: Asker) -> int:
    """How many collectives are."""
    return await deps.store.read(lambda tx: trusts.count(tx, asker.collective))


async def take_back(deps: Deps, asker: Asker) -> int:
    """None is any more; how many were."""
    now = deps.clock.now()
    return await deps.store.write(
        lambda tx: trusts.take_back(tx, asker.collective, asker.person, now)
    )
