"""Quiet hours on wall clocks that are set twice a year."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.quiet import Quiet

PARIS, RÉUNION = ZoneInfo("Europe/Paris"), ZoneInfo("Indian/Reunion")
NIGHT = Quiet(time(22), time(8))
ZONES = [PARIS, RÉUNION, ZoneInfo("America/Martinique"), ZoneInfo("Europe/Brussels")]
DAY = timedelta(days=1)

minutes = st.times().map(lambda at: at.replace(second=0, microsecond=0))
quiets = st.builds(Quiet, minutes, minutes).filter(lambda one: one.begins != one.ends)
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
instants = st.integers(0, 4 * 366 * 24 * 60).map(lambda n: FIRST + timedelta(minutes=n))


def paris(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-12-01T21:59", None),
        ("2026-12-01T22:00", "2026-12-02T08:00"),
        ("2026-12-02T07:59", "2026-12-02T08:00"),
        ("2026-12-02T08:00", None),
        # The nights on which the clock is set are an hour shorter, or longer.
        ("2027-03-27T23:00", "2027-03-28T08:00"),
        ("2026-10-24T23:00", "2026-10-25T08:00"),
    ],
)
def test_a_night_ends_in_the_morning(now: str, until: str | None) -> None:
    assert NIGHT.until(paris(now), PARIS) == (paris(until) if until else None)


def test_a_siesta_is_within_a_day() -> None:
    siesta = Quiet(time(13), time(15))
    assert siesta.until(paris("2026-12-01T14:00"), PARIS) == paris("2026-12-01T15:00")
    assert siesta.until(paris("2026-12-01T16:00"), PARIS) is None


def test_an_end_that_the_night_skips_comes_an_hour_later_on_the_wall() -> None:
    quiet = Quiet(time(22), time(2, 30))
    assert quiet.until(paris("2027-03-27T23:00"), PARIS) == paris("2027-03-28T03:30")


def test_an_end_that_the_night_shows_twice_is_the_first() -> None:
    quiet = Quiet(time(22), time(2, 30))
    assert quiet.until(paris("2026-10-24T23:00"), PARIS) == datetime(
        2026, 10, 25, 0, 30, tzinfo=UTC
    )
    again = datetime(2026, 10, 25, 1, 15, tzinfo=UTC)  # 2h15 for the second time
    assert quiet.until(again, PARIS) is None


def test_the_wall_clock_of_those_who_sleep_counts() -> None:
    evening = datetime(2026, 12, 1, 19, tzinfo=UTC)  # 23h in La Réunion
    assert NIGHT.until(evening, PARIS) is None
    assert NIGHT.until(evening, RÉUNION) == datetime(2026, 12, 2, 4, tzinfo=UTC)


@given(quiets, instants, st.sampled_from(ZONES))
def test_quiet_hours_end_within_a_day_and_then_are_over(
    quiet: Quiet, now: datetime, zone: ZoneInfo
) -> None:
    until = quiet.until(now, zone)
    if until is not None:
        assert now < until <= now + DAY + timedelta(hours=1)
        again = quiet.until(until, zone)
        assert again is None or again - until >= timedelta(hours=22)


@given(quiets, instants, st.sampled_from(ZONES))
def test_quiet_is_what_the_wall_clock_says_it_is(
    quiet: Quiet, now: datetime, zone: ZoneInfo
) -> None:
    """On all days but those on which the clock is set, and the one after."""
    offsets = {(now + n * DAY).astimezone(zone).utcoffset() for n in (-2, -1, 0, 1, 2)}
    if len(offsets) > 1:
        return
    wall = now.astimezone(zone).time()
    if quiet.begins < quiet.ends:
        inside = quiet.begins <= wall < quiet.ends
    else:
        inside = wall >= quiet.begins or wall < quiet.ends
    until = quiet.until(now, zone)
    assert (until is not None) is inside
    if until is not None:
        assert until.astimezone(zone).time() == quiet.ends
