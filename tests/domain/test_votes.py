"""The states of a vote, and who may bring it to the next."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import alike
from bot.domain.ids import ERASED, ChannelId, CityId, CollectiveId, PersonId, VoteId
from bot.domain.refusals import Reason, Refused
from bot.domain.sittings import Item, Sitting, is_same_item
from bot.domain.votes import NEXT, CouncilVote, Tally, VoteStatus, leads_to

S = VoteStatus
PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SITTING = Sitting(date(2026, 12, 14), time(18, 30), PARIS)
AFTER = datetime(2026, 12, 14, 22, tzinfo=UTC)
ANNE, BASILE = PersonId("1"), PersonId("2")


def vote(status: VoteStatus = S.REPORTED, **other: object) -> CouncilVote:
    made = CouncilVote(
        id=VoteId(1),
        root=VoteId(1),
        owner=CollectiveId("10"),
        city=CityId("fr:04088"),
        status=status,
        sitting=SITTING,
        place="",
        item=Item("12", "caméras fixes"),
        source="Ordre du jour",
        url="",
        reporter=ANNE,
        channel=ChannelId("100"),
    )
    return replace(made, **other)  # type: ignore[arg-type]


def refused(work: object) -> Reason:
    with pytest.raises(Refused) as met:
        work()  # type: ignore[operator]
    return met.value.reason


def test_a_second_person_confirms() -> None:
    confirmed, steps = vote().confirm(BASILE, NOW, organiser=False)
    assert (confirmed.status, confirmed.confirmer) == (S.CONFIRMED, BASILE)
    assert [(one.before, one.after) for one in steps] == [(S.REPORTED, S.CONFIRMED)]


def test_who_reported_it_cannot_confirm_alone_unless_an_organiser() -> None:
    assert refused(lambda: vote().confirm(ANNE, NOW, organiser=False)) is Reason.VOTE_OWN
    assert vote().confirm(ANNE, NOW, organiser=True)[0].status is S.CONFIRMED


def test_nobody_is_the_second_where_the_first_is_no_longer_known() -> None:
    for reporter in (None, ERASED):
        one = vote(reporter=reporter)
        assert refused(lambda one=one: one.confirm(BASILE, NOW, organiser=False)) is (
            Reason.ORGANISERS_ONLY
        )
        assert one.confirm(BASILE, NOW, organiser=True)[0].status is S.CONFIRMED


def test_hearsay_becomes_a_report_before_it_is_confirmed() -> None:
    _, steps = vote(S.RUMOURED).confirm(BASILE, NOW, organiser=False)
    assert [one.after for one in steps] == [S.REPORTED, S.CONFIRMED]


def test_what_is_over_is_not_confirmed() -> None:
    assert refused(lambda: vote().confirm(BASILE, AFTER, organiser=True)) is Reason.VOTE_PAST


def test_a_moved_vote_is_postponed_then_confirmed_and_calendars_hear_of_it() -> None:
    later = replace(SITTING, day=date(2026, 12, 16))
    moved, steps = vote(S.ON_AGENDA).move(later, BASILE, NOW)
    assert (moved.status, moved.sitting, moved.sequence) == (S.CONFIRMED, later, 1)
    assert [one.after for one in steps] == [S.POSTPONED, S.CONFIRMED]
    assert steps[-1].sitting == SITTING


def test_calendars_hear_of_each_turn_by_a_higher_number() -> None:
    off, _ = vote(S.CONFIRMED).become(S.WITHDRAWN, BASILE, NOW)
    on, _ = off.become(S.CONFIRMED, BASILE, NOW, why="erreur", corrects=True)
    called, _ = on.become(S.ON_AGENDA, BASILE, NOW)
    postponed, _ = called.walk([S.POSTPONED], BASILE, NOW)
    later = replace(SITTING, day=date(2026, 12, 16))
    dated, _ = postponed.move(later, BASILE, NOW)
    withdrawn, _ = dated.withdraw(BASILE, NOW)
    turns = (off, on, called, postponed, dated, withdrawn)
    assert [one.sequence for one in turns] == [1, 2, 2, 3, 4, 5]


def test_a_vote_is_not_moved_to_the_past_or_to_where_it_is() -> None:
    before = replace(SITTING, day=date(2026, 11, 23))
    assert refused(lambda: vote(S.CONFIRMED).move(before, BASILE, NOW)) is Reason.VOTE_PAST
    assert refused(lambda: vote(S.CONFIRMED).move(SITTING, BASILE, NOW)) is Reason.VOTE_SAME_DATE


def test_a_result_passes_through_the_sitting() -> None:
    decided, steps = vote(S.CONFIRMED).result(S.ADOPTED, Tally(21, 6, 2), BASILE, AFTER)
    assert (decided.status, decided.tally) == (S.ADOPTED, Tally(21, 6, 2))
    assert [one.after for one in steps] == [S.HELD, S.ADOPTED]


@pytest.mark.parametrize("status", [S.CONFIRMED, S.ON_AGENDA])
def test_there_is_no_result_before_the_sitting(status: VoteStatus) -> None:
    work = lambda: vote(status).result(S.ADOPTED, Tally(), BASILE, NOW)  # noqa: E731
    assert refused(work) is Reason.VOTE_TOO_EARLY


@pytest.mark.parametrize(
    ("outcome", "tally"),
    [
        (S.ADOPTED, Tally(3, 20)),
        (S.REJECTED, Tally(20, 3)),
        (S.ADOPTED, Tally(0, 0, 0)),
        (S.ADOPTED, Tally(0)),
        (S.REJECTED, Tally(0, 0)),
    ],
)
def test_counts_that_say_the_opposite_are_refused(outcome: VoteStatus, tally: Tally) -> None:
    work = lambda: vote(S.HELD).result(outcome, tally, BASILE, AFTER)  # noqa: E731
    assert refused(work) is Reason.VOTE_TALLY


def test_counts_that_come_later_leave_those_that_are_known() -> None:
    first, _ = vote(S.HELD).result(S.ADOPTED, Tally(20, 5), BASILE, AFTER)
    added, steps = first.result(S.ADOPTED, Tally(abstained=2), BASILE, AFTER)
    assert added.tally == Tally(20, 5, 2)
    assert len(steps) == 1
    righted, _ = added.result(S.ADOPTED, Tally(against=4), BASILE, AFTER)
    assert righted.tally == Tally(20, 4, 2)
    for same in (Tally(), Tally(20), Tally(against=4)):
        work = lambda same=same: righted.result(S.ADOPTED, same, BASILE, AFTER)  # noqa: E731
        assert refused(work) is Reason.VOTE_SAME
    opposite = lambda: righted.result(S.ADOPTED, Tally(against=30), BASILE, AFTER)  # noqa: E731
    assert refused(opposite) is Reason.VOTE_TALLY


def test_a_result_may_come_of_what_was_on_the_agenda() -> None:
    decided, steps = vote(S.ON_AGENDA).result(S.REJECTED, Tally(), BASILE, AFTER)
    assert [one.after for one in steps] == [S.HELD, S.REJECTED]
    assert decided.status is S.REJECTED


def test_a_council_that_only_abstained_rejected() -> None:
    assert vote(S.HELD).result(S.REJECTED, Tally(0, 0, 20), BASILE, AFTER)[0].status is S.REJECTED


@pytest.mark.parametrize("tally", [Tally(10**9), Tally(201, 0, 0), Tally(120, 60, 21)])
def test_more_voices_than_any_council_has_are_refused(tally: Tally) -> None:
    work = lambda: vote(S.HELD).result(S.ADOPTED, tally, BASILE, AFTER)  # noqa: E731
    assert refused(work) is Reason.VOTE_VOICES
    assert vote(S.HELD).result(S.ADOPTED, Tally(120, 60, 20), BASILE, AFTER)


@pytest.mark.parametrize("outcome", [S.ADOPTED, S.REJECTED])
def test_at_a_tie_the_mayor_decides_either_way(outcome: VoteStatus) -> None:
    assert vote(S.HELD).result(outcome, Tally(10, 10), BASILE, AFTER)[0].status is outcome


def test_counts_may_come_after_the_outcome() -> None:
    adopted = vote(S.ADOPTED)
    told, [step] = adopted.result(S.ADOPTED, Tally(21, 6, 2), BASILE, AFTER)
    assert told.tally == Tally(21, 6, 2)
    assert step.before is step.after is S.ADOPTED
    assert refused(lambda: told.result(S.ADOPTED, Tally(), BASILE, AFTER)) is Reason.VOTE_SAME
    again = Tally(21, 6, 2)
    assert refused(lambda: told.result(S.ADOPTED, again, BASILE, AFTER)) is Reason.VOTE_SAME


@pytest.mark.parametrize("status", [S.WITHDRAWN, S.DROPPED])
def test_who_withdraws_what_is_withdrawn_is_told_that_it_is(status: VoteStatus) -> None:
    assert refused(lambda: vote(status).withdraw(BASILE, NOW)) is Reason.VOTE_SAME


def test_who_postpones_what_is_postponed_is_told_that_it_is() -> None:
    postponed = vote(S.POSTPONED)
    assert refused(lambda: postponed.walk([S.POSTPONED], BASILE, NOW)) is Reason.VOTE_SAME


def test_to_skip_states_needs_a_reason() -> None:
    work = lambda: vote(S.ADOPTED).become(S.CHALLENGEABLE, BASILE, AFTER)  # noqa: E731
    assert refused(work) is Reason.VOTE_WHY
    told, step = vote(S.ADOPTED).become(S.CHALLENGEABLE, BASILE, AFTER, why="affichée hier")
    assert (told.status, step.why) == (S.CHALLENGEABLE, "affichée hier")


def test_a_wrong_step_is_corrected_with_its_reason_and_no_step_goes_back_without() -> None:
    adopted = vote(S.ADOPTED)
    assert refused(lambda: adopted.become(S.HELD, BASILE, AFTER, why="x")) is Reason.VOTE_STATE
    assert refused(lambda: adopted.become(S.HELD, BASILE, AFTER, corrects=True)) is Reason.VOTE_WHY
    back, step = adopted.become(S.HELD, BASILE, AFTER, why="mal compté", corrects=True)
    assert back.status is S.HELD
    assert step.corrects


@given(st.sampled_from(S), st.sampled_from(S))
def test_a_state_is_reached_by_one_step_or_by_several_that_follow(
    before: VoteStatus, after: VoteStatus
) -> None:
    ways = {before}
    for _ in S:
        ways |= {later for one in ways for later in NEXT[one]}
    assert leads_to(before, after) == (after in ways and after is not before)


@given(st.lists(st.sampled_from(S), max_size=8))
def test_whatever_is_tried_each_step_follows_from_the_one_before(path: list[VoteStatus]) -> None:
    at, told = vote(S.RUMOURED), list[tuple[VoteStatus | None, VoteStatus]]()
    for status in path:
        try:
            at, step = at.become(status, ANNE, NOW)
        except Refused:
            continue
        told.append((step.before, step.after))
    assert all(before is not None and after in NEXT[before] for before, after in told)
    assert [before for before, _ in told[1:]] == [after for _, after in told[:-1]]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Item("12", "caméras fixes"), Item("12", "tout autre chose"), True),
        (Item("12", "caméras fixes"), Item("13", "caméras fixes"), False),
        (Item("n° 12", "caméras fixes"), Item("Point 12", "caméras fixes"), True),
        (Item("A", "caméras fixes"), Item("B", "caméras fixes"), False),
        (Item("", "Caméras place de la gare"), Item("3", "caméra de la gare"), True),
        (Item("", "Convention avec la gendarmerie"), Item("", "Achat de drones"), None),
        (Item("", "Vidéosurveillance"), Item("", "la vidéosurveillance"), True),
        (Item("", "Vidéosurveillance"), Item("", "vidéosurveillance, extension"), None),
        (Item("", "Point n° 3"), Item("", "Point n° 3"), True),
        (Item("", "au conseil"), Item("", "au conseil"), None),
        (Item("", "Caméras mobiles et fixes"), Item("4", "caméras fixes et mobiles"), True),
        (Item("", "Vidéoprotection de l'école"), Item("", "vidéosurveillance école"), True),
        (Item("", "20 caméras à la piscine"), Item("", "20 caméras piscine"), True),
    ],
)
def test_two_reports_of_one_item_are_recognised(one: Item, other: Item, same: bool | None) -> None:
    assert is_same_item(one, other) is same
    assert is_same_item(other, one) is same


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("20 caméras quartier nord", "30 caméras quartier sud"),
        ("caméras école Jaurès", "caméras école Pagnol"),
        ("caméras piscine", "caméras gymnase"),
        ("marché de caméras lot 1", "marché de caméras lot 2"),
        ("caméras lot A", "caméras lot D"),
        ("caméras rue A", "caméras rue B"),
        ("caméras rue S", "caméras rue X"),
        ("caméras rue Montmartre", "caméras rue Montmarault"),
        ("caméras place Jaurès", "caméras rue Jaurès"),
        ("extension de la vidéosurveillance", "retrait de la vidéosurveillance"),
        ("achat de 4 caméras", "location de 10 caméras"),
        ("convention caméras", "marché caméras"),
        ("convention avec Thales", "convention avec Wintics"),
        ("caméras fixes", "pas de caméras fixes"),
        ("caméras fixes", "caméras fixes et mobiles"),
        ("caméras avec drones, sans visages", "caméras avec visages, sans drones"),
        ("20 caméras, lot 2", "2 caméras, lot 20"),
    ],
)
def test_what_tells_two_items_apart_keeps_them_two(one: str, other: str) -> None:
    assert is_same_item(Item("", one), Item("", other)) is None
    assert is_same_item(Item("3", other), Item("", one)) is None


def test_words_that_two_points_share_are_surely_neither() -> None:
    twelve, thirteen = (vote(S.REPORTED, item=Item(one, "caméras")) for one in ("12", "13"))
    unnumbered = vote(S.REPORTED, item=Item("", "Caméras"))
    assert alike.surely([twelve, unnumbered], Item("12", "caméras")) == [twelve, unnumbered]
    assert alike.surely([twelve, thirteen], unnumbered.item) == []
    assert alike.perhaps([twelve, thirteen], unnumbered.item) == [twelve, thirteen]
    assert alike.surely([twelve, unnumbered], thirteen.item) == []


def test_a_sitting_without_its_hour_lasts_the_day_and_counts_from_nine() -> None:
    sitting = replace(SITTING, hour=None)
    assert sitting.begins == datetime(2026, 12, 14, 8, tzinfo=UTC)
    assert sitting.ends == datetime(2026, 12, 14, 23, tzinfo=UTC)
    assert not sitting.is_over(datetime(2026, 12, 14, 20, tzinfo=UTC))


def test_a_sitting_in_the_night_when_the_clock_goes_back_is_the_one_that_was_said() -> None:
    first = Sitting(date(2026, 10, 25), time(2, 30), PARIS)
    assert replace(first, second=True).begins - first.begins == timedelta(hours=1)
