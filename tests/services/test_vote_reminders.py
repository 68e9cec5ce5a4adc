"""A vote is reminded of before its sitting, and its result is asked for after it."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path

import pytest

from bot.domain.delivery import State
from bot.domain.ids import ChannelId
from bot.domain.quiet import Quiet
from bot.domain.refusals import Reason, Refused
from bot.domain.votes import Tally, VoteStatus
from bot.ports.chat import Amend
from bot.services import holding, vote_changes, vote_habits, watching
from bot.services.reminders import Waker
from bot.store import quiet_hours
from tests.services.vote_world import after, announced, follow, get, report, said_in, value
from tests.world import COLLECTIVE, GIROUETTE, World, world

S = VoteStatus


def reminders(w: World) -> list[str]:
    return [one.splitlines()[0] for one in said_in(w) if one.startswith("⏰")]


async def test_a_vote_is_reminded_of_7_days_2_days_and_3_hours_before(
    w: World, waker: Waker
) -> None:
    await announced(w)  # at noon of 24 November, UTC: the sitting is 20 days and 5.5 hours later
    await after(w, waker, days=13, hours=5)
    assert reminders(w) == []
    await after(w, waker, hours=1)
    assert reminders(w) == ["⏰ Forcalquier, vote dans 7 jours : lundi 14 décembre à 18h30"]
    await after(w, waker, days=5)
    await after(w, waker, days=1, hours=21)
    assert reminders(w)[1:] == [
        "⏰ Forcalquier, vote dans 2 jours : lundi 14 décembre à 18h30",
        "⏰ Forcalquier, vote aujourd’hui à 18h30, salle du conseil, en mairie",
    ]


async def test_a_moved_vote_is_reminded_of_for_its_new_date_only(w: World, waker: Waker) -> None:
    vote = await announced(w)
    later = "lundi 11 janvier 2027 à 18h30"
    await vote_changes.move(w.deps, GIROUETTE, await value(w, vote.id), later)
    await after(w, waker, days=22)
    assert reminders(w) == []
    await after(w, waker, days=20)
    assert reminders(w) == ["⏰ Forcalquier, vote dans 6 jours : lundi 11 janvier à 18h30"]


async def test_a_move_to_a_near_date_is_told_once_and_not_reminded_of_at_once(
    w: World, waker: Waker
) -> None:
    vote = await announced(w)
    before = len(said_in(w))
    soon = "samedi 28 novembre à 18h30"
    await vote_changes.move(w.deps, GIROUETTE, await value(w, vote.id), soon)
    await after(w, waker, minutes=1)
    assert reminders(w) == []
    [news] = said_in(w)[before:]
    assert news.startswith("✏️ Vote déplacé à Forcalquier : samedi 28 novembre à 18h30")
    await after(w, waker, days=3)
    assert reminders(w) == ["⏰ Forcalquier, vote demain : samedi 28 novembre à 18h30"]


async def test_a_withdrawn_vote_is_reminded_of_no_more(w: World, waker: Waker) -> None:
    vote = await announced(w)
    await vote_changes.withdraw(w.deps, GIROUETTE, await value(w, vote.id))
    await after(w, waker, days=30)
    assert reminders(w) == []
    assert not [one for one in said_in(w) if "résultat" in one]


async def test_after_the_sitting_its_result_is_asked_once(w: World, waker: Waker) -> None:
    vote = await announced(w)
    await after(w, waker, days=20, hours=2)
    await after(w, waker, hours=7)
    asked = [one for one in said_in(w) if "Qui connaît le résultat" in one]
    assert asked == [
        "🗳️ Le vote à Forcalquier a dû avoir lieu lundi 14 décembre à 18h30\n"
        "**Quoi** point 12, caméras fixes et mobiles\n"
        "Qui connaît le résultat ? Aux référent·es de le noter."
    ]
    assert (await get(w, vote.id)).status is S.HELD
    await after(w, waker, days=3)
    assert len([one for one in said_in(w) if "Qui connaît le résultat" in one]) == 1


async def test_once_the_result_is_known_its_question_asks_nothing_any_more(
    w: World, waker: Waker
) -> None:
    vote = await announced(w)
    await after(w, waker, days=20, hours=9)
    said = await value(w, vote.id)
    await vote_changes.result(w.deps, GIROUETTE, said, S.REJECTED, Tally(6, 21))
    await w.settle()
    assert not [one for one in said_in(w) if "Qui connaît" in one]
    [*_, question] = [one for one in w.chat.attempts if isinstance(one, Amend)]
    assert not question.message.buttons


async def test_who_told_the_result_in_time_is_not_asked(w: World, waker: Waker) -> None:
    vote = await announced(w)
    await after(w, waker, days=20, hours=7)
    said = await value(w, vote.id)
    await vote_changes.result(w.deps, GIROUETTE, said, S.REJECTED, Tally(6, 21))
    await after(w, waker, hours=10)
    assert not [one for one in said_in(w) if "Qui connaît" in one]


async def test_after_a_week_asleep_one_message_says_that_it_is_over(w: World, waker: Waker) -> None:
    await announced(w)
    await after(w, waker, days=21)
    await after(w, waker, minutes=1)
    said = [one for one in said_in(w) if one.startswith("⏰")]
    assert said == [
        "⏰ C’était hier : vote à Forcalquier, lundi 14 décembre à 18h30\n"
        "**Quoi** point 12, caméras fixes et mobiles\n"
        "J’étais à l’arrêt. Qui connaît le résultat ? Aux référent·es de le noter."
    ]


async def test_a_collective_chooses_when_it_is_reminded(w: World, waker: Waker) -> None:
    await announced(w)
    wanted = await vote_habits.choose(w.deps, GIROUETTE, "10 jours et 36 heures")
    assert list(wanted) == [timedelta(days=10), timedelta(hours=36)]
    await after(w, waker, days=10, hours=6)
    await after(w, waker, days=8, hours=12)
    assert reminders(w) == [
        "⏰ Forcalquier, vote dans 10 jours : lundi 14 décembre à 18h30",
        "⏰ Forcalquier, vote demain : lundi 14 décembre à 18h30",
    ]


@pytest.mark.parametrize(
    "said",
    [
        "7 days, 2 days and 3 hours",
        "1 week before, 48 hours before, 180 minutes before",
        "une semaine avant, 2 jours avant, 3h avant la séance",
    ],
)
async def test_it_may_choose_in_words_of_its_own(w: World, said: str) -> None:
    usual = [timedelta(days=7), timedelta(days=2), timedelta(hours=3)]
    assert list(await vote_habits.choose(w.deps, GIROUETTE, said)) == usual


@pytest.mark.parametrize("said", ["la veille", "The day before", "1 jour avant la séance", "24h"])
async def test_the_eve_is_one_day_before(w: World, said: str) -> None:
    assert list(await vote_habits.choose(w.deps, GIROUETTE, said)) == [timedelta(days=1)]


async def test_a_collective_may_want_no_reminder(w: World, waker: Waker) -> None:
    await announced(w)
    assert not await vote_habits.choose(w.deps, GIROUETTE, "aucun")
    await after(w, waker, days=20)
    assert reminders(w) == []


async def test_who_counts_in_hours_is_reminded_the_day_before_where_the_hour_is_not_known(
    w: World, waker: Waker
) -> None:
    await vote_habits.choose(w.deps, GIROUETTE, "3 heures")
    await announced(w, when="lundi 14 décembre")
    await after(w, waker, days=19)
    assert reminders(w) == ["⏰ Forcalquier, vote demain : lundi 14 décembre"]


@pytest.mark.parametrize("said", ["bientôt", "2 mois", "1 minute", "90 jours", "1,2,3,4,5,6,7"])
async def test_what_is_no_span_is_refused(w: World, said: str) -> None:
    with pytest.raises(Refused) as met:
        await vote_habits.choose(w.deps, GIROUETTE, said)
    assert met.value.reason is Reason.NOT_A_LEAD


async def test_a_sitting_without_its_hour_is_not_reminded_of_in_hours(
    w: World, waker: Waker
) -> None:
    await announced(w, when="lundi 14 décembre")
    await after(w, waker, days=18)
    seen = len(reminders(w))
    await after(w, waker, days=1, hours=19)
    assert len(reminders(w)) == seen
    await after(w, waker, hours=18)
    assert [one for one in said_in(w) if "Qui connaît le résultat" in one]


async def test_whoever_follows_after_the_announcement_is_reminded_of_the_new_date_alone(
    tmp_path: Path,
) -> None:
    async with world(tmp_path) as w:
        waker = Waker(w.deps)
        await waker.fire_due()
        vote = await announced(w)  # nobody follows the town yet
        await follow(w)
        said = await value(w, vote.id)
        await vote_changes.move(w.deps, GIROUETTE, said, "lundi 21 décembre à 18h30")
        await after(w, waker, days=20, hours=10)  # the evening of the 14th
        assert (await get(w, vote.id)).status is S.CONFIRMED
        everywhere = [content for *_, content in w.chat.kept]
        assert not [one for one in everywhere if "Qui connaît le résultat" in one]


async def test_a_channel_that_only_heard_a_reminder_hears_of_the_withdrawal(
    w: World, waker: Waker
) -> None:
    vote = await announced(w)
    later = replace(GIROUETTE, channel=ChannelId("260"))
    await follow(w, later)
    await after(w, waker, days=14)
    assert [one for one in said_in(w, later.channel) if one.startswith("⏰")]
    await vote_changes.withdraw(w.deps, GIROUETTE, await value(w, vote.id))
    await w.settle()
    reminder, news = [one for one in said_in(w, later.channel) if one[0] in "⏰✏🗳"][-2:]
    assert reminder == "🗳️ Forcalquier, lundi 14 décembre : retiré de l’ordre du jour"
    assert news.startswith("✏️ Vote retiré à Forcalquier")


async def test_the_result_is_asked_where_it_was_announced_even_if_nobody_follows_any_more(
    w: World, waker: Waker
) -> None:
    vote = await announced(w)
    await watching.unfollow(w.deps, "fr:04088", GIROUETTE)
    await after(w, waker, days=20, hours=9)
    assert [one for one in said_in(w) if "Qui connaît le résultat" in one]
    assert reminders(w) == []  # of what comes, only who follows is reminded
    assert (await get(w, vote.id)).status is S.HELD


async def test_a_report_whose_sitting_passed_in_silence_is_not_asked_about_any_more(
    w: World,
) -> None:
    await holding.silence(w.deps, GIROUETTE)
    await report(w)
    async with w.sending():
        await w.until(lambda states: states.get(State.HELD, 0) >= 1)
    w.clock.advance(timedelta(days=21).total_seconds())
    resumed = await holding.resume(w.deps, GIROUETTE)
    await w.settle()
    assert not [one for one in said_in(w) if "Vote signalé" in one]
    assert (resumed.going, resumed.stale) == (0, 2)


async def test_a_silence_over_the_end_of_a_sitting_does_not_lose_its_question(
    w: World, waker: Waker
) -> None:
    await announced(w)
    await after(w, waker, days=20, hours=6)
    await holding.silence(w.deps, GIROUETTE)
    w.clock.advance(5 * 3600)
    await waker.fire_due()
    async with w.sending():
        await w.until(lambda states: states.get(State.HELD, 0) >= 1)
    await holding.resume(w.deps, GIROUETTE)
    await w.settle()
    assert [one for one in said_in(w) if "Qui connaît le résultat" in one]


async def test_after_a_stop_the_announcement_says_at_once_that_the_sitting_is_over(
    w: World, waker: Waker
) -> None:
    night = Quiet(time(20), time(8))
    await w.deps.store.write(lambda tx: quiet_hours.set_of_collective(tx, COLLECTIVE, night))
    vote = await announced(w)
    await after(w, waker, days=20, hours=2)
    await after(w, waker, hours=11)  # in the night: the result is asked for in the morning
    assert (await get(w, vote.id)).status is S.HELD
    over = "🗳️ Forcalquier, lundi 14 décembre : séance tenue, résultat attendu"
    assert over in said_in(w)
    [*_, last] = [one for one in w.chat.attempts if isinstance(one, Amend)]
    assert not last.message.buttons
    assert not last.message.files
    assert not [one for one in said_in(w) if "Qui connaît le résultat" in one]
    await after(w, waker, hours=8)
    assert len([one for one in said_in(w) if "Qui connaît le résultat" in one]) == 1


async def test_where_no_hour_is_known_the_announcement_counts_to_nothing_and_ends_at_midnight(
    w: World, waker: Waker
) -> None:
    await announced(w, when="lundi 14 décembre")
    await after(w, waker, days=20, hours=10)  # 23h, that day
    assert not [one for one in said_in(w) if "séance tenue" in one]
    await after(w, waker, hours=1, minutes=1)
    assert "🗳️ Forcalquier, lundi 14 décembre : séance tenue, résultat attendu" in said_in(w)
