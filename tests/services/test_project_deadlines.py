"""An authorised project of cameras keeps the end of its authorisation."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.domain.ids import CityId
from bot.domain.projects import Project
from bot.render import city_card
from bot.render.texts import texts
from bot.services import cards, deadlines, known_deadlines, known_projects, projects
from bot.services.cards import Reader
from bot.services.deadlines import Wanted
from bot.services.reminders import Waker
from tests.services.project_world import NICE, OTHERS, S, add, change, suggest
from tests.services.vote_world import said_in
from tests.world import COLLECTIVE, GIROUETTE, World, world

VALIDITY = "fr.csi.video.validite"


@pytest.fixture
async def w(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path) as made:
        yield made


async def alive(w: World) -> dict[str, date]:
    found = await known_deadlines.listed(w.deps, COLLECTIVE)
    return {one.kept.basis.rule: one.kept.due for one in found}


async def move(w: World, one: Project, status: S, **more: Any) -> Project:
    said = known_projects.value_of(one)
    moved, _ = await projects.move(
        w.deps, GIROUETTE, said, status, source="Nice-Matin, novembre 2026", **more
    )
    return moved


async def card(w: World, reader: Reader) -> str:
    commune = w.deps.registry.get(CityId(NICE))
    assert commune is not None
    shown, known = await cards.city(w.deps, commune, reader)
    said = city_card.city(shown, texts("fr"), w.clock.now(), known.zone).content
    return said.replace("\u202f", " ").replace("\u00a0", " ").replace("’", "'")


async def test_its_end_is_kept_and_reminded_of_six_months_before(w: World) -> None:
    voted = await add(w)
    assert await alive(w) == {}
    await move(w, voted, S.AUTHORISED, since="12/03/2026")
    assert await alive(w) == {VALIDITY: date(2031, 3, 12)}
    waker = Waker(w.deps)
    w.clock.advance((datetime(2030, 9, 12, 6, tzinfo=UTC) - w.clock.now()).total_seconds())
    await waker.fire_due()
    await w.settle()
    assert not [one for one in said_in(w) if one.startswith("⏰")]
    w.clock.advance(3600)
    await waker.fire_due()
    await w.settle()
    [told] = [one for one in said_in(w) if one.startswith("⏰")]
    assert told.splitlines()[:2] == [
        "⏰ Nice, fin de l’autorisation, dans 181 jours : mercredi 12 mars 2031",
        "**Quoi** Fin d’une autorisation de caméras (Caméras du port)",
    ]


async def test_cameras_that_are_in_place_by_now_need_it_still(w: World) -> None:
    known = await add(w, status=S.AUTHORISED, since="12/03/2026")
    await move(w, known, S.INSTALLED, since="novembre 2026")
    assert await alive(w) == {VALIDITY: date(2031, 3, 12)}


async def test_another_date_counts_again_and_what_is_given_up_or_was_an_error_ends(
    w: World,
) -> None:
    known = await add(w, status=S.AUTHORISED, since="12/03/2026")
    known = await move(w, known, S.AUTHORISED, since="14/03/2026", why="relu", corrects=True)
    assert await alive(w) == {VALIDITY: date(2031, 3, 14)}
    known = await change(w, known, withdrawn=True)
    assert await alive(w) == {}
    known = await change(w, known, withdrawn=False)
    assert await alive(w) == {VALIDITY: date(2031, 3, 14)}
    await move(w, known, S.CANCELLED)
    assert await alive(w) == {}


async def test_a_month_counts_from_its_first_day_and_says_so(w: World) -> None:
    await add(w, status=S.AUTHORISED, since="mars 2026")
    [kept] = await known_deadlines.listed(w.deps, COLLECTIVE)
    assert (kept.kept.due, kept.is_rough) == (date(2031, 3, 1), True)


@pytest.mark.parametrize(
    "told",
    [
        {"since": ""},
        {"since": "12/03/2020"},
        {"since": "12/03/2026", "theme": "drones"},
        {"since": "12/03/2026", "city": "be:92094"},
    ],
    ids=["no date", "over", "another theme", "another law"],
)
async def test_nothing_is_kept_where_there_is_no_such_end(w: World, told: Any) -> None:
    await add(w, status=S.AUTHORISED, **told)
    assert await alive(w) == {}


async def test_a_suggestion_keeps_nothing_until_it_is_taken(w: World) -> None:
    await suggest(w, status=S.AUTHORISED, since="12/03/2026")
    assert await alive(w) == {}


async def test_a_citys_card_shows_the_next_three_without_names_to_its_collective(
    w: World,
) -> None:
    await add(w, status=S.AUTHORISED, since="12/03/2026")
    for day in (1, 2, 9):
        wanted = Wanted(NICE, f"{day:02}/12/2026", title=f"Lettre {day}")
        made = await deadlines.add(w.deps, GIROUETTE, wanted, lambda one: one.fr)
    await deadlines.take(w.deps, GIROUETTE, made.kept.id, GIROUETTE.channel)
    w.clock.advance(7 * 86_400)  # to 1 December
    said = await card(w, Reader(COLLECTIVE))
    assert (
        "**Échéances**\n"
        "- mardi 1er décembre 2026 (aujourd'hui) : Lettre 1\n"
        "- mercredi 2 décembre 2026 (demain) : Lettre 2\n"
        "- mercredi 9 décembre 2026 (dans 8 jours) : Lettre 9 · quelqu'un s'en charge\n"
        "et 1 autre : `/échéance liste`" in said
    )
    assert "Échéances" not in await card(w, Reader(OTHERS.collective))
    assert "Échéances" not in await card(w, Reader())
