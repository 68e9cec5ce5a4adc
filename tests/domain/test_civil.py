"""Days as people type them."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import civil
from bot.domain.refusals import Reason, Refused
from bot.render import dates


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
        "1 dec 2026",
        "mardi 1er décembre 2026",
        "Le MARDI 1 decembre 2026.",
        "mar. 01/12/2026",
        "premier décembre 2026",
        "le 1 er décembre 2026",
        "1-déc-2026",
        "1\u00a0de\u0301cembre\u202f 2026",
        "\ufeff2026-12-01",
        "01\u201112\u20112026",
        "1 / 12 / 2026",
        "２０２６-12-01",
    ],
)
def test_a_day_is_read_as_people_write_it(written: str) -> None:
    assert civil.read(written) == date(2026, 12, 1)


@pytest.mark.parametrize(
    "written",
    [
        *("2027-02-29", "30/02/2027", "12/14/2026", "2026-14-12", "0000-01-01"),
        *("31 février 2027", "32 décembre 2026", "lundi 29 février 2027", "30 février"),
    ],
)
def test_a_day_that_no_calendar_has_is_refused_as_such(written: str) -> None:
    with pytest.raises(Refused) as refused:
        civil.read(written)
    assert refused.value.reason is Reason.DAY_IMPOSSIBLE


@pytest.mark.parametrize(
    "written",
    [
        *("", "-", "14", "14/12", "1/12-2026", "14 12 2026", "décembre 2026", "2026", "20261214"),
        *("bientôt", "demain", "lundi", "dans 3 jours", "1er mars", "mardi 14 décembre"),
        *("2026-12-14T18:30", "2026-12-14T18:30Z", "14 décembre 2026 à 18h", "2026/12/14"),
        *("lundi prochain 14 décembre 2026 en huit", "14/12/2026 15/12/2026", "a/12/2026"),
        *("2026-12-14 " + "x" * 99, "2026-12-14" + " " * 500 + "x", "x" * 100_000),
    ],
)
def test_what_is_no_day_is_refused(written: str) -> None:
    with pytest.raises(Refused) as refused:
        civil.read(written)
    assert refused.value.reason is Reason.DAY_UNREADABLE


def test_a_weekday_that_is_not_that_of_its_day_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        civil.read("mardi 14 décembre 2026")
    assert refused.value.reason is Reason.DATE_WEEKDAY
    assert refused.value.facts == {"at": "2026-12-14", "weekday": "1"}


def test_what_is_quoted_is_short() -> None:
    with pytest.raises(Refused) as refused:
        civil.read("x" * 100_000)
    assert len(refused.value.facts["said"]) == 60


@given(st.text() | st.from_regex(r"\d{1,4}[-/. ]\w{1,9}[-/. ]\d{1,4}"))
def test_any_text_is_a_day_or_refused(written: str) -> None:
    with suppress(Refused):
        assert isinstance(civil.read(written), date)


@given(st.dates(date(1990, 1, 1)))
def test_every_day_is_read_back(day: date) -> None:
    assert civil.read(day.isoformat()) == civil.read(f"{day:%d/%m/%Y}") == day
    assert civil.read(dates.day(day, "fr", year=True)) == day
