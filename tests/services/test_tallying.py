"""Contributions count exactly once, whatever comes at once, twice, or after a stop."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.ids import ContributionId
from bot.domain.refusals import Reason, Refused
from bot.domain.tasks import TaskStatus
from bot.ports.chat import Amend, Message
from bot.render import task_answers as words
from bot.render.texts import texts
from bot.services import known_tasks, tallying, task_changes, tasks
from bot.services.asking import Asker
from bot.services.tallying import Counted
from bot.store import contributions
from bot.store.base import Tx
from tests.services.task_world import LETTERS, acting, add, made, plain, refused, rows, shown
from tests.services.vote_world import LINOTTE, MIMOSA, OTHERS
from tests.world import World, world


async def total(w: World, task: int = 1) -> int:
    found = await rows(w, "select task, sum(amount) from contributions group by task")
    return int(dict(found).get(task, 0))


class TestCounting:
    async def test_a_hundred_clicks_at_once_count_a_hundred_in_a_few_edits(self, w: World) -> None:
        card = await made(w)
        await w.settle()
        clicks = [add(w, card.task.id, 1, person=str(n % 7)) for n in range(100)]
        counted = await asyncio.gather(*clicks)
        await w.settle()
        totals = sorted(one.card.progress.total for one in counted)
        assert all(total > before for before, total in enumerate(totals))
        assert totals[-1] == 100
        assert shown(w)[0].splitlines()[1] == "`▰▰▰▰▰▰▰▰▰▰` 100 lettres sur 29 · 7 personnes"
        edits = [one for one in w.chat.attempts if isinstance(one, Amend)]
        assert 1 <= len(edits) < 10

    async def test_clicks_while_it_is_being_sent_are_in_what_stands_in_the_end(
        self, w: World
    ) -> None:
        card = await made(w)
        async with w.sending():
            await asyncio.gather(*(add(w, card.task.id) for _ in range(100)))
            await w.until(lambda states: set(states) == {"sent"})
        assert shown(w)[0].splitlines()[1].startswith("`▰▰▰▰▰▰▰▰▰▰` 100 lettres")
        corrections = await rows(w, "select 1 from deliveries where kind = 'correction'")
        assert len(corrections) < 100

    async def test_one_interaction_handed_over_a_hundred_times_counts_once(self, w: World) -> None:
        card, same = await made(w), acting(MIMOSA)
        again = [tallying.count(w.deps, same, card.task.id, 5) for _ in range(100)]
        counted = await asyncio.gather(*again)
        assert {one.contribution.id for one in counted} == {1}
        assert await total(w) == 5

    async def test_two_clicks_of_one_person_are_two(self, w: World) -> None:
        card = await made(w)
        await asyncio.gather(add(w, card.task.id), add(w, card.task.id))
        assert await total(w) == 2

    async def test_after_a_stop_what_was_counted_is_known_and_counts_no_more(
        self, tmp_path: Path
    ) -> None:
        same = acting(MIMOSA)
        async with world(tmp_path) as before:
            card = await made(before)
            await tallying.count(before.deps, same, card.task.id, 5)
        async with world(tmp_path) as w:
            w.clock.advance(400 * 86_400)  # long after what was done is no longer remembered
            again = await tallying.count(w.deps, same, card.task.id, 5)
            assert (again.stands, again.card.progress.total) == (5, 5)
            assert again.is_known

    async def test_what_is_not_counted_or_is_no_number_is_refused(self, w: World) -> None:
        card = await made(w)
        assert await refused(add(w, card.task.id, 0)) is Reason.COUNT_RANGE
        assert await refused(add(w, card.task.id, 100_001)) is Reason.COUNT_RANGE
        other = await made(w, unit="", target=None)
        assert await refused(add(w, other.task.id)) is Reason.TASK_UNCOUNTED

    async def test_what_was_seen_to_be_counted_is_or_nothing_is(self, w: World) -> None:
        id_ = (await made(w, unit="tracts")).task.id
        card = await task_changes.shown(w.deps, acting(), id_, organiser=True)
        change = task_changes.Wanted(unit="signatures")
        seen = card.task.version
        after = await task_changes.change(w.deps, acting(), id_, change, seen=seen, organiser=True)

        def count(unit: str | None) -> Awaitable[Counted]:
            return tallying.count(w.deps, acting(MIMOSA), id_, 20, unit=unit)

        assert await refused(count(card.task.unit_mark)) is Reason.COUNT_OTHER_UNIT
        assert await total(w) == 0
        for unit in (after.task.unit_mark, None):  # a button of before does not tell
            await count(unit)
        assert await total(w) == 40

    async def test_another_collective_adds_nothing(self, w: World) -> None:
        card = await made(w)
        work = tallying.count(w.deps, acting(OTHERS), card.task.id, 1)
        assert await refused(work) is Reason.NO_TASK
        assert await total(w) == 0


def _added(done: Counted) -> Message:
    return words.added(done.card, done.contribution, done.stands, texts("fr"))


class TestAnswering:
    async def test_of_one_there_is_no_these_and_thousands_are_spaced(self, w: World) -> None:
        card = await made(w)
        labels = []
        for amount in (1, 5, 2_500):
            done = await add(w, card.task.id, amount)
            [button] = _added(done).buttons
            labels.append(button.label)
        assert labels == ["Annuler", "Annuler ces 5", "Annuler ces 2\u202f500"]

    async def test_what_was_said_once_is_counted_once_and_told_where(self, w: World) -> None:
        first, second = await made(w), await made(w, title="distribuer des tracts")
        same = replace(MIMOSA, act="said:77")
        one = await tallying.count(w.deps, same, first.task.id, 5)
        assert plain(_added(one).content).startswith("+5 lettres, merci.")
        for task in (second, first):
            again = await tallying.count(w.deps, same, task.task.id, 5)
            told = words.counted_once(again.card, again.contribution, again.stands, texts("fr"))
            assert plain(told.content) == (
                "Déjà compté : 5 lettres, dans « écrire aux élu·es », Forcalquier. "
                "Total : 5 sur 29."
            )
            assert [button.label for button in told.buttons] == ["Annuler ces 5"]
        await tallying.correct(w.deps, acting(MIMOSA), one.contribution.id, 0, organiser=False)
        again = await tallying.count(w.deps, same, second.task.id, 5)
        told = words.counted_once(again.card, again.contribution, again.stands, texts("fr"))
        assert plain(told.content) == (
            "C'était compté dans « écrire aux élu·es », Forcalquier, puis annulé. "
            "Pour l'ajouter quand même : `/tâche compter`."
        )


class TestCorrecting:
    async def test_a_correction_is_a_row_and_the_first_stays(self, w: World) -> None:
        card = await made(w)
        one = await add(w, card.task.id, 50)
        right = await tallying.correct(
            w.deps, acting(MIMOSA), one.contribution.id, 5, organiser=False
        )
        assert (right.stands, right.card.progress.total) == (5, 5)
        found = await rows(w, "select person, amount, corrects from contributions order by id")
        assert found == [("2", 50, None), ("2", -45, 1)]

    async def test_it_is_the_last_of_one_s_own_where_nothing_else_is_said(self, w: World) -> None:
        card = await made(w)
        await add(w, card.task.id, 3)
        await add(w, card.task.id, 9)
        await add(w, card.task.id, 100, person="3")
        said = known_tasks.value_of(card.task)
        await tallying.correct(w.deps, acting(MIMOSA), "", 4, organiser=False, task=said)
        assert await total(w) == 3 + 4 + 100

    async def test_what_was_cancelled_is_the_last_no_more(self, w: World) -> None:
        card = await made(w)
        for amount in (5, 7):
            await add(w, card.task.id, amount)
        last = (await add(w, card.task.id, 9)).contribution.id
        await tallying.correct(w.deps, acting(MIMOSA), last, 0, organiser=False)
        right = await tallying.correct(
            w.deps, acting(MIMOSA), "", 8, organiser=False, task="écrire"
        )
        assert (right.was, right.stands, await total(w)) == (7, 8, 5 + 8)

    async def test_of_what_was_all_cancelled_nothing_is_put_right(self, w: World) -> None:
        card = await made(w)
        one = (await add(w, card.task.id, 5)).contribution.id
        await tallying.correct(w.deps, acting(MIMOSA), one, 0, organiser=False)
        work = tallying.correct(w.deps, acting(MIMOSA), "", 8, organiser=False, task="écrire")
        assert await refused(work) is Reason.NO_OWN_COUNT
        again = tallying.correct(w.deps, acting(MIMOSA), one, 0, organiser=False)
        assert await refused(again) is Reason.COUNT_CANCELLED
        assert await total(w) == 0

    async def test_it_says_what_stood_before_it_however_often_it_was_put_right(
        self, w: World
    ) -> None:
        card, same = await made(w), acting(MIMOSA)
        one = (await add(w, card.task.id, 3)).contribution.id
        await tallying.correct(w.deps, acting(MIMOSA), one, 10, organiser=False)
        for _ in range(2):
            told = await tallying.correct(w.deps, same, one, 2, organiser=False)
            said = words.corrected(told.card, told.was, told.stands, texts("fr")).content
            assert plain(said) == "C'est corrigé : 2 lettres au lieu de 10. Total : 2 sur 29."

    async def test_what_was_added_to_another_task_than_the_one_that_is_said_stays(
        self, w: World
    ) -> None:
        letters = await made(w)
        await made(w, title="distribuer", unit="tracts")
        one = (await add(w, letters.task.id, 5)).contribution
        which = tallying.value_of(one)
        wrong = tallying.correct(
            w.deps, acting(MIMOSA), which, 3, organiser=False, task="distribuer"
        )
        assert await refused(wrong) is Reason.COUNT_ELSEWHERE
        assert await total(w) == 5
        right = await tallying.correct(
            w.deps, acting(MIMOSA), which, 3, organiser=False, task="écrire"
        )
        assert right.stands == await total(w) == 3

    async def test_nobody_puts_right_another_s_but_organisers(self, w: World) -> None:
        card = await made(w)
        one = (await add(w, card.task.id, 5)).contribution.id
        work = tallying.correct(w.deps, acting(LINOTTE), one, 0, organiser=False)
        assert await refused(work) is Reason.COUNT_NOT_YOURS
        await tallying.correct(w.deps, acting(LINOTTE), one, 0, organiser=True)
        assert await total(w) == 0
        elsewhere = tallying.correct(w.deps, acting(OTHERS), one, 3, organiser=True)
        assert await refused(elsewhere) is Reason.NO_TASK

    async def test_it_makes_no_total_negative_and_changes_something(self, w: World) -> None:
        card = await made(w)
        one = (await add(w, card.task.id, 5)).contribution.id
        for right, why in ((-1, Reason.COUNT_RANGE), (5, Reason.COUNT_SAME)):
            work = tallying.correct(w.deps, acting(MIMOSA), one, right, organiser=False)
            assert await refused(work) is why

    async def test_a_hundred_at_once_leave_what_the_last_said(self, w: World) -> None:
        card = await made(w)
        one = (await add(w, card.task.id, 5)).contribution.id
        work = [
            tallying.correct(w.deps, acting(MIMOSA), one, n, organiser=False) for n in range(6, 106)
        ]
        done = await asyncio.gather(*work)
        assert await total(w) == done[-1].stands == 105

    async def test_handed_over_twice_it_counts_once(self, w: World) -> None:
        card, same = await made(w), acting(MIMOSA)
        one = (await add(w, card.task.id, 5)).contribution.id
        for _ in range(2):
            told = await tallying.correct(w.deps, same, one, 2, organiser=False)
            assert told.stands == 2
        assert await total(w) == 2

    async def test_what_is_over_can_still_be_put_right(self, w: World) -> None:
        card = await made(w)
        one = (await add(w, card.task.id, 5)).contribution.id
        done = TaskStatus.DONE
        await tasks.become(w.deps, acting(), card.task.id, done, organiser=True)
        await tallying.correct(w.deps, acting(MIMOSA), one, 2, organiser=False)
        assert await total(w) == 2

    @pytest.mark.parametrize("which", ["contribution:99", "contribution:2", "cinq"])
    async def test_what_is_no_contribution_is_refused(self, w: World, which: str) -> None:
        card = await made(w)
        one = (await add(w, card.task.id, 5)).contribution.id
        await tallying.correct(w.deps, acting(MIMOSA), one, 2, organiser=False)  # the second row
        work = tallying.correct(w.deps, acting(MIMOSA), which, 1, organiser=True)
        assert await refused(work) is Reason.NO_COUNT
        nothing = tallying.correct(w.deps, acting(LINOTTE), "", 1, organiser=False, task="écrire")
        assert await refused(nothing) is Reason.NO_OWN_COUNT

    async def test_of_a_task_that_counts_nothing_any_more_nothing_is_put_right(
        self, w: World
    ) -> None:
        card = await made(w)
        one = (await add(w, card.task.id, 5)).contribution.id
        await w.deps.store.write(  # as earlier versions let it become
            lambda tx: tx.execute("update tasks set unit = '', target = null")
        )
        work = tallying.correct(w.deps, acting(MIMOSA), one, 6, organiser=False)
        assert await refused(work) is Reason.TASK_UNCOUNTED
        assert await total(w) == 5

    async def test_people_are_offered_their_own_and_organisers_all(self, w: World) -> None:
        card = await made(w)
        said = known_tasks.value_of(card.task)
        await add(w, card.task.id, 3)
        await add(w, card.task.id, 9, person="3")
        mine = await tallying.suggested(w.deps, MIMOSA, said, organiser=False)
        assert [(one.amount, stands, unit) for one, stands, unit in mine] == [(3, 3, "letters")]
        every = await tallying.suggested(w.deps, MIMOSA, said, organiser=True)
        assert [stands for _, stands, _ in every] == [9, 3]
        assert await tallying.suggested(w.deps, MIMOSA, "rien", organiser=True) == []


async def test_the_base_itself_refuses_what_would_change_a_contribution(w: World) -> None:
    card = await made(w, LETTERS)
    one = (await add(w, card.task.id, 5)).contribution.id

    async def tried(sql: str) -> None:
        await w.deps.store.write(lambda tx: tx.execute(sql, [one]))

    for sql in (
        "update contributions set amount = 500 where id = ?",
        "delete from contributions where id = ?",
    ):
        with pytest.raises(sqlite3.IntegrityError):
            await tried(sql)
    await tried("update contributions set person = null where id = ?")

    def known(tx: Tx) -> object:
        found = contributions.get(tx, ContributionId(one))
        return found and (found.person, found.amount)

    assert await w.deps.store.read(known) == (None, 5)


async def test_one_click_is_one_click_for_one_task(w: World) -> None:
    first, second = await made(w), await made(w, title="distribuer des tracts")
    same = acting(MIMOSA)
    await tallying.count(w.deps, same, first.task.id, 5)
    again = await tallying.count(w.deps, replace(same), second.task.id, 5)
    assert again.card.task.id == first.task.id
    assert (await total(w, 1), await total(w, 2)) == (5, 0)


_OPS = st.one_of(
    st.tuples(st.just("count"), st.integers(0, 3), st.integers(1, 50)),
    st.tuples(st.just("correct"), st.integers(0, 9), st.integers(0, 60)),
    st.tuples(st.just("again"), st.integers(0, 9), st.just(0)),
)


@given(st.lists(_OPS, max_size=25))
@settings(max_examples=25)
def test_whatever_is_counted_corrected_and_handed_over_again_adds_up(
    ops: list[tuple[str, int, int]],
) -> None:
    asyncio.run(_adds_up(ops))


async def _adds_up(ops: list[tuple[str, int, int]]) -> None:
    """Against a list of what each contribution stands for."""
    with TemporaryDirectory() as folder:
        async with world(Path(folder)) as w:
            task = (await made(w)).task.id
            acts, stands = list[tuple[Asker, int]](), list[int]()
            for what, which, n in ops:
                if what == "count":
                    acts.append((acting(person=str(which)), n))
                    stands.append(n)
                    await tallying.count(w.deps, acts[-1][0], task, n)
                elif what == "again" and acts:
                    await tallying.count(w.deps, acts[which % len(acts)][0], task, 99)
                elif what == "correct" and acts:
                    place = which % len(acts)
                    known = await w.deps.store.read(lambda tx: contributions.of_task(tx, task))
                    one = known[place].id
                    with suppress(Refused):
                        await tallying.correct(w.deps, acting(), one, n, organiser=True)
                        stands[place] = n
            assert await total(w) == sum(stands) >= 0
