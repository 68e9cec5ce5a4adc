"""Towns that have a homonym are told with their department, wherever a vote is."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.ids import ChannelId, PersonId
from bot.domain.refusals import Refused
from bot.ports.chat import Schedule
from bot.render.texts import texts
from bot.services import cities, deadlines, document_requests, known_votes, watching
from bot.services.deadlines import Wanted
from bot.services.document_requests import Asked
from bot.services.reminders import Waker
from tests.services.vote_world import DISCUSSIONS, announced, said_in
from tests.world import GIROUETTE, World, world

NINE_THREE, REUNION = "fr:93066", "fr:97411"
TOWN = "Saint-Denis (Seine-Saint-Denis)"


@pytest.fixture
async def w(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path) as made:
        yield made


@pytest.mark.parametrize(
    ("code", "name"),
    [
        (NINE_THREE, TOWN),
        (REUNION, "Saint-Denis (La Réunion)"),
        ("fr:04088", "Forcalquier"),
        ("fr:59350", "Lille"),  # the other one is a village abroad
        ("be:13019", "Lille (Anvers)"),
        ("fr:71584", "Viré"),
        ("fr:33075", "Bruges (Gironde)"),
        ("be:62063", "Liège"),
    ],
)
async def test_only_who_has_a_homonym_has_its_department(w: World, code: str, name: str) -> None:
    commune = w.deps.registry.get(code)  # type: ignore[arg-type]
    assert commune is not None
    assert cities.told(w.deps, commune) == name


async def test_a_vote_of_saint_denis_says_which_one_from_first_to_last(w: World) -> None:
    waker = Waker(w.deps)
    vote = await announced(w, city=NINE_THREE)
    for days in (14, 7):
        w.clock.advance(timedelta(days=days).total_seconds())
        await waker.fire_due()
        await w.settle()
    told = [one for one in said_in(w, DISCUSSIONS) if "Saint-Denis" in one]
    assert len(told) >= 3
    assert [one for one in told if TOWN not in one] == []
    assert TOWN in known_votes.label(w.deps, vote, texts("fr"))
    [event] = [one for one in w.chat.attempts if isinstance(one, Schedule)]
    assert TOWN in event.name
    assert TOWN in event.location


async def test_its_deadlines_and_its_requests_say_which_one(w: World) -> None:
    wanted = Wanted(NINE_THREE, "2026-12-21", title="Lettre au préfet")
    kept = await deadlines.add(w.deps, GIROUETTE, wanted, lambda one: one.fr)
    assert TOWN in kept.label(texts("fr"))
    asked = await document_requests.ask(w.deps, GIROUETTE, Asked(NINE_THREE, "le marché"))
    assert asked.label == f"{TOWN} · le marché"


async def test_who_follows_it_twice_is_told_which_one(w: World) -> None:
    person, channel = PersonId("2"), ChannelId("900")
    await watching.watch(w.deps, NINE_THREE, person, channel)
    with pytest.raises(Refused) as met:
        await watching.watch(w.deps, NINE_THREE, person, channel)
    assert met.value.facts["city"] == TOWN
