"""Belgian communes that organisers add."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from copy import copy
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.communes import Commune
from bot.domain.ids import CityId, PersonId
from bot.domain.refusals import Reason, Refused
from bot.services import cities
from tests.world import World, registry, world

ANNE = PersonId("1")
IXELLES = CityId("be:21009")


@pytest.fixture
async def w(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path) as made:
        yield made


async def refused(w: World, name: str, code: str) -> Reason:
    with pytest.raises(Refused) as caught:
        await cities.add(w.deps, name, code, ANNE)
    return caught.value.reason


async def test_an_added_commune_is_known_at_once(w: World) -> None:
    added = await cities.add(w.deps, "Ixelles", "21009", ANNE)
    assert added.code == IXELLES
    assert cities.meant(w.deps, "ixelles") == [added]
    assert cities.suggested(w.deps, "ixel") == [added]


async def test_it_is_known_again_after_a_start(w: World) -> None:
    await cities.add(w.deps, "Ixelles", "21009", ANNE)
    again = replace(w.deps, registry=copy(registry()))
    assert again.registry.get(IXELLES) is None
    await cities.recall(again)
    assert again.registry.get(IXELLES) is not None


async def test_who_added_it_and_when_is_kept(w: World) -> None:
    await cities.add(w.deps, "Ixelles", "21009", ANNE)
    query = "select noun, key, by, before, after, why from changes"
    rows = await w.deps.store.read(lambda tx: tx.execute(query).fetchall())
    assert rows == [("commune", "be:21009", "1", None, "added", "Ixelles")]


async def test_what_is_there_already_is_refused(w: World) -> None:
    await cities.add(w.deps, "Ixelles", "21009", ANNE)
    assert await refused(w, "Elsene", "21009") is Reason.KNOWN_CITY
    assert await refused(w, "Ixelles", "21010") is Reason.KNOWN_CITY
    assert await refused(w, "Nice", "06088") is Reason.BAD_NIS_CODE
    assert await refused(w, "Nice !", "21011") is Reason.BAD_CITY_NAME
    assert len(w.deps.registry) == 35_009


async def test_added_twice_at_once_it_is_there_once(w: World) -> None:
    both = (cities.add(w.deps, "Ixelles", "21009", ANNE) for _ in range(2))
    answers = await asyncio.gather(*both, return_exceptions=True)
    assert sorted(type(one).__name__ for one in answers) == [Commune.__name__, Refused.__name__]
    assert len(w.deps.registry) == 35_009
