"""Silence and the brake: what is held, what leaves afterwards, and who is asked."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.domain.delivery import Cause, Kind, State
from bot.domain.holding import Brake, BrakeState
from bot.domain.ids import ChannelId, CityId, CollectiveId
from bot.domain.refusals import Reason, Refused
from bot.domain.sittings import Item, Sitting
from bot.domain.votes import VoteStatus
from bot.ports.chat import Act, Refusal, Rejected, Sent, Unknown
from bot.render import holding as words
from bot.render.texts import texts
from bot.services import holding
from bot.services.holding import Resumed
from bot.store import collectives, deliveries, holds, votes
from bot.store.base import Tx
from tests.fakes import NOON
from tests.world import ANNOUNCEMENTS, COLLECTIVE, DISCUSSION, GIROUETTE, World, world

OTHER = CollectiveId("11")
ELSEWHERE = replace(GIROUETTE, collective=OTHER)
MOST = 30


@pytest.fixture
async def w(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path) as made:

        def meet(tx: Tx) -> None:
            for one in (COLLECTIVE, OTHER):
                collectives.meet(tx, one, NOON)

        await made.deps.store.write(meet)
        yield made


async def plan(
    w: World,
    *causes: str,
    kind: Kind = Kind.NO_THREADS,
    channel: ChannelId = ANNOUNCEMENTS,
    collective: CollectiveId = COLLECTIVE,
    **facts: str,
) -> None:
    """Notices of the same words; `facts` make them reminders."""

    def work(tx: Tx) -> None:
        for cause in causes:
            deliveries.plan(
                tx,
                kind,
                channel,
                cause,
                w.clock.now(),
                facts={"why": "no_right", "name": cause, **facts},
                collective=collective,
            )

    await w.deps.store.write(work)


async def settle(w: World) -> dict[State, int]:
    """Send until nothing waits but for people."""
    rests = {State.SENT, State.WITHHELD, State.FAILED, State.HELD}
    async with w.sending():
        return await w.until(lambda states: set(states) <= rests)


async def refused(work: Any) -> Reason:
    with pytest.raises(Refused) as met:
        await work
    return met.value.reason


async def test_in_silence_nothing_is_sent_and_nothing_is_lost(w: World) -> None:
    await plan(w, "before")
    await holding.silence(w.deps, GIROUETTE)
    await plan(w, "during")
    assert await settle(w) == {State.HELD: 2}
    assert w.chat.attempts == []
    assert await holding.resume(w.deps, GIROUETTE) == Resumed(2, 0)
    assert await settle(w) == {State.SENT: 2}


async def test_silence_falls_between_two_sends_of_a_lane(
    w: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    send = w.chat.do

    async def then_silence(act: Act, *, nonce: str) -> Sent | Rejected | Unknown:
        told = await send(act, nonce=nonce)
        if len(w.chat.kept) == 3:
            await holding.silence(w.deps, GIROUETTE)
        return told

    monkeypatch.setattr(w.chat, "do", then_silence)
    await plan(w, *map(str, range(9)))
    assert await settle(w) == {State.SENT: 3, State.HELD: 6}
    monkeypatch.setattr(w.chat, "do", send)
    await holding.resume(w.deps, GIROUETTE)
    assert await settle(w) == {State.SENT: 9}
    assert len(w.chat.kept) == 9


async def test_who_asks_is_answered_in_silence(w: World) -> None:
    await holding.silence(w.deps, GIROUETTE)
    await plan(w, "Trifouilly", kind=Kind.UNKNOWN_CITY)
    assert await settle(w) == {State.SENT: 1}


async def test_the_silence_of_a_collective_is_its_own(w: World) -> None:
    await holding.silence(w.deps, ELSEWHERE)
    await plan(w, "here")
    await plan(w, "there", channel=DISCUSSION, collective=OTHER)
    assert await settle(w) == {State.SENT: 1, State.HELD: 1}
    assert [place for place, *_ in w.chat.kept] == [ANNOUNCEMENTS]


async def test_silence_holds_after_a_restart_and_begins_once(w: World) -> None:
    assert await holding.silence(w.deps, GIROUETTE) == NOON
    w.clock.advance(60)
    assert await holding.silence(w.deps, GIROUETTE) == NOON
    await plan(w, "later")
    assert await settle(w) == {State.HELD: 1}


async def test_what_failed_before_the_silence_is_not_tried_again_in_it(w: World) -> None:
    await plan(w, "one")
    w.chat.answers.append((Rejected(Refusal.BUSY, 5), False))
    async with w.sending():
        while not w.chat.attempts:
            await w.states()
        await w.until(lambda states: states == {State.PLANNED: 1})
    await holding.silence(w.deps, GIROUETTE)
    w.clock.advance(60)
    assert await settle(w) == {State.HELD: 1}
    assert len(w.chat.attempts) == 1


async def test_resuming_says_what_leaves_and_what_is_too_old(w: World) -> None:
    await holding.silence(w.deps, GIROUETTE)
    over, ahead = (NOON + timedelta(hours=h) for h in (1, 9))
    await plan(w, "reminder:vote:7:x:1", reminder="1", occurs=over.isoformat())
    await plan(w, "reminder:vote:8:x:1", reminder="2", occurs=ahead.isoformat())
    await settle(w)
    w.clock.advance(2 * 3600)
    assert await holding.resume(w.deps, GIROUETTE) == Resumed(1, 1)
    assert await settle(w) == {State.SENT: 1, State.WITHHELD: 1}


async def test_resuming_names_what_is_too_old_where_everybody_may_know(w: World) -> None:
    await holding.silence(w.deps, GIROUETTE)
    over = (NOON + timedelta(hours=1)).isoformat()

    def vote(tx: Tx) -> str:
        sitting = Sitting(date(2026, 11, 24), time(14), ZoneInfo("Europe/Paris"))
        draft = votes.Draft(
            owner=COLLECTIVE,
            city=CityId("fr:04088"),
            status=VoteStatus.CONFIRMED,
            sitting=sitting,
            place="",
            item=Item("12", "caméras"),
            source="",
            url="",
            reporter=None,
            channel=ANNOUNCEMENTS,
        )
        return str(votes.add(tx, draft, NOON, None).id)

    id_ = await w.deps.store.write(vote)
    about = {"kind": Kind.VOTE_REMINDER, "vote": id_, "occurs": over, "reminder": "1"}
    await plan(w, f"reminder:vote:{id_}:x:1", f"reminder:vote:{id_}:x:2", **about)  # type: ignore[arg-type]
    await plan(w, f"reminder:vote:{id_}:x:1", channel=DISCUSSION, **about)  # type: ignore[arg-type]
    await settle(w)
    w.clock.advance(2 * 3600)
    made = await holding.resume(w.deps, GIROUETTE, lambda one: one == ANNOUNCEMENTS)
    assert made == Resumed(0, 3, (("le rappel du vote à Forcalquier, mardi 24 novembre à 14h", 2),))
    said = words.resumed(0, 3, NOON, ZoneInfo("Europe/Paris"), texts("fr"), made.named)
    assert said.content.replace("\xa0", " ").replace("\u202f", " ").splitlines()[1] == (
        "Trop tard pour : le rappel du vote à Forcalquier, mardi 24 novembre à 14h ; et 1 autre."
    )


def test_a_short_list_names_what_is_too_old_and_counts_the_rest() -> None:
    named = [(f"l'alerte {n}", 2) for n in range(6)]
    said = words.resumed(1, 14, NOON, ZoneInfo("Europe/Paris"), texts("en"), named).content
    assert said.splitlines()[1] == "Too late for: l'alerte 0; l'alerte 1; l'alerte 2; and 8 others."


async def test_there_is_no_silence_to_lift(w: World) -> None:
    assert await refused(holding.resume(w.deps, GIROUETTE)) is Reason.NOT_SILENT


def test_silence_and_its_end_are_said_in_one_line() -> None:
    zone, says = ZoneInfo("Europe/Paris"), texts("fr")
    silenced = words.silenced(NOON, NOON, zone, says)
    assert silenced.content.replace("\xa0", " ") == (
        "Silence depuis 13h : plus aucun envoi. Pour lever : `/reprendre`"
    )
    resumed = words.resumed(4, 1, NOON, zone, says)
    assert resumed.content.replace("\xa0", " ") == (
        "Reprise à 13h : 4 envois partent, 1 périmé reste."
    )


@pytest.fixture
def braked(monkeypatch: pytest.MonkeyPatch) -> None:
    """These notices count for the brake, whose own kinds other rooms word."""
    monkeypatch.setattr(deliveries, "BRAKED", frozenset({Kind.NO_THREADS}))


async def question(w: World) -> Brake:
    def work(tx: Tx) -> int:
        return int(tx.execute("select max(id) from brakes").fetchone()[0])

    id_ = await w.deps.store.read(work)
    found = await w.deps.store.read(lambda tx: holds.brake(tx, id_))
    assert found is not None
    return found


async def too_many(w: World) -> str:
    """What the organisers are asked."""
    await plan(w, *map(str, range(MOST + 12)))
    async with w.sending():
        await w.until(lambda states: states.get(State.HELD) == 12)
    w.clock.advance(61)
    await settle(w)
    return w.chat.contents()[-1]


@pytest.mark.usefixtures("braked")
async def test_too_much_at_once_is_held_and_asked_about_once(w: World) -> None:
    asked = await too_many(w)
    assert asked.startswith("⚠️ Trop d’envois d’un coup ici\u00a0: 12 sont retenus")
    assert len(w.chat.kept) == MOST + 1


@pytest.mark.usefixtures("braked")
async def test_an_organiser_has_it_sent(w: World) -> None:
    await too_many(w)
    one = await question(w)
    answered = await holding.answer(w.deps, GIROUETTE, one.id, send=True)
    assert (answered.state, answered.count) == (BrakeState.SENT, 12)
    again = await holding.answer(w.deps, GIROUETTE, one.id, send=False)
    assert again == answered  # who comes second is told what was said first
    states = await settle(w)
    assert State.HELD not in states
    said = w.chat.contents()
    assert len(said) == MOST + 1 + 12
    assert sum("12 retenus, envoyés ensuite" in text for text in said) == 1


@pytest.mark.usefixtures("braked")
async def test_an_organiser_has_it_ignored(w: World) -> None:
    await too_many(w)
    one = await question(w)
    await holding.answer(w.deps, GIROUETTE, one.id, send=False)
    states = await settle(w)
    assert states[State.WITHHELD] == 12

    def reasons(tx: Tx) -> set[str]:
        rows = tx.execute("select reason from deliveries where state = 'withheld'")
        return {reason for (reason,) in rows}

    assert await w.deps.store.read(reasons) == {Cause.IGNORED}


@pytest.mark.usefixtures("braked")
async def test_another_collective_has_no_say(w: World) -> None:
    await too_many(w)
    one = await question(w)
    work = holding.answer(w.deps, ELSEWHERE, one.id, send=True)
    assert await refused(work) is Reason.NO_BRAKE


@pytest.mark.usefixtures("braked")
async def test_what_is_slow_enough_is_never_held(w: World) -> None:
    for hour in range(3):
        await plan(w, *(f"{hour}-{n}" for n in range(MOST)))
        states = await settle(w)
        w.clock.advance(3601)
    assert states == {State.SENT: 3 * MOST}


@pytest.mark.usefixtures("braked")
async def test_each_channel_is_counted_for_itself(w: World) -> None:
    await plan(w, *(f"a{n}" for n in range(MOST)))
    await plan(w, *(f"b{n}" for n in range(MOST)), channel=DISCUSSION)
    assert await settle(w) == {State.SENT: 2 * MOST}
