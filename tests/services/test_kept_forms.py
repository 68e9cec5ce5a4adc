"""What was typed in a form that was refused: found again for a while, then nowhere."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.ids import PersonId
from bot.domain.own_data import Subject, Whose
from bot.domain.refusals import Reason, Refused
from bot.services import kept_forms, own_data, retention
from bot.store.base import Tx
from tests.world import World, world

MIMOSA, LINA = PersonId("2"), PersonId("3")
FORM, OTHER = "vigie:publication:edit:1", "vigie:publication:edit:2"
TYPED = {"text": 'Rendez-vous à 18h, dit « Lina »\navec "guillemets".', "name": "Mimosa"}
MINUTE = 60


@pytest.fixture
async def w(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path) as made:
        yield made


async def keep(w: World, person: PersonId = MIMOSA, form: str = FORM) -> str:
    return await kept_forms.keep(w.deps, person, form, TYPED)


async def rows(w: World) -> int:
    def count(tx: Tx) -> int:
        return int(tx.execute("select count(*) from kept_forms").fetchone()[0])

    return await w.deps.store.read(count)


async def test_it_comes_back_as_it_was_typed(w: World) -> None:
    kept = await kept_forms.of(w.deps, MIMOSA, await keep(w))
    assert (kept.action, kept.typed) == (FORM, TYPED)


async def test_nobody_else_finds_it(w: World) -> None:
    id_ = await keep(w)
    with pytest.raises(Refused) as refused:
        await kept_forms.of(w.deps, LINA, id_)
    assert refused.value.reason is Reason.FORM_FORGOTTEN


async def test_the_same_form_is_kept_once_and_another_beside_it(w: World) -> None:
    before = await keep(w)
    await keep(w)
    await keep(w, form=OTHER)
    await keep(w, LINA)
    assert await rows(w) == 3
    with pytest.raises(Refused):
        await kept_forms.of(w.deps, MIMOSA, before)


async def test_each_goes_by_itself_when_its_time_is_over(w: World) -> None:
    await keep(w)
    w.clock.advance(20 * MINUTE)
    later = await keep(w, LINA)
    w.clock.advance(10 * MINUTE)
    await w.alarms.ring()
    assert await rows(w) == 1
    await kept_forms.of(w.deps, LINA, later)
    w.clock.advance(20 * MINUTE)
    await w.alarms.ring()
    assert await rows(w) == 0


async def test_what_a_stopped_process_kept_goes_once_it_is_back(w: World) -> None:
    await keep(w)
    w.alarms.set.clear()
    w.clock.advance(31 * MINUTE)
    await retention.forget(w.deps)
    assert await rows(w) == 0


async def test_a_clock_set_back_does_not_keep_it_longer(w: World) -> None:
    await keep(w)
    w.clock.advance(-24 * 60 * MINUTE)
    await kept_forms.forget(w.deps)
    assert await rows(w) == 0


async def test_what_was_taken_is_not_kept(w: World) -> None:
    await keep(w)
    await keep(w, form=OTHER)
    await kept_forms.drop(w.deps, MIMOSA, FORM)
    assert await rows(w) == 1


async def test_it_is_shown_to_whose_it_is_and_erased(w: World) -> None:
    await keep(w)
    await keep(w, LINA)
    [found] = await own_data.held(w.deps, Whose(MIMOSA))
    assert (found.subject, found.goes) == (Subject.DRAFTS, True)
    await own_data.erase(w.deps, Whose(MIMOSA))
    assert await own_data.held(w.deps, Whose(MIMOSA)) == []
    assert await rows(w) == 1
