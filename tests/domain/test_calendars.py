"""The days that extend: what is law, where, among what the library lists."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendars import DEPARTMENTS, LAST_YEAR, Calendar, Place, read_place
from bot.domain.refusals import Reason, Refused
from bot.reference.holidays import listed
from bot.reference.rules import load_rules

PACK = load_rules()
FRENCH = [
    "01-01",
    "03-29",
    "05-01",
    "05-06",
    "05-08",
    "05-17",
    "07-14",
    "08-15",
    "11-01",
    "11-11",
    "12-25",
]


def calendar(department: str | None = None, rule: str = "fr.rep.deliberation") -> Calendar:
    return Calendar(PACK.holiday_list(PACK.rules[rule], Place(department)), listed)


def holidays(kept: Calendar, year: int = 2027) -> list[str]:
    days = (date(year, 1, 1) + timedelta(days=one) for one in range(365))
    return [f"{day:%m-%d}" for day in days if kept.holidays(day)]


@pytest.mark.parametrize(
    ("departments", "own"),
    [
        ((None, "01", "2A", "2B", "54", "75", "95"), []),
        (("57", "67", "68"), ["03-26", "12-26"]),
        (("971",), ["05-27"]),
        (("972",), ["05-22"]),
        (("973",), ["06-10"]),
        (("974",), ["12-20"]),
        (("975", "978"), []),
        (("976",), ["04-27"]),
        (("977",), ["10-09"]),
    ],
)
def test_each_department_has_the_holidays_of_its_law_and_no_custom(
    departments: tuple[str | None, ...], own: list[str]
) -> None:
    for department in departments:
        assert holidays(calendar(department)) == sorted([*FRENCH, *own])


def test_every_department_has_a_calendar() -> None:
    assert len(DEPARTMENTS) == 104
    for department in DEPARTMENTS:
        assert set(FRENCH) <= set(holidays(calendar(department)))


def test_belgium_has_its_own_holidays() -> None:
    belgian = calendar(rule="be.ce.annulation")
    assert belgian.holidays(date(2026, 7, 21))
    assert belgian.is_working(date(2026, 7, 14))
    assert belgian.is_working(date(2026, 5, 8))
    assert [one.title.fr for one in belgian.holidays(date(2026, 7, 21))] == ["fête nationale"]


@pytest.mark.parametrize(
    ("department", "custom"),
    [
        ("971", "2027-03-26"),  # Vendredi saint
        ("971", "2027-03-04"),  # Mi-Carême
        ("971", "2027-07-21"),  # Victor Schœlcher
        ("972", "2027-03-26"),
        ("972", "2027-07-21"),
        ("978", "2027-07-21"),
        ("978", "2027-05-28"),  # practice
        ("978", "2027-05-27"),  # statute
    ],
)
def test_custom_extends_nothing(department: str, custom: str) -> None:
    assert calendar(department).is_working(date.fromisoformat(custom))


def test_two_holidays_of_one_day_are_both_named() -> None:
    both = calendar().holidays(date(2008, 5, 1))
    assert sorted(one.title.fr for one in both) == ["Ascension", "fête du Travail"]


def test_names_are_french_whatever_the_machine_speaks(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.setenv(variable, "en_US.UTF-8")
    listed.cache_clear()
    assert "Lundi de Pâques" in listed("FR", None, 2027)[date(2027, 3, 29)]


def test_a_list_is_made_once_for_a_place_and_a_year() -> None:
    assert listed("FR", "57", 2031) is listed("FR", "57", 2031)


def test_each_name_of_the_pack_is_one_of_the_library() -> None:
    """A name that the library changes would extend nothing, and nobody would see it."""
    lists = [PACK.french, PACK.belgian, *PACK.local.values()]
    for kept in lists:
        names = {
            name
            for year in (2024, 2027, 2100)
            for day in listed(kept.country, kept.subdivision, year).values()
            for name in day
        }
        assert set(kept.holidays) <= names


def test_what_the_library_lists_and_the_pack_leaves_out_is_known_custom() -> None:
    left_out = {
        (department, name)
        for department, kept in PACK.local.items()
        for names in listed(kept.country, kept.subdivision, 2027).values()
        for name in names
        if name not in kept.holidays
    }
    assert {
        one: sorted(name for _, name in group)
        for one, group in groupby(sorted(left_out), key=lambda pair: pair[0])
    } == {
        "971": ["Fête de Victor Schoelcher", "Mi-Carême", "Vendredi saint"],
        "972": ["Fête de Victor Schoelcher", "Vendredi saint"],
        "978": ["Abolition de l'esclavage", "Fête de Victor Schoelcher"],
    }


def test_beyond_what_the_library_knows_is_refused_rather_than_free_of_holidays() -> None:
    assert listed("FR", None, LAST_YEAR)
    assert not listed("FR", None, LAST_YEAR + 1)
    with pytest.raises(Refused) as refused:
        calendar().is_working(date(LAST_YEAR + 1, 1, 3))
    assert refused.value.reason is Reason.DAY_OUT_OF_RANGE


def test_a_subdivision_that_the_library_does_not_have_is_an_error() -> None:
    with pytest.raises(NotImplementedError):
        listed("FR", "67", 2027)


@pytest.mark.parametrize(
    ("typed", "code"),
    [("57", "57"), ("01", "01"), ("1", "01"), ("2a", "2A"), (" 974 ", "974"), ("", None)],
)
def test_a_department_is_read(typed: str, code: str | None) -> None:
    assert read_place(typed, "") == Place(code)


@pytest.mark.parametrize("code", ["984", "986", "987", "988"])
def test_a_territory_with_its_own_law_is_refused(code: str) -> None:
    with pytest.raises(Refused) as refused:
        read_place(code, "")
    assert refused.value.reason is Reason.DEPARTMENT_OWN_LAW


@pytest.mark.parametrize("code", ["00", "20", "96", "99", "970", "979", "GES", "6AE", "0", "٥٧"])
def test_what_is_no_department_is_refused(code: str) -> None:
    with pytest.raises(Refused) as refused:
        read_place(code, "")
    assert refused.value.reason is Reason.DEPARTMENT_UNKNOWN


@pytest.mark.parametrize(
    ("typed", "population"),
    [
        ("3500", 3500),
        ("3 500", 3500),
        ("3\u202f500", 3500),
        ("3_500", 3500),
        ("118.000", 118000),
        ("2 100 000", 2100000),
        ("003500", 3500),
        (" ", None),
    ],
)
def test_a_population_is_read(typed: str, population: int | None) -> None:
    assert read_place("", typed).population == population


@pytest.mark.parametrize(
    "typed",
    [
        *("-1", "beaucoup", "3,5e3", "²", "1" * 10, "٣", "3500 habitants"),
        *("3499.0", "3500,5", "3.5", "12 34", "3 5000", "3499.", "1.200,000", "1 2 3"),
    ],
)
def test_what_is_no_population_is_refused(typed: str) -> None:
    with pytest.raises(Refused) as refused:
        read_place("", typed)
    assert refused.value.reason is Reason.POPULATION_UNREADABLE


@given(st.text(), st.text())
def test_any_place_is_read_or_refused(department: str, population: str) -> None:
    with suppress(Refused):
        assert read_place(department, population).department in {None, *DEPARTMENTS}
