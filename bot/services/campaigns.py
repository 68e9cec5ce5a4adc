"""The campaigns of a collective, by their names."""

from __future__ import annotations

from bot.domain.folding import fold
from bot.domain.hearing import Sees, everything
from bot.domain.ids import CollectiveId
from bot.services.deps import Deps
from bot.store import campaigns
from bot.store.base import Tx


async def suggested(
    deps: Deps, collective: CollectiveId, typed: str, sees: Sees = everything, *, organiser: bool
) -> list[str]:
    """Those that somebody may mean who typed this so far, the latest first: those of a task that
    the person `sees`; organisers, all."""

    def work(tx: Tx) -> list[str]:
        names = campaigns.names(tx, collective)
        if organiser:
            return [*names.values()]
        told = campaigns.told(tx, collective)
        shown = {id_ for id_, heard, channel in told if heard.shows(channel, sees)}
        return [name for id_, name in names.items() if id_ in shown]

    return [one for one in await deps.store.read(work) if fold(typed) in fold(one)]
