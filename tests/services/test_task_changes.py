"""A task is changed: who may do so, what people see of it, and who is told."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.domain.ids import TaskId
from bot.domain.refusals import Reason, Refused
from bot.domain.tasks import TaskStatus
from bot.render.task_cards import TaskCard
from bot.services import tallying, task_changes, tasks
from bot.services.asking import Asker
from bot.services.reminders import Waker
from bot.services.task_changes import Wanted
from tests.services.task_world import (
    PRIVATE,
    acting,
    add,
    made,
    plain,
    refused,
    rows,
    shown,
)
from tests.services.vote_world import MIMOSA, OTHERS, after, announced, said_in, value
from tests.world import GIROUETTE, World

NICE = "fr:06088"


async def change(
    w: World,
    id_: TaskId,
    asker: Asker = GIROUETTE,
    *,
    seen: int = 0,
    organiser: bool = True,
    **wanted: Any,
) -> TaskCard:
    return await task_changes.change(
        w.deps, acting(asker), id_, Wanted(**wanted), seen=seen, organiser=organiser
    )


async def history(w: World) -> list[tuple[Any, ...]]:
    query = "select noun, before, after, by from changes where noun like 'task:%' order by id"
    return await rows(w, query)


async def test_its_message_shows_what_it_is_now_and_its_history_who_said_so(w: World) -> None:
    card = await made(w)
    await w.settle()
    await change(w, card.task.id, title="appeler les élu·es", target="40", day="20/12/2026")
    await w.settle()
    [said] = shown(w)
    assert said.splitlines() == [
        "📌 Forcalquier, appeler les élu·es d'ici le dimanche 20 décembre 2026",
        "`▱▱▱▱▱▱▱▱▱▱` 0 lettre sur 40 · à prendre",
    ]
    assert await history(w) == [
        ("task:title", "écrire aux élu·es", "appeler les élu·es", GIROUETTE.person),
        ("task:target", "29", "40", GIROUETTE.person),
        ("task:due", "2026-12-11", "2026-12-20", GIROUETTE.person),
    ]


async def test_what_was_changed_is_changed_back(w: World) -> None:
    card = await made(w)
    await change(w, card.task.id, day="", target="")
    back = await change(w, card.task.id, seen=1, day="vendredi 11 décembre 2026", target="29")
    assert back.task.plan == card.task.plan


async def test_it_goes_to_another_city_with_its_clock(w: World) -> None:
    card = await made(w)
    moved = await change(w, card.task.id, city="fr:97411")
    assert (moved.task.city, moved.task.zone.key) == ("fr:97411", "Indian/Reunion")
    assert await history(w) == [("task:city", "fr:04088", "fr:97411", GIROUETTE.person)]
    await w.settle()
    assert shown(w)[0].startswith("📌 Saint-Denis (La Réunion), écrire aux élu·es")


async def test_what_is_for_a_vote_stays_in_its_city(w: World) -> None:
    vote = await announced(w)
    card = await made(w, city="", vote=await value(w, vote.id))
    assert await refused(change(w, card.task.id, city=NICE)) is Reason.TASK_ELSEWHERE


async def test_the_unit_stays_once_something_was_counted_in_it(w: World) -> None:
    card = await made(w)
    other = await change(w, card.task.id, unit="tracts")
    assert other.task.plan.unit == "leaflets"
    await add(w, card.task.id, 3)
    signatures = change(w, card.task.id, seen=1, unit="signatures")
    assert await refused(signatures) is Reason.TASK_COUNTED
    uncounted = change(w, card.task.id, seen=1, unit="", target="")
    assert await refused(uncounted) is Reason.TASK_COUNTED
    more = await change(w, card.task.id, seen=1, target="1 200")
    assert (more.progress.total, more.task.plan.target) == (3, 1200)


async def test_what_was_all_put_right_to_nothing_was_counted_in_that_unit(w: World) -> None:
    card = await made(w)
    one = (await add(w, card.task.id, 3)).contribution.id
    await tallying.correct(w.deps, acting(MIMOSA), one, 0, organiser=False)
    for wanted in ({"unit": "signatures"}, {"unit": "", "target": ""}):
        work = change(w, card.task.id, **wanted)
        assert await refused(work) is Reason.TASK_COUNTED
    right = await tallying.correct(w.deps, acting(MIMOSA), one, 3, organiser=False)
    assert (right.stands, right.card.task.plan.unit) == (3, card.task.plan.unit)


@pytest.mark.parametrize("typed", ["0", "-3", "beaucoup", "1000001", "1,5"])
async def test_what_is_no_target_is_refused(w: World, typed: str) -> None:
    card = await made(w)
    assert await refused(change(w, card.task.id, target=typed)) is Reason.TASK_TARGET


async def test_a_day_that_is_over_is_refused_and_one_that_stays_is_not_read_again(
    w: World, waker: Waker
) -> None:
    card = await made(w)
    assert await refused(change(w, card.task.id, day="20/11/2026")) is Reason.DATE_PAST
    await after(w, waker, days=30)
    assert (await change(w, card.task.id, title="écrire encore")).task.plan.due == date(
        2026, 12, 11
    )


async def test_who_made_it_may_and_other_members_may_not(w: World) -> None:
    card = await made(w)
    await change(w, card.task.id, organiser=False, title="écrire à tous")
    work = change(w, card.task.id, MIMOSA, seen=1, organiser=False, title="ne rien faire")
    assert await refused(work) is Reason.TASK_NOT_MADE
    assert await refused(change(w, card.task.id, OTHERS, title="x")) is Reason.NO_TASK


async def test_of_two_who_change_it_at_once_the_second_is_told(w: World) -> None:
    card = await made(w)
    both = (change(w, card.task.id, title=one) for one in ("appeler", "manifester"))
    done = await asyncio.gather(*both, return_exceptions=True)
    [late] = [one for one in done if isinstance(one, Refused)]
    assert late.reason is Reason.TASK_CHANGED
    assert len(await history(w)) == 1


async def test_taken_or_counted_meanwhile_it_is_changed_nevertheless(w: World) -> None:
    card = await made(w)
    await tasks.take(w.deps, acting(MIMOSA), card.task.id, PRIVATE)
    await add(w, card.task.id)
    changed = await change(w, card.task.id, title="appeler")
    assert (changed.progress.total, len(changed.task.takers)) == (1, 1)


async def test_an_interaction_that_comes_again_changes_it_once(w: World) -> None:
    card, same = await made(w), acting()
    wanted = Wanted(title="appeler")
    for _ in range(2):
        done = await task_changes.change(w.deps, same, card.task.id, wanted, seen=0, organiser=True)
    assert (done.task.plan.title, done.task.version) == ("appeler", 1)


async def test_nothing_that_changes_is_said_to_be_nothing(w: World) -> None:
    card = await made(w)
    assert await refused(change(w, card.task.id)) is Reason.TASK_UNCHANGED
    assert await refused(change(w, card.task.id, title=" ")) is Reason.BLANK


class TestAnotherLastDay:
    async def test_it_is_reminded_of_before_its_new_day_alone(self, w: World, waker: Waker) -> None:
        card = await made(w)
        await change(w, card.task.id, day="20/12/2026")
        await after(w, waker, days=11)
        assert shown(w, start="⏰") == []
        await after(w, waker, days=7, hours=20)
        [said] = shown(w, start="⏰")
        assert "encore 7 jours, dimanche 20 décembre 2026" in said

    async def test_who_takes_care_of_it_is_told_in_private(self, w: World) -> None:
        card = await made(w)
        await tasks.take(w.deps, acting(MIMOSA), card.task.id, PRIVATE)
        await change(w, card.task.id, day="20/12/2026")
        await w.settle()
        [told] = [plain(one) for one in said_in(w, PRIVATE)]
        assert told.splitlines() == [
            "📌 Forcalquier, écrire aux élu·es : le dernier jour est maintenant le dimanche "
            "20 décembre 2026.",
            "Avant, c'était le vendredi 11 décembre 2026.",
            "Tu t'en charges.",
        ]
        await change(w, card.task.id, seen=1, day="")
        await w.settle()
        assert "il n'y a plus de dernier jour." in plain(said_in(w, PRIVATE)[1])

    async def test_who_chose_it_is_not_told(self, w: World) -> None:
        card = await made(w)
        await tasks.take(w.deps, acting(GIROUETTE), card.task.id, PRIVATE)
        await change(w, card.task.id, day="20/12/2026")
        await w.settle()
        assert said_in(w, PRIVATE) == []

    async def test_who_gave_it_back_or_reads_of_another_title_is_not(self, w: World) -> None:
        card = await made(w)
        await tasks.take(w.deps, acting(MIMOSA), card.task.id, PRIVATE)
        await change(w, card.task.id, title="appeler")
        await tasks.give_back(w.deps, acting(MIMOSA), card.task.id)
        await change(w, card.task.id, seen=1, day="20/12/2026")
        await w.settle()
        assert said_in(w, PRIVATE) == []

    async def test_where_people_were_reminded_of_it_they_hear_of_the_new_one(
        self, w: World, waker: Waker
    ) -> None:
        card = await made(w)
        await after(w, waker, days=9, hours=20)
        assert len(shown(w, start="⏰")) == 1
        await change(w, card.task.id, day="20/12/2026")
        await w.settle()
        assert shown(w)[-1].startswith(
            "📌 Forcalquier, écrire aux élu·es : le dernier jour est maintenant"
        )

    async def test_chosen_by_a_person_it_follows_the_sitting_no_more(self, w: World) -> None:
        card = await made(w)
        counted = replace(card.task.plan, before_sitting=3)
        task = replace(card.task, plan=counted)
        other = replace(counted, due=date(2026, 12, 20))
        changed = task.change(other, task.city, task.zone, has_counted=False)
        assert changed.plan.before_sitting is None

    async def test_of_what_is_done_nobody_hears_a_new_day(self, w: World) -> None:
        card = await made(w)
        await tasks.take(w.deps, acting(MIMOSA), card.task.id, PRIVATE)
        done = TaskStatus.DONE
        await tasks.become(w.deps, acting(), card.task.id, done, organiser=True)
        await change(w, card.task.id, day="20/12/2026")
        await w.settle()
        assert said_in(w, PRIVATE) == []
