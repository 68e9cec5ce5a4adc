"""What a wake costs with few and with many reminders that are still to come, and how long a
thousand that are due at once take into the outbox."""

from __future__ import annotations

import asyncio
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median
from typing import Final

from bot.clock import MachineClock
from bot.config import Settings
from bot.domain.communes import Registry
from bot.domain.ids import ChannelId, CollectiveId, PersonId
from bot.domain.reminders import About, Noun, Reminder, ReminderState, ToChannel, ToPerson
from bot.reference import load_communes
from bot.scheduler import Scheduler
from bot.services.deps import Deps
from bot.services.pictures import Painter
from bot.services.reminders import Waker
from bot.store import collectives, reminders
from bot.store.base import Store, Tx
from tests.bench.report import Goal, NotMeasured, Result

_FEW, _MANY, _AT_ONCE, _WAKES, _DUE = 1_000, 100_000, 1_000, 60, 5
_ROUNDS: Final = 5
_COLLECTIVE: Final = CollectiveId("1")
_NOTHING: Final = timedelta(0)


async def measure() -> list[Result]:
    """Raises NotMeasured where some are not planned."""
    registry = await asyncio.to_thread(load_communes)
    with tempfile.TemporaryDirectory() as folder:
        few = await _cost(Path(folder) / "few.db", registry, _FEW)
        many = await _cost(Path(folder) / "many.db", registry, _MANY)
        at_once = [await _at_once(Path(folder) / f"{n}.db", registry) for n in range(_ROUNDS)]
    goal = Goal("ratio", "≤", 1.5)
    return [
        Result("wake, 100,000 pending", many, "ms", few, goal, "1,000 pending"),
        Result("1,000 due at once, planned", median(at_once), "s", goal=Goal("value", "≤", 2)),
    ]


async def _open(path: Path, registry: Registry) -> Deps:
    store, clock = Store(path), MachineClock()
    await store.open()
    scheduler = Scheduler(clock)
    scheduler.start()
    painter = Painter()
    return Deps(Settings(), clock, store, registry, {}, scheduler, Random(7), painter)


async def _close(deps: Deps) -> None:
    assert isinstance(deps.alarms, Scheduler)
    await deps.alarms.close()
    await deps.painter.close()
    await deps.store.close()


async def _cost(path: Path, registry: Registry, pending: int) -> float:
    """Milliseconds of a wake at which a handful is due, with so many to come."""
    deps = await _open(path, registry)
    now = deps.clock.now()
    await deps.store.write(lambda tx: _fill(tx, now + timedelta(days=30), pending, now))
    waker, taken = Waker(deps), list[float]()
    await waker.fire_due()
    for wake in range(_WAKES):
        key = (wake + 1) * 1_000_000  # beyond those to come
        await deps.store.write(lambda tx, key=key: _fill(tx, now, _DUE, now, key), quietly=True)
        begun = time.perf_counter()
        await waker.fire_due()
        taken.append((time.perf_counter() - begun) * 1000)
    await _need_planned(deps, _WAKES * _DUE)
    await _close(deps)
    return median(taken)


async def _at_once(path: Path, registry: Registry) -> float:
    """Seconds from the wake until every send is planned."""
    deps = await _open(path, registry)
    now = deps.clock.now()
    await deps.store.write(lambda tx: _fill(tx, now, _AT_ONCE, now))
    waker = Waker(deps)
    begun = time.perf_counter()
    await waker.fire_due()
    taken = time.perf_counter() - begun
    await _need_planned(deps, _AT_ONCE)
    await _close(deps)
    return taken


def _fill(tx: Tx, first: datetime, count: int, now: datetime, key: int = 0) -> None:
    """People and channels in turn, a second apart from `first` on, or all at once."""
    collectives.meet(tx, _COLLECTIVE, now)
    step = timedelta(seconds=1) if first > now else _NOTHING
    for n in range(count):
        channel = ChannelId(str(n))
        audience = (
            ToPerson(PersonId(str(n)), channel, _COLLECTIVE)
            if n % 2
            else ToChannel(_COLLECTIVE, channel)
        )
        noun = Noun.OWN if n % 2 else Noun.VOTE
        about, occurs = About(noun, str(key + n)), first + n * step
        new = Reminder(about, audience, occurs, _NOTHING, ReminderState.PENDING)
        reminders.add(tx, new, now)


async def _need_planned(deps: Deps, wanted: int) -> None:
    def count(tx: Tx) -> int:
        return int(tx.execute("select count(*) from deliveries").fetchone()[0])

    planned = await deps.store.read(count)
    if planned != wanted:
        raise NotMeasured(f"{wanted} reminders should be planned, not {planned}")
