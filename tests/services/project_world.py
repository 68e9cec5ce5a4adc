"""Two collectives and what they do with projects."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.ids import ChannelId, CityId, CollectiveId, PersonId
from bot.domain.projects import Project, ProjectStatus
from bot.domain.refusals import Refused
from bot.domain.routing import Room
from bot.services import changing, known_projects, projects, threads
from bot.services.asking import Asker
from bot.services.changing import Change
from bot.services.projects import Told
from bot.services.threads import Listener
from tests.world import GIROUETTE, World

S = ProjectStatus
NICE = "fr:06088"
OTHERS = Asker(PersonId("7"), ChannelId("700"), CollectiveId("70"))
CAMERAS = Told(NICE, "videosurveillance", "Caméras du port", S.VOTED, source="Nice-Matin")


async def add(w: World, asker: Asker = GIROUETTE, **told: Any) -> Project:
    done = await projects.add(w.deps, asker, replace(CAMERAS, **told), organiser=True)
    return done.project


async def suggest(w: World, asker: Asker = GIROUETTE, **told: Any) -> Project:
    told_whole = replace(CAMERAS, **told)
    done = await projects.add(w.deps, asker, told_whole, organiser=False)
    return done.project


async def change(w: World, one: Project, asker: Asker = GIROUETTE, **wanted: Any) -> Project:
    said = known_projects.value_of(one)
    return await changing.change(w.deps, asker, said, Change(**wanted))


async def held(w: World, asker: Asker = GIROUETTE, city: str = NICE) -> list[str]:
    found, _ = await known_projects.listed(w.deps, asker.collective, CityId(city))
    return [f"{one.facts.title}: {one.status}" for one in found]


async def known(w: World, title: str, asker: Asker = GIROUETTE) -> Project:
    """What a collective holds under this title."""
    found, _ = await known_projects.listed(w.deps, asker.collective, CityId(NICE))
    [one] = [one for one in found if one.facts.title == title]
    return one


async def refused(work: Any) -> Refused:
    with pytest.raises(Refused) as met:
        await work
    return met.value


async def in_nice(w: World, asker: Asker = OTHERS) -> None:
    """The other collective follows the city in a channel of its own."""
    w.forum.write(1)
    await threads.follow(w.deps, NICE, asker, listener=Listener(asker.channel, Room.TEXT))


async def rows(w: World, sql: str, *values: object) -> list[tuple[Any, ...]]:
    return await w.deps.store.read(lambda tx: tx.execute(sql, list(values)).fetchall())
