"""Who follows a town for themself hears of its votes in private, once."""

from __future__ import annotations

from datetime import time, timedelta

from bot.domain.delivery import State
from bot.domain.ids import ChannelId, PersonId
from bot.domain.quiet import Quiet
from bot.ports.chat import Member, Refusal, Say
from bot.services import holding, vote_changes, vote_offering, watching
from bot.services.reminders import Waker
from bot.store import quiet_hours
from tests.services.vote_world import (
    FORCALQUIER,
    OTHERS,
    after,
    announced,
    calm,
    confirm,
    follow,
    report,
    said_in,
    sends,
    value,
)
from tests.world import COLLECTIVE, GIROUETTE, World

ZOE = PersonId("42")
HERS = ChannelId("private-42")
ANNOUNCED = "🗳️ Vote vidéosurveillance à Forcalquier"


async def watch(w: World, person: PersonId = ZOE, channel: ChannelId = HERS) -> None:
    await watching.watch(w.deps, FORCALQUIER, person, channel)


def heads(w: World, channel: ChannelId = HERS) -> list[str]:
    return [one.splitlines()[0] for one in said_in(w, channel)]


async def test_who_follows_the_town_is_told_with_the_buttons_of_who_comes(w: World) -> None:
    await watch(w)
    await announced(w)
    [sent] = [one for one in sends(w, ANNOUNCED) if one.to.channel == HERS]
    assert sent.member == Member(ZOE, COLLECTIVE)
    assert sent.message.buttons[0].label == "Je viens"


async def test_changes_and_results_reach_them_and_what_they_read_is_kept_in_step(
    w: World,
) -> None:
    await watch(w)
    vote = await announced(w)
    said = await value(w, vote.id)
    await vote_changes.move(w.deps, GIROUETTE, said, "mercredi 16 décembre à 18h30")
    await w.settle()
    assert heads(w) == [
        "🗳️ Vote vidéosurveillance à Forcalquier, mercredi 16 décembre à 18h30",
        "✏️ Vote déplacé à Forcalquier : mercredi 16 décembre à 18h30",
    ]
    assert "vérifie ta réponse" in said_in(w, HERS)[1]
    news = sends(w, "✏️ Vote déplacé")
    assert {one.member for one in news} == {None, Member(ZOE, COLLECTIVE)}


async def test_a_withdrawn_vote_that_comes_back_is_told_to_who_heard_of_it_before(w: World) -> None:
    await watch(w)
    vote = await announced(w)
    await vote_changes.withdraw(w.deps, GIROUETTE, await value(w, vote.id))
    await w.settle()
    await announced(w)
    assert [one.startswith(ANNOUNCED) for one in heads(w)] == [False, False, True]


async def test_they_are_reminded_as_the_channels_are(w: World, waker: Waker) -> None:
    await watch(w)
    await announced(w)
    await after(w, waker, days=14)
    assert heads(w)[1:] == ["⏰ Forcalquier, vote dans 6 jours : lundi 14 décembre à 18h30"]


async def test_who_follows_only_later_is_reminded_and_hears_what_changes(
    w: World, waker: Waker
) -> None:
    vote = await announced(w)
    await watch(w)
    await after(w, waker, days=14)
    assert [one[0] for one in heads(w)] == ["⏰"]
    await vote_changes.withdraw(w.deps, GIROUETTE, await value(w, vote.id))
    await w.settle()
    assert heads(w)[-1].startswith("✏️ Vote retiré")


async def test_who_follows_no_more_is_not_reminded(w: World, waker: Waker) -> None:
    await watch(w)
    await announced(w)
    await watching.unwatch(w.deps, FORCALQUIER, ZOE)
    await after(w, waker, days=14)
    assert len(heads(w)) == 1


async def test_the_result_is_asked_of_the_organisers_alone(w: World, waker: Waker) -> None:
    await watch(w)
    await announced(w)
    await watching.unfollow(w.deps, FORCALQUIER, GIROUETTE)
    await after(w, waker, days=21)
    assert [one for one in said_in(w) if "Qui connaît le résultat" in one]
    assert not [one for one in said_in(w, HERS) if "Qui connaît le résultat" in one]


async def test_a_report_is_told_to_nobody_in_private(w: World) -> None:
    await watch(w)
    await report(w)
    await w.settle()
    assert heads(w) == []


async def test_only_what_a_collective_of_theirs_confirmed_is_told(w: World) -> None:
    w.chat.strangers = {Member(ZOE, COLLECTIVE)}
    await watch(w)
    await announced(w)
    assert heads(w) == []
    await follow(w, OTHERS)
    await announced(w, OTHERS)
    assert len(heads(w)) == 1


async def test_of_two_collectives_that_they_share_one_tells_them(w: World, waker: Waker) -> None:
    await watch(w)
    await follow(w, OTHERS)
    await announced(w)
    await announced(w, OTHERS, item="Caméras mobiles et fixes")
    await after(w, waker, days=14)
    assert [one[0] for one in heads(w)] == ["🗳", "⏰"]


async def test_two_items_of_two_collectives_are_both_told(w: World) -> None:
    await watch(w)
    await follow(w, OTHERS)
    await announced(w, OTHERS, item="caméras école Pagnol", number="")
    await announced(w, item="caméras école Jaurès", number="")
    assert len(heads(w)) == 2


async def test_words_that_could_be_another_point_leave_that_one_told(w: World) -> None:
    await watch(w)
    await follow(w, OTHERS)
    for asker, number in ((OTHERS, ""), (GIROUETTE, "12"), (GIROUETTE, "13")):
        await announced(w, asker, item="caméras", number=number)
    assert len(heads(w)) == 2  # point 12 is surely what was told, until there is a point 13


async def test_what_is_taken_over_by_their_own_collective_is_told_even_at_once(
    w: World, waker: Waker
) -> None:
    await follow(w, OTHERS)
    await announced(w, item="Achat de drones", number="3")
    await vote_offering.answer(w.deps, OTHERS, 1, take_it=True, trust=True)
    await w.settle()
    await watch(w)
    w.chat.strangers = {Member(ZOE, COLLECTIVE)}
    await announced(w)
    assert len(heads(w)) == 1
    tried = [one.member for one in sends(w, ANNOUNCED) if one.to.channel == HERS]
    assert tried == [Member(ZOE, COLLECTIVE), Member(ZOE, OTHERS.collective)]
    await after(w, waker, days=14)
    told = [one for one in heads(w) if "caméras" in one or one.startswith("⏰")]
    assert len(told) == 2  # of the drones, too, which they were not told of: they followed later


async def test_who_closed_their_messages_costs_nobody_else_anything(w: World) -> None:
    await watch(w)
    done = await report(w)
    await w.settle()
    w.chat.refuse_in[HERS] = Refusal.CLOSED
    await confirm(w, done.vote.id)
    await w.settle()
    assert any(one.startswith(ANNOUNCED) for one in heads(w, GIROUETTE.channel))
    found = await watching.followed(w.deps, COLLECTIVE, ZOE)
    assert found.unreached == {FORCALQUIER}


async def test_in_their_quiet_hours_they_are_reminded_in_the_morning(
    w: World, waker: Waker
) -> None:
    await watch(w)
    quiet = Quiet(time(16), time(9))
    await w.deps.store.write(lambda tx: quiet_hours.set_of_person(tx, ZOE, quiet))
    await announced(w)
    w.clock.advance(timedelta(days=13, hours=6).total_seconds())  # 19h in Paris
    await waker.fire_due()
    await calm(w)
    assert any(one.startswith("⏰") for one in said_in(w))
    assert len(heads(w)) == 1
    w.clock.advance(15 * 3600)
    await w.settle()
    assert heads(w)[1:] == ["⏰ Forcalquier, vote dans 6 jours : lundi 14 décembre à 18h30"]


async def test_silence_holds_what_is_told_in_private_too(w: World) -> None:
    await watch(w)
    await holding.silence(w.deps, GIROUETTE)
    done = await report(w)
    await confirm(w, done.vote.id)
    async with w.sending():
        await w.until(lambda states: set(states) == {State.HELD})
    assert not [one for one in w.chat.attempts if isinstance(one, Say)]


async def test_what_the_brake_holds_in_a_channel_waits_in_private_too(w: World) -> None:
    await watch(w)
    most = w.deps.settings.collective.most_an_hour
    found = [await announced(w, item=f"Caméras {one}", number=str(one + 1)) for one in range(12)]
    w.clock.advance(2 * 3600)
    for number in range(3 * most // 12 + 1):  # each vote is postponed and brought back
        for one in found:
            when = "" if number % 2 == 0 else f"{14 + number % 5} décembre à 18h30"
            await vote_changes.move(w.deps, GIROUETTE, await value(w, one.id), when)
        await calm(w)
    assert (await w.states())[State.HELD] > 2
    told = [one for one in heads(w) if one.startswith("✏️")]
    assert len(told) < most + 12
    w.clock.advance(120)
    await calm(w)
    assert [one for one in said_in(w) if one.startswith("⚠️")]
    assert not [one for one in heads(w) if one.startswith("⚠️")]
    await holding.answer(w.deps, GIROUETTE, 1, send=False)
    await w.settle()
    assert len([one for one in heads(w) if one.startswith("✏️")]) == len(told)
