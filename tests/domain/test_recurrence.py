"""What comes back: what phrases mean, why they are refused, and when it falls."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import islice
from zoneinfo import ZoneInfo

import pytest

from bot.domain.dates import When
from bot.domain.recurrence import Recurrence, as_rfc, coming, either, of_rfc, read, rebased
from bot.domain.refusals import Reason, Refused

PARIS, REUNION = ZoneInfo("Europe/Paris"), ZoneInfo("Indian/Reunion")
MARTINIQUE = ZoneInfo("America/Martinique")
MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)  # 10h in Paris


def falls(phrase: str, most: int = 3, now: datetime = MONDAY, zone: ZoneInfo = PARIS) -> list[str]:
    """The next local times, as they are on the wall."""
    found = islice(coming(read(phrase, now, zone), zone, now), most)
    return [f"{one.instant.astimezone(zone):%Y-%m-%dT%H:%M}" for one in found]


def refused(phrase: str, now: datetime = MONDAY) -> Reason:
    with pytest.raises(Refused) as caught:
        read(phrase, now, PARIS)
    return caught.value.reason


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("tous les lundis à 19h", "2026-11-23T19:00 2026-11-30T19:00 2026-12-07T19:00"),
        ("chaque lundi à 9h", "2026-11-30T09:00 2026-12-07T09:00 2026-12-14T09:00"),
        ("LES LUNDIS ET JEUDIS A 19H", "2026-11-23T19:00 2026-11-26T19:00 2026-11-30T19:00"),
        ("lundis 19h", "2026-11-23T19:00 2026-11-30T19:00 2026-12-07T19:00"),
        ("tous les lundis soir", "2026-11-23T20:00 2026-11-30T20:00 2026-12-07T20:00"),
        ("le lundi de chaque semaine", "2026-11-30T09:00 2026-12-07T09:00 2026-12-14T09:00"),
        ("le premier jeudi du mois", "2026-12-03T09:00 2027-01-07T09:00 2027-02-04T09:00"),
        ("tous les 1ers jeudis", "2026-12-03T09:00 2027-01-07T09:00 2027-02-04T09:00"),
        ("tous les jours de la semaine", "recurrence_unknown"),
        ("tous les jours de semaine", "2026-11-24T09:00 2026-11-25T09:00 2026-11-26T09:00"),
        ("chaque 1er jeudi du mois", "2026-12-03T09:00 2027-01-07T09:00 2027-02-04T09:00"),
        ("le 1er et le 3e mercredi du mois", "2026-12-02T09:00 2026-12-16T09:00 2027-01-06T09:00"),
        ("le dernier vendredi du mois", "2026-11-27T09:00 2026-12-25T09:00 2027-01-29T09:00"),
        ("le dernier jour du mois à midi", "2026-11-30T12:00 2026-12-31T12:00 2027-01-31T12:00"),
        ("tous les mois le 15", "2026-12-15T09:00 2027-01-15T09:00 2027-02-15T09:00"),
        ("le 1er et le 15 de chaque mois", "2026-12-01T09:00 2026-12-15T09:00 2027-01-01T09:00"),
        ("tous les 3 mois le 10", "2026-12-10T09:00 2027-03-10T09:00 2027-06-10T09:00"),
        ("tous les ans le 14 juillet", "2027-07-14T09:00 2028-07-14T09:00 2029-07-14T09:00"),
        ("chaque 14 juillet à 11h", "2027-07-14T11:00 2028-07-14T11:00 2029-07-14T11:00"),
        (
            "chaque année le premier lundi d'avril",
            "2027-04-05T09:00 2028-04-03T09:00 2029-04-02T09:00",
        ),
        ("un mardi sur deux à 18h30", "2026-11-24T18:30 2026-12-08T18:30 2026-12-22T18:30"),
        ("toutes les deux semaines", "2026-11-30T09:00 2026-12-14T09:00 2026-12-28T09:00"),
        ("tous les quinze jours à 19h", "2026-11-23T19:00 2026-12-07T19:00 2026-12-21T19:00"),
        ("tous les 7 jours à 19h", "2026-11-23T19:00 2026-11-30T19:00 2026-12-07T19:00"),
        (
            "une semaine sur deux, le mardi et le jeudi",
            "2026-11-24T09:00 2026-11-26T09:00 2026-12-08T09:00",
        ),
        ("chaque jour à 8h", "2026-11-24T08:00 2026-11-25T08:00 2026-11-26T08:00"),
        ("tous les soirs", "2026-11-23T20:00 2026-11-24T20:00 2026-11-25T20:00"),
        ("en semaine à 9h", "2026-11-24T09:00 2026-11-25T09:00 2026-11-26T09:00"),
        ("chaque matin du vendredi au lundi", "2026-11-27T09:00 2026-11-28T09:00 2026-11-29T09:00"),
        ("tous les jours ouvrés à 20h", "2026-11-23T20:00 2026-11-24T20:00 2026-11-25T20:00"),
        ("un jour sur deux à 7h", "2026-11-24T07:00 2026-11-26T07:00 2026-11-28T07:00"),
        ("tous les mois", "2026-12-23T09:00 2027-01-23T09:00 2027-02-23T09:00"),
        ("le 1er et le 3e lundi", "2026-12-07T09:00 2026-12-21T09:00 2027-01-04T09:00"),
        ("tous les lundis de décembre", "2026-12-07T09:00 2026-12-14T09:00 2026-12-21T09:00"),
        ("chaque lundi d'août à 8h", "2027-08-02T08:00 2027-08-09T08:00 2027-08-16T08:00"),
        ("tous les premiers du mois", "2026-12-01T09:00 2027-01-01T09:00 2027-02-01T09:00"),
        ("tous les derniers jours du mois", "2026-11-30T09:00 2026-12-31T09:00 2027-01-31T09:00"),
        ("tous les mardis soirs", "2026-11-24T20:00 2026-12-01T20:00 2026-12-08T20:00"),
        ("les mardis après-midis à 14h", "2026-11-24T14:00 2026-12-01T14:00 2026-12-08T14:00"),
        ("quotidien à 8h", "2026-11-24T08:00 2026-11-25T08:00 2026-11-26T08:00"),
        ("hebdomadaire", "2026-11-30T09:00 2026-12-07T09:00 2026-12-14T09:00"),
        ("hebdo lundi 19h", "2026-11-23T19:00 2026-11-30T19:00 2026-12-07T19:00"),
        ("mensuel, le premier lundi", "2026-12-07T09:00 2027-01-04T09:00 2027-02-01T09:00"),
        ("mensuel le 15 à 18h", "2026-12-15T18:00 2027-01-15T18:00 2027-02-15T18:00"),
        ("annuel, le 14 juillet", "2027-07-14T09:00 2028-07-14T09:00 2029-07-14T09:00"),
    ],
)
def test_what_comes_back_is_understood(phrase: str, expected: str) -> None:
    if expected.startswith("recurrence_"):
        assert refused(phrase).value == expected
    else:
        assert falls(phrase) == expected.split()


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("tous les lundis jusqu'au 7 décembre", "2026-11-30T09:00 2026-12-07T09:00"),
        ("tous les lundis pendant 2 semaines", "2026-11-30T09:00 2026-12-07T09:00"),
        ("le premier jeudi du mois pendant deux mois", "2026-12-03T09:00 2027-01-07T09:00"),
        ("chaque mardi, deux fois", "2026-11-24T09:00 2026-12-01T09:00"),
        ("tous les lundis du 28 au 31 du mois prochain", "2026-12-28T09:00"),
        (
            "tous les lundis du 4 au 11 janvier de l'an prochain",
            "2027-01-04T09:00 2027-01-11T09:00",
        ),
        ("tous les lundis jusqu'au 7 du mois prochain", "2026-11-30T09:00 2026-12-07T09:00"),
        ("tous les lundis du 4 au 11 janvier", "2027-01-04T09:00 2027-01-11T09:00"),
        ("un lundi sur deux à partir du 1er décembre, 2 fois", "2026-12-07T09:00 2026-12-21T09:00"),
        ("tous les lundis à 19h 2 fois", "2026-11-23T19:00 2026-11-30T19:00"),
        ("chaque lundi à dix-neuf heures deux fois", "2026-11-23T19:00 2026-11-30T19:00"),
        ("tous les jours dès demain jusqu'à mercredi", "2026-11-24T09:00 2026-11-25T09:00"),
    ],
)
def test_it_has_bounds(phrase: str, expected: str) -> None:
    assert falls(phrase, 9) == expected.split()


def test_months_are_left_out() -> None:
    months = [at[5:7] for at in falls("tous les premiers jeudis à 19h sauf août", 12)]
    assert months == "12 01 02 03 04 05 06 07 09 10 11 12".split()
    for phrase in (
        "tous les premiers jeudis à 19h, sauf juillet-août",
        "le premier jeudi du mois de septembre à juin à 19h",
        "le premier jeudi du mois, sauf en juillet et en août, à 19h",
    ):
        months = [at[5:7] for at in falls(phrase, 11)]
        assert "07" not in months
        assert "08" not in months
    assert {at[5:7] for at in falls("tous les lundis en janvier et juillet", 12)} == {"01", "07"}


def test_days_are_left_out() -> None:
    assert falls("tous les jeudis sauf le 3 décembre") == [
        "2026-11-26T09:00",
        "2026-12-10T09:00",
        "2026-12-17T09:00",
    ]
    assert falls("tous les jeudis sauf le 26 novembre et le jeudi 10 décembre", 2) == [
        "2026-12-03T09:00",
        "2026-12-17T09:00",
    ]
    assert falls("tous les lundis sauf le 30 novembre et le lundi 7 décembre et le 14", 2) == [
        "2026-12-21T09:00",
        "2026-12-28T09:00",
    ]
    assert falls("chaque jour sauf les samedis et dimanches à 9h", 5)[3:] == [
        "2026-11-27T09:00",
        "2026-11-30T09:00",
    ]


@pytest.mark.parametrize(
    ("left_out", "days"),
    [
        ("les 24 et 31 décembre", "2026-12-24 2026-12-31"),
        ("le 24 et le 31 décembre 2026", "2026-12-24 2026-12-31"),
        ("les 24, 31 décembre et 7 janvier", "2026-12-24 2026-12-31 2027-01-07"),
        ("le 24 décembre, les 7 et 14 janvier", "2026-12-24 2027-01-07 2027-01-14"),
        ("le 24 décembre, le 31 et le 7 janvier", "2026-12-24 2026-12-31 2027-01-07"),
        ("les 24/12 et 31/12", "2026-12-24 2026-12-31"),
        ("jeudi prochain", "2026-11-26"),
        ("jeudi en huit et le 24 décembre", "2026-12-03 2026-12-24"),
    ],
)
def test_several_days_of_one_month_are_left_out(left_out: str, days: str) -> None:
    rule = read(f"tous les jeudis à 18h sauf {left_out}", MONDAY, PARIS)
    assert [day.isoformat() for day in rule.without] == days.split()


@pytest.mark.parametrize(
    ("phrase", "reason"),
    [
        ("", Reason.RECURRENCE_EMPTY),
        ("chaque jour " * 60, Reason.RECURRENCE_LONG),
        ("lundi à 19h", Reason.RECURRENCE_ONCE),
        ("le 1er lundi", Reason.RECURRENCE_ONCE),
        ("le 1er et le 3e lundi de septembre", Reason.RECURRENCE_ONCE),
        ("quotidien le lundi", Reason.RECURRENCE_SEVERAL),
        ("bimensuel", Reason.RECURRENCE_UNKNOWN),
        ("tous les lundis à 19h10 fois", Reason.RECURRENCE_UNKNOWN),
        ("tous les jeudis sauf jeudi", Reason.RECURRENCE_SEVERAL),
        ("tous les jeudis sauf mardi prochain", Reason.RECURRENCE_NOT_A_DAY),
        ("tous les jeudis sauf jeudi dernier", Reason.DATE_PAST),
        ("tous les jeudis sauf le 24 et le 31", Reason.RECURRENCE_UNKNOWN),
        ("tous les jeudis sauf les 24 et 30 décembre", Reason.RECURRENCE_NOT_A_DAY),
        ("10 fois", Reason.RECURRENCE_ONCE),
        ("le premier jeudi de septembre", Reason.RECURRENCE_ONCE),
        ("toutes les heures", Reason.RECURRENCE_OFTEN),
        ("deux fois par semaine", Reason.RECURRENCE_NUMBER),
        ("tous les 0 jours", Reason.RECURRENCE_NUMBER),
        ("tous les lundis, 0 fois", Reason.RECURRENCE_NUMBER),
        ("tous les lundis et le premier jeudi du mois", Reason.RECURRENCE_SEVERAL),
        ("tous les mois, chaque lundi", Reason.RECURRENCE_SEVERAL),
        ("tous les lundis jusqu'au 30 juin, 3 fois", Reason.RECURRENCE_SEVERAL),
        ("tous les ans le 14 juillet sauf août", Reason.RECURRENCE_SEVERAL),
        ("tous les mois le 31", Reason.RECURRENCE_NOT_EVERY),
        ("tous les ans le 29 février", Reason.RECURRENCE_NOT_EVERY),
        ("tous les ans le 31 avril", Reason.RECURRENCE_NOT_EVERY),
        ("le cinquième lundi du mois", Reason.RECURRENCE_NOT_EVERY),
        ("tous les jeudis jusqu'à mercredi", Reason.RECURRENCE_NEVER),
        ("tous les jeudis jusqu'au 26 novembre sauf le 26 novembre", Reason.RECURRENCE_NEVER),
        ("tous les jours en janvier sauf janvier", Reason.RECURRENCE_NEVER),
        ("tous les lundis sauf le 25 décembre", Reason.RECURRENCE_NOT_A_DAY),
        ("tous les lundis 3 fois sauf le 30 novembre", Reason.RECURRENCE_COUNT),
        ("tous les lundis sauf les vacances", Reason.RECURRENCE_UNKNOWN),
        ("tous les lundis pendant l'été", Reason.RECURRENCE_UNKNOWN),
        ("tous les lundis ou mardis", Reason.RECURRENCE_SEVERAL),
        ("tous les lundis à 19h et 20h", Reason.RECURRENCE_SEVERAL),
        ("tous les lundis à 19h, 20h", Reason.DATE_SEVERAL),
        ("tous les lundis à 19h heure de La Réunion", Reason.DATE_ZONE),
        ("tous les lundis à 25h", Reason.DATE_NO_TIME),
        ("tous les lundis à partir de janvier", Reason.DATE_WITHOUT_DAY),
        ("tous les lundis jusqu'au 30 juin 2020", Reason.DATE_PAST),
        ("tous les lundis jusqu'au mardi 30 novembre 2026", Reason.DATE_WEEKDAY),
        ("chaque Noël", Reason.DATE_FEAST),
        ("tous les lundis jusqu'à Noël", Reason.DATE_FEAST),
        ("tous les mois le 45", Reason.DATE_NO_DAY),
        (
            "chaque jour, sauf " + " et ".join(f"le {n}/12" for n in range(1, 8)),
            Reason.RECURRENCE_MANY,
        ),
    ],
)
def test_what_could_be_two_things_is_refused(phrase: str, reason: Reason) -> None:
    assert refused(phrase) is reason


def test_a_day_that_every_month_left_has_is_understood() -> None:
    assert falls("tous les mois le 30 sauf février") == [
        "2026-11-30T09:00",
        "2026-12-30T09:00",
        "2027-01-30T09:00",
    ]


def test_a_date_is_a_date_and_what_comes_back_comes_back() -> None:
    assert isinstance(either("jeudi 10 décembre à 19h", MONDAY, PARIS), When)
    assert isinstance(either("lundi à 19h", MONDAY, PARIS), When)
    assert isinstance(either("tous les lundis à 19h", MONDAY, PARIS), Recurrence)
    assert isinstance(either("quotidien à 9h", MONDAY, PARIS), Recurrence)
    assert isinstance(either("mensuel, le premier lundi", MONDAY, PARIS), Recurrence)
    for phrase, reason in (
        ("bientôt", Reason.DATE_UNKNOWN),
        ("hier", Reason.DATE_PAST),
        ("tous les lundis ou mardis", Reason.RECURRENCE_SEVERAL),
    ):
        with pytest.raises(Refused) as caught:
            either(phrase, MONDAY, PARIS)
        assert caught.value.reason is reason


class TestClockChanges:
    """In 2027 clocks go forward on 28 March, back on 31 October."""

    @pytest.mark.parametrize("zone", [PARIS, REUNION, MARTINIQUE])
    def test_19h_stays_19h_all_year(self, zone: ZoneInfo) -> None:
        times = {at[11:] for at in falls("chaque jour à 19h", 400, zone=zone)}
        assert times == {"19:00"}

    def test_the_instants_are_an_hour_apart_in_summer(self) -> None:
        rule = read("chaque dimanche à 19h", MONDAY, PARIS)
        hours = {one.instant.hour for one in islice(coming(rule, PARIS, MONDAY), 52)}
        assert hours == {17, 18}

    def test_an_hour_that_is_skipped_is_an_hour_later_on_that_day(self) -> None:
        before = datetime(2027, 3, 26, 12, tzinfo=UTC)
        assert falls("chaque jour à 2h30", 3, before) == [
            "2027-03-27T02:30",
            "2027-03-28T03:30",
            "2027-03-29T02:30",
        ]

    def test_an_hour_that_occurs_twice_is_the_first(self) -> None:
        before = datetime(2027, 10, 30, 12, tzinfo=UTC)
        rule = read("chaque jour à 2h30", before, PARIS)
        found = [one.instant for one in islice(coming(rule, PARIS, before), 2)]
        assert found == [
            datetime(2027, 10, 31, 0, 30, tzinfo=UTC),
            datetime(2027, 11, 1, 1, 30, tzinfo=UTC),
        ]

    def test_between_the_two_it_has_been(self) -> None:
        between = datetime(2027, 10, 31, 0, 45, tzinfo=UTC)
        assert falls("chaque jour à 2h30", 1, between) == ["2027-11-01T02:30"]


def test_the_rule_is_kept_as_rfc_5545() -> None:
    rule = read("tous les premiers jeudis à 19h sauf août, sauf le 7 janvier", MONDAY, PARIS)
    assert as_rfc(rule) == (
        "DTSTART:20261203T190000\n"
        "RRULE:FREQ=MONTHLY;BYDAY=1TH;BYMONTH=1,2,3,4,5,6,7,9,10,11,12\n"
        "EXDATE:20270107T190000"
    )
    assert of_rfc(as_rfc(rule)) == rule


def test_twenty_years_on_it_falls_as_it_always_did() -> None:
    later = datetime(2046, 6, 1, tzinfo=UTC)
    rule = read("toutes les 3 semaines, le lundi et le jeudi à 19h", MONDAY, PARIS)
    near = [one for one in islice(coming(rule, PARIS, MONDAY), 720) if one.instant > later]
    assert [*islice(coming(rule, PARIS, later), 3)] == near[:3]


def test_a_rule_said_later_goes_on_as_it_did() -> None:
    rule = read("un lundi sur deux à 19h, 4 fois", MONDAY, PARIS)
    later = datetime(2026, 12, 8, 9, tzinfo=UTC)
    left = rebased(rule, PARIS, later)
    assert left is not None
    assert left.count == 2
    assert [*coming(left, PARIS, later)] == [*coming(rule, PARIS, later)]
    assert rebased(rule, PARIS, datetime(2027, 2, 1, tzinfo=UTC)) is None
