"""When reminders come, and when they wait."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.reminders import NEXT, ReminderState, ahead, waits_for_morning

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
