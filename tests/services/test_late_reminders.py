"""What waited for the chat longer than it took to become old is not told beside what is newer."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from bot.services.reminders import Waker
from bot.store.base import Tx
from tests.services.vote_world import announced, follow, said_in
from tests.world import World, world


async def _fall_due(w: World, waker: Waker, **span: float) -> None:
    """While the chat is away: what falls due is planned, and waits."""
    w.clock.advance(timedelta(**span).total_seconds())
    await waker.fire_due()


def _told(w: World) -> list[str]:
    return [one.splitlines()[0] for one in said_in(w) if one.startswith("⏰")]


def _fates(tx: Tx) -> list[str | None]:
    rows = tx.execute("select reason from deliveries where kind = 'vote_reminder' order by id")
    return [reason for (reason,) in rows]


async def test_after_days_without_the_chat_only_the_latest_reminder_of_a_vote_is_told(
    tmp_path: Path,
) -> None:
    async with world(tmp_path) as w:
        await follow(w)
        waker = Waker(w.deps)
        await announced(w)
        await _fall_due(w, waker, days=13, hours=6)
        await _fall_due(w, waker, days=5)
        await w.settle()
        assert _told(w) == ["⏰ Forcalquier, vote dans 2 jours : lundi 14 décembre à 18h30"]
        assert await w.deps.store.read(_fates) == ["stale", None]
