"""The states of a project, who holds what for true, and what nobody knows."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import CityId, CollectiveId, PersonId, ProjectId
from bot.domain.project_facts import Facts, Source
from bot.domain.projects import (
    NEXT,
    Project,
    ProjectStatus,
    Standing,
    Step,
    Unknown,
    held_by,
    latest_source,
    true_before,
    unknowns,
)
from bot.domain.refusals import Reason, Refused
from bot.domain.vague import VagueDate, from_iso

S = ProjectStatus
NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
TODAY = date(2026, 11, 27)
LINA = PersonId("1")
LOCAL, OTHERS = CollectiveId("10"), CollectiveId("20")
SOURCE = Source("mairie", VagueDate(2026, 11, 20))


def project(status: S = S.ANNOUNCED, **changes: Any) -> Project:
    known = Project(
        id=ProjectId(1),
        city=CityId("fr:06088"),
        owner=None,
        root=ProjectId(1),
        standing=Standing.KNOWN,
        facts=Facts("videosurveillance", "Caméras", "Acme", 12, 90_000),
        status=status,
        before=None,
        since=None,
        source=SOURCE,
        seen=SOURCE.as_of,
    )
    return replace(known, **changes)


def refused(one: Project, status: S, **options: Any) -> Reason:
    with pytest.raises(Refused) as met:
        one.become(status, LINA, NOW, **options)
    return met.value.reason


def test_every_state_has_its_ways_out() -> None:
    assert set(NEXT) == set(S)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        *((S.RUMOUR, after) for after in S if after is not S.RUMOUR),
        (S.ANNOUNCED, S.TENDER),
        (S.ANNOUNCED, S.INSTALLED),
        (S.VOTED, S.TENDER),
        (S.TENDER, S.AUTHORISED),
        (S.AUTHORISED, S.VOTED),
        (S.VOTED, S.INSTALLED),
        (S.INSTALLED, S.EXTENDED),
        (S.EXTENDED, S.EXTENDED),
        (S.INSTALLED, S.CANCELLED),
        (S.SUSPENDED, S.CANCELLED),
        (S.CANCELLED, S.ANNOUNCED),
    ],
)
def test_a_step_that_the_life_of_a_project_has_is_taken(before: S, after: S) -> None:
    moved, step = project(before).become(after, LINA, NOW, source=SOURCE, why="vote")
    assert moved.status is after
    assert (step.before, step.after, step.by, step.at, step.why) == (
        before,
        after,
        LINA,
        NOW,
        "vote",
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (S.ANNOUNCED, S.EXTENDED),
        (S.ANNOUNCED, S.RUMOUR),
        (S.VOTED, S.ANNOUNCED),
        (S.INSTALLED, S.VOTED),
        (S.EXTENDED, S.INSTALLED),
        (S.CANCELLED, S.INSTALLED),
        (S.SUSPENDED, S.EXTENDED),
    ],
)
def test_a_step_that_it_has_not_is_refused(before: S, after: S) -> None:
    one = project(before, before=S.VOTED if before is S.SUSPENDED else None)
    assert refused(one, after, source=SOURCE) is Reason.PROJECT_STATE


def test_the_state_that_it_has_already_is_said_so() -> None:
    assert refused(project(S.VOTED), S.VOTED, source=SOURCE) is Reason.PROJECT_SAME


def test_a_suspended_project_comes_back_to_where_it_was() -> None:
    suspended, _ = project(S.AUTHORISED).become(S.SUSPENDED, LINA, NOW, source=SOURCE)
    assert refused(suspended, S.VOTED) is Reason.PROJECT_STATE
    back, _ = suspended.become(S.AUTHORISED, LINA, NOW, source=SOURCE)
    assert (back.status, back.before) == (S.AUTHORISED, None)


def test_a_suspension_whose_date_is_corrected_still_ends_where_it_began() -> None:
    suspended, _ = project(S.VOTED).become(S.SUSPENDED, LINA, NOW, source=SOURCE)
    corrected, _ = suspended.become(
        S.SUSPENDED, LINA, NOW, happened=from_iso("2026-03"), why="date", corrects=True
    )
    assert refused(corrected, S.INSTALLED) is Reason.PROJECT_STATE
    back, _ = corrected.become(S.VOTED, LINA, NOW, source=SOURCE)
    assert back.status is S.VOTED


def test_a_suspension_that_corrects_an_error_ends_where_the_project_truly_was() -> None:
    announced = project(S.ANNOUNCED)
    installed, wrong = announced.become(S.INSTALLED, LINA, NOW, source=SOURCE)
    steps = [step(None, S.ANNOUNCED), wrong]
    suspended, _ = installed.become(
        S.SUSPENDED, LINA, NOW, why="jamais posé", corrects=True, earlier=true_before(steps)
    )
    assert refused(suspended, S.INSTALLED) is Reason.PROJECT_STATE
    assert suspended.may_become(S.ANNOUNCED)


def test_a_suspension_of_which_nobody_knows_what_was_before_ends_anywhere_but_at_an_end() -> None:
    known_since = project(S.SUSPENDED)
    assert {one for one in S if known_since.may_become(one)} == set(S) - {S.SUSPENDED}
    back, _ = known_since.become(S.INSTALLED, LINA, NOW, source=SOURCE)
    assert back.status is S.INSTALLED


def step(before: S | None, after: S, *, corrects: bool = False) -> Step:
    return Step(NOW, LINA, before, after, None, None, "", corrects)


@pytest.mark.parametrize(
    ("steps", "earlier"),
    [
        ([], None),
        ([step(None, S.VOTED)], None),
        ([step(None, S.VOTED), step(S.VOTED, S.INSTALLED)], S.VOTED),
        (
            [
                step(None, S.VOTED),
                step(S.VOTED, S.TENDER),
                step(S.TENDER, S.INSTALLED, corrects=True),
            ],
            S.VOTED,
        ),
        (
            [
                step(None, S.VOTED),
                step(S.VOTED, S.SUSPENDED),
                step(S.SUSPENDED, S.CANCELLED),
            ],
            S.VOTED,
        ),
    ],
)
def test_the_state_before_an_error_is_the_last_that_was_no_error_and_no_end(
    steps: list[Step], earlier: S | None
) -> None:
    assert true_before(steps) is earlier


def test_a_state_was_last_seen_when_its_source_says_or_when_somebody_corrected_it() -> None:
    old = Source("presse", from_iso("2022-09"))
    sourced, _ = project(S.VOTED).become(S.INSTALLED, LINA, NOW, source=old)
    told, _ = project(S.VOTED, seen=old.as_of).become(
        S.INSTALLED, LINA, NOW, why="mal lu", corrects=True
    )
    assert (str(sourced.seen), str(told.seen)) == ("2022-09", "2026-11-27")


def test_a_newer_source_of_something_else_does_not_make_a_state_younger() -> None:
    one = project(S.INSTALLED, seen=from_iso("2022-09"))
    assert one.source == SOURCE
    assert one.is_old(TODAY)


@pytest.mark.parametrize("before", [S.RUMOUR, S.VOTED, S.SUSPENDED])
def test_a_new_state_needs_a_source_of_its_own(before: S) -> None:
    assert refused(project(before), S.INSTALLED) is Reason.PROJECT_STATE_SOURCE


def test_a_source_alone_says_that_a_state_still_holds() -> None:
    newer = Source("vu sur place", from_iso("2026-11-27"))
    one = project(S.VOTED)
    assert one.stays(S.VOTED)
    assert one.confirm(newer) == replace(one, source=newer, seen=newer.as_of)
    assert not project(S.EXTENDED).stays(S.EXTENDED)  # it may be once more


@pytest.mark.parametrize(
    ("known", "told"), [(None, "2026"), ("2026", "2026-03"), ("2026-03", "2026-03-12")]
)
def test_a_confirmation_may_tell_more_closely_since_when(known: str | None, told: str) -> None:
    one = project(S.VOTED, since=known and from_iso(known))
    assert str(one.confirm(SOURCE, from_iso(told)).since) == told


def test_a_confirmation_changes_no_date() -> None:
    for told in ("2025", "2026-04"):
        with pytest.raises(Refused, match=Reason.PROJECT_SINCE):
            project(S.VOTED, since=from_iso("2026-03")).confirm(SOURCE, from_iso(told))


def test_a_correction_goes_anywhere_with_its_reason() -> None:
    assert refused(project(S.EXTENDED), S.RUMOUR, corrects=True) is Reason.PROJECT_WHY
    moved, step = project(S.EXTENDED).become(S.RUMOUR, LINA, NOW, why="confusion", corrects=True)
    assert moved.status is S.RUMOUR
    assert step.corrects


def test_a_correction_without_a_new_source_keeps_the_old_one() -> None:
    moved, step = project(S.VOTED).become(
        S.INSTALLED, LINA, NOW, happened=from_iso("2026-10"), why="mal lu", corrects=True
    )
    assert (moved.source, str(moved.since), step.source) == (SOURCE, "2026-10", None)


@given(st.sampled_from(S), st.lists(st.sampled_from(S), max_size=8))
def test_whatever_happens_a_project_has_one_state_and_may_be_corrected(
    start: S, wanted: list[S]
) -> None:
    one = project(start)
    for status in wanted:
        try:
            one, step = one.become(status, LINA, NOW, source=SOURCE)
        except Refused:
            continue
        assert step.after is one.status is status
        assert one.before is None or one.status is S.SUSPENDED
    for status in S:
        one.become(status, LINA, NOW, why="erreur", corrects=True)


def test_a_suggestion_is_decided_once_and_a_decision_may_be_turned() -> None:
    asked = project(standing=Standing.SUGGESTED)
    known = asked.stand(Standing.KNOWN)
    assert known.stand(Standing.DISMISSED).stand(Standing.KNOWN) == known
    with pytest.raises(Refused, match=Reason.PROJECT_DECIDED):
        known.stand(Standing.KNOWN)


def test_a_collective_holds_the_base_but_for_what_it_says_itself() -> None:
    base = project()
    other_base = project(id=ProjectId(2), root=ProjectId(2))
    own_word = project(id=ProjectId(3), owner=LOCAL)
    own = project(id=ProjectId(4), root=ProjectId(4), owner=LOCAL)
    theirs = project(id=ProjectId(5), root=ProjectId(2), owner=OTHERS)
    asked = project(id=ProjectId(6), root=ProjectId(6), owner=LOCAL, standing=Standing.SUGGESTED)
    everything = [base, other_base, own_word, own, theirs, asked]
    assert held_by(everything, LOCAL) == [other_base, own_word, own]
    assert held_by(everything, OTHERS) == [base, theirs]
    assert held_by(everything, None) == [base, other_base]


def test_a_fact_of_the_base_that_a_collective_withdrew_is_not_held() -> None:
    withdrawn = project(id=ProjectId(3), owner=LOCAL, standing=Standing.DISMISSED)
    assert held_by([project(), withdrawn], LOCAL) == []


def test_what_is_known_whole_leaves_no_question() -> None:
    assert unknowns([project(S.INSTALLED)], TODAY) == []
    assert unknowns([], TODAY) == []


def test_what_nobody_knows_is_named() -> None:
    old = replace(SOURCE, as_of=from_iso("2022-09"))
    bare = project(S.INSTALLED, facts=Facts("videosurveillance", "Caméras"), seen=old.as_of)
    assert unknowns([bare], TODAY) == [*Unknown]
    assert unknowns([replace(bare, facts=Facts("drones", "Drone"), status=S.VOTED)], TODAY) == [
        Unknown.COST,
        Unknown.SUPPLIER,
    ]


def test_nobody_asks_what_an_abandoned_project_would_have_cost() -> None:
    assert unknowns([project(S.CANCELLED, facts=Facts("vsa", "Essai"))], TODAY) == []


def test_the_last_known_fact_is_the_latest() -> None:
    older = project(source=Source("presse", from_iso("2022-09")))
    assert latest_source([older, project(), project(source=None)]) == SOURCE
    assert latest_source([project(source=None)]) is None
