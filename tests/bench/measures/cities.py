"""Where a city stands, in process and without its picture; and the registry as it is loaded."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bot.domain.ids import CityId, TopicId
from bot.domain.projects import ProjectStatus
from bot.ports.forum import Post, PostId, Topic
from bot.reference import load_communes
from bot.render.texts import texts
from bot.services import cards, projects
from bot.services.cards import Reader
from bot.services.collectives import by_default
from bot.services.projects import Told
from bot.store import topics
from bot.store.base import Tx
from tests.bench.report import Goal, Result, percentile
from tests.fakes import NOON
from tests.world import COLLECTIVE, GIROUETTE, World, world

_PROJECTS, _THREADS, _POSTS = 20, 40, 2_000
_ROUNDS, _WARM_UP, _LOADS = 300, 10, 5
_CITY = CityId("fr:06088")


async def measure() -> list[Result]:
    """Never raises NotMeasured."""
    loads = [await asyncio.to_thread(_load) for _ in range(_LOADS)]
    with TemporaryDirectory() as folder:
        async with world(Path(folder)) as made:
            await _fill(made)
            took = [await _ask(made) for _ in range(_WARM_UP + _ROUNDS)][_WARM_UP:]
    return [
        Result("registry, loaded", median(loads), "ms", goal=Goal("value", "≤", 300)),
        Result("city status p95", percentile(took, 95), "ms", goal=Goal("value", "≤", 100)),
    ]


def _load() -> float:
    begun = time.perf_counter()
    load_communes()
    return (time.perf_counter() - begun) * 1000


async def _fill(made: World) -> None:
    for number in range(_PROJECTS):
        told = Told(_CITY, "vsa", f"Projet {number}", ProjectStatus.VOTED, source="Conseil")
        await projects.add(made.deps, GIROUETTE, told, organiser=True)
    await made.deps.store.write(_write)


def _write(tx: Tx) -> None:
    threads = [_thread(number) for number in range(1, _THREADS + 1)]
    topics.save(tx, threads, NOON)
    written = (_post(number, threads[number % _THREADS]) for number in range(1, _POSTS + 1))
    topics.save_posts(tx, written, NOON)


def _thread(number: int) -> Topic:
    url = f"https://forum.example/topic/{number}"
    newest = NOON - timedelta(hours=number)
    id_ = TopicId("technopolice", number)
    return Topic(id_, f"Nice, fil {number}", url, 6, ("nice",), 50, newest=newest)


def _post(number: int, topic: Topic) -> Post:
    html = f"<p>{'La caméra de la place. ' * 20}</p>"
    url = f"https://forum.example/post/{number}"
    return Post(PostId("technopolice", number), topic, "lina", NOON, url, html)


async def _ask(made: World) -> float:
    """From the city that is meant to the words of its card."""
    begun = time.perf_counter()
    commune = made.deps.registry.get(_CITY)
    assert commune is not None
    card, collective = await cards.city(made.deps, commune, Reader(COLLECTIVE))
    cards.worded(made.deps, card, texts("fr"), NOON, collective.zone)
    took = (time.perf_counter() - begun) * 1000
    assert len(card.projects) == _PROJECTS
    assert collective == by_default(made.deps, COLLECTIVE)
    return took
