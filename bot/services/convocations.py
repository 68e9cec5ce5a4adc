"""Was the council called in time? The latest day on which the notice of a sitting may be sent."""

from __future__ import annotations

import asyncio
from typing import Final

from bot.domain.communes import Commune
from bot.domain.deadlines import Deadline
from bot.domain.refusals import Refused
from bot.domain.votes import CouncilVote
from bot.services import legal
from bot.services.deps import Deps

_FRENCH: Final = "fr.convocation"
# By the first letters of the province: Flanders has another law.
_BELGIAN: Final = {"BE-W": "be.wal.convocation.7jf", "BE-B": "be.bru.convocation.7jf"}


async def of(deps: Deps, vote: CouncilVote) -> Deadline | None:
    """None where its law is not known, or how many people live there."""
    return await asyncio.to_thread(counted, deps, vote)


def counted(deps: Deps, vote: CouncilVote) -> Deadline | None:
    """The same, never on the event loop: the rules may have to be read."""
    commune = deps.registry.get(vote.city)
    rule = _rule(commune) if commune else None
    if commune is None or rule is None:
        return None
    try:
        return legal.count(rule, vote.sitting.day, legal.place_of(commune))
    except Refused:
        return None


def _rule(commune: Commune) -> str | None:
    if commune.country == "fr":
        return _FRENCH
    return _BELGIAN.get(commune.department[:4])
