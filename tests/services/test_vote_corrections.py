"""What was told of a vote is put right, wherever it was told."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.ids import PersonId
from bot.domain.refusals import Reason, Refused
from bot.domain.votes import CouncilVote, VoteStatus
from bot.ports.chat import Amend, Schedule
from bot.render import vote_lists
from bot.render.texts import texts
from bot.services import doubting, known_votes, vote_changes, vote_offering
from bot.services.vote_changes import Right
from bot.store import vote_offers
from tests.services.vote_world import (
    OTHERS,
    SAID,
    announced,
    follow,
    get,
    report,
    said_in,
    sends,
    value,
)
from tests.world import COLLECTIVE, GIROUETTE, World

LORIOT = replace(GIROUETTE, person=PersonId("8"))  # another organiser


async def refused(work: Any) -> Reason:
    with pytest.raises(Refused) as met:
        await work
    return met.value.reason


async def correct(w: World, vote: CouncilVote, **right: str) -> CouncilVote:
    _, after = await vote_changes.correct(
        w.deps, GIROUETTE, await value(w, vote.id), Right(**right), why="faute de frappe"
    )
    return after


def news(w: World) -> str:
    [said] = [one for one in said_in(w) if one.startswith("✏️")]
    return said


def calendar(w: World) -> str:
    amended = [one for one in w.chat.attempts if isinstance(one, Amend) and one.message.files]
    return amended[-1].message.files[0].data.decode()


def uid(ics: str) -> str:
    [line] = [one for one in ics.splitlines() if one.startswith("UID:")]
    return line


async def test_a_place_that_was_wrong_is_put_right_everywhere(w: World) -> None:
    vote = await announced(w)
    [sent] = sends(w, "🗳️ Vote vidéosurveillance")
    first = sent.message.files[0].data.decode()
    await correct(w, vote, place="salle des fêtes", number="14")
    await w.settle()
    assert news(w).splitlines() == [
        "✏️ Correction : vote à Forcalquier, lundi 14 décembre à 18h30",
        "Point : 14 (avant : ~~12~~)",
        f"Lieu : salle des fêtes (avant : ~~{SAID.place}~~)",
        "Raison : faute de frappe.",
    ]
    amended = [one for one in w.chat.attempts if isinstance(one, Amend)]
    assert any(
        "**Où** salle des fêtes" in embed.text for one in amended for embed in one.message.embeds
    )
    assert "SEQUENCE:1" in calendar(w)
    assert "salle des fêtes" in calendar(w)
    assert uid(calendar(w)) == uid(first)
    events = [one for one in w.chat.attempts if isinstance(one, Schedule)]
    assert events[-1].location == "salle des fêtes, Forcalquier"


async def test_the_item_and_the_source_are_put_right_too(w: World) -> None:
    vote = await announced(w)
    after = await correct(
        w, vote, item="caméras aux écoles", source="Délibération https://mairie.example/d.pdf"
    )
    assert after.item.words == "caméras aux écoles"
    assert (after.source, after.url) == ("Délibération", "https://mairie.example/d.pdf")
    await w.settle()
    assert "Objet : caméras aux écoles" in news(w)
    assert "avant" not in news(w)  # what a forum may withdraw is not told again


async def test_before_the_confirmation_only_the_question_changes(w: World) -> None:
    done = await report(w)
    await w.settle()
    await correct(w, done.vote, place="salle des fêtes")
    await w.settle()
    assert not [one for one in said_in(w) if one.startswith("✏️")]
    assert any("**Où** salle des fêtes" in one for one in said_in(w))
    assert (await get(w, done.vote.id)).sequence == 0


async def test_a_correction_that_corrects_nothing_is_refused(w: World) -> None:
    vote = await announced(w)
    assert await refused(correct(w, vote, number="12")) is Reason.VOTE_UNCHANGED
    assert await refused(correct(w, vote)) is Reason.VOTE_CORRECT_WHAT
    assert await refused(correct(w, vote, item="  ")) is Reason.VOTE_BLANK


async def test_the_history_tells_what_was_put_right(w: World) -> None:
    vote = await announced(w)
    await correct(w, vote, place="salle des fêtes")
    found = await known_votes.history(w.deps, COLLECTIVE, await value(w, vote.id))
    [row] = [one for one in found.rows if one.noun == "vote:place"]
    assert (row.by, row.before, row.after) == (GIROUETTE.person, SAID.place, "salle des fêtes")


async def test_an_hour_that_was_missing_is_known_not_moved(w: World) -> None:
    vote = await announced(w, when="lundi 14 décembre")
    said = await value(w, vote.id)
    await vote_changes.move(w.deps, GIROUETTE, said, "lundi 14 décembre à 18h30")
    await w.settle()
    head = "✏️ L’heure du vote à Forcalquier : lundi 14 décembre à 18h30"
    assert news(w).splitlines()[0] == head
    found = await known_votes.history(w.deps, COLLECTIVE, await value(w, vote.id))
    assert VoteStatus.POSTPONED not in {step.after for step in found.steps}
    assert "SEQUENCE:1" in calendar(w)


async def step(w: World, vote: CouncilVote, status: VoteStatus, **said: object) -> None:
    await vote_changes.step(w.deps, GIROUETTE, await value(w, vote.id), status, **said)  # type: ignore[arg-type]
    await w.settle()


async def test_a_state_that_was_an_error_is_told_as_one_with_its_reason(w: World) -> None:
    vote = await announced(w)
    w.clock.advance(timedelta(days=22).total_seconds())
    await step(w, vote, VoteStatus.ADOPTED, why="vu sur place")
    await step(w, vote, VoteStatus.PUBLISHED, day="15/12/2026")
    await step(w, vote, VoteStatus.ADOPTED, why="mauvaise délibération", corrects=True)
    [last] = [one for one in said_in(w) if "\nCorrection :" in one]
    assert last.splitlines()[2:4] == [
        "Correction : j’avais écrit « délibération publiée ».",
        "Raison : mauvaise délibération.",
    ]


async def test_a_withdrawal_that_is_learnt_after_the_sitting_is_told_as_past(w: World) -> None:
    vote = await announced(w)
    w.clock.advance(timedelta(days=22).total_seconds())
    await step(w, vote, VoteStatus.ADOPTED, why="vu sur place")
    await step(w, vote, VoteStatus.WITHDRAWN, why="autre point", corrects=True)
    [last] = [one for one in said_in(w) if "\nCorrection :" in one]
    assert last.splitlines()[2:] == [
        "La séance a eu lieu sans ce point.",
        "Correction : j’avais écrit « adopté ».",
        "Raison : autre point.",
    ]


async def test_what_waits_for_a_date_is_cancelled_in_calendars_until_it_has_one(w: World) -> None:
    vote = await announced(w)
    await vote_changes.move(w.deps, GIROUETTE, await value(w, vote.id), "")
    await w.settle()
    assert "SEQUENCE:1" in calendar(w)
    assert "STATUS:CANCELLED" in calendar(w)
    said = await value(w, vote.id)
    await vote_changes.move(w.deps, GIROUETTE, said, "mercredi 16 décembre à 18h30")
    await w.settle()
    assert "SEQUENCE:2" in calendar(w)
    assert "STATUS:CONFIRMED" in calendar(w)


async def test_two_organisers_who_name_a_vote_in_words_do_not_overwrite_each_other(
    w: World,
) -> None:
    vote = await announced(w)
    both = (
        vote_changes.move(w.deps, one, "Forcalquier", when)
        for one, when in ((GIROUETTE, "mardi 15 décembre à 18h"), (LORIOT, "mercredi 16 décembre"))
    )
    answers = await asyncio.gather(*both, return_exceptions=True)
    [late] = [one for one in answers if isinstance(one, Refused)]
    assert late.reason is Reason.VOTE_JUST_CHANGED
    assert (await get(w, vote.id)).sitting.day.day == 15
    w.clock.advance(180)
    await vote_changes.move(w.deps, LORIOT, "Forcalquier", "mercredi 16 décembre")
    assert (await get(w, vote.id)).sitting.day.day == 16


async def test_who_changes_twice_in_their_own_words_is_not_stopped(w: World) -> None:
    await announced(w)
    await vote_changes.move(w.deps, GIROUETTE, "Forcalquier", "mardi 15 décembre à 18h")
    await vote_changes.move(w.deps, GIROUETTE, "Forcalquier", "mercredi 16 décembre à 18h")


async def test_a_replayed_change_is_answered_as_it_was(w: World) -> None:
    vote = await announced(w)
    asker, said = replace(GIROUETTE, act="90"), await value(w, vote.id)
    first = await vote_changes.move(w.deps, asker, said, "mardi 15 décembre à 18h")
    again = await vote_changes.move(w.deps, asker, said, "mardi 15 décembre à 18h")
    assert again[1] == first[1]
    assert again[0].status is first[0].status
    assert again[0] != again[1]


@pytest.mark.parametrize("said", ["vote:" + "9" * 19, "vote:" + "9" * 5000, "vote:", "vote:x:1"])
async def test_a_value_that_names_no_vote_is_answered_in_a_sentence(w: World, said: str) -> None:
    assert await refused(vote_changes.move(w.deps, GIROUETTE, said, "")) is Reason.NO_VOTE
    assert await refused(known_votes.history(w.deps, COLLECTIVE, said)) is Reason.NO_VOTE


async def test_calendars_know_a_vote_by_what_tells_nothing(w: World) -> None:
    vote = await announced(w)
    [sent] = sends(w, "🗳️ Vote vidéosurveillance")
    known = uid(sent.message.files[0].data.decode())
    assert known == f"UID:vote-{vote.mark}-fr-04088@vigie"
    assert len(vote.mark) == 16
    [event, *_] = [one for one in w.chat.attempts if isinstance(one, Schedule)]
    assert event.mark == f"Vigie · {vote.mark}"
    other = await announced(w, item="Achat de drones", number="14")
    assert other.mark != vote.mark


async def test_a_copy_is_the_same_event_as_its_root(w: World) -> None:
    await follow(w, OTHERS)
    vote = await announced(w)
    [offer] = await w.deps.store.read(lambda tx: vote_offers.open_to(tx, OTHERS.collective))
    copy, _ = await vote_offering.answer(w.deps, OTHERS, offer.id, take_it=True)
    assert (copy.root, copy.mark) == (vote.id, vote.mark)


async def taken(w: World, *, trust: bool = False) -> tuple[CouncilVote, CouncilVote]:
    """A vote, and what another collective took of it."""
    await follow(w, OTHERS)
    vote = await announced(w)
    [offer] = await w.deps.store.read(lambda tx: vote_offers.open_to(tx, OTHERS.collective))
    copy, _ = await vote_offering.answer(w.deps, OTHERS, offer.id, take_it=True, trust=trust)
    await w.settle()
    return vote, copy


async def test_a_correction_is_told_where_those_who_confirmed_are_trusted(w: World) -> None:
    vote, copy = await taken(w, trust=True)
    await correct(w, vote, place="salle des fêtes", number="14", item="caméras aux écoles")
    await w.settle()
    there = said_in(w, OTHERS.channel)
    [told] = [one for one in there if one.startswith("✏️")]
    assert "Lieu : salle des fêtes (avant : ~~salle du conseil, en mairie~~)" in told
    assert "Point : 14" in told
    now = await get(w, copy.id)
    assert (now.place, now.item.number, now.item.words) == (
        "salle des fêtes",
        "14",
        "caméras aux écoles",
    )
    assert now.sequence == copy.sequence + 1


async def test_a_correction_is_proposed_to_the_others_that_announced_it(w: World) -> None:
    vote, copy = await taken(w)
    await correct(w, vote, place="salle des fêtes")
    await w.settle()
    asked = said_in(w, OTHERS.channel)[-1]
    assert asked.startswith("✏️ Un autre collectif a corrigé le vote à Forcalquier")
    assert "**Où** salle des fêtes" in asked
    [offer] = await w.deps.store.read(lambda tx: vote_offers.open_to(tx, OTHERS.collective))
    await vote_offering.answer(w.deps, OTHERS, offer.id, take_it=True)
    await w.settle()
    assert (await get(w, copy.id)).place == "salle des fêtes"
    assert any(one.startswith("✏️ Correction : vote") for one in said_in(w, OTHERS.channel))


async def test_another_hour_that_somebody_said_is_one_line_of_the_history(w: World) -> None:
    vote = await announced(w)
    done = await report(w, replace(GIROUETTE, person=PersonId("5")), when="lundi 14 décembre à 19h")
    assert done.statement is not None
    await doubting.answer(w.deps, LORIOT, done.statement.id, take_it=True)
    found = await known_votes.history(w.deps, COLLECTIVE, await value(w, vote.id))
    commune, zone = w.deps.registry.get(vote.city), w.deps.settings.zone
    assert commune is not None
    said = vote_lists.history(
        found.vote,
        found.steps,
        found.rows,
        commune,
        texts("fr", plain=True),
        zone,
        names=False,
        named=lambda _: None,
    ).content
    assert "reporté" not in said
    assert said.splitlines()[-1].endswith("heure : 19h, au lieu de 18h30")
