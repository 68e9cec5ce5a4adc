"""Reminders of votes and deadlines that come late say so; those that waited for people do not."""

from __future__ import annotations

from datetime import UTC, datetime, time

from bot.domain.quiet import Quiet
from bot.services import deadlines, holding, quieting
from bot.services.deadlines import Wanted
from bot.services.reminders import Waker
from tests.services.vote_world import FORCALQUIER, announced, said_in
from tests.world import GIROUETTE, World

SITTING = "lundi 14 décembre à 18h30"
TWO_DAYS_BEFORE = datetime(2026, 12, 12, 17, 30, tzinfo=UTC)
LAST_DAY = datetime(2026, 12, 21, 8, tzinfo=UTC)  # nine o'clock there


async def at(w: World, waker: Waker, when: datetime) -> None:
    w.clock.advance((when - w.clock.now()).total_seconds())
    await waker.fire_due()
    await w.settle()


def last(w: World) -> list[str]:
    return [one for one in said_in(w) if one.startswith("⏰")][-1].splitlines()


async def test_a_vote_reminded_of_after_an_outage_is_said_to_be_late(
    w: World, waker: Waker
) -> None:
    await announced(w, when=SITTING)
    await at(w, waker, TWO_DAYS_BEFORE.replace(hour=20, minute=30))
    assert last(w)[:2] == [
        "⏰ Forcalquier, vote dans 2 jours : lundi 14 décembre à 18h30",
        "Ce rappel arrive avec 3 heures de retard.",
    ]


async def test_a_vote_reminded_of_after_a_silence_is_said_to_be_late(
    w: World, waker: Waker
) -> None:
    await announced(w, when=SITTING)
    await holding.silence(w.deps, GIROUETTE)
    w.clock.advance((TWO_DAYS_BEFORE - w.clock.now()).total_seconds())
    await waker.fire_due()
    w.clock.advance(20 * 60)
    await holding.resume(w.deps, GIROUETTE)
    await w.settle()
    assert last(w)[1] == "Ce rappel arrive avec 20 minutes de retard."


async def test_a_vote_reminded_of_in_time_is_not(w: World, waker: Waker) -> None:
    await announced(w, when=SITTING)
    await at(w, waker, TWO_DAYS_BEFORE.replace(minute=33))
    assert not any("de retard" in one for one in said_in(w))


async def test_what_waited_for_the_end_of_quiet_hours_is_not_late(w: World, waker: Waker) -> None:
    await quieting.choose_for_collective(w.deps, GIROUETTE, Quiet(time(17), time(20)))
    await announced(w, when=SITTING)
    await at(w, waker, TWO_DAYS_BEFORE)
    await at(w, waker, TWO_DAYS_BEFORE.replace(hour=19, minute=0))
    assert last(w)[0].startswith("⏰ Forcalquier, vote dans 2 jours")
    assert not any("de retard" in one for one in said_in(w))


async def test_a_deadline_reminded_of_late_on_its_day_says_so(w: World, waker: Waker) -> None:
    wanted = Wanted(FORCALQUIER, "lundi 21 décembre 2026", title="Envoyer la lettre")
    await deadlines.add(w.deps, GIROUETTE, wanted, lambda one: one.fr)
    await at(w, waker, LAST_DAY.replace(hour=10))
    assert last(w)[:2] == [
        "⏰ Forcalquier, Envoyer la lettre, aujourd’hui : lundi 21 décembre 2026",
        "Ce rappel arrive avec 2 heures de retard.",
    ]


async def test_a_deadline_whose_day_went_by_says_only_that(w: World, waker: Waker) -> None:
    wanted = Wanted(FORCALQUIER, "lundi 21 décembre 2026", title="Envoyer la lettre")
    await deadlines.add(w.deps, GIROUETTE, wanted, lambda one: one.fr)
    await at(w, waker, LAST_DAY.replace(day=22))
    assert last(w)[0].startswith("⏰ C’était hier")
    assert not any("de retard" in one for one in said_in(w))
