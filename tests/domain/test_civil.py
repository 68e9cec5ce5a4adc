"""Days as people type them."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import civil
from bot.domain.refusals import Reason, Refused


@pytest.mark.parametrize(
    "written",
    [
        "2026-12-01",
        " 2026-12-1 ",
        "01/12/2026",
        "1/12/26",
        "01.12.2026",
        "1-12-2026",
        "1 décembre 2026",
        "le 1er décembre 2026",
        "1er DEC. 2026",
        "1 December 2026",
    ],
)
def test_a_day_is_read_as_people_write_it(written: str) -> None:
    assert civil.read(written) == date(2026, 12, 1)


@pytest.mark.parametrize(
    "written", ["2027-02-29", "30/02/2027", "12/14/2026", "2026-14-12", "0000-01-01"]
)
def test_a_day_that_no_calendar_has_is_refused_as_such(written: str) -> None:
    with pytest.raises(Refused) as refused:
        civil.read(written)
    assert refused.value.reason is Reason.DAY_IMPOSSIBLE


@pytest.mark.parametrize(
    "written",
    [
        *("", "-", "14", "14/12", "1/12-2026", "14 12 2026", "décembre 2026", "2026", "20261214"),
        *("31 février 2027", "bientôt", "2026-12-14T18:30", "²/12/2026", "2026-12-14 " + "x" * 99),
    ],
)
def test_what_is_no_day_is_refused(written: str) -> None:
    with pytest.raises(Refused) as refused:
        civil.read(written)
    assert refused.value.reason is Reason.DAY_UNREADABLE


@given(st.text() | st.from_regex(r"\d{1,4}[-/. ]\w{1,9}[-/. ]\d{1,4}"))
def test_any_text_is_a_day_or_refused(written: str) -> None:
    with suppress(Refused):
        assert isinstance(civil.read(written), date)


@given(st.dates(date(1990, 1, 1)))
def test_every_day_is_read_back(day: date) -> None:
    assert civil.read(day.isoformat()) == civil.read(f"{day:%d/%m/%Y}") == day
