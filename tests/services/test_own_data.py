"""What is held of a person is shown to them whole, and erased from everywhere."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.own_data import Subject
from bot.services import own_data, retention
from bot.services.reminders import Waker
from bot.store.persons import HOLDINGS
from tests.services.own_data_world import (
    NENUPHAR,
    PRIVATE,
    WHOSE,
    bytes_with,
    everything,
    hits,
)
from tests.world import World, world


@pytest.fixture
async def w(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path) as made:
        await Waker(made.deps).fire_due()
        await everything(made)
        yield made


def where(w: World) -> list[tuple[str, str, str]]:
    return hits(w.deps.store.path, NENUPHAR.person, PRIVATE)


async def test_what_is_done_leaves_something_of_each_kind(w: World) -> None:
    """A kind that is declared, and that nobody here does: let `everything` do it."""
    found = await own_data.held(w.deps, WHOSE)
    declared = {one.subject for one in HOLDINGS} | {Subject.MENTIONS}
    assert {one.subject for one in found} == declared


async def test_all_that_is_held_is_shown(w: World) -> None:
    shown = str([dict(row) for one in await own_data.held(w.deps, WHOSE) for row in one.rows])
    for table, column, value in where(w):
        assert column == "audience" or str(value) in shown or repr(value) in shown, (table, column)


async def test_nothing_of_the_person_is_left(w: World) -> None:
    assert where(w)
    await own_data.erase(w.deps, WHOSE)
    assert where(w) == []
    assert await own_data.held(w.deps, WHOSE) == []


async def test_nor_in_the_bytes_of_the_file(w: World) -> None:
    folder = w.deps.store.path.parent
    assert bytes_with(folder, NENUPHAR.person, PRIVATE)
    await own_data.erase(w.deps, WHOSE)
    w.clock.advance(600)
    await w.alarms.ring()
    assert bytes_with(folder, NENUPHAR.person, PRIVATE) == []


async def test_the_file_is_written_anew_after_a_stop_too(w: World) -> None:
    await own_data.erase(w.deps, WHOSE)
    w.alarms.set.clear()
    await retention.forget(w.deps)
    assert bytes_with(w.deps.store.path.parent, NENUPHAR.person, PRIVATE) == []
