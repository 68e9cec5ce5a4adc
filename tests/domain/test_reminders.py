"""When reminders come, and when they wait."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.reminders import NEXT, ReminderState, ahead, time_before, waits_for_morning

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
WEEK, DAYS, HOURS = timedelta(days=7), timedelta(days=2), timedelta(hours=3)
USUAL = [HOURS, WEEK, DAYS]


def test_what_is_to_come_first_comes_first() -> None:
    assert ahead(NOW + timedelta(days=30), USUAL, NOW, moved=False) == [WEEK, DAYS, HOURS]


def test_what_would_be_past_is_left_out() -> None:
    assert ahead(NOW + timedelta(days=1), USUAL, NOW, moved=False) == [HOURS]


def test_of_what_moved_the_latest_that_would_be_past_is_told_at_once() -> None:
    assert ahead(NOW + timedelta(days=1), USUAL, NOW, moved=True) == [DAYS, HOURS]


def test_nobody_is_reminded_of_what_is_over() -> None:
    assert ahead(NOW - timedelta(seconds=1), USUAL, NOW, moved=True) == []


def test_what_is_due_this_very_instant_is_to_come() -> None:
    assert ahead(NOW, [timedelta(0)], NOW, moved=False) == [timedelta(0)]


@pytest.mark.parametrize(
    ("occurs_in_h", "urgent", "waits"),
    [
        (24, False, True),  # it is for tomorrow noon: the morning is early enough
        (24, True, False),
        (3, False, False),  # it would be over by then
        (0, False, False),  # somebody chose this very instant
        (-24, False, True),  # it is over already: there is no hurry
    ],
)
def test_quiet_hours_hold_what_can_wait(occurs_in_h: int, urgent: bool, waits: bool) -> None:
    occurs = NOW + timedelta(hours=occurs_in_h)
    until = NOW + timedelta(hours=8)
    assert waits_for_morning(occurs, NOW, until, urgent=urgent) is waits


def test_outside_of_quiet_hours_nothing_waits() -> None:
    assert not waits_for_morning(NOW + WEEK, NOW, None, urgent=False)


def test_every_state_says_what_may_follow() -> None:
    assert set(NEXT) == set(ReminderState)


ZONES = [
    "Europe/Paris",
    "Europe/Brussels",
    "America/Guadeloupe",
    "America/Martinique",
    "America/Cayenne",
    "Indian/Reunion",
    "America/Miquelon",
    "Indian/Mayotte",
    "America/St_Barthelemy",
    "America/Marigot",
    "Pacific/Wallis",
    "Pacific/Tahiti",
    "Pacific/Noumea",
]
# Around both changes: those of Europe, and of Saint-Pierre-et-Miquelon.
CHANGES = [date(2027, 3, 28), date(2027, 10, 31), date(2027, 3, 14), date(2027, 11, 7)]
around = st.builds(
    lambda change, days, minute: (
        datetime.combine(change, time()) + timedelta(days, 0, 0, 0, minute)
    ),
    st.sampled_from(CHANGES),
    st.integers(-16, 16),
    st.integers(0, 24 * 60 - 1),
)
zones = st.sampled_from(ZONES).map(ZoneInfo)


def exists(local: datetime) -> bool:
    """Whether a clock shows it."""
    return local.astimezone(UTC).astimezone(local.tzinfo).replace(fold=0) == local.replace(fold=0)


@given(around, zones, st.sampled_from([1, 2, 7, 14, 60]), st.integers(0, 1))
def test_days_before_keep_the_hour_on_the_wall(
    wall: datetime, zone: ZoneInfo, days: int, fold: int
) -> None:
    occurs = wall.replace(tzinfo=zone, fold=fold).astimezone(UTC)
    local = occurs.astimezone(zone)
    told = time_before(occurs, timedelta(days=days), zone).astimezone(zone)
    wanted = (local - timedelta(days=days)).replace(fold=0)
    if exists(wanted):
        assert told.replace(tzinfo=None) == wanted.replace(tzinfo=None)
        assert told.fold == 0
    else:  # the clock skips it
        assert told.replace(tzinfo=None) == wanted.replace(tzinfo=None) + timedelta(hours=1)


@given(around, zones, st.integers(1, 60 * 24 * 60).filter(lambda minutes: minutes % 1440))
def test_hours_and_minutes_before_are_elapsed_time(
    wall: datetime, zone: ZoneInfo, minutes: int
) -> None:
    occurs = wall.replace(tzinfo=zone).astimezone(UTC)
    assert occurs - time_before(occurs, timedelta(minutes=minutes), zone) == timedelta(
        minutes=minutes
    )


@given(around, zones, st.sets(st.integers(1, 6000)), st.integers(-6000, 100), st.booleans())
def test_what_is_ahead_comes_in_order_and_nothing_of_it_is_past_but_what_moved(
    wall: datetime, zone: ZoneInfo, minutes: set[int], now_min: int, moved: bool
) -> None:
    occurs = wall.replace(tzinfo=zone).astimezone(UTC)
    now = occurs + timedelta(minutes=now_min)
    offsets = [timedelta(minutes=one) for one in minutes] + [timedelta(days=1)]
    times = [
        time_before(occurs, one, zone)
        for one in ahead(occurs, offsets, now, moved=moved, zone=zone)
    ]
    assert times == sorted(times)
    assert len([one for one in times if one < now]) <= moved
    wanted = {time_before(occurs, one, zone) for one in offsets}
    if now <= occurs:
        assert {one for one in wanted if one >= now} <= set(times)


@pytest.mark.parametrize(
    ("sitting", "week_before"),
    [
        (datetime(2027, 4, 1, 16, 30, tzinfo=UTC), datetime(2027, 3, 25, 17, 30, tzinfo=UTC)),
        (datetime(2027, 11, 4, 17, 30, tzinfo=UTC), datetime(2027, 10, 28, 16, 30, tzinfo=UTC)),
    ],
)
def test_half_past_six_is_half_past_six_a_week_before(
    sitting: datetime, week_before: datetime
) -> None:
    paris = ZoneInfo("Europe/Paris")
    assert time_before(sitting, WEEK, paris) == week_before
    assert time_before(sitting, WEEK, ZoneInfo("Indian/Reunion")) == sitting - WEEK
    assert time_before(sitting, HOURS, paris) == sitting - HOURS
