"""A vote that nobody confirms is asked about again before its sitting, and after it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.ids import PersonId
from bot.domain.refusals import Reason, Refused
from bot.domain.votes import UNCOUNTED, Tally, VoteStatus
from bot.services import confirming, holding, known_votes, reporting, vote_changes
from bot.services.asking import Asker
from bot.services.reminders import Waker
from bot.services.reporting import Came, Reported, Room
from tests.services.vote_world import (
    DISCUSSIONS,
    LINOTTE,
    MIMOSA,
    SAID,
    after,
    confirm,
    get,
    report,
    said_in,
    value,
)
from tests.world import COLLECTIVE, GIROUETTE, World

S = VoteStatus
AGAIN = "⏰ Forcalquier, vote à confirmer"
OVER = "🗳️ Vote signalé à Forcalquier, lundi 14 décembre à 18h30 : jamais confirmé"


def heads(w: World, start: str = AGAIN) -> list[str]:
    return [one.splitlines()[0] for one in said_in(w) if one.startswith(start)]


async def test_it_is_asked_again_7_days_and_2_days_before_and_on_the_day(
    w: World, waker: Waker
) -> None:
    await report(w)  # at noon of 24 November, UTC: the sitting is 20 days and 5.5 hours later
    await after(w, waker, days=13, hours=5)
    assert heads(w) == []
    await after(w, waker, hours=1)
    first = f"{AGAIN} dans 7 jours : lundi 14 décembre à 18h30"
    assert heads(w) == [first]
    [asked] = [one for one in said_in(w) if one.startswith(AGAIN)]
    assert "Une autre personne ou les référent·es peuvent confirmer." in asked
    await after(w, waker, days=5)
    await after(w, waker, days=1, hours=14)  # at nine, that day
    assert heads(w) == [
        first,
        f"{AGAIN} dans 2 jours : lundi 14 décembre à 18h30",
        f"{AGAIN} aujourd’hui : lundi 14 décembre à 18h30",
    ]
    assert len(heads(w)) == len([one for one in said_in(w, DISCUSSIONS) if one.startswith(AGAIN)])


async def test_once_it_is_confirmed_nobody_is_asked_any_more_and_what_was_asked_says_so(
    w: World, waker: Waker
) -> None:
    done = await report(w)
    await after(w, waker, days=14)
    await confirm(w, done.vote.id)
    await after(w, waker, days=6, hours=1)
    assert heads(w) == []
    assert "🗳️ Vote signalé à Forcalquier, lundi 14 décembre à 18h30 : confirmé" in [
        one.splitlines()[0] for one in said_in(w)
    ]


async def test_what_was_dropped_is_not_asked_again(w: World, waker: Waker) -> None:
    done = await report(w)
    await confirming.decide(w.deps, MIMOSA, done.vote.id, accept=False, organiser=False)
    await after(w, waker, days=14)
    await after(w, waker, days=10)
    assert heads(w) == []
    assert heads(w, OVER) == []


async def test_a_report_that_is_moved_is_asked_again_before_its_new_date(
    w: World, waker: Waker
) -> None:
    done = await report(w)
    said = await value(w, done.vote.id)
    await vote_changes.move(w.deps, GIROUETTE, said, "lundi 11 janvier 2027 à 18h30")
    await after(w, waker, days=15)
    assert heads(w) == []
    await after(w, waker, days=27)
    assert heads(w) == [f"{AGAIN} dans 6 jours : lundi 11 janvier à 18h30"]


async def test_after_the_sitting_it_is_asked_once_whether_it_was_held(
    w: World, waker: Waker
) -> None:
    await report(w)
    await after(w, waker, days=20, hours=6)
    assert heads(w, OVER) == []
    await after(w, waker, hours=3)
    question, *_, asked = [one for one in said_in(w) if one.startswith(OVER)]
    assert "La séance est passée sans que personne confirme : rien n’a été annoncé." in asked
    assert question == asked  # the first question asks for no confirmation any more
    await after(w, waker, days=3)
    assert len(heads(w, OVER)) == len([one for one in said_in(w) if OVER in one])


async def test_after_a_week_asleep_only_the_last_is_asked(w: World, waker: Waker) -> None:
    await report(w)
    await after(w, waker, days=21)
    assert heads(w) == []
    assert heads(w, OVER)


async def test_a_silence_over_the_sitting_does_not_lose_the_question(
    w: World, waker: Waker
) -> None:
    await report(w)
    await after(w, waker, days=20, hours=2)
    await holding.silence(w.deps, GIROUETTE)
    w.clock.advance(8 * 3600)
    await waker.fire_due()
    async with w.sending():
        await w.until(lambda states: "planned" not in states)
    before = len(heads(w, OVER))
    await holding.resume(w.deps, GIROUETTE)
    await w.settle()
    assert len(heads(w, OVER)) > before


async def test_a_sitting_without_its_hour_is_asked_about_at_nine(w: World, waker: Waker) -> None:
    await report(w, when="lundi 14 décembre")
    await after(w, waker, days=19, hours=19)  # 8h, that day
    seen = len(heads(w))
    await after(w, waker, hours=1)
    assert heads(w)[seen:] == [f"{AGAIN} aujourd’hui : lundi 14 décembre"]


async def test_a_held_vote_that_nobody_confirmed_stays_listed(w: World, waker: Waker) -> None:
    done = await report(w)
    await after(w, waker, days=21)
    found = await known_votes.listed(w.deps, COLLECTIVE, None)
    assert [one.id for one in found.missed] == [done.vote.id]
    assert not found.waiting
    assert not found.past


async def test_its_result_confirms_it_and_is_announced_where_the_town_is_followed(
    w: World, waker: Waker
) -> None:
    done = await report(w)
    await after(w, waker, days=21)
    said = await value(w, done.vote.id)
    _, vote = await vote_changes.result(w.deps, GIROUETTE, said, S.ADOPTED, Tally(21, 6))
    await w.settle()
    assert (vote.status, vote.confirmer) == (S.ADOPTED, GIROUETTE.person)
    [told] = [one for one in said_in(w) if one.startswith("🗳️ Forcalquier")]
    assert told.startswith("🗳️ Forcalquier, lundi 14 décembre : adopté, 21 pour, 6 contre")
    assert "au plus tard le" in told
    assert heads(w, OVER) == []
    await vote_changes.step(
        w.deps, GIROUETTE, await value(w, vote.id), S.PUBLISHED, day="15 décembre"
    )
    await w.settle()
    assert [one for one in said_in(w) if "délibération publiée" in one]


async def test_there_is_no_result_of_a_report_whose_sitting_is_to_come(w: World) -> None:
    done = await report(w)
    said = await value(w, done.vote.id)
    with pytest.raises(Refused) as met:
        await vote_changes.result(w.deps, GIROUETTE, said, S.ADOPTED, UNCOUNTED)
    assert met.value.reason is Reason.VOTE_TOO_EARLY


async def test_nobody_confirms_it_once_it_is_over(w: World, waker: Waker) -> None:
    done = await report(w)
    await after(w, waker, days=21)
    with pytest.raises(Refused) as met:
        await confirm(w, done.vote.id, replace(LINOTTE, person=PersonId("4")))
    assert met.value.reason is Reason.VOTE_SAT
    assert (await get(w, done.vote.id)).status is S.REPORTED


async def test_what_is_withdrawn_before_its_sitting_is_listed_apart_until_then(
    w: World, waker: Waker
) -> None:
    done = await report(w)
    await confirm(w, done.vote.id)
    await vote_changes.withdraw(w.deps, GIROUETTE, await value(w, done.vote.id))
    found = await known_votes.listed(w.deps, COLLECTIVE, None)
    assert ([one.id for one in found.withdrawn], list(found.past)) == ([done.vote.id], [])
    await after(w, waker, days=21)
    found = await known_votes.listed(w.deps, COLLECTIVE, None)
    assert ([one.id for one in found.past], list(found.withdrawn)) == ([done.vote.id], [])


async def sat(w: World, asker: Asker = MIMOSA, when: str = "hier à 18h", **said: str) -> Reported:
    """What an organiser tells of a sitting that is over."""
    told = replace(SAID, when=when, **said)
    return await reporting.report(w.deps, asker, told, Room(organiser=True))


async def test_an_organiser_may_tell_of_a_vote_that_was_held(w: World, waker: Waker) -> None:
    done = await sat(w)
    await w.settle()
    [asked, *_] = [one for one in said_in(w) if one.startswith("🗳️ Vote signalé")]
    assert "lundi 23 novembre à 18h : jamais confirmé" in asked
    said = await value(w, done.vote.id)
    await vote_changes.result(w.deps, GIROUETTE, said, S.REJECTED, Tally(6, 21))
    await w.settle()
    assert [one for one in said_in(w) if "lundi 23 novembre : rejeté, 6 pour, 21 contre" in one]


async def test_who_tells_of_the_same_held_vote_again_changes_nothing(w: World) -> None:
    done = await sat(w)
    again = await sat(w, LINOTTE)
    assert (again.vote.id, again.came) == (done.vote.id, Came.KNOWN)


async def test_what_was_voted_on_long_ago_is_no_news(w: World) -> None:
    with pytest.raises(Refused) as met:
        await sat(w, when="14 septembre 2026 à 18h")
    assert met.value.reason is Reason.DATE_PAST


async def test_one_person_does_not_tell_of_many_held_votes_at_once(w: World) -> None:
    for number in range(5):
        await sat(w, item=f"caméras du quartier {number}", number="")
    with pytest.raises(Refused) as met:
        await sat(w, item="drones", number="")
    assert met.value.reason is Reason.VOTES_OF_YOURS
    await report(w)  # of what is to come, everybody may


async def test_a_members_date_that_is_past_is_refused(w: World) -> None:
    with pytest.raises(Refused) as met:
        await report(w, when="hier à 18h")
    assert met.value.reason is Reason.DATE_PAST


async def test_a_result_that_was_an_error_is_asked_for_again_as_what_nobody_confirmed(
    w: World, waker: Waker
) -> None:
    done = await report(w)
    await after(w, waker, days=24)
    said = await value(w, done.vote.id)
    await vote_changes.result(w.deps, GIROUETTE, said, S.REJECTED, Tally(5, 20))
    await w.settle()
    before = len(heads(w, OVER))
    said = await value(w, done.vote.id)
    await vote_changes.step(w.deps, GIROUETTE, said, S.REPORTED, why="erreur", corrects=True)
    await w.settle()
    assert len(heads(w, OVER)) > before
    told = [one for one in said_in(w, DISCUSSIONS) if one.startswith(OVER)]
    assert told
    assert not [one for one in told if "vérifié par deux personnes" in one]
    await vote_changes.result(
        w.deps, GIROUETTE, await value(w, done.vote.id), S.ADOPTED, Tally(20, 5)
    )
    await w.settle()
    assert heads(w, OVER) == []
