"""Who took part in a task is forgotten once it is over, and whenever they want: once is once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.ids import PersonId
from bot.domain.own_data import Whose
from bot.domain.refusals import Refused
from bot.domain.tasks import TaskStatus
from bot.ports.chat import Amend, Say
from bot.services import known_tasks, own_data, retention, tallying, tasks
from tests.services.own_data_world import DAY
from tests.services.task_world import PRIVATE, acting, add, made, rows, shown
from tests.world import World

LINOTTE = PersonId("2")
WHOSE = Whose(LINOTTE, PRIVATE)


async def pass_days(w: World, days: int) -> None:
    w.clock.advance(days * DAY)
    await retention.forget(w.deps)


async def counted_by(w: World) -> list[str | None]:
    return [person for (person,) in await rows(w, "select person from contributions order by id")]


async def test_who_takes_or_counts_long_after_the_day_is_not_forgotten_overnight(w: World) -> None:
    late = (await made(w)).task
    w.clock.advance(120 * DAY)
    await tasks.take(w.deps, acting(person="2"), late.id, PRIVATE)
    one = await add(w, late.id, 5)
    await pass_days(w, 1)
    card = await known_tasks.shown(w.deps, acting(), late.id)
    assert card.task.is_taken_by(LINOTTE)
    which = one.contribution.id
    done = await tallying.correct(w.deps, acting(person="2"), which, 2, organiser=False)
    assert done.stands == 2


async def test_who_only_takes_it_is_not_forgotten_overnight_either(w: World) -> None:
    late = (await made(w)).task
    w.clock.advance(120 * DAY)
    await tasks.take(w.deps, acting(person="2"), late.id, PRIVATE)
    await pass_days(w, 1)
    assert (await known_tasks.shown(w.deps, acting(), late.id)).task.is_taken_by(LINOTTE)


async def test_once_nobody_does_anything_any_more_they_are(w: World) -> None:
    late = (await made(w)).task
    await tasks.take(w.deps, acting(person="2"), late.id, PRIVATE)
    await add(w, late.id, 5)
    await pass_days(w, 100)
    assert await counted_by(w) == ["2"]
    await pass_days(w, 20)
    assert await counted_by(w) == [None]
    card = await known_tasks.shown(w.deps, acting(), late.id)
    assert (card.task.takers, card.progress.total) == ((), 5)


async def test_what_has_no_day_keeps_nobody_for_ever(w: World) -> None:
    endless = (await made(w, day="")).task
    await add(w, endless.id, 5)
    await pass_days(w, 80)
    await add(w, endless.id, 1, "3")
    await pass_days(w, 20)
    assert await counted_by(w) == ["2", "3"]
    await pass_days(w, 75)
    assert await counted_by(w) == [None, None]


async def test_what_is_due_later_keeps_who_did_it_until_then(w: World) -> None:
    await add(w, (await made(w, day="vendredi 10 décembre 2027")).task.id, 5)
    await pass_days(w, 300)
    assert await counted_by(w) == ["2"]


async def test_what_is_closed_is_over_whatever_its_day(w: World) -> None:
    early = (await made(w, day="vendredi 10 décembre 2027")).task
    await add(w, early.id, 5)
    await tasks.become(w.deps, acting(), early.id, TaskStatus.DONE, organiser=True)
    await pass_days(w, 80)
    assert await counted_by(w) == ["2"]
    await pass_days(w, 20)
    assert await counted_by(w) == [None]


async def test_one_click_counts_once_whatever_was_erased_meanwhile(w: World) -> None:
    task = (await made(w)).task
    click = replace(acting(person="2"), act="said:123")
    await tallying.count(w.deps, click, task.id, 20)
    await own_data.erase(w.deps, WHOSE)
    again = await tallying.count(w.deps, click, task.id, 20)
    assert again.card.progress.total == 20
    assert await counted_by(w) == [None]


async def test_by_what_it_counted_is_known_for_a_day_and_no_longer(w: World) -> None:
    task = (await made(w)).task
    await tallying.count(w.deps, replace(acting(person="2"), act="said:123"), task.id, 20)
    await own_data.erase(w.deps, WHOSE)
    assert await rows(w, "select id from acts where id = 'said:123'")
    await pass_days(w, 2)
    assert await rows(w, "select id from acts") == []
    assert await rows(w, "select act from contributions") == [("erased:1",)]


async def test_a_correction_is_made_once_too(w: World) -> None:
    task = (await made(w)).task
    one = await add(w, task.id, 5)
    click, which = acting(person="2"), one.contribution.id
    await tallying.correct(w.deps, click, which, 3, organiser=False)
    await own_data.erase(w.deps, WHOSE)
    again = await tallying.correct(w.deps, click, which, 3, organiser=False)
    assert again.card.progress.total == 3
    with pytest.raises(Refused):
        await tallying.correct(w.deps, acting(person="2"), which, 1, organiser=False)


def buttons(w: World) -> list[str]:
    """Of the task's message, as it is now."""
    said = [act for act in w.chat.attempts if isinstance(act, Say | Amend)]
    tasked = [act.message for act in said if act.message.content.startswith("📌")]
    return [one.label for one in tasked[-1].buttons]


async def test_what_becomes_free_is_offered_again_where_it_was_told(w: World) -> None:
    task = (await made(w, for_one=True)).task
    await tasks.take(w.deps, acting(person="2"), task.id, PRIVATE)
    await w.settle()
    assert "Je prends" not in buttons(w)
    await own_data.erase(w.deps, WHOSE)
    await w.settle()
    assert "Je prends" in buttons(w)
    [card] = shown(w)
    assert "1 personne" not in card


async def test_it_is_offered_again_when_who_took_it_is_forgotten(w: World) -> None:
    task = (await made(w, for_one=True)).task
    await tasks.take(w.deps, acting(person="2"), task.id, PRIVATE)
    await w.settle()
    assert "Je prends" not in buttons(w)
    await pass_days(w, 200)
    await w.settle()
    assert "Je prends" in buttons(w)
