"""Dates known to the day, the month or the year."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.vague import VagueDate, from_iso, month_without, of_day, read


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2018", "2018"),
        ("en 2018", "2018"),
        ("mars 2022", "2022-03"),
        ("depuis mars 2022", "2022-03"),
        ("Sept. 2022", "2022-09"),
        ("août 2021", "2021-08"),
        ("March 2022", "2022-03"),
        ("03/2022", "2022-03"),
        ("2022-03", "2022-03"),
        ("12/03/2022", "2022-03-12"),
        ("12 mars 2022", "2022-03-12"),
        ("le 1er mars 2022", "2022-03-01"),
        ("2022-03-12", "2022-03-12"),
        ("29/02/2024", "2024-02-29"),
        ("12/03/22", "2022-03-12"),
        ("03/22", "2022-03"),
    ],
)
def test_what_people_write_is_read_as_far_as_it_is_known(written: str, iso: str) -> None:
    assert str(read(written)) == iso


@pytest.mark.parametrize(
    "written",
    [
        *("", "bientôt", "22", "13/2022", "30/02/2022", "29/02/2023", "0/2022", "1066"),
        *("mars", "12 mars", "lundi 12 mars 2022", "2022 2023", "12/13/2022", "mars avril 2022"),
        *("99999", "2022-03-12-14", "٢٠٢٢"),
    ],
)
def test_what_is_no_such_date_is_refused(written: str) -> None:
    assert read(written) is None


@pytest.mark.parametrize(
    ("written", "month"),
    [
        *(("31/02/2022", "2022-02"), ("29/02/2023", "2023-02"), ("le 31 avril 2024", "2024-04")),
        *(("2022-06-31", "2022-06"), ("45/03/2022", "2022-03")),
    ],
)
def test_a_day_that_a_month_has_not_is_known_to_be_one(written: str, month: str) -> None:
    found = month_without(written)
    assert str(found) == month


@pytest.mark.parametrize("written", ["", "bientôt", "12/03/2022", "12/13/2022", "13/2022", "2022"])
def test_what_lacks_no_day_has_no_such_month(written: str) -> None:
    assert month_without(written) is None


@given(st.text(max_size=60))
def test_any_text_is_a_date_or_is_none(text: str) -> None:
    month_without(text)
    found = read(text)
    assert found is None or 1900 <= found.year <= 9999


@given(st.dates(min_value=date(1900, 1, 1)), st.sampled_from(["%Y", "%Y-%m", "%Y-%m-%d"]))
def test_what_is_written_is_read_again(day: date, form: str) -> None:
    iso = day.strftime(form)
    assert str(from_iso(iso)) == iso
    assert read(iso) == from_iso(iso)


def test_dates_sort_in_time_the_vaguer_first() -> None:
    dates = [from_iso(one) for one in ("2022-03-12", "2021", "2022", "2022-03")]
    assert [str(one) for one in sorted(dates)] == ["2021", "2022", "2022-03", "2022-03-12"]


def test_what_no_calendar_has_is_no_date() -> None:
    for parts in [(2022, 13), (2022, 2, 30), (2022, 0, 3)]:
        with pytest.raises(ValueError, match=r".+"):
            VagueDate(*parts)
    with pytest.raises(ValueError, match="no date"):
        from_iso("hier")


def test_a_day_is_known_whole() -> None:
    assert str(of_day(date(2026, 11, 27))) == "2026-11-27"
