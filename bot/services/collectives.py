"""How to speak to a collective."""

from __future__ import annotations

from bot.domain.ids import CollectiveId
from bot.services.deps import Deps
from bot.store import collectives
from bot.store.base import Tx
from bot.store.collectives import Collective


def by_default(deps: Deps, id_: CollectiveId) -> Collective:
    """A collective until its organisers say otherwise."""
    return Collective(id_, deps.settings.collective.locale, deps.settings.zone)


def known(tx: Tx, deps: Deps, id_: CollectiveId | None) -> Collective:
    """The collective, or the default one in private."""
    default = by_default(deps, id_ or CollectiveId(""))
    return default if id_ is None else collectives.get(tx, default)


async def of(deps: Deps, id_: CollectiveId | None) -> Collective:
    """Like `known`, in a transaction of its own."""
    return await deps.store.read(lambda tx: known(tx, deps, id_))
