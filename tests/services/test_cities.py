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
from bot.services import cards, cities
from bot.services.cards import Reader
from bot.services.deps import Deps
from bot.store import added
from tests.world import World, registry, world

ANNE, BASILE = PersonId("1"), PersonId("2")
NEW = CityId("be:25125")  # two communes that merge one day


@pytest.fixture
async def w(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path) as made:
        yield made


async def refused(w: World, name: str, code: str) -> Reason:
    with pytest.raises(Refused) as caught:
        await cities.add(w.deps, name, code, ANNE)
    return caught.value.reason


async def known_changes(w: World) -> list[tuple[str | None, ...]]:
    query = "select noun, key, by, before, after, why from changes"
    return await w.deps.store.read(lambda tx: tx.execute(query).fetchall())


async def restarted(w: World) -> Deps:
    again = replace(w.deps, registry=copy(registry()))
    await cities.recall(again)
    return again


async def test_an_added_commune_is_known_at_once(w: World) -> None:
    merged = await cities.add(w.deps, "Tubize-Rebecq", "25125", ANNE)
    assert merged.code == NEW
    assert cities.meant(w.deps, "tubize-rebecq") == [merged]
    assert cities.suggested(w.deps, "tubize-r") == [merged]


async def test_it_is_known_again_after_a_start(w: World) -> None:
    await cities.add(w.deps, "Tubize-Rebecq", "25125", ANNE)
    assert registry().get(NEW) is None
    assert (await restarted(w)).registry.get(NEW) is not None


async def test_who_added_it_and_when_is_kept(w: World) -> None:
    await cities.add(w.deps, "Tubize-Rebecq", "25125", ANNE)
    assert await known_changes(w) == [("commune", NEW, "1", None, "added", "Tubize-Rebecq")]


async def test_added_again_with_another_name_it_has_that_one(w: World) -> None:
    await cities.add(w.deps, "Tubise-Rebecq", "25125", ANNE)
    await cities.add(w.deps, "Tubize-Rebecq", "25125", BASILE)
    last = (await known_changes(w))[-1]
    assert last == ("commune", NEW, "2", "Tubise-Rebecq", "renamed", "Tubize-Rebecq")
    again = await restarted(w)
    for deps in (w.deps, again):
        assert [one.name for one in cities.meant(deps, "be:25125")] == ["Tubize-Rebecq"]
        assert deps.registry.homonyms("Tubise-Rebecq") == []


async def test_a_code_of_the_list_is_refused_with_its_commune(w: World) -> None:
    with pytest.raises(Refused) as caught:
        await cities.add(w.deps, "Lyon", "21004", ANNE)
    assert caught.value.reason is Reason.KNOWN_CITY
    assert caught.value.facts["city"] == "Bruxelles (Bruxelles-Capitale)"


@pytest.mark.parametrize("code", ["99999", "be:21999", "25001", "25900", "98001", "54010"])
async def test_a_code_that_no_commune_can_have_is_refused(w: World, code: str) -> None:
    assert await refused(w, "Tubize-Rebecq", code) is Reason.NO_SUCH_NIS_CODE
    assert len(w.deps.registry) == len(registry())


async def test_what_is_there_already_is_refused(w: World) -> None:
    await cities.add(w.deps, "Tubize-Rebecq", "25125", ANNE)
    assert await refused(w, "Tubize-Rebecq", "25125") is Reason.KNOWN_CITY
    assert await refused(w, "Tubize-Rebecq", "21020") is Reason.KNOWN_CITY
    assert await refused(w, "Bruxelles", "31044") is Reason.KNOWN_CITY
    assert await refused(w, "Nice", "06088") is Reason.BAD_NIS_CODE
    assert await refused(w, "Nice !", "21021") is Reason.BAD_CITY_NAME
    assert len(w.deps.registry) == len(registry()) + 1


async def test_a_wrong_name_of_an_older_base_yields_to_the_list(w: World) -> None:
    now = w.deps.clock.now()
    lyon = CityId("be:21004")
    await w.deps.store.write(lambda tx: added.keep(tx, lyon, "Lyon", by=ANNE, now=now))
    again = await restarted(w)
    assert [one.label for one in cities.meant(again, "Lyon")] == ["Lyon (Rhône)"]
    assert [one.name for one in cities.meant(again, "be:21004")] == ["Bruxelles"]
    with pytest.raises(Refused):
        await cities.add(again, "Lyon-sur-Senne", "21004", ANNE)


async def test_added_twice_at_once_it_is_there_once(w: World) -> None:
    both = (cities.add(w.deps, "Tubize-Rebecq", "25125", ANNE) for _ in range(2))
    answers = await asyncio.gather(*both, return_exceptions=True)
    assert sorted(type(one).__name__ for one in answers) == [Commune.__name__, Refused.__name__]
    assert len(w.deps.registry) == len(registry()) + 1


@pytest.mark.parametrize(
    ("code", "shared"),
    [("fr:59350", False), ("be:13019", True), ("fr:93066", True), ("fr:71584", True)],
)
async def test_the_tag_of_a_french_town_is_not_shared_with_a_homonym_abroad(
    w: World, code: str, shared: bool
) -> None:
    [commune] = cities.meant(w.deps, code)
    card, _ = await cards.city(w.deps, commune, Reader())
    assert card.ambiguous is shared


async def test_the_list_offers_what_a_typing_error_missed(w: World) -> None:
    assert cities.suggested(w.deps, "Grenobel")[0].name == "Grenoble"


async def test_a_typing_error_is_never_taken_for_the_city(w: World) -> None:
    with pytest.raises(Refused) as caught:
        cities.one(w.deps, "Marseile")
    assert caught.value.reason is Reason.NEAR_CITY
