"""How long before a sitting a collective is reminded: its own choice, for what is to come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from bot.domain.dates import lead_times
from bot.domain.votes import COMING
from bot.services import vote_reminders
from bot.services.asking import Asker
from bot.services.deps import Deps
from bot.store import changes, collectives, votes
from bot.store.base import Tx

MOST: Final = 6


async def choose(deps: Deps, asker: Asker, said: str) -> Sequence[timedelta]:
    """« 7 jours, 2 jours, 3 heures »; the votes to come follow. Raises Refused."""
    now = deps.clock.now()
    wanted = lead_times(said)
    seconds = [int(one.total_seconds()) for one in wanted]

    def work(tx: Tx) -> None:
        collectives.meet(tx, asker.collective, now)
        before = collectives.vote_reminders(tx, asker.collective)
        collectives.choose_vote_reminders(tx, asker.collective, seconds)
        changes.record(
            tx,
            "collective:vote_reminders",
            asker.collective,
            now,
            asker.person,
            before=None if before is None else " ".join(map(str, before)),
            after=" ".join(map(str, seconds)),
        )
        for vote in votes.of_owner(tx, asker.collective):
            if vote.status in COMING:
                vote_reminders.set_for(tx, vote, now)

    await deps.store.write(work)
    return wanted


async def chosen(deps: Deps, asker: Asker) -> Sequence[timedelta]:
    """What holds now."""
    return await deps.store.read(lambda tx: vote_reminders.of_collective(tx, asker.collective))
