"""What people say of a vote: what one adds, where they differ."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import vote_facts
from bot.domain.ids import ChannelId, CityId, CollectiveId, PersonId, VoteId
from bot.domain.refusals import Reason, Refused
from bot.domain.sittings import Item, Sitting
from bot.domain.vote_facts import Fact
from bot.domain.votes import CouncilVote, VoteStatus

PARIS = ZoneInfo("Europe/Paris")
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
SITTING = Sitting(date(2026, 12, 14), time(18, 30), PARIS)
VOTE = CouncilVote(
    id=VoteId(1),
    root=VoteId(1),
    owner=CollectiveId("10"),
    city=CityId("fr:04088"),
    status=VoteStatus.CONFIRMED,
    sitting=SITTING,
    place="mairie",
    item=Item("12", "caméras fixes"),
    source="",
    url="",
    reporter=PersonId("2"),
    channel=ChannelId("100"),
)
words = st.text(max_size=20)
hours = st.none() | st.times().map(lambda one: one.replace(second=0, microsecond=0))
votes = st.builds(
    lambda hour, second, number, place, source, url: replace(
        VOTE,
        sitting=replace(SITTING, hour=hour, second=second and hour is not None),
        item=Item(number, "caméras"),
        place=place,
        source=source,
        url=url,
    ),
    *(hours, st.booleans(), words, words, words, words),
)


@given(votes)
def test_a_vote_with_its_own_facts_is_the_same(vote: CouncilVote) -> None:
    assert vote_facts.put(vote, vote_facts.of(vote)) == vote
    assert not vote_facts.differing(vote, vote_facts.of(vote))


@given(votes, votes)
def test_what_is_added_contradicts_nothing_and_is_added_once(
    one: CouncilVote, other: CouncilVote
) -> None:
    said = vote_facts.of(other)
    both = vote_facts.put(one, vote_facts.lacking(one, said))
    assert not vote_facts.lacking(both, said)
    assert vote_facts.differing(both, said) == vote_facts.differing(one, said)


@given(votes, votes)
def test_once_a_contradiction_is_taken_over_it_is_none(
    one: CouncilVote, other: CouncilVote
) -> None:
    said = vote_facts.differing(one, vote_facts.of(other))
    assert not vote_facts.unlike(vote_facts.put(one, said), said)


def test_calendars_hear_of_a_correction_but_not_before_it_is_confirmed() -> None:
    right = {Fact.PLACE: "salle des fêtes"}
    told, [step] = vote_facts.correct(VOTE, right, PersonId("1"), NOON)
    assert (told.sequence, told.version, step.corrects) == (1, 1, True)
    waiting = replace(VOTE, status=VoteStatus.REPORTED)
    noted, _ = vote_facts.correct(waiting, right, PersonId("1"), NOON)
    assert (noted.sequence, noted.version) == (0, 1)


def test_nothing_to_correct_is_refused() -> None:
    with pytest.raises(Refused) as met:
        vote_facts.correct(VOTE, {Fact.PLACE: "mairie"}, PersonId("1"), NOON)
    assert met.value.reason is Reason.VOTE_UNCHANGED
