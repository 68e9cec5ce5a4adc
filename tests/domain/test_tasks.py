"""Tasks are taken, given back and finished by who may; totals are exact and never negative."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import units
from bot.domain.ids import ChannelId, CityId, CollectiveId, ContributionId, PersonId, TaskId
from bot.domain.refusals import Reason, Refused
from bot.domain.tallies import (
    COUNT_MAX,
    Contribution,
    Progress,
    checked,
    difference,
    need_right,
)
from bot.domain.tasks import NEXT, Plan, Task, TaskStatus

S = TaskStatus
ANNE, BASILE = PersonId("1"), PersonId("2")
HERS, HIS = ChannelId("901"), ChannelId("902")
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TODAY = date(2026, 11, 24)


def task(plan: Plan = Plan("écrire aux élu·es", "letters", 29)) -> Task:  # noqa: B008 - frozen
    return Task(
        TaskId(1),
        CollectiveId("10"),
        CityId("fr:04088"),
        plan,
        ZoneInfo("Europe/Paris"),
        S.OPEN,
        ANNE,
        ChannelId("100"),
    )


def reason(work: object, *said: object, **more: object) -> Reason:
    with pytest.raises(Refused) as met:
        work(*said, **more)  # type: ignore[operator]
    return met.value.reason


class TestTaking:
    def test_several_may_take_it_and_one_person_does_once(self) -> None:
        taken = task().take(ANNE, HERS).take(BASILE, HIS).take(ANNE, HERS)
        assert [one.person for one in taken.takers] == [ANNE, BASILE]

    def test_what_is_for_one_is_taken_by_one(self) -> None:
        taken = task(Plan("prendre la parole", for_one=True)).take(ANNE, HERS)
        assert taken.take(ANNE, HERS) == taken
        assert reason(taken.take, BASILE, HIS) is Reason.TASK_TAKEN
        assert taken.give_back(ANNE).take(BASILE, HIS).is_taken_by(BASILE)

    def test_only_who_has_it_gives_it_back(self) -> None:
        assert reason(task().give_back, ANNE) is Reason.TASK_NOT_TAKEN

    def test_what_is_over_is_not_taken(self) -> None:
        over = task().become(S.DONE, ANNE, organiser=True)
        assert reason(over.take, ANNE, HERS) is Reason.TASK_CLOSED


class TestFinishing:
    def test_who_took_it_may_and_so_may_organisers(self) -> None:
        taken = task().take(ANNE, HERS)
        assert taken.become(S.DONE, ANNE, organiser=False).status is S.DONE
        assert taken.become(S.DONE, BASILE, organiser=True).status is S.DONE
        assert reason(taken.become, S.DONE, BASILE, organiser=False) is Reason.TASK_NOT_YOURS

    def test_giving_it_up_is_for_organisers(self) -> None:
        taken = task().take(ANNE, HERS)
        assert reason(taken.become, S.CANCELLED, ANNE, organiser=False) is Reason.TASK_NOT_YOURS
        assert taken.become(S.CANCELLED, ANNE, organiser=True).status is S.CANCELLED

    def test_a_hasty_click_is_taken_back_and_every_state_has_its_next(self) -> None:
        for status, after in NEXT.items():
            one = task()
            if status is not S.OPEN:
                one = one.become(status, ANNE, organiser=True)
            for other in S:
                if other in after:
                    assert one.become(other, ANNE, organiser=True).status is other
                else:
                    assert reason(one.become, other, ANNE, organiser=True) is Reason.TASK_STATE


def test_its_last_day_is_the_city_s() -> None:
    due = task(Plan("lettres", due=date(2026, 11, 25)))
    assert due.days_left(datetime(2026, 11, 24, 22, 59, tzinfo=UTC)) == 1
    assert due.days_left(datetime(2026, 11, 24, 23, 1, tzinfo=UTC)) == 0
    assert due.occurs == datetime(2026, 11, 25, 8, tzinfo=UTC)


def test_only_a_day_that_nobody_chose_follows_the_sitting() -> None:
    counted = task(Plan("lettres", due=date(2026, 12, 11), before_sitting=3))
    assert counted.due_on(date(2026, 12, 21), TODAY).plan.due == date(2026, 12, 18)
    chosen = task(Plan("lettres", due=date(2026, 12, 11)))
    assert chosen.due_on(date(2026, 12, 21), TODAY) == chosen


def test_a_sitting_that_comes_too_early_leaves_today_and_later_its_own_day_again() -> None:
    plan = Plan("lettres", due=date(2026, 12, 11), before_sitting=3)
    early = task(plan).due_on(date(2026, 11, 25), TODAY)
    assert early.plan.due == TODAY
    assert early.due_on(date(2026, 12, 14), TODAY) == task(plan)
    tomorrow = date(2026, 11, 25)
    assert early.due_on(date(2026, 11, 25), tomorrow) == early


def test_what_ended_with_its_vote_comes_back_with_it_unless_people_said_otherwise() -> None:
    ended = task().end_with_vote()
    assert ended.status is S.CANCELLED
    assert ended.come_back_with_vote() == task()
    given_up = task().become(S.CANCELLED, ANNE, organiser=True)
    assert given_up.come_back_with_vote() == given_up.end_with_vote() == given_up
    again = ended.become(S.OPEN, ANNE, organiser=True).become(S.CANCELLED, ANNE, organiser=True)
    assert again.come_back_with_vote() == again


class TestCounting:
    @pytest.mark.parametrize("amount", [0, -1, COUNT_MAX + 1])
    def test_a_typing_error_is_refused(self, amount: int) -> None:
        assert reason(checked, amount) is Reason.COUNT_RANGE

    def test_people_put_right_their_own_and_organisers_all(self) -> None:
        one = added(1, 5)
        need_right(one, ANNE, organiser=False)
        need_right(one, BASILE, organiser=True)
        assert reason(need_right, one, BASILE, organiser=False) is Reason.COUNT_NOT_YOURS

    def test_who_is_forgotten_is_nobody(self) -> None:
        forgotten = Contribution(ContributionId(1), TaskId(1), None, 5, NOW.date(), NOW)
        assert reason(need_right, forgotten, ANNE, organiser=False) is Reason.COUNT_NOT_YOURS

    @given(st.lists(st.tuples(st.integers(1, 50), st.lists(st.integers(-5, 60), max_size=4))))
    def test_no_corrections_make_a_total_negative(self, all_: list[tuple[int, list[int]]]) -> None:
        rows: list[Contribution] = []
        for amount, rights in all_:
            first = added(len(rows) + 1, amount)
            rows.append(first)
            for right in rights:
                try:
                    more = difference(stands(first, rows), right)
                except Refused:
                    continue
                rows.append(added(len(rows) + 1, more, first))
                assert stands(first, rows) == right
            assert sum(one.amount for one in rows) >= 0


def stands(one: Contribution, rows: list[Contribution]) -> int:
    return one.amount + sum(other.amount for other in rows if other.corrects == one.id)


def added(id_: int, amount: int, corrects: Contribution | None = None) -> Contribution:
    about = corrects.id if corrects else None
    return Contribution(ContributionId(id_), TaskId(1), ANNE, amount, NOW.date(), NOW, about)


class TestProgress:
    @pytest.mark.parametrize(
        ("total", "target", "filled"),
        [(18, 29, 6), (31, 50, 6), (0, 29, 0), (1, 500, 1), (499, 500, 9), (500, 500, 10)],
    )
    def test_the_bar_is_full_only_when_it_is_reached(
        self, total: int, target: int, filled: int
    ) -> None:
        assert Progress(total, target).filled == filled

    def test_more_than_the_target_is_welcome(self) -> None:
        done = Progress(40, 29)
        assert (done.missing, done.share, done.filled, done.is_reached) == (0, 1.0, 10, True)

    def test_without_a_target_nothing_is_missing(self) -> None:
        assert (Progress(7, None).missing, Progress(7, None).filled) == (None, 0)


@pytest.mark.parametrize(
    ("said", "unit"),
    [
        ("Lettres", "letters"),
        ("tract", "leaflets"),
        ("caméras recensées", "cameras"),
        ("leaflets", "leaflets"),
        ("boîtes aux lettres", "boîtes aux lettres"),
        ("", ""),
    ],
)
def test_a_unit_is_known_in_both_languages_and_else_kept_as_it_is(said: str, unit: str) -> None:
    assert units.named(said) == unit
