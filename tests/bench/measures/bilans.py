"""The bilan of a collective that has counted much: read and worded."""

from __future__ import annotations

import asyncio
import tempfile
import time
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from statistics import median
from typing import Final

from bot.clock import MachineClock
from bot.config import Settings
from bot.domain.ids import ChannelId, CollectiveId, PersonId, TaskId
from bot.domain.tallies import week_of
from bot.domain.tasks import Plan
from bot.domain.units import Unit
from bot.domain.zones import zone_of
from bot.reference import load_communes
from bot.render import bilans as words
from bot.render.texts import texts
from bot.scheduler import Scheduler
from bot.services import bilans
from bot.services.deps import Deps
from bot.services.pictures import Painter
from bot.store import collectives, contributions, tasks
from bot.store.base import Store, Tx
from tests.bench.report import Goal, NotMeasured, Result

_TASKS, _CONTRIBUTIONS, _WEEKS, _PEOPLE, _CITIES = 500, 100_000, 26, 200, 40
_ROUNDS: Final = 15
_COLLECTIVE: Final = CollectiveId("1")
_FIRST: Final = date(2026, 6, 1)


async def measure() -> list[Result]:
    """Raises NotMeasured where a total is not exact."""
    registry = await asyncio.to_thread(load_communes)
    with tempfile.TemporaryDirectory() as folder:
        store, clock = Store(Path(folder) / "vigie.db"), MachineClock()
        await store.open()
        painter, alarms = Painter(), Scheduler(clock)
        deps = Deps(Settings(), clock, store, registry, {}, alarms, Random(7), painter)
        wanted = await store.write(lambda tx: _fill(tx, deps), quietly=True)
        taken = list[float]()
        for _ in range(_ROUNDS):
            begun = time.perf_counter()
            found = await bilans.of(deps, _COLLECTIVE, None, None)
            words.told(found.card, texts("fr"), organiser=True)
            taken.append((time.perf_counter() - begun) * 1000)
        await painter.close()
        await store.close()
    if (told := sum(one.total for one in found.card.bilan.tasks)) != wanted:
        raise NotMeasured(f"the total should be {wanted}, not {told}")
    name = "bilan, 500 tasks, 100,000 contributions"
    return [Result(name, median(taken), "ms", goal=Goal("value", "≤", 100))]


def _fill(tx: Tx, deps: Deps) -> int:
    """Every task counts something, in all cities and weeks; what it comes to."""
    now, random, units = deps.clock.now(), Random(7), [*Unit]
    collectives.meet(tx, _COLLECTIVE, now)
    communes = [*islice(deps.registry, _CITIES)]
    for n in range(_TASKS):
        commune = communes[n % _CITIES]
        plan = Plan(f"tâche {n}", units[n % len(units)], 500)
        draft = tasks.Draft(
            *(_COLLECTIVE, commune.code, plan, zone_of(commune), PersonId("1"), ChannelId("1"))
        )
        tasks.add(tx, draft, now)
    drafts = [
        contributions.Draft(
            TaskId(random.randint(1, _TASKS)),
            PersonId(str(random.randint(1, _PEOPLE))),
            random.randint(1, 20),
            week_of(_FIRST + timedelta(weeks=random.randrange(_WEEKS))),
            str(n),
        )
        for n in range(_CONTRIBUTIONS)
    ]
    contributions.add(tx, drafts, now)
    return sum(one.amount for one in drafts)
