"""What one collective confirmed, put to another that follows the town."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.ids import PersonId, VoteId
from bot.domain.refusals import Reason, Refused
from bot.domain.votes import Tally, VoteStatus
from bot.ports.chat import Amend, Say
from bot.render import vote_lists
from bot.render.texts import texts
from bot.services import known_votes, trusting, vote_changes, vote_offering
from bot.services.reminders import Waker
from bot.store import vote_offers, votes
from tests.services.vote_world import (
    OTHERS,
    announced,
    confirm,
    follow,
    get,
    report,
    said_in,
    value,
)
from tests.world import COLLECTIVE, GIROUETTE, World, world

S = VoteStatus
THEIRS = OTHERS.channel


@pytest.fixture
async def w(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path) as made:
        await follow(made)
        await follow(made, OTHERS)
        yield made


async def take(w: World, id_: int = 1, *, trust: bool = False) -> None:
    await vote_offering.answer(w.deps, OTHERS, id_, take_it=True, trust=trust)
    await w.settle()


async def move(w: World, id_: int, when: str = "mercredi 16 décembre à 18h30") -> None:
    vote = await get(w, id_)  # type: ignore[arg-type]
    asker = GIROUETTE if vote.owner == GIROUETTE.collective else OTHERS
    await vote_changes.move(w.deps, asker, known_votes.value_of(vote), when)
    await w.settle()


async def theirs(w: World) -> list[str]:
    found = await known_votes.listed(w.deps, OTHERS.collective, None)
    return [f"{one.sitting.day} {one.status}" for one in (*found.ahead, *found.past)]


async def test_a_confirmation_holds_where_it_was_made_and_is_offered_elsewhere(w: World) -> None:
    await announced(w)
    [asked] = said_in(w, THEIRS)
    assert asked.startswith("🗳️ Un autre collectif a confirmé un vote à Forcalquier")
    assert await theirs(w) == []
    await take(w)
    assert await theirs(w) == ["2026-12-14 confirmed"]
    assert any("Vote vidéosurveillance à Forcalquier" in one for one in said_in(w, THEIRS))
    assert "repris ici" in said_in(w, THEIRS)[0]


async def test_an_offer_is_answered_once_and_by_those_who_were_asked(w: World) -> None:
    await announced(w)
    with pytest.raises(Refused) as met:
        await vote_offering.answer(w.deps, GIROUETTE, 1, take_it=True)
    assert met.value.reason is Reason.NO_VOTE
    await vote_offering.answer(w.deps, OTHERS, 1, take_it=False)
    with pytest.raises(Refused) as met:
        await vote_offering.answer(w.deps, OTHERS, 1, take_it=True)
    assert met.value.reason is Reason.VOTE_DECIDED
    assert await theirs(w) == []


async def test_what_moved_before_they_answered_moved_in_their_question(w: World) -> None:
    vote = await announced(w)
    await move(w, vote.id)
    [asked] = said_in(w, THEIRS)
    assert "mercredi 16 décembre" in asked
    await take(w)
    assert await theirs(w) == ["2026-12-16 confirmed"]


def calendar(w: World) -> str:
    """The latest file that was sent, or changed, in their channel."""
    places = (one for one in reversed(w.chat.attempts) if one.place == THEIRS)
    files = (one.message.files for one in places if isinstance(one, Say | Amend))
    return next(filter(None, files))[0].data.decode()


async def test_who_takes_a_vote_that_moved_has_the_number_of_its_event(w: World) -> None:
    vote = await announced(w)
    await move(w, vote.id)
    await take(w)
    assert "SEQUENCE:1" in calendar(w)


async def test_who_follows_another_move_than_their_own_tells_calendars_a_higher_number(
    w: World,
) -> None:
    vote = await announced(w)
    await take(w)
    [copy] = (await known_votes.listed(w.deps, OTHERS.collective, None)).ahead
    await move(w, copy.id, "jeudi 17 décembre à 18h30")
    await move(w, vote.id)
    await take(w, 3)
    assert "SEQUENCE:2" in calendar(w)
    assert "20261216T183000" in calendar(w)


async def test_a_report_of_their_own_that_others_moved_is_a_change_for_calendars(w: World) -> None:
    await announced(w, replace(OTHERS, person=PersonId("8")))
    vote = await announced(w)
    await move(w, vote.id)
    await take(w, 2)
    assert await theirs(w) == ["2026-12-16 confirmed"]
    assert "SEQUENCE:1" in calendar(w)


async def test_what_others_still_report_of_the_day_before_a_move_is_no_second_vote(
    w: World,
) -> None:
    own = await announced(w, replace(OTHERS, person=PersonId("8")))
    await move(w, own.id)
    await announced(w)
    [asked] = [one for one in said_in(w, THEIRS) if "Un autre collectif" in one]
    assert asked.startswith("✏️ Un autre collectif a déplacé le vote à Forcalquier")


async def test_what_moved_after_they_took_it_is_offered_and_then_told_to_their_people(
    w: World,
) -> None:
    vote = await announced(w)
    await take(w)
    await move(w, vote.id)
    assert await theirs(w) == ["2026-12-14 confirmed"]
    assert any("Un autre collectif a déplacé le vote" in one for one in said_in(w, THEIRS))
    await take(w, 2)
    assert await theirs(w) == ["2026-12-16 confirmed"]
    assert any(one.startswith("✏️ Vote déplacé") for one in said_in(w, THEIRS))


async def test_a_withdrawal_before_they_answered_ends_the_question(w: World) -> None:
    vote = await announced(w)
    await vote_changes.withdraw(w.deps, GIROUETTE, await value(w, vote.id))
    await w.settle()
    [asked] = said_in(w, THEIRS)
    assert "retiré par ce collectif" in asked
    with pytest.raises(Refused):
        await vote_offering.answer(w.deps, OTHERS, 1, take_it=True)


async def test_those_who_are_trusted_are_announced_at_once_and_so_are_their_changes(
    w: World,
) -> None:
    first = await announced(w, item="Achat de drones", number="3")
    await take(w, trust=True)
    await announced(w, item="Caméras de la place", number="4")
    assert len(await theirs(w)) == 2
    await move(w, first.id)
    assert any(one.startswith("✏️ Vote déplacé") for one in said_in(w, THEIRS))
    await trusting.take_back(w.deps, OTHERS)
    await announced(w, item="Reconnaissance faciale", number="5")
    assert len(await theirs(w)) == 2


async def test_another_item_that_they_hold_hides_no_offer(w: World) -> None:
    own = (await report(w, OTHERS, item="caméras école Pagnol", number="")).vote
    await announced(w, item="caméras école Jaurès", number="")
    await take(w)
    assert (await get(w, own.id)).status is S.REPORTED
    assert len(await theirs(w)) == 1


async def test_an_offer_names_what_they_hold_that_may_be_the_same(w: World) -> None:
    await report(w, OTHERS, item="caméras mobiles", number="")
    await announced(w, item="caméras fixes et mobiles", number="")
    [said] = [one for one in said_in(w, THEIRS) if "autre collectif" in one]
    assert "noté ici ce jour-là : « caméras mobiles ». Si c’est le même, ignorez" in said


async def test_trust_in_one_gives_nothing_to_a_third(w: World) -> None:
    await announced(w)
    await take(w, trust=True)
    assert await trusting.those(w.deps, OTHERS) == [COLLECTIVE]
    assert await trusting.those(w.deps, GIROUETTE) == []


async def test_their_own_report_is_confirmed_by_taking_the_offer(w: World) -> None:
    own = (await report(w, OTHERS)).vote
    await announced(w)
    await take(w)
    assert (await get(w, own.id)).status is S.CONFIRMED
    assert await theirs(w) == ["2026-12-14 confirmed"]


async def test_who_confirmed_the_same_by_themselves_are_not_asked(w: World) -> None:
    own = (await report(w, OTHERS)).vote
    await confirm(w, own.id, GIROUETTE.__class__(GIROUETTE.person, THEIRS, OTHERS.collective))
    await w.settle()
    before = len(said_in(w, THEIRS))
    await announced(w)
    assert len(said_in(w, THEIRS)) == before


async def test_a_result_is_offered_to_who_took_the_vote(w: World) -> None:
    vote = await announced(w)
    await take(w)
    w.clock.advance(24 * 21 * 3600)
    said = await value(w, vote.id)
    await vote_changes.result(w.deps, GIROUETTE, said, S.REJECTED, Tally(6, 21))
    await w.settle()
    assert any(
        "Autre collectif, vote à Forcalquier, lundi 14 décembre : rejeté" in one
        for one in said_in(w, THEIRS)
    )
    await take(w, 2)
    told = "🗳️ Forcalquier, lundi 14 décembre : rejeté, 6 pour, 21 contre"
    assert told in said_in(w, THEIRS)


async def test_a_sitting_that_is_over_is_announced_nowhere_by_an_old_button(w: World) -> None:
    await announced(w)
    await after_the_sitting(w)
    with pytest.raises(Refused) as met:
        await vote_offering.answer(w.deps, OTHERS, 1, take_it=True)
    assert met.value.reason is Reason.VOTE_OVER
    assert await theirs(w) == []
    [asked] = said_in(w, THEIRS)
    assert asked.startswith("✏️ Vote d’un autre collectif à Forcalquier")
    assert asked.endswith(" : la séance est passée")


async def test_a_result_announces_no_sitting_that_was_never_announced_here(w: World) -> None:
    own = (await report(w, OTHERS)).vote
    vote = await announced(w)
    await after_the_sitting(w)
    await vote_changes.result(w.deps, GIROUETTE, await value(w, vote.id), S.ADOPTED, Tally(21, 6))
    await w.settle()
    with pytest.raises(Refused) as met:
        await vote_offering.answer(w.deps, OTHERS, 1, take_it=True)
    assert met.value.reason is Reason.VOTE_OVER
    assert (await get(w, own.id)).status is S.REPORTED


async def test_the_end_of_a_sitting_leaves_what_was_announced_here_to_its_own_people(
    w: World,
) -> None:
    await announced(w)
    await take(w)
    await after_the_sitting(w)
    asked = [one for one in said_in(w, THEIRS) if "Un autre collectif" in one]
    assert asked == []
    assert [one for one in said_in(w, THEIRS) if "Qui connaît le résultat" in one]


async def after_the_sitting(w: World) -> None:
    w.clock.advance(21 * 24 * 3600)
    await Waker(w.deps).fire_due()
    await w.settle()


async def test_an_offer_of_a_postponed_vote_says_so_and_its_new_date_is_offered_anew(
    w: World,
) -> None:
    vote = await announced(w)
    await vote_changes.move(w.deps, GIROUETTE, await value(w, vote.id), "")
    await w.settle()
    [asked] = said_in(w, THEIRS)
    assert asked.endswith(": reporté, sans nouvelle date")
    await move(w, vote.id, "lundi 11 janvier 2027 à 18h30")
    first, again = said_in(w, THEIRS)
    assert first == asked
    assert again.startswith("🗳️ Un autre collectif a confirmé un vote à Forcalquier")
    assert "lundi 11 janvier" in again


async def trusting_all(w: World) -> tuple[VoteId, VoteId]:
    """A vote as those who told it hold it, and as those do who trust them."""
    await announced(w, item="Achat de drones", number="3")
    await take(w, trust=True)
    vote = await announced(w, item="Caméras de la place", number="4")
    own = await w.deps.store.read(lambda tx: votes.copy_of(tx, vote.id, OTHERS.collective))
    assert own is not None
    return vote.id, own.id


async def offered_last(w: World) -> int:
    found = await w.deps.store.read(lambda tx: vote_offers.open_to(tx, OTHERS.collective))
    return found[-1].id


async def test_what_people_did_themselves_is_not_undone_by_those_whom_they_trust(
    w: World,
) -> None:
    theirs_, own = await trusting_all(w)
    await vote_changes.withdraw(w.deps, OTHERS, await value(w, own), why="lu ici")
    await w.settle()
    await move(w, theirs_)
    assert (await get(w, own)).status is S.WITHDRAWN
    asked = [one for one in said_in(w, THEIRS) if "Un autre collectif a déplacé" in one]
    assert len(asked) == 1
    await take(w, await offered_last(w))
    assert (await get(w, own)).status is S.CONFIRMED


async def test_ones_own_result_stays_and_theirs_is_put_to_the_organisers(w: World) -> None:
    theirs_, own = await trusting_all(w)
    await after_the_sitting(w)
    await vote_changes.result(w.deps, OTHERS, await value(w, own), S.REJECTED, Tally(6, 21))
    await vote_changes.result(w.deps, GIROUETTE, await value(w, theirs_), S.ADOPTED, Tally(21, 6))
    await w.settle()
    assert (await get(w, own)).status is S.REJECTED
    assert [
        one for one in said_in(w, THEIRS) if one.startswith("✏️ Autre collectif") and "adopté" in one
    ]


async def test_a_new_date_and_place_that_are_taken_over_are_one_message(w: World) -> None:
    theirs_, own = await trusting_all(w)
    before = len(said_in(w, THEIRS))
    vote = await get(w, theirs_)
    place = replace(vote, place="salle des fêtes", version=vote.version + 1)
    await w.deps.store.write(lambda tx: votes.save(tx, place))
    await move(w, theirs_)
    [news] = said_in(w, THEIRS)[before:]
    assert news.startswith("✏️ Vote déplacé à Forcalquier : mercredi 16 décembre à 18h30")
    assert "Lieu : salle des fêtes (avant : ~~salle du conseil, en mairie~~)" in news
    assert (await get(w, own)).place == "salle des fêtes"


async def test_what_came_by_trust_goes_on_coming_by_trust(w: World) -> None:
    theirs_, own = await trusting_all(w)
    await move(w, theirs_)
    await move(w, theirs_, "jeudi 17 décembre à 18h30")
    assert (await get(w, own)).sitting.day.day == 17


async def test_what_was_taken_by_a_button_goes_on_coming_by_trust(w: World) -> None:
    first = await announced(w)
    await take(w, trust=True)
    await move(w, first.id)
    assert await theirs(w) == ["2026-12-16 confirmed"]


async def test_what_organisers_chose_to_ignore_is_not_announced_by_trust_later(w: World) -> None:
    first = await announced(w)
    await vote_offering.answer(w.deps, OTHERS, 1, take_it=False)
    await announced(w, item="Achat de drones", number="3")
    await take(w, 2, trust=True)
    await move(w, first.id)
    assert len(await theirs(w)) == 1
    assert any("mercredi 16 décembre" in one for one in said_in(w, THEIRS))  # they are asked again


async def test_who_takes_their_word_again_by_a_button_goes_on_with_it(w: World) -> None:
    theirs_, own = await trusting_all(w)
    await vote_changes.move(w.deps, OTHERS, await value(w, own), "vendredi 18 décembre à 18h30")
    await move(w, theirs_)
    await take(w, await offered_last(w))
    assert (await get(w, own)).sitting.day.day == 16
    await move(w, theirs_, "jeudi 17 décembre à 18h30")
    assert (await get(w, own)).sitting.day.day == 17


async def test_the_history_names_those_whom_it_came_from(w: World) -> None:
    theirs_, own = await trusting_all(w)
    await move(w, theirs_)
    await vote_changes.move(w.deps, OTHERS, await value(w, own), "vendredi 18 décembre à 18h30")
    found = await known_votes.history(w.deps, OTHERS.collective, await value(w, own))
    assert [one.told_by for one in found.steps] == [COLLECTIVE, COLLECTIVE, None, None]
    commune = w.deps.registry.get(found.vote.city)
    assert commune is not None
    zone = w.deps.settings.zone
    said = vote_lists.history(
        found.vote,
        found.steps,
        found.rows,
        commune,
        texts("fr"),
        zone,
        names=False,
        named={COLLECTIVE: "Alpes"}.get,
    ).content
    first, second, third = said.replace("\u202f", " ").splitlines()[2:]
    assert first.endswith("confirmé, d’après « Alpes »")
    assert "d’après « Alpes »" in second
    assert "d’après" not in third
    assert "déplacé du" in third


async def test_only_a_few_offers_a_day_are_messages(w: World) -> None:
    for number in range(vote_offering.MOST_A_DAY + 2):
        await announced(w, item=f"Caméras du quartier {number}", number=str(number + 1))
    asked = [one for one in said_in(w, THEIRS) if "Un autre collectif" in one]
    assert len(asked) == vote_offering.MOST_A_DAY


async def test_even_those_who_are_trusted_are_asked_about_when_all_changes_at_once(
    w: World,
) -> None:
    await announced(w, item="Achat de drones", number="99")
    await take(w, trust=True)
    found = [await announced(w, item=f"Caméras {one}", number=str(one + 1)) for one in range(12)]
    assert len(await theirs(w)) == 1 + vote_offering.MOST_BELIEVED
    w.clock.advance(2 * 3600)
    for one in found[: vote_offering.MOST_BELIEVED]:
        await vote_changes.withdraw(w.deps, GIROUETTE, await value(w, one.id))
    await w.settle()
    gone = [one for one in await theirs(w) if "withdrawn" in one]
    assert len(gone) == vote_offering.MOST_BELIEVED


async def test_who_follows_only_later_is_asked_about_the_votes_to_come(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        await follow(w)
        await announced(w)
        await follow(w, OTHERS)
        await w.settle()
        [asked] = [one for one in said_in(w, THEIRS) if one.startswith("🗳️")]
        assert asked.startswith("🗳️ Un autre collectif a confirmé un vote à Forcalquier")
        await take(w)
        assert await theirs(w) == ["2026-12-14 confirmed"]


async def test_what_is_no_message_any_more_that_day_is_in_the_list(w: World) -> None:
    for number in range(vote_offering.MOST_A_DAY + 2):
        await announced(w, item=f"Caméras du quartier {number}", number=str(number + 1))
    found = await known_votes.listed(w.deps, OTHERS.collective, None)
    assert len(found.offered) == vote_offering.MOST_A_DAY + 2


async def test_what_a_forum_told_is_not_said_to_be_another_collectives(w: World) -> None:
    own = (await report(w, OTHERS, source="")).vote
    await w.settle()
    assert own.root == own.id
    assert not [one for one in said_in(w, THEIRS) if "par un autre collectif" in one]
