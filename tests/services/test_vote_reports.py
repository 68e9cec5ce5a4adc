"""Several people report one vote: what each adds, where they differ, who is asked."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from bot.domain.ids import ChannelId
from bot.domain.refusals import Reason, Refused
from bot.domain.votes import CouncilVote, VoteStatus
from bot.services import (
    confirming,
    doubting,
    joining,
    known_votes,
    reporting,
    vote_changes,
)
from bot.services.reporting import Came, Reported, Room
from bot.store import votes
from tests.services.test_forum_votes import TOLD
from tests.services.vote_world import (
    DISCUSSIONS,
    LINOTTE,
    MIMOSA,
    SAID,
    announced,
    confirm,
    get,
    report,
    said_in,
    sends,
)
from tests.world import ANNOUNCEMENTS, COLLECTIVE, GIROUETTE, World

S = VoteStatus
BARE = {"when": "lundi 14 décembre", "number": "", "place": "", "source": ""}


async def refused(work: Any) -> Reason:
    with pytest.raises(Refused) as met:
        await work
    return met.value.reason


async def by_organiser(w: World, **said: Any) -> Reported:
    return await reporting.report(w.deps, GIROUETTE, replace(SAID, **said), Room(organiser=True))


async def held(w: World) -> list[CouncilVote]:
    return await w.deps.store.read(lambda tx: votes.of_owner(tx, COLLECTIVE))


async def choose(w: World, done: Reported, *, take_it: bool) -> CouncilVote:
    assert done.statement is not None
    return await doubting.answer(w.deps, GIROUETTE, done.statement.id, take_it=take_it)


def question(w: World) -> str:
    [said, *_] = [one for one in said_in(w) if one.startswith("🗳️ Vote signalé")]
    return said


# what the first lacked


async def test_what_the_first_report_lacked_is_taken_over_from_the_second(w: World) -> None:
    await report(w, **BARE)
    done = await report(w, LINOTTE)
    assert done.came is Came.CONFIRMED
    assert done.vote.place == SAID.place
    assert f"{done.vote.sitting.hour:%H:%M}" == "18:30"
    assert done.vote.item.number == "12"
    assert (done.vote.source, done.vote.url) == (
        "Ordre du jour",
        "https://mairie.example/odj.pdf",
    )
    await w.settle()
    assert "🗳️ Vote vidéosurveillance à Forcalquier, lundi 14 décembre à 18h30" in said_in(w)


async def test_the_history_tells_who_added_what(w: World) -> None:
    first = await report(w, **BARE)
    await report(w, LINOTTE)
    found = await known_votes.history(
        w.deps, COLLECTIVE, known_votes.value_of(await get(w, first.vote.id))
    )
    added = {row.noun: (row.by, row.after) for row in found.rows}
    assert added["vote:hour"] == (LINOTTE.person, "18:30")
    assert added["vote:place"] == (LINOTTE.person, SAID.place)


async def test_another_source_of_the_same_stands_in_the_history(w: World) -> None:
    first = await report(w)
    await report(w, LINOTTE, source="Le Journal https://journal.example/1")
    found = await known_votes.history(
        w.deps, COLLECTIVE, known_votes.value_of(await get(w, first.vote.id))
    )
    assert [row.after for row in found.rows if row.noun == "vote:also"] == [
        "Le Journal https://journal.example/1"
    ]


async def test_who_reports_again_completes_their_own_and_confirms_nothing(w: World) -> None:
    first = await report(w, **BARE)
    again = await report(w)
    assert again.came is Came.COMPLETED
    vote = await get(w, first.vote.id)
    assert (vote.status, vote.place) == (S.REPORTED, SAID.place)
    await w.settle()
    assert "18h30" in question(w)


# where they differ


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ({"when": "lundi 14 décembre à 19h"}, "heure : 19h (noté : 18h30)"),
        ({"place": "salle des fêtes"}, "lieu : salle des fêtes (noté : salle du conseil"),
    ],
)
async def test_what_contradicts_a_report_is_shown_where_it_is_to_be_confirmed(
    w: World, said: dict[str, str], shown: str
) -> None:
    await report(w)
    done = await report(w, LINOTTE, **said)
    assert done.came is Came.DIFFERS
    assert len(await held(w)) == 1
    await w.settle()
    assert shown in question(w)
    assert not sends(w, "🗳️ Vote vidéosurveillance")


async def test_a_place_said_in_more_words_is_no_contradiction(w: World) -> None:
    await report(w, place="mairie")
    assert (await report(w, LINOTTE)).came is Came.CONFIRMED


async def test_while_two_versions_stand_only_an_organiser_confirms(w: World) -> None:
    first = await report(w)
    await report(w, LINOTTE, when="lundi 14 décembre à 19h")
    assert await refused(confirm(w, first.vote.id)) is Reason.VOTE_DOUBTED
    vote, _ = await confirming.decide(w.deps, GIROUETTE, first.vote.id, accept=True, organiser=True)
    assert f"{vote.sitting.hour:%H:%M}" == "18:30"


async def test_an_organiser_takes_the_other_version_and_then_it_is_confirmed(w: World) -> None:
    first = await report(w)
    done = await report(w, LINOTTE, when="lundi 14 décembre à 19h")
    await w.settle()
    await choose(w, done, take_it=True)
    await choose(w, done, take_it=True)  # a second click
    await w.settle()
    assert "à 19h" in question(w)
    assert "noté" not in question(w)
    assert (await confirm(w, first.vote.id)).status is S.CONFIRMED


async def test_what_an_organiser_leaves_is_no_longer_shown(w: World) -> None:
    first = await report(w)
    done = await report(w, LINOTTE, when="lundi 14 décembre à 19h")
    await choose(w, done, take_it=False)
    await w.settle()
    assert "19h" not in question(w)
    assert (await confirm(w, first.vote.id)).status is S.CONFIRMED


async def test_nobody_of_another_collective_chooses(w: World) -> None:
    await report(w)
    done = await report(w, LINOTTE, when="lundi 14 décembre à 19h")
    assert done.statement is not None
    other = replace(GIROUETTE, collective="70")
    answered = doubting.answer(w.deps, other, done.statement.id, take_it=True)
    assert await refused(answered) is Reason.NO_VOTE


# after the confirmation


async def test_what_contradicts_an_announced_vote_is_proposed_to_the_organisers(w: World) -> None:
    vote = await announced(w)
    done = await report(w, LINOTTE, when="lundi 14 décembre à 19h", place="salle des fêtes")
    assert done.came is Came.PROPOSED
    await w.settle()
    assert f"{(await get(w, vote.id)).sitting.hour:%H:%M}" == "18:30"
    [asked] = [one for one in said_in(w) if one.startswith("✏️ Une correction du vote")]
    assert "heure : 19h (noté : 18h30) · lieu : salle des fêtes" in asked
    await choose(w, done, take_it=True)
    await w.settle()
    now = await get(w, vote.id)
    assert (f"{now.sitting.hour:%H:%M}", now.place) == ("19:00", "salle des fêtes")
    assert "🗳️ Vote vidéosurveillance à Forcalquier, lundi 14 décembre à 19h" in said_in(w)
    assert any("Correction du vote" in one and "faite" in one for one in said_in(w))


async def test_a_proposed_correction_that_is_left_changes_nothing(w: World) -> None:
    vote = await announced(w)
    done = await report(w, LINOTTE, place="salle des fêtes")
    await w.settle()
    await choose(w, done, take_it=False)
    await w.settle()
    assert (await get(w, vote.id)).place == SAID.place
    assert any("laissée de côté" in one for one in said_in(w))


async def test_what_says_the_same_of_an_announced_vote_is_known(w: World) -> None:
    await announced(w)
    assert (await report(w, LINOTTE)).came is Came.KNOWN


async def test_what_was_said_of_another_sitting_is_not_taken_over(w: World) -> None:
    vote = await announced(w)
    done = await report(w, LINOTTE, when="lundi 14 décembre à 19h")
    said = known_votes.value_of(await get(w, vote.id))
    await vote_changes.move(w.deps, GIROUETTE, said, "mardi 15 décembre à 18h")
    assert await refused(choose(w, done, take_it=True)) is Reason.VOTE_CHANGED
    assert f"{(await get(w, vote.id)).sitting.hour:%H:%M}" == "18:00"


async def test_what_nobody_decides_locks_nobody_out_once_it_is_over(w: World) -> None:
    await announced(w)
    for number in range(joining.MOST_OF_ONE):
        await report(w, LINOTTE, place=f"salle {number} bis")
    w.clock.advance(22 * 24 * 3600)
    later = await report(w, LINOTTE, when="lundi 11 janvier 2027 à 18h30", item="Drones")
    assert later.came is Came.NEW


async def test_nobody_floods_the_organisers_with_contradictions(w: World) -> None:
    await announced(w)
    for number in range(joining.MOST_OF_ONE):
        await report(w, LINOTTE, place=f"salle {number} bis")
    more = report(w, LINOTTE, place="ailleurs")
    assert await refused(more) is Reason.VOTES_OF_YOURS


# what the forum found


async def found(w: World) -> CouncilVote:
    await w.follow()
    w.forum.write(2)
    w.forum._change(2, html=TOLD)
    w.forum.thread(2, title="Les caméras fixes et mobiles")
    await w.poll()
    await w.settle()
    [vote] = await held(w)
    return vote


async def test_a_member_s_report_joins_what_the_forum_found(w: World) -> None:
    vote = await found(w)
    done = await report(w, MIMOSA)
    assert (done.came, done.vote.id) == (Came.JOINED, vote.id)
    now = await get(w, vote.id)
    assert (now.status, now.reporter, now.place) == (S.REPORTED, MIMOSA.person, SAID.place)
    await w.settle()
    assert not sends(w, "🗳️ Vote vidéosurveillance")
    assert (await confirm(w, vote.id, LINOTTE)).status is S.CONFIRMED


async def test_who_joined_what_the_forum_found_does_not_confirm_it(w: World) -> None:
    vote = await found(w)
    await report(w, MIMOSA)
    assert await refused(confirm(w, vote.id, MIMOSA)) is Reason.VOTE_OWN


async def test_an_organiser_s_report_of_what_the_forum_found_confirms_it(w: World) -> None:
    vote = await found(w)
    done = await by_organiser(w)
    assert (done.came, done.from_forum, done.vote.id) == (Came.CONFIRMED, True, vote.id)
    await w.settle()
    assert sends(w, "🗳️ Vote vidéosurveillance")


# the same act again


async def test_a_replayed_report_is_answered_as_it_was(w: World) -> None:
    first, second = replace(MIMOSA, act="77"), replace(LINOTTE, act="78")
    new = await report(w, first)
    await w.settle()
    confirmed = await report(w, second)
    await w.settle()
    again = [await report(w, first), await report(w, second)]
    assert [one.came for one in again] == [Came.NEW, Came.CONFIRMED]
    assert list(again[0].asked) == list(new.asked)
    assert list(again[1].told) == list(confirmed.told)


async def test_a_second_click_on_confirm_is_told_what_was_done(w: World) -> None:
    done = await report(w)

    async def click(act: str) -> Any:
        asker = replace(LINOTTE, act=act)
        return await confirming.decide(w.deps, asker, done.vote.id, accept=True, organiser=False)

    answers = await asyncio.gather(*(click(act) for act in ("1", "2", "1")))
    assert {vote.status for vote, _ in answers} == {S.CONFIRMED}
    assert [list(told) for _, told in answers] == [[ANNOUNCEMENTS]] * 3
    await w.settle()
    assert len(sends(w, "🗳️ Vote vidéosurveillance")) == 1


# where it is asked


async def test_what_is_reported_where_few_read_is_asked_about_there_alone(w: World) -> None:
    room = Room(may_hear=lambda one: one == DISCUSSIONS)
    done = await reporting.report(w.deps, MIMOSA, SAID, room)
    assert list(done.asked) == [DISCUSSIONS]
    closed = Room(is_writable=False, may_hear=lambda _: False)
    other = replace(SAID, item="Achat de drones", number="14")
    assert list((await reporting.report(w.deps, MIMOSA, other, closed)).asked) == []


async def test_who_does_not_read_there_is_not_told_what_was_said_there(w: World) -> None:
    await report(w)
    blind = Room(sees=lambda one: one == ChannelId("nowhere"))
    other = replace(SAID, place="salle des fêtes")
    done = await reporting.report(w.deps, replace(LINOTTE, act="5"), other, blind)
    again = await reporting.report(w.deps, replace(LINOTTE, act="5"), other, blind)
    assert [one.came for one in (done, again)] == [Came.DIFFERS] * 2
    assert [one.statement for one in (done, again)] == [None, None]


async def test_the_list_tells_of_which_votes_two_versions_stand(w: World) -> None:
    await report(w)
    done = await report(w, LINOTTE, place="salle des fêtes")
    found = await known_votes.listed(w.deps, COLLECTIVE, None)
    assert found.doubted == {done.vote.id}


async def test_who_does_not_read_there_is_told_of_no_twin(w: World) -> None:
    await report(w)
    blind = Room(sees=lambda one: one == ChannelId("nowhere"))
    other = replace(SAID, item="Convention avec la gendarmerie", number="")
    assert (await reporting.report(w.deps, LINOTTE, other, blind)).twin is None
