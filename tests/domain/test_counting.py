"""How periods count: clear days, months of unequal length, the franc day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.counting import add_months, parse

DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "end"),
    [
        ("2027-01-31", 3, "2027-04-30"),
        ("2027-01-31", 1, "2027-02-28"),
        ("2027-12-31", 2, "2028-02-29"),
        ("2026-12-31", 2, "2027-02-28"),
        ("2024-02-29", 60, "2029-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2026-02-28", 1, "2026-03-28"),
        ("2026-11-30", 12, "2027-11-30"),
    ],
)
def test_months_go_from_a_day_number_to_the_same_one_or_the_months_last(
    day: str, months: int, end: str
) -> None:
    assert add_months(date.fromisoformat(day), months) == date.fromisoformat(end)


def test_one_addition_is_not_two() -> None:
    january = date(2027, 1, 31)
    assert add_months(january, 3) == date(2027, 4, 30)
    assert add_months(add_months(january, 1), 2) == date(2027, 4, 28)


@given(DAYS, st.integers(1, 120))
def test_months_end_in_the_right_month_on_the_right_day(day: date, months: int) -> None:
    end = add_months(day, months)
    assert (end.year * 12 + end.month) - (day.year * 12 + day.month) == months
    is_last = (end + timedelta(days=1)).day == 1
    assert end.day == day.day or (end.day < day.day and is_last)


@given(DAYS, st.integers(0, 30))
def test_clear_days_are_those_between_sending_and_sitting(sitting: date, n: int) -> None:
    sent = parse(f"JF {n}").plain_end(sitting)
    assert (sitting - sent).days - 1 == n


@given(DAYS, st.integers(1, 400))
def test_days_and_weeks_leave_out_the_first_day_only(day: date, n: int) -> None:
    assert (parse(f"J {n}").plain_end(day) - day).days == n
    assert (parse(f"S {n}").plain_end(day) - day).days == 7 * n


@given(DAYS, DAYS, st.sampled_from(["JF 5", "J 30", "S 1", "M 2", "A 5", "F 2 +"]))
def test_a_later_start_never_ends_earlier(one: date, other: date, written: str) -> None:
    count, (first, last) = parse(written), sorted((one, other))
    assert count.plain_end(first) <= count.plain_end(last)


@pytest.mark.parametrize("written", ["JF 5", "JF 0", "J 60 +", "S 1", "M 3 +", "A 5", "F 2 +"])
def test_what_the_pack_writes_is_what_is_read(written: str) -> None:
    assert str(parse(written)) == written


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("", "no way to count"),
        ("F 2+", "no way to count"),
        ("X 2", "no way to count"),
        ("M ²", "no way to count"),
        ("M -1", "no way to count"),
        ("JF 5 +", "never extended"),
        ("M 0", "no duration"),
    ],
)
def test_another_way_to_count_is_refused(written: str, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        parse(written)
