"""Dates in French: what they mean, and why they are refused."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.domain.dates import MAX_CHARACTERS, When, read
from bot.domain.refusals import Reason, Refused

DATA = Path(__file__).parent.parent / "data"
PARIS, REUNION = ZoneInfo("Europe/Paris"), ZoneInfo("Indian/Reunion")
MARTINIQUE = ZoneInfo("America/Martinique")
MONDAY = "2026-11-23T10:00"


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def when(phrase: str, now: str = MONDAY, zone: ZoneInfo = PARIS) -> When:
    """`now` is on the wall clock of `zone` unless it has an offset."""
    at = datetime.fromisoformat(now)
    aware = at if at.tzinfo else at.replace(tzinfo=zone)
    return read(phrase, aware.astimezone(UTC), zone)


def said(phrase: str, now: str = MONDAY, zone: ZoneInfo = PARIS) -> str:
    """The local time, or the name of the reason."""
    try:
        return when(phrase, now, zone).local.isoformat(timespec="minutes")
    except Refused as refused:
        return refused.reason.value


def refused(phrase: str, now: str = MONDAY) -> tuple[Reason, dict[str, str]]:
    with pytest.raises(Refused) as caught:
        when(phrase, now)
    return caught.value.reason, caught.value.facts


@pytest.mark.parametrize("row", rows("date_examples.csv"), ids=lambda row: row["phrase"] or "empty")
def test_the_examples_that_settle_the_meanings(row: dict[str, str]) -> None:
    got = said(row["phrase"], row["now"], ZoneInfo(row["timezone"]))
    assert ("refuse" if got.startswith("date_") else got) == row["expected"]


@pytest.mark.parametrize("row", rows("date_phrases.csv"), ids=lambda row: row["phrase"])
def test_what_people_write_on_a_phone(row: dict[str, str]) -> None:
    assert said(row["phrase"]) == row["expected"]


@pytest.mark.parametrize(
    "row", rows("date_moments.csv"), ids=lambda row: f"{row['phrase']}, {row['now']}"
)
def test_what_a_phrase_means_at_other_times_and_places(row: dict[str, str]) -> None:
    assert said(row["phrase"], row["now"], ZoneInfo(row["timezone"])) == row["expected"]


@pytest.mark.parametrize(
    ("phrase", "now", "expected"),
    [
        ("le 31", "2027-01-31T10:00", "2027-03-31T09:00"),
        ("le 30", "2027-01-30T10:00", "2027-03-30T09:00"),
        ("le 31", "2027-01-31T08:00", "2027-01-31T09:00"),
        ("29 février", "2096-03-01T10:00", "2104-02-29T09:00"),
        ("dans un mois", "2027-01-31T10:00", "2027-02-28T10:00"),
        ("dans un mois", "2028-01-31T10:00", "2028-02-29T10:00"),
        ("dans un an", "2028-02-29T10:00", "2029-02-28T10:00"),
        ("demain", "2026-12-31T23:59", "2027-01-01T09:00"),
        ("aujourd'hui", "2026-11-23T08:59", "2026-11-23T09:00"),
        ("aujourd'hui", "2026-11-23T09:00", "date_past"),
        ("le 31 du mois prochain", "2027-01-31T10:00", "date_no_day"),
        ("le 3 du mois prochain", "2026-12-31T10:00", "2027-01-03T09:00"),
        ("lundi de cette semaine", "2026-11-29T10:00", "date_past"),
        ("dimanche de cette semaine", "2026-11-23T10:00", "2026-11-29T09:00"),
        ("dimanche de la semaine prochaine", "2026-11-29T10:00", "2026-12-06T09:00"),
        ("lundi de la semaine prochaine", "2026-11-29T10:00", "2026-11-30T09:00"),
        ("dans une minute", "2026-11-23T10:00:59", "2026-11-23T10:01"),
        ("10h", "2026-11-23T10:00:30", "2026-11-24T10:00"),
        ("lundi 23 novembre", "2026-11-23T10:00", "date_past"),
        ("mardi 23 novembre", "2026-11-23T10:00", "2027-11-23T09:00"),
    ],
)
def test_the_moment_it_is_said_counts(phrase: str, now: str, expected: str) -> None:
    assert said(phrase, now) == expected


@pytest.mark.parametrize("phrase", ["le 14", "2028-02-29", "dans deux heures", "lundi soir"])
def test_the_instant_is_that_of_the_local_time(phrase: str) -> None:
    for zone in (PARIS, REUNION, MARTINIQUE):
        found = when(phrase, zone=zone)
        assert found.instant.astimezone(zone).replace(tzinfo=None) == found.local
        assert found.instant.tzinfo is UTC
        assert not found.twice


def test_today_is_that_of_the_collective() -> None:
    evening = "2026-11-23T21:00Z"
    assert said("demain", evening, PARIS) == "2026-11-24T09:00"
    assert said("demain", evening, REUNION) == "2026-11-25T09:00"
    assert said("ce soir", evening, MARTINIQUE) == "2026-11-23T20:00"
    assert said("ce soir", evening, PARIS) == "date_past"


def test_an_hour_of_another_clock_is_refused() -> None:
    assert said("demain à 18h30 heure de La Réunion", zone=REUNION) == "2026-11-24T18:30"
    assert said("demain à 18h30, heure de la Martinique", zone=MARTINIQUE) == "2026-11-24T18:30"
    assert said("demain à 18h30 heure locale", zone=REUNION) == "2026-11-24T18:30"
    assert said("demain à 18h30 heure de Paris", zone=REUNION) == "date_zone"
    facts = {"said": "à 18h30 heure de Tokyo"}
    assert refused("demain à 18h30 heure de Tokyo") == (Reason.DATE_ZONE, facts)


def test_an_offset_makes_an_instant_of_a_date() -> None:
    assert said("2026-12-14T18:30+01:00", zone=MARTINIQUE) == "2026-12-14T13:30"
    assert said("2026-12-14T18:30:00Z", zone=REUNION) == "2026-12-14T22:30"
    assert said("2026-12-14T18:30-0500") == "2026-12-15T00:30"


class TestTheNightWhenClocksGoBack:
    """25 October 2026 in Paris: from 3h to 2h."""

    def test_a_time_that_occurs_twice_is_the_first(self) -> None:
        for phrase in ("25 octobre 2h30", "demain à 2h30", "dans un jour", "2h30"):
            found = when(phrase, "2026-10-24T02:30")
            assert found.local == datetime(2026, 10, 25, 2, 30)  # noqa: DTZ001 - on the wall
            assert found.instant == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
            assert found.twice
            assert not found.is_second

    def test_it_may_be_said_which(self) -> None:
        for phrase in ("25 octobre à 2h30 la seconde fois", "2026-10-25T02:30+01:00"):
            found = when(phrase, "2026-10-24T12:00")
            assert found.instant == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
            assert found.is_second
        assert said("25 octobre à 3h30 la seconde fois", "2026-10-24T12:00") == "date_once"

    def test_hours_elapse(self) -> None:
        begun = "2026-10-25T01:30"
        assert [said(f"dans {n} heures", begun) for n in (1, 2, 3)] == [
            "2026-10-25T02:30",
            "2026-10-25T02:30",
            "2026-10-25T03:30",
        ]
        assert [when(f"dans {n} heures", begun).is_second for n in (1, 2, 3)] == [
            False,
            True,
            False,
        ]

    def test_days_keep_the_wall_time(self) -> None:
        assert said("dans un jour", "2026-10-24T19:00") == "2026-10-25T19:00"
        assert said("dans 24 heures", "2026-10-24T19:00") == "2026-10-25T18:00"

    def test_the_first_that_is_over_is_past(self) -> None:
        between = "2026-10-25T00:45Z"
        assert said("aujourd'hui à 2h30", between) == "date_past"
        assert said("2h30", between) == "2026-10-26T02:30"
        assert when("aujourd'hui à 2h30 la seconde fois", between).is_second


class TestTheNightWhenClocksGoForward:
    """28 March 2027 in Paris: from 2h to 3h."""

    def test_a_time_that_does_not_exist_is_refused(self) -> None:
        for phrase in ("28 mars à 2h30", "demain à 2h", "dans un jour", "2h30"):
            reason, facts = refused(phrase, "2027-03-27T02:30")
            assert reason is Reason.DATE_GAP
            assert facts["at"].startswith("2027-03-28T02:")

    def test_its_edges_exist(self) -> None:
        before = "2027-03-27T12:00"
        assert said("demain à 1h59", before) == "2027-03-28T01:59"
        assert said("demain à 3h", before) == "2027-03-28T03:00"

    def test_hours_elapse(self) -> None:
        assert said("dans une heure", "2027-03-28T01:30") == "2027-03-28T03:30"
        assert said("dans 24 heures", "2027-03-27T19:00") == "2027-03-28T20:00"
        assert said("dans un jour", "2027-03-27T19:00") == "2027-03-28T19:00"

    def test_elsewhere_it_is_a_time_like_any_other(self) -> None:
        for zone in (REUNION, MARTINIQUE):
            assert said("28 mars 2027 à 2h30", zone=zone) == "2027-03-28T02:30"
            found = when("25 octobre 2027 à 2h30", zone=zone)
            assert not found.twice


def test_a_refusal_names_the_word_that_is_no_date() -> None:
    assert refused("lundi bientôt à 18h") == (Reason.DATE_UNKNOWN, {"said": "bientôt"})
    assert refused("lundi à l'École") == (Reason.DATE_UNKNOWN, {"said": "l'École"})
    assert refused("🦉 lundi") == (Reason.DATE_UNKNOWN, {"said": "🦉"})


def test_a_refusal_of_the_past_says_when_it_was() -> None:
    assert refused("Hier !") == (Reason.DATE_PAST, {"said": "Hier !", "at": "2026-11-22"})
    assert refused("hier soir")[1]["at"] == "2026-11-22T20:00:00"
    assert refused("aujourd'hui")[1]["at"] == "2026-11-23T09:00:00"
    assert refused("lundi dernier")[1]["at"] == "2026-11-16"
    assert refused("mardi dernier")[1]["at"] == "2026-11-17"


def test_a_refusal_of_a_weekday_says_the_day_and_what_was_typed() -> None:
    facts = {"at": "2026-12-15", "weekday": "0"}
    assert refused("lundi 15 décembre") == (Reason.DATE_WEEKDAY, facts)
    assert refused("lundi 15") == (Reason.DATE_WEEKDAY, facts)


def test_what_is_quoted_is_short() -> None:
    reason, facts = refused("abracadabra" * 18)
    assert reason is Reason.DATE_UNKNOWN
    assert len(facts["said"]) == 60


def test_a_long_phrase_is_refused_unread() -> None:
    assert said("9" * (MAX_CHARACTERS + 1)) == "date_too_long"
    assert said("lundi " * 60) == "date_too_long"
    assert said("le " * 50) == "date_too_long"
    assert said(" " * MAX_CHARACTERS) == "date_empty"


def test_now_may_be_said_on_any_clock() -> None:
    at = datetime(2026, 10, 25, 1, 30, tzinfo=PARIS)
    soon = "dans deux heures"
    assert read(soon, at, PARIS) == read(soon, at.astimezone(UTC), PARIS)


@pytest.mark.parametrize(
    "phrase", ["14/12 à ²h", "14/12 à 1²h", "1⁴/12 à 18h", "14/12 à ①h", "14/12 à 18h₃0"]
)
def test_a_sign_that_only_looks_like_a_digit_is_none(phrase: str) -> None:
    assert refused(phrase)[0] in {Reason.DATE_UNKNOWN, Reason.DATE_NUMBER}


def test_letters_that_are_raised_are_letters() -> None:
    assert (
        said("mardi 1ᵉʳ décembre à 18h") == said("mardi 1er décembre à 18h") == "2026-12-01T18:00"
    )
