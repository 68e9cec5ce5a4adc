"""What silence or the brake held at its very hour is told once it may be, and said to be late."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.domain.delivery import State
from bot.domain.holding import BrakeState
from bot.render import holding as words
from bot.render.texts import texts
from bot.services import (
    alert_drafts,
    alerts,
    deadlines,
    document_requests,
    holding,
    vote_changes,
)
from bot.services.deadlines import Wanted
from bot.services.document_requests import Asked
from bot.services.holding import Resumed
from bot.services.reminders import Waker
from tests.services.vote_world import (
    FORCALQUIER,
    announced,
    confirm,
    report,
    said_in,
    value,
)
from tests.world import ANNOUNCEMENTS, GIROUETTE, World

MOST = 30
HOUR = datetime(2026, 12, 15, 8, tzinfo=UTC)  # nine o'clock there


async def rest(w: World) -> dict[State, int]:
    rests = {State.SENT, State.WITHHELD, State.FAILED, State.HELD}
    async with w.sending():
        return await w.until(lambda states: set(states) <= rests)


async def at(w: World, waker: Waker, when: datetime) -> None:
    w.clock.advance((when - w.clock.now()).total_seconds())
    await waker.fire_due()
    await rest(w)


async def keep(w: World) -> None:
    """A deadline and an alert of that hour, and a request that nobody answered the day before."""
    wanted = Wanted(FORCALQUIER, "15/12/2026", "", "Envoyer la lettre")
    await deadlines.add(w.deps, GIROUETTE, wanted, lambda one: one.fr)
    await document_requests.ask(w.deps, GIROUETTE, Asked(FORCALQUIER, "contrat", "14/11/2026", ""))
    await schedule(w, "Réunion ce soir")


async def schedule(w: World, text: str) -> None:
    draft = alert_drafts.draft(w.deps, GIROUETTE, text, ANNOUNCEMENTS, "15/12/2026 à 9h")
    await alerts.confirm(w.deps, GIROUETTE, (await draft).draft.id)


async def silent_until(w: World, waker: Waker, end: datetime) -> tuple[Resumed, list[str]]:
    """What leaves after a silence from before the hour, and what is then said."""
    await at(w, waker, HOUR.replace(hour=7, minute=55))
    known = len(said_in(w))
    await holding.silence(w.deps, GIROUETTE)
    await at(w, waker, HOUR)
    w.clock.advance((end - HOUR).total_seconds())
    made = await holding.resume(w.deps, GIROUETTE)
    await rest(w)
    return made, said_in(w)[known:]


async def test_a_short_silence_loses_nothing_that_came_at_its_hour(w: World, waker: Waker) -> None:
    await keep(w)
    made, said = await silent_until(w, waker, HOUR.replace(minute=10))
    assert made == Resumed(3, 0)
    assert any(one.startswith("⏰ Forcalquier, Envoyer la lettre, aujourd’hui") for one in said)
    assert "⏰ En retard de 10 minutes, prévu à 9h :\nRéunion ce soir" in said
    assert len(said) == 3


async def test_in_the_evening_an_alert_is_stale_and_said_to_be(w: World, waker: Waker) -> None:
    await keep(w)
    made, said = await silent_until(w, waker, HOUR.replace(hour=20))
    assert made == Resumed(2, 1)
    assert any(one.startswith("⏰ Forcalquier, Envoyer la lettre, aujourd’hui") for one in said)
    assert not any("Réunion" in one for one in said)


async def test_a_deadline_whose_day_went_by_is_stale_and_a_question_is_asked_all_the_same(
    w: World, waker: Waker
) -> None:
    await keep(w)
    made, said = await silent_until(w, waker, datetime(2026, 12, 16, 8, tzinfo=UTC))
    assert made == Resumed(1, 2)
    assert len(said) == 1


async def brake(w: World, waker: Waker) -> int:
    """More alerts at once than a channel is sent in an hour; the question about the last three."""
    for number in range(MOST + 3):
        await schedule(w, f"Réunion {number}")
    w.clock.advance((HOUR - w.clock.now()).total_seconds())
    await waker.fire_due()
    async with w.sending():
        await w.until(lambda states: states.get(State.HELD) == 3)
    w.clock.advance(61)
    await rest(w)
    assert ": 3 sont retenus" in said_in(w)[-1]
    return 1


async def test_what_the_brake_held_is_sent_and_said_to_be_late(w: World, waker: Waker) -> None:
    id_ = await brake(w, waker)
    w.clock.advance(600)
    answered = await holding.answer(w.deps, GIROUETTE, id_, send=True)
    assert (answered.state, answered.count, answered.stale) == (BrakeState.SENT, 3, 0)
    await rest(w)
    late = [one for one in said_in(w) if one.startswith("⏰ En retard de 11 minutes, prévu à 9h")]
    assert len(late) == 3


async def test_what_the_brake_held_too_long_is_counted_and_said(w: World, waker: Waker) -> None:
    id_ = await brake(w, waker)
    w.clock.advance(7 * 3600)
    answered = await holding.answer(w.deps, GIROUETTE, id_, send=True)
    assert (answered.count, answered.stale) == (0, 3)
    assert words.answered(answered, texts("fr")).content == "0 envoi part, 3 périmés restent."
    again = await holding.answer(w.deps, GIROUETTE, id_, send=False)
    assert again == answered
    await rest(w)
    assert any("envoyé ensuite, 3 périmés restent" in one for one in said_in(w))


async def test_a_vote_that_was_withdrawn_in_silence_is_not_said_to_leave(w: World) -> None:
    await holding.silence(w.deps, GIROUETTE)
    done = await report(w)
    vote = await confirm(w, done.vote.id)
    await rest(w)
    await vote_changes.withdraw(w.deps, GIROUETTE, await value(w, vote.id))
    await rest(w)
    made = await holding.resume(w.deps, GIROUETTE)
    assert (made.going, made.stale > 0) == (0, True)
    states = await rest(w)
    assert State.SENT not in states
    assert said_in(w) == []


async def test_what_was_told_before_the_silence_is_said_to_be_withdrawn(w: World) -> None:
    vote = await announced(w)
    await holding.silence(w.deps, GIROUETTE)
    await vote_changes.withdraw(w.deps, GIROUETTE, await value(w, vote.id))
    await rest(w)
    made = await holding.resume(w.deps, GIROUETTE)
    await rest(w)
    news = [one for one in said_in(w) if one.startswith("✏️ Vote retiré")]
    assert (made.going, len(news)) == (1, 1)
