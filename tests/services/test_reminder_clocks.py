"""The clock changes between a reminder and what it reminds of."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.services import deadlines
from bot.services.deadlines import Wanted
from bot.store.base import Tx, instant
from tests.services.vote_world import FORCALQUIER, announced
from tests.world import GIROUETTE, World


async def planned(w: World, noun: str) -> list[datetime]:
    """When people will be reminded, in UTC, as the base has it."""

    def work(tx: Tx) -> list[datetime]:
        rows = tx.execute("select at from reminders where noun = ? order by at", [noun])
        return [instant(at) for (at,) in rows]

    return await w.deps.store.read(work)


async def test_a_sitting_after_the_clock_goes_ahead_is_reminded_of_at_its_own_hour(
    w: World,
) -> None:
    await announced(w, when="mardi 30 mars 2027 à 18h30")
    assert await planned(w, "vote") == [
        datetime(2027, 3, 23, 17, 30, tzinfo=UTC),  # 18h30, in winter
        datetime(2027, 3, 28, 16, 30, tzinfo=UTC),  # 18h30 of the very day of the change
        datetime(2027, 3, 30, 13, 30, tzinfo=UTC),
    ]


async def test_on_the_day_of_the_change_three_hours_are_three_hours(w: World) -> None:
    await announced(w, when="dimanche 31 octobre 2027 à 4h")
    assert await planned(w, "vote") == [
        datetime(2027, 10, 24, 2, tzinfo=UTC),
        datetime(2027, 10, 29, 2, tzinfo=UTC),
        datetime(2027, 10, 31, 0, tzinfo=UTC),  # 2h, the first time
    ]


async def test_a_council_overseas_keeps_its_own_clock(w: World) -> None:
    await announced(w, city="fr:97411", when="mardi 30 mars 2027 à 18h30")
    assert (await planned(w, "vote"))[0] == datetime(2027, 3, 23, 14, 30, tzinfo=UTC)


async def test_a_deadline_is_reminded_of_at_nine_before_and_after_the_change(w: World) -> None:
    wanted = Wanted(FORCALQUIER, "2027-04-05", title="Envoyer la lettre")
    await deadlines.add(w.deps, GIROUETTE, wanted, lambda one: one.fr)
    assert await planned(w, "deadline") == [
        datetime(2027, 3, 22, 8, tzinfo=UTC),
        datetime(2027, 3, 29, 7, tzinfo=UTC),
        datetime(2027, 4, 3, 7, tzinfo=UTC),
        datetime(2027, 4, 5, 7, tzinfo=UTC),
    ]
