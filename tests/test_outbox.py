"""The one sender."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.delivery import Kind, State
from bot.domain.ids import ChannelId, MessageId
from bot.ports.chat import Act, Refusal, Rejected, Say, Sent, Unknown
from bot.store import deliveries, sending
from bot.store.base import Tx
from tests.world import ANNOUNCEMENTS, DISCUSSION, World, world


@pytest.fixture
async def w(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path) as made:
        yield made


async def plan(
    w: World, *names: str, channel: ChannelId = ANNOUNCEMENTS, urgent: bool = False
) -> None:
    """Sends that are told apart by the name of an unknown city."""

    def work(tx: Tx) -> None:
        for name in names:
            deliveries.plan(
                tx,
                Kind.UNKNOWN_CITY,
                channel,
                f"said:{name}",
                w.clock.now(),
                facts={"name": name},
                urgent=urgent,
            )

    await w.deps.store.write(work)


async def follow_and_post(w: World) -> None:
    w.forum.write(1)
    await w.follow()
    w.forum.write(2)
    await w.poll()


def names(w: World, channel: str | None = None) -> list[str]:
    return [text.split("\u202f")[1] for text in w.chat.contents(channel)]


async def test_a_channel_hears_in_the_order_of_planning(w: World) -> None:
    wanted = [f"Ville{number}" for number in range(35)]
    await plan(w, *wanted)
    async with w.sending():
        await w.all_sent(35)
    assert names(w) == wanted


async def test_urgent_goes_first(w: World) -> None:
    await plan(w, "Plus tard")
    await plan(w, "Vite", urgent=True)
    async with w.sending():
        await w.all_sent(2)
    assert names(w) == ["Vite", "Plus tard"]


async def test_before_there_is_a_login_nothing_is_attempted_and_after_it_nothing_waits(
    w: World,
) -> None:
    await plan(w, "Nice")
    w.chat.login.clear()
    async with w.sending():
        for _ in range(20):
            await w.states()  # time for the outbox to go wrong in
        assert w.chat.attempts == []
        w.chat.login.set()
        await w.all_sent(1)
    assert names(w) == ["Nice"]


async def test_many_channels_are_served_at_once_and_each_in_order(w: World) -> None:
    wanted = [f"Ville{number}" for number in range(12)]
    channels = [ChannelId(f"9{number:02}") for number in range(20)]
    for channel in channels:
        await plan(w, *wanted, channel=channel)
    async with w.sending():
        await w.all_sent(12 * 20)
    assert [names(w, channel) for channel in channels] == [wanted] * 20


async def test_channels_take_turns_when_there_is_more_than_enough(w: World) -> None:
    for channel in "123":
        await plan(w, "Un", "Deux", channel=ChannelId(channel))

    async def taken(after: str, enough: int) -> list[str]:
        now = w.clock.now()
        found = await w.deps.store.read(
            lambda tx: sending.due(tx, now, frozenset(), 10, after=after, enough=enough)
        )
        return [batch[0].lane for batch in found]

    assert await taken("", 3) == ["1", "2"]
    assert await taken("2", 3) == ["3", "1"]
    assert await taken("3", 100) == ["1", "2", "3"]


async def test_the_same_cause_is_planned_once_per_channel(w: World) -> None:
    await plan(w, "Nulle-Part")
    await plan(w, "Nulle-Part")
    await plan(w, "Nulle-Part", channel=DISCUSSION)
    async with w.sending():
        await w.all_sent(2)
    assert names(w, ANNOUNCEMENTS) == names(w, DISCUSSION) == ["Nulle-Part"]


async def test_nothing_is_sent_before_it_is_due(w: World) -> None:
    def work(tx: Tx) -> None:
        due = w.clock.now() + timedelta(hours=1)
        deliveries.plan(tx, Kind.HELP, ANNOUNCEMENTS, "said:1", w.clock.now(), facts={}, due=due)

    await w.deps.store.write(work)
    async with w.sending():
        while "outbox" not in w.alarms.set:
            await w.states()
        assert w.chat.attempts == []
        w.clock.advance(3600)
        await w.all_sent(1)


async def test_a_lost_answer_is_looked_for_before_anything_is_sent_again(w: World) -> None:
    w.chat.answers = [(Unknown("status 502"), True)]
    await plan(w, "Un", "Deux")
    async with w.sending():
        while not w.chat.attempts:
            await w.states()
        w.clock.advance(600)
        await w.all_sent(2)
    assert names(w) == ["Un", "Deux"]
    assert len(w.chat.attempts) == 2
    assert w.chat.searches == 1


async def test_a_lost_answer_is_recognised_by_its_words_where_nonces_are_not_told(
    w: World,
) -> None:
    w.chat.tells_nonces = False
    w.chat.answers = [(Unknown("reset"), True)]
    await plan(w, "Un")
    async with w.sending():
        while not w.chat.attempts:
            await w.states()
        w.clock.advance(600)
        await w.all_sent(1)
    assert names(w) == ["Un"]


async def test_a_send_that_never_arrived_is_sent_again_with_the_same_nonce(w: World) -> None:
    w.chat.answers = [(Unknown("timeout"), False)]
    await plan(w, "Un", "Deux")
    async with w.sending():
        while not w.chat.attempts:
            await w.states()
        w.clock.advance(600)
        await w.all_sent(2)
    assert names(w) == ["Un", "Deux"]
    assert w.chat.attempts.count(w.chat.attempts[0]) == 2


async def test_what_a_stopped_process_left_in_flight_is_reconciled(w: World) -> None:
    await plan(w, "Arrivé", "Perdu", "Suivant")
    async with w.sending():
        await w.all_sent(3)
    # As if the process had died before it wrote the fates, and the second had never left.
    w.chat.kept = [w.chat.kept[0]]

    def died(tx: Tx) -> None:
        tx.execute("update deliveries set state = 'sending', message = null where id < 3")
        tx.execute("update deliveries set state = 'planned', message = null where id = 3")

    await w.deps.store.write(died)
    async with w.sending():
        await w.all_sent(3)
    assert names(w) == ["Arrivé", "Perdu", "Suivant"]


async def test_when_the_channel_cannot_be_read_a_doubtful_send_waits(w: World) -> None:
    w.chat.answers = [(Unknown("reset"), True)]
    w.chat.finds = [Unknown("status 503"), Rejected(Refusal.BUSY, 30)]
    await plan(w, "Un")
    async with w.sending():
        for searches in range(3):
            while w.chat.searches < searches or not w.chat.attempts:
                await w.states()
            w.clock.advance(600)
            await w.until(lambda _, n=searches: w.chat.searches > n)
        await w.all_sent(1)
    assert names(w) == ["Un"]
    assert len(w.chat.attempts) == 1


async def test_a_channel_that_stays_unreadable_is_looked_at_less_and_less(w: World) -> None:
    w.chat.answers = [(Unknown("reset"), True)]
    w.chat.finds = [Unknown("status 503")] * 6
    await plan(w, "Un")
    waits = []
    async with w.sending():
        for searches in range(6):
            await w.until(lambda _, n=searches: w.chat.searches == n and "outbox" in w.alarms.set)
            wait = (w.alarms.set["outbox"][0] - w.clock.now()).total_seconds()
            waits.append(wait)
            w.clock.advance(wait)
            await w.until(lambda _, n=searches: w.chat.searches > n)
    assert waits[-1] > 8 * waits[0]


async def test_a_busy_chat_is_waited_for_and_the_order_kept(w: World) -> None:
    w.chat.answers = [(Rejected(Refusal.BUSY, 120), False)]
    await plan(w, "Un", "Deux", "Trois")
    async with w.sending():
        await w.until(lambda states: states.get(State.PLANNED, 0) == 3 and bool(w.chat.attempts))
        w.clock.advance(119)
        await w.alarms.ring()
        assert len(w.chat.attempts) == 1
        w.clock.advance(2)
        await w.all_sent(3)
    assert names(w) == ["Un", "Deux", "Trois"]


async def test_another_channel_does_not_wait_for_a_busy_one(w: World) -> None:
    w.chat.answers = [(Rejected(Refusal.BUSY, 120), False)]
    await plan(w, "Un")
    async with w.sending():
        await w.until(lambda states: states.get(State.PLANNED, 0) == 1 and bool(w.chat.attempts))
        await plan(w, "Deux", channel=DISCUSSION)
        await w.all_sent(1)
    assert names(w) == ["Deux"]


@pytest.mark.parametrize("refusal", [Refusal.NO_CHANNEL, Refusal.CLOSED, Refusal.INVALID])
async def test_a_lasting_refusal_fails_with_its_reason_and_the_next_goes_on(
    w: World, refusal: Refusal
) -> None:
    w.chat.answers = [(Rejected(refusal), False)]
    await plan(w, "Un", "Deux")
    async with w.sending():
        states = await w.until(lambda states: states.get(State.SENT, 0) == 1)
    assert states == {State.FAILED: 1, State.SENT: 1}
    reason = await w.deps.store.read(
        lambda tx: tx.execute("select reason from deliveries where state = 'failed'").fetchone()
    )
    assert reason == (refusal.value,)


async def test_a_missing_right_is_waited_for_a_day_then_fails(w: World) -> None:
    w.chat.answers = [(Rejected(Refusal.NO_RIGHT), False)] * 2
    await follow_and_post(w)
    async with w.sending():
        await w.until(lambda states: states.get(State.PLANNED, 0) == 1 and bool(w.chat.attempts))
        w.clock.advance(25 * 3600)
        states = await w.until(lambda states: State.FAILED in states)
    assert states == {State.FAILED: 1}


async def test_an_answer_that_comes_hours_late_is_withheld(w: World) -> None:
    await plan(w, "Un")
    w.clock.advance(2 * 3600)
    async with w.sending():
        states = await w.until(lambda states: State.WITHHELD in states)
    assert states == {State.WITHHELD: 1}
    assert w.chat.attempts == []


async def test_a_send_without_words_fails_alone(w: World) -> None:
    def work(tx: Tx) -> None:
        deliveries.plan(tx, Kind.CITY, ANNOUNCEMENTS, "said:1", w.clock.now(), facts={})

    await w.deps.store.write(work)
    await plan(w, "Deux")
    async with w.sending():
        states = await w.until(lambda states: states.get(State.SENT, 0) == 1)
    assert states == {State.FAILED: 1, State.SENT: 1}


async def test_an_answer_replies_to_the_message_it_answers(w: World) -> None:
    def work(tx: Tx) -> None:
        deliveries.plan(
            tx,
            Kind.HELP,
            ANNOUNCEMENTS,
            "said:9",
            w.clock.now(),
            facts={},
            reply_to=MessageId("9"),
        )

    await w.deps.store.write(work)
    async with w.sending():
        await w.all_sent(1)
    [said] = w.chat.attempts
    assert isinstance(said, Say)
    assert said.to.reply_to == MessageId("9")


async def test_an_urgent_answer_that_overtakes_a_doubtful_send_does_not_hide_it(w: World) -> None:
    w.chat.tells_nonces = False
    w.chat.answers = [(Unknown("reset"), True)]
    await plan(w, "Un")
    async with w.sending():
        await w.until(lambda states: bool(w.chat.attempts) and states == {State.PLANNED: 1})
        await plan(w, "Vite", urgent=True)
        await w.until(lambda states: states.get(State.SENT) == 1)
        w.chat.kept = [(c, i, "", text) for c, i, _, text in w.chat.kept]  # nonces are forgotten
        w.clock.advance(10)
        await w.all_sent(2)
    assert names(w) == ["Un", "Vite"]


async def test_a_defect_in_one_send_does_not_hold_the_others(
    w: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    do = w.chat.do

    async def broken(act: Act, *, nonce: str) -> Sent | Rejected | Unknown:
        if act.place == DISCUSSION:
            raise KeyError("odd")
        return await do(act, nonce=nonce)

    monkeypatch.setattr(w.chat, "do", broken)
    await plan(w, "Un", channel=DISCUSSION)
    await plan(w, "Deux")
    async with w.sending():
        await w.until(lambda states: states == {State.PLANNED: 1, State.SENT: 1})
    assert names(w) == ["Deux"]


async def test_a_defect_that_stays_fails_after_a_while_and_the_lane_goes_on(
    w: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    do = w.chat.do

    async def broken(act: Act, *, nonce: str) -> Sent | Rejected | Unknown:
        if isinstance(act, Say) and "Un" in act.message.content:
            raise KeyError("odd")
        return await do(act, nonce=nonce)

    def minutes_pass(until: dict[State, int]) -> Callable[[dict[State, int]], bool]:
        def look(states: dict[State, int]) -> bool:
            w.clock.advance(60)
            return states == until

        return look

    monkeypatch.setattr(w.chat, "do", broken)
    await plan(w, "Un", "Deux")
    async with w.sending():
        await w.until(minutes_pass(until={State.FAILED: 1, State.SENT: 1}))
    assert names(w) == ["Deux"]
    assert await w.deps.store.read(_reasons) == ["defect"]


def _reasons(tx: Tx) -> list[str]:
    rows = tx.execute("select reason from deliveries where reason is not null")
    return [reason for (reason,) in rows]


async def test_when_the_clock_goes_back_nothing_waits_for_the_time_that_it_had(w: World) -> None:
    w.chat.answers = [(Rejected(Refusal.BUSY, 120), False)]
    await plan(w, "Un", "Deux")
    async with w.sending():
        await w.until(lambda states: states.get(State.PLANNED) == 2 and bool(w.chat.attempts))
        w.clock.advance(-86_400)
        await plan(w, "Trois")
        await w.all_sent(3)
    assert names(w) == ["Un", "Deux", "Trois"]


async def test_what_was_planned_by_a_clock_that_ran_ahead_is_sent_after_a_restart(
    w: World,
) -> None:
    await plan(w, "Un")
    w.clock.at -= timedelta(days=1)
    async with w.sending():
        await w.all_sent(1)


async def test_what_arrived_without_its_pictures_is_found_by_its_words(w: World) -> None:
    w.forum.write(1)
    await w.follow()
    w.forum.write(2)
    w.forum.edit(2, '<p>Le plan :</p><img src="/plan.png">')
    w.chat.tells_nonces = False
    w.chat.shows_embeds = False
    w.chat.answers = [(Unknown("status 502"), True)]
    await w.poll()
    async with w.sending():
        await w.until(lambda _: not w.chat.answers)
        w.clock.advance(10)
        await w.all_sent(1)
    [text] = w.chat.contents()
    assert "-# + 1 image" in text.splitlines()
