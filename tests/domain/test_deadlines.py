"""Legal deadlines: every example, the traps of each rule, and what holds on any day."""

from __future__ import annotations

import csv
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendars import DEPARTMENTS, Calendar, Place, is_weekend, read_place
from bot.domain.deadlines import (
    Began,
    ByPopulation,
    ClearDays,
    Counted,
    Deadline,
    Ended,
    Extended,
    LocalLaw,
    OneDayMore,
    compute,
)
from bot.domain.refusals import Reason, Refused
from bot.domain.wordings import Confidence
from bot.reference.holidays import listed
from bot.reference.rules import load_rules

PACK: Final = load_rules()
DATA: Final = Path(__file__).parent.parent / "data"
FORWARDS: Final = [one.id for one in PACK.rules.values() if not one.count.is_backwards]
BACKWARDS: Final = [one.id for one in PACK.rules.values() if one.count.is_backwards]
DAYS: Final = st.dates(date(1990, 1, 1), date(2100, 9, 1))
PLACES: Final = st.builds(
    Place,
    st.none() | st.sampled_from(sorted(DEPARTMENTS)),
    st.none() | st.integers(0, 3_000_000),
)


def due(rule: str, trigger: str, department: str = "", population: str = "") -> str:
    return counted(rule, trigger, department, population).due.isoformat()


def counted(rule: str, trigger: str, department: str = "", population: str = "") -> Deadline:
    place = read_place(department, population)
    return compute(PACK, listed, rule, date.fromisoformat(trigger), place)


def refused(rule: str, trigger: str = "2026-12-14", department: str = "") -> Refused:
    with pytest.raises(Refused) as raised:
        counted(rule, trigger, department)
    return raised.value


def anywhere(rule: str, trigger: date, place: Place) -> Deadline | None:
    """None where the rule does not hold there."""
    try:
        return compute(PACK, listed, rule, trigger, place)
    except Refused as declined:
        if declined.reason in {Reason.RULE_SAYS, Reason.RULE_BELGIAN}:
            return None
        raise


def examples(name: str = "deadline_examples.csv") -> list[tuple[str, ...]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return [tuple(row.values())[:5] for row in csv.DictReader(file)]


@pytest.mark.parametrize(("rule", "trigger", "department", "population", "expected"), examples())
def test_the_examples_are_counted_as_people_count_them(
    rule: str, trigger: str, department: str, population: str, expected: str
) -> None:
    assert due(rule, trigger, department, population) == expected


@pytest.mark.parametrize(
    ("rule", "trigger", "department", "population", "expected"), examples("deadlines_by_hand.csv")
)
def test_what_was_counted_by_hand_is_counted_alike(
    rule: str, trigger: str, department: str, population: str, expected: str
) -> None:
    assert due(rule, trigger, department, population) == expected


def test_every_rule_has_an_example() -> None:
    known = {example[0] for example in examples()}
    ruled = {one.id for one in PACK.computed}
    assert ruled - known == {
        *("fr.cnil.silence", "fr.csi.drone.conservation", "be.bru.convocation.7jf")
    }
    assert due("fr.cnil.silence", "2026-11-30") == "2027-02-28"
    assert due("fr.csi.drone.conservation", "2026-12-18") == "2026-12-25"
    assert due("be.bru.convocation.7jf", "2026-12-14") == "2026-12-06"


@pytest.mark.parametrize(
    ("rule", "trigger", "department", "expected"),
    [
        ("fr.rep.deliberation", "2026-12-31", "", "2027-03-01"),  # 31 → 28 February → 1 March
        ("fr.rep.deliberation", "2027-01-31", "", "2027-04-01"),  # 31 → 31 March → 1 April
        ("fr.rep.deliberation", "2027-02-05", "67", "2027-04-06"),  # no holiday in the way
        ("fr.rep.deliberation", "2027-10-25", "57", "2027-12-27"),  # Sunday 26: one day off
        ("fr.rep.deliberation", "2028-02-13", "57", "2028-04-18"),  # 14: Good Friday … Monday
        ("fr.rep.deliberation", "2028-02-13", "971", "2028-04-14"),  # Good Friday is custom
        ("fr.rep.deliberation", "2027-05-20", "971", "2027-07-21"),  # Schœlcher's day is custom
        ("fr.rep.deliberation", "2027-03-26", "971", "2027-05-28"),  # 27 May is law
        ("fr.rep.deliberation", "2027-03-26", "978", "2027-05-27"),  # of two dates, neither
        ("fr.rep.deliberation", "2027-03-27", "978", "2027-05-28"),
        ("fr.rep.deliberation", "2029-08-08", "977", "2029-10-10"),  # 9 October
        ("fr.rep.deliberation", "2029-08-08", "75", "2029-10-09"),
        ("fr.rep.deliberation", "2027-10-24", "57", "2027-12-27"),  # Christmas, Sunday 26
        ("be.ce.annulation", "2026-03-09", "", "2026-05-08"),  # 8 May is none in Belgium
        ("be.ce.annulation", "2026-05-15", "", "2026-07-14"),  # nor is 14 July
        ("be.ce.annulation", "2026-05-22", "", "2026-07-22"),  # 21 July is
        ("eu.rgpd.acces", "2027-01-31", "", "2027-03-01"),  # 28 February is a Sunday
        ("fr.cada.saisine", "2027-03-14", "", "2027-05-14"),
        ("fr.cada.saisine", "2027-03-15", "", "2027-05-15"),  # a Saturday, prudently not moved
        ("fr.cada.avis", "2027-01-31", "", "2027-02-28"),
    ],
)
def test_a_trap_is_not_fallen_into(rule: str, trigger: str, department: str, expected: str) -> None:
    assert due(rule, trigger, department) == expected


def test_a_sitting_may_have_its_notice_sent_on_a_sunday() -> None:
    deadline = counted("be.wal.convocation.7jf", "2026-12-14")
    assert deadline.due == date(2026, 12, 6)
    assert is_weekend(deadline.due)


def test_was_it_sent_in_time() -> None:
    deadline = counted("fr.convocation.5jf", "2026-12-14")
    assert deadline.is_kept(date(2026, 12, 8))
    assert not deadline.is_kept(date(2026, 12, 9))


@pytest.mark.parametrize(
    ("department", "population", "expected", "confidence"),
    [
        ("", "", "2026-12-12", Confidence.HIGH),
        ("67", "", "2026-12-12", Confidence.HIGH),  # not told: the earlier day
        ("67", "3500", "2026-12-12", Confidence.HIGH),
        ("67", "3499", "2026-12-13", Confidence.MEDIUM),
        ("68", "12", "2026-12-13", Confidence.MEDIUM),
        ("88", "12", "2026-12-12", Confidence.HIGH),
    ],
)
def test_an_urgent_notice_is_sent_the_day_before_under_local_law_only(
    department: str, population: str, expected: str, confidence: Confidence
) -> None:
    deadline = counted("fr.convocation.urgence", "2026-12-14", department, population)
    assert deadline.due.isoformat() == expected
    assert deadline.confidence is confidence


def test_a_notice_goes_by_the_population_and_its_source_too() -> None:
    many = counted("fr.convocation", "2026-12-14", "57", "3500")
    few = counted("fr.convocation", "2026-12-14", "57", "3499")
    elsewhere = counted("fr.convocation", "2026-12-14", "54", "3499")
    assert (many.rule.source, many.confidence) == ("CGCT L2121-12", Confidence.HIGH)
    assert few.rule.source.startswith("CGCT L2541-2")
    assert few.confidence is Confidence.MEDIUM
    assert (elsewhere.rule.source, elsewhere.confidence) == ("CGCT L2121-11", Confidence.HIGH)
    assert few.due == elsewhere.due == date(2026, 12, 10)
    assert many.steps[1] == ByPopulation(3500, 3500)


def test_a_notice_without_a_population_asks_for_it() -> None:
    asked = refused("fr.convocation")
    assert asked.reason is Reason.POPULATION_NEEDED
    title = PACK.choices["fr.convocation"].title
    assert asked.facts == {"limit": "3500", "fr": title.fr, "en": title.en}


@pytest.mark.parametrize("rule", ["fr.conseil.demande_convocation", "fr.deliberation.pv"])
def test_alsace_moselle_has_rules_of_its_own(rule: str) -> None:
    for department in ("57", "67", "68"):
        declined = refused(rule, department=department)
        assert declined.reason is Reason.RULE_SAYS
        assert "Alsace-Moselle" in declined.facts["fr"]
    assert due(rule, "2026-12-14", "54")
    assert due(rule, "2026-12-14")


def test_a_belgian_rule_has_no_french_department() -> None:
    assert refused("be.ce.annulation", department="57").reason is Reason.RULE_BELGIAN


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        ("fr.cada.saisin", "fr.cada.saisine"),
        ("cada.saisine", "fr.cada.saisine"),
        ("fr.convocation.5fj", "fr.convocation.5jf"),
        ("rep.deliberations", "fr.rep.deliberation"),
        ("fr_rep_arrete", "fr.rep.arrete"),
        ("rgpd acces", "eu.rgpd.acces"),
        ("be.wal.convocation", "be.wal.convocation.7jf"),
        ("refere-suspension", "fr.refere.suspension"),
    ],
)
def test_a_rule_misspelt_gets_the_nearest(typed: str, nearest: str) -> None:
    declined = refused(typed)
    assert declined.reason is Reason.RULE_NEAR
    assert declined.facts == {"rule": typed, "nearest": nearest}


@pytest.mark.parametrize("typed", ["", "bonjour", "x" * 100_000])
def test_a_rule_that_resembles_none_gets_examples(typed: str) -> None:
    assert refused(typed).reason is Reason.RULE_UNKNOWN


def test_case_and_spaces_around_a_rule_are_free() -> None:
    assert due(" FR.Cada.Saisine ", "2027-04-10") == "2027-06-10"


@pytest.mark.parametrize("note", sorted(PACK.notes))
def test_what_has_no_date_is_said(note: str) -> None:
    declined = refused(note)
    assert declined.reason is Reason.RULE_SAYS
    assert declined.facts == {"fr": PACK.notes[note].text.fr, "en": PACK.notes[note].text.en}


@pytest.mark.parametrize("trigger", ["1989-12-31", "2101-01-01", "9999-12-31", "0001-01-01"])
def test_days_without_a_calendar_are_refused(trigger: str) -> None:
    assert refused("fr.rep.deliberation", trigger).reason is Reason.DAY_OUT_OF_RANGE
    assert refused("fr.convocation.5jf", trigger).reason is Reason.DAY_OUT_OF_RANGE


def test_an_extension_past_the_last_calendar_is_refused_not_guessed() -> None:
    assert refused("fr.rep.deliberation", "2100-12-01").reason is Reason.DAY_OUT_OF_RANGE
    assert due("fr.csi.video.validite", "2100-12-01") == "2105-12-01"


def test_each_step_can_be_checked() -> None:
    deadline = counted("fr.rep.deliberation", "2027-03-15", "75")
    began, months, franc, extended, ended = deadline.steps
    assert began == Began(date(2027, 3, 15))
    assert isinstance(months, Counted)
    assert (months.day, months.missing) == (date(2027, 5, 15), 0)
    assert franc == OneDayMore(date(2027, 5, 16))
    assert isinstance(extended, Extended)
    sunday, monday = extended.skipped
    assert (sunday.day, sunday.holidays) == (date(2027, 5, 16), ())
    assert (monday.day, monday.holidays[0].title.en) == (date(2027, 5, 17), "Whit Monday")
    assert ended == Ended(date(2027, 5, 18), prudent=date(2027, 5, 14))


def test_the_clear_days_say_what_is_among_them() -> None:
    def among(trigger: str, rule: str = "fr.convocation.3jf") -> tuple[bool, bool]:
        [days] = [one for one in counted(rule, trigger).steps if isinstance(one, ClearDays)]
        return days.has_weekend, days.has_holiday

    assert among("2027-03-30") == (True, True)  # Easter
    assert among("2026-12-14") == (True, False)
    assert among("2026-11-13") == (False, True)  # 11 November
    assert among("2026-12-11") == (False, False)
    assert among("2026-07-17") == (False, True)  # 14 July, but not in Belgium
    assert among("2026-07-17", "be.wal.convocation.7jf") == (True, False)


def test_the_eve_has_its_law_and_no_days_between() -> None:
    kinds = [type(one) for one in counted("fr.convocation.urgence", "2026-12-14", "67", "9").steps]
    assert kinds == [Began, LocalLaw, Ended]


def test_the_prudent_day_is_the_last_working_day_before_any_dispute() -> None:
    assert counted("fr.rep.deliberation", "2027-03-15").prudent == date(2027, 5, 14)
    assert counted("be.ce.annulation", "2026-05-22").prudent == date(2026, 7, 20)
    assert counted("eu.rgpd.acces_prolonge", "2026-11-25").prudent == date(2027, 2, 25)
    assert counted("fr.rep.deliberation", "2027-01-26", "67").prudent == date(2027, 3, 25)
    assert counted("fr.rep.deliberation", "2027-01-26", "54").prudent == date(2027, 3, 26)
    assert counted("fr.cada.saisine", "2027-04-10").prudent is None


def test_a_day_that_good_friday_moves_is_less_sure() -> None:
    moved = counted("fr.rep.deliberation", "2027-01-25", "67")
    assert moved.confidence is Confidence.MEDIUM
    assert counted("fr.rep.deliberation", "2028-10-25", "57").confidence is Confidence.HIGH


@given(st.sampled_from(FORWARDS), DAYS, PLACES)
def test_forwards_it_is_due_after_its_start_and_ends_on_a_working_day_if_extended(
    rule: str, trigger: date, place: Place
) -> None:
    deadline = anywhere(rule, trigger, place)
    if deadline is None:
        return
    count = deadline.rule.count
    plain = count.plain_end(trigger)
    least = plain + timedelta(days=count.is_franc)
    assert trigger < plain <= least <= deadline.due
    assert isinstance(deadline.steps[0], Began)
    assert deadline.steps[-1] == Ended(deadline.due, deadline.prudent)
    if not count.extended:
        assert deadline.due == least
        assert deadline.prudent is None
        return
    working = Calendar(PACK.holiday_list(deadline.rule, place), listed).is_working
    between = [least + timedelta(days=one) for one in range((deadline.due - least).days)]
    assert working(deadline.due)
    assert not any(map(working, between))
    assert len(between) <= 5
    assert deadline.prudent is not None
    assert working(deadline.prudent)
    assert deadline.prudent <= plain
    skipped = [one.skipped for one in deadline.steps if isinstance(one, Extended)]
    assert [off.day for days in skipped for off in days] == between


@given(st.sampled_from(BACKWARDS), DAYS, PLACES)
def test_backwards_nothing_but_the_clear_days_counts(
    rule: str, sitting: date, place: Place
) -> None:
    deadline = anywhere(rule, sitting, place)
    if deadline is None:
        return
    assert (sitting - deadline.due).days == deadline.rule.count.n + 1
    assert deadline.prudent is None


@given(st.sampled_from([*PACK.rules]), DAYS, DAYS, PLACES)
def test_a_later_start_is_never_due_earlier(
    rule: str, one: date, other: date, place: Place
) -> None:
    ends = [anywhere(rule, day, place) for day in sorted((one, other))]
    days = [deadline.due for deadline in ends if deadline]
    assert days == sorted(days)


@given(st.text() | st.sampled_from([one.id for one in PACK.computed]), st.dates(), PLACES)
def test_anything_asked_is_counted_or_refused(rule: str, trigger: date, place: Place) -> None:
    with suppress(Refused):
        assert compute(PACK, listed, rule, trigger, place).due != trigger
