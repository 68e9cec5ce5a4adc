"""Open deadlines follow their rules: one that changed, or a holiday that was added late."""

from __future__ import annotations

import logging
from datetime import datetime

from bot.domain.kept_deadlines import Kept
from bot.domain.refusals import Refused
from bot.services import deadline_sends, legal, request_ends, vote_deadlines
from bot.services.deps import Deps
from bot.store import deadlines, votes
from bot.store.base import Tx

log = logging.getLogger(__name__)


async def recount(deps: Deps) -> int:
    """Count all open deadlines again with the rules that ship now, and tell those concerned; how
    many have another day. What a person moved stays where it is."""
    now = deps.clock.now()
    if not await deps.store.read(deadlines.alive):  # the rules and their holidays take room
        return 0
    await legal.pack()

    def work(tx: Tx) -> int:
        found = deadlines.alive(tx)
        moved = sum(_again(tx, deps, one, now) for one in found)
        for id_ in {one.vote for one in found if one.vote is not None}:
            vote = votes.get(tx, id_)
            if vote is not None:
                vote_deadlines.ask_end(tx, vote, now)
        return moved

    moved = await deps.store.write(work)
    if moved:
        log.info("deadlines.recounted moved=%d", moved)
    return moved


def _again(tx: Tx, deps: Deps, kept: Kept, now: datetime) -> bool:
    """A day that can no longer be counted is left as people know it."""
    commune, began = deps.registry.get(kept.city), kept.basis.began
    if commune is None or began is None or kept.days_left(now) < 0:
        return False
    try:
        due = legal.count(kept.basis.rule, began, legal.place_of(commune)).act_by
    except Refused:
        log.warning("deadline.uncounted id=%d rule=%s", kept.id, kept.basis.rule)
        return False
    after = kept.recount(began, due)
    if after.due == kept.due:
        return False
    deadlines.save(tx, kept, after, now, None)
    deadline_sends.tell(tx, kept, after, now, by_rule=True)
    deadline_sends.follow(tx, after, now)
    if kept.request is not None:
        request_ends.rearm(tx, kept.request, now)
    return True
