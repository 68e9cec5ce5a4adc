"""A vote that was moved, postponed or withdrawn is told again."""

from __future__ import annotations

from bot.domain.ids import VoteId
from bot.domain.reminders import About, Noun, ReminderState
from bot.domain.votes import CouncilVote, VoteStatus
from bot.render import report_answers, vote_lists
from bot.render.texts import texts
from bot.services import known_votes, merging, vote_changes
from bot.services.joining import Came, Reported
from bot.store import reminders, votes
from tests.services.vote_world import (
    LINOTTE,
    MIMOSA,
    announced,
    confirm,
    get,
    report,
    said_in,
    value,
)
from tests.world import COLLECTIVE, GIROUETTE, World

S = VoteStatus
JANUARY = "lundi 11 janvier 2027 à 18h30"


async def move(w: World, vote: CouncilVote, when: str) -> None:
    await vote_changes.move(w.deps, GIROUETTE, await value(w, vote.id), when)
    await w.settle()


async def withdraw(w: World, vote: CouncilVote) -> None:
    await vote_changes.withdraw(w.deps, GIROUETTE, await value(w, vote.id))
    await w.settle()


async def held(w: World) -> list[tuple[VoteId, VoteStatus]]:
    found = await w.deps.store.read(lambda tx: votes.of_owner(tx, COLLECTIVE))
    return sorted((one.id, one.status) for one in found)


def question(w: World) -> str:
    """The latest one that organisers are asked."""
    return [one for one in said_in(w) if one.startswith("🗳️ Vote signalé")][-1].replace("’", "'")


def answer(w: World, done: Reported) -> str:
    zone = w.deps.settings.zone
    if done.came is Came.ELSEWHERE:
        said = report_answers.elsewhere(done.vote, done.commune, texts("fr"), zone)
    else:
        said = report_answers.new(
            done.vote, done.commune, done.asked, done.twin, texts("fr"), zone, organiser=False
        )
    return said.content.replace("\u202f", " ").replace("\u00a0", " ").replace("’", "'")


async def test_the_old_day_of_a_vote_that_moved_is_that_vote(w: World) -> None:
    vote = await announced(w)
    await move(w, vote, "mardi 15 décembre à 20h")
    before = len(said_in(w))
    done = await report(w, LINOTTE)
    assert (done.came, done.vote.id) == (Came.ELSEWHERE, vote.id)
    assert answer(w, done).splitlines() == [
        "Ce vote à Forcalquier (Alpes-de-Haute-Provence) est déjà noté, mais déplacé : "
        "mardi 15 décembre 2026 à 20h.",
        "Si cela a encore changé, dis-le aux référent·es : `/vote déplacer` le corrige.",
    ]
    await w.settle()
    assert len(said_in(w)) == before
    assert await held(w) == [(vote.id, S.CONFIRMED)]


async def test_the_old_day_of_a_vote_that_waits_for_a_date_is_that_vote(w: World) -> None:
    vote = await announced(w)
    await move(w, vote, "")
    done = await report(w, LINOTTE)
    assert (done.came, done.vote.id) == (Came.ELSEWHERE, vote.id)
    assert "il n'a plus lieu le lundi 14 décembre 2026" in answer(w, done)


async def test_the_new_date_of_a_postponed_vote_is_the_same_vote_once_it_is_confirmed(
    w: World,
) -> None:
    vote = await announced(w)
    await move(w, vote, "")
    done = await report(w, MIMOSA, when=JANUARY, number="3", place="salle des fêtes")
    assert "était reporté sans nouvelle date" in answer(w, done)
    await w.settle()
    assert "c'est ce vote qui reprend à celle-ci" in question(w)
    confirmed = await confirm(w, done.vote.id)
    await w.settle()
    assert confirmed.id == vote.id
    assert await held(w) == [(vote.id, S.CONFIRMED), (done.vote.id, S.DROPPED)]
    now = await get(w, vote.id)
    assert (now.sitting.day.isoformat(), now.place, now.item.number) == (
        "2027-01-11",
        "salle des fêtes",
        "3",
    )
    [told] = [one for one in said_in(w) if one.startswith("✏️ Vote déplacé")]
    assert "lundi 11 janvier" in told
    assert "🗳️ Vote vidéosurveillance à Forcalquier, lundi 11 janvier à 18h30" in said_in(w)
    assert len([one for one in said_in(w) if one.startswith("🗳️ Vote vidéosurveillance")]) == 1


async def test_a_second_report_of_the_new_date_confirms_the_postponed_vote(w: World) -> None:
    vote = await announced(w)
    await move(w, vote, "")
    await report(w, MIMOSA, when=JANUARY)
    done = await report(w, LINOTTE, when=JANUARY)
    assert (done.came, done.vote.id) == (Came.CONFIRMED, vote.id)


async def test_a_withdrawn_vote_that_comes_back_is_a_new_one_that_says_so(w: World) -> None:
    vote = await announced(w)
    await withdraw(w, vote)
    done = await report(w, LINOTTE)
    assert done.vote.earlier == vote.id
    assert "a été retiré, séance du lundi 14 décembre 2026" in answer(w, done)
    await w.settle()
    assert (
        "⚠️ « caméras fixes et mobiles » a été retiré, séance du lundi 14 décembre 2026 : "
        "vérifiez qu'il revient vraiment." in question(w)
    )
    again = await confirm(w, done.vote.id, MIMOSA)
    assert again.id == done.vote.id
    assert await held(w) == [(vote.id, S.WITHDRAWN), (again.id, S.CONFIRMED)]
    assert (await get(w, again.id)).earlier == vote.id
    found = await known_votes.history(w.deps, COLLECTIVE, await value(w, again.id))
    zone = w.deps.settings.zone
    told = vote_lists.history(
        found.vote,
        found.steps,
        found.rows,
        done.commune,
        texts("fr"),
        zone,
        names=False,
        named=lambda _: None,
    )
    line = "revient : il avait été annoncé pour le lundi 14 décembre 2026"
    assert line in told.content.replace("\u00a0", " ")


async def test_a_withdrawn_vote_is_known_again_under_another_number_of_another_agenda(
    w: World,
) -> None:
    vote = await announced(w)
    await withdraw(w, vote)
    done = await report(w, LINOTTE, when=JANUARY, number="4")
    assert done.vote.earlier == vote.id
    other = await report(w, LINOTTE, when=JANUARY, item="drones", number="5")
    assert other.vote.earlier is None


async def test_a_postponed_vote_that_got_its_date_leaves_other_reports_alone(w: World) -> None:
    vote = await announced(w)
    await move(w, vote, "")
    done = await report(w, MIMOSA, when=JANUARY)
    await move(w, vote, "mardi 12 janvier 2027 à 18h30")
    assert (await report(w, MIMOSA, when=JANUARY)).came is Came.KNOWN
    await w.settle()
    assert "est déjà noté, séance du mardi 12 janvier 2027" in question(w)
    assert (await confirm(w, done.vote.id)).id == done.vote.id
    found = await known_votes.listed(w.deps, COLLECTIVE, None)
    assert len(found.ahead) == 2


DRONES = {"item": "drones de la police municipale", "number": "9"}


async def merged(w: World) -> CouncilVote:
    """Cameras and drones turned out to be one vote, kept in the words of the first."""
    kept = await announced(w)
    twin = (await report(w, **DRONES)).vote
    await confirm(w, twin.id, LINOTTE)
    await w.settle()
    kept, twin = await get(w, kept.id), await get(w, twin.id)
    both = (kept.id, kept.version), (twin.id, twin.version)
    return await merging.merge(w.deps, GIROUETTE, *both)


async def test_a_twin_s_words_are_those_of_the_vote_that_moved(w: World) -> None:
    vote = await merged(w)
    await move(w, vote, "mardi 15 décembre à 18h30")
    old = await report(w, LINOTTE, **DRONES)
    assert (old.came, old.vote.id) == (Came.ELSEWHERE, vote.id)
    new = await report(w, LINOTTE, when="mardi 15 décembre à 18h30", **DRONES)
    assert new.vote.id == vote.id


async def test_a_twin_s_words_are_those_of_the_vote_that_waits_for_a_date(w: World) -> None:
    vote = await merged(w)
    await move(w, vote, "")
    old = await report(w, LINOTTE, **DRONES)
    assert (old.came, old.vote.id) == (Came.ELSEWHERE, vote.id)
    new = await report(w, MIMOSA, when=JANUARY, **DRONES)
    assert (new.came, new.vote.earlier) == (Came.NEW, vote.id)


async def test_nobody_is_asked_again_to_confirm_a_report_that_is_the_postponed_vote(
    w: World,
) -> None:
    vote = await announced(w)
    await move(w, vote, "")
    done = await report(w, LINOTTE, when=JANUARY)
    await w.settle()
    await confirm(w, done.vote.id, MIMOSA)
    await w.settle()
    about = About(Noun.UNCONFIRMED, str(done.vote.id))
    found = await w.deps.store.read(lambda tx: reminders.of(tx, about))
    assert found
    assert {one.state for one in found} == {ReminderState.CANCELLED}
