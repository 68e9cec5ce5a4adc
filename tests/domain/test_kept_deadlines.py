"""The life of a deadline: open, moved, done, cancelled, and who may say so."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import ChannelId, CityId, CollectiveId, DeadlineId, PersonId
from bot.domain.kept_deadlines import NEXT, Basis, DeadlineState, Kept
from bot.domain.refusals import Reason, Refused

S = DeadlineState
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
DUE = date(2026, 12, 21)
MIMOSA, LINOTTE = PersonId("2"), PersonId("3")
PRIVATE = ChannelId("900")


def kept(state: S = S.OPEN, **other: object) -> Kept:
    basis = Basis("fr.deliberation.liste", date(2026, 12, 14))
    one = Kept(
        DeadlineId(1),
        CollectiveId("10"),
        CityId("fr:04088"),
        basis,
        DUE,
        ZoneInfo("Europe/Paris"),
        state,
        None,
        ChannelId("100"),
    )
    return replace(one, **other)  # type: ignore[arg-type]


def refused(work: object) -> Reason:
    assert callable(work)
    with pytest.raises(Refused) as met:
        work()
    return met.value.reason


def test_the_last_reminder_is_at_nine_where_the_city_is() -> None:
    assert kept().occurs == datetime(2026, 12, 21, 8, tzinfo=UTC)
    reunion = kept(zone=ZoneInfo("Indian/Reunion"))
    assert reunion.occurs == datetime(2026, 12, 21, 5, tzinfo=UTC)
    assert reunion.days_left(datetime(2026, 12, 20, 21, tzinfo=UTC)) == 0


def test_one_person_takes_it_and_may_say_so_twice() -> None:
    taken = kept().take(MIMOSA, PRIVATE)
    assert taken.take(MIMOSA, PRIVATE) == taken
    assert refused(lambda: taken.take(LINOTTE, PRIVATE)) is Reason.DEADLINE_TAKEN


def test_who_took_it_or_an_organiser_says_that_it_is_done() -> None:
    taken = kept().take(MIMOSA, PRIVATE)
    assert taken.finish(MIMOSA, organiser=False).state is S.DONE
    assert taken.finish(LINOTTE, organiser=True).state is S.DONE
    assert refused(lambda: taken.finish(LINOTTE, organiser=False)) is Reason.DEADLINE_NOT_YOURS
    done = kept(S.DONE, taker=MIMOSA)
    assert refused(lambda: done.finish(MIMOSA, organiser=False)) is Reason.DEADLINE_STATE
    assert refused(lambda: done.take(MIMOSA, PRIVATE)) is Reason.DEADLINE_STATE


def test_it_moves_to_another_day_to_come() -> None:
    moved = kept().move(date(2026, 12, 24), NOW)
    assert (moved.state, moved.due, moved.version) == (S.MOVED, date(2026, 12, 24), 1)
    assert refused(lambda: kept().move(DUE, NOW)) is Reason.DEADLINE_SAME_DAY
    assert refused(lambda: kept().move(date(2026, 11, 23), NOW)) is Reason.DEADLINE_PAST
    assert kept().move(date(2026, 11, 24), NOW).due == date(2026, 11, 24)


def test_counted_again_the_day_that_a_person_chose_stays() -> None:
    began, due = date(2026, 12, 16), date(2026, 12, 23)
    assert kept().recount(began, due).due == due
    assert kept(S.MOVED).recount(began, due).due == DUE
    assert kept(S.CANCELLED).recount(began, due).state is S.OPEN


def test_counted_again_the_same_nothing_changes() -> None:
    for state in (S.OPEN, S.MOVED, S.DONE):
        one = kept(state)
        assert one.recount(date(2026, 12, 14), DUE) == one


@given(st.sampled_from(S), st.sampled_from(S))
def test_only_what_may_follow_follows(before: S, after: S) -> None:
    def act() -> Kept:
        one = kept(before, taker=MIMOSA)
        match after:
            case S.MOVED:
                return one.move(date(2026, 12, 24), NOW)
            case S.DONE:
                return one.finish(MIMOSA, organiser=False)
            case S.CANCELLED:
                return one.cancel()
            case S.OPEN:
                return one.recount(date(2026, 12, 16), date(2026, 12, 23))

    if after is S.OPEN:  # counting again refuses nothing
        assert act().state in {before, *NEXT[before]}
    elif after in NEXT[before]:
        assert act().state is after
    else:
        assert refused(act) is Reason.DEADLINE_STATE
