"""Reminders: planned, moved, fired once, whatever the clock does meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest

from bot.domain.ids import ChannelId, CityId, CollectiveId, PersonId
from bot.domain.quiet import Quiet
from bot.domain.reminders import (
    About,
    Audience,
    Noun,
    ReminderState,
    ToChannel,
    ToFollowers,
    ToPerson,
)
from bot.domain.routing import Room
from bot.services import firing, watching
from bot.services import reminders as service
from bot.services.reminders import Waker
from bot.services.threads import Asker, Listener
from bot.store import collectives, follows, quiet_hours, reminders
from bot.store.base import Tx
from tests.fakes import NOON
from tests.world import ANNOUNCEMENTS, COLLECTIVE, DISCUSSION, GIROUETTE, World, world

NICE = CityId("fr:06088")
VOTE = About(Noun.VOTE, "7")
WEEK, DAYS, HOURS = timedelta(days=7), timedelta(days=2), timedelta(hours=3)
USUAL = (WEEK, DAYS, HOURS)
SITTING = NOON + timedelta(days=20)
HERE = ToChannel(COLLECTIVE, ANNOUNCEMENTS)
MIMOSA = ToPerson(PersonId("2"), ChannelId("900"), COLLECTIVE)


@pytest.fixture
async def w(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path) as made:
        await made.deps.store.write(lambda tx: collectives.meet(tx, COLLECTIVE, NOON))
        yield made


async def plan(
    w: World,
    audience: Audience = HERE,
    occurs: datetime = SITTING,
    offsets: tuple[timedelta, ...] = USUAL,
    about: About = VOTE,
    *,
    urgent: bool = False,
) -> None:
    now = w.clock.now()
    await w.deps.store.write(
        lambda tx: service.set_for(tx, about, audience, occurs, offsets, now, urgent=urgent)
    )


async def states(w: World, about: About = VOTE) -> list[str]:
    found = await w.deps.store.read(lambda tx: reminders.of(tx, about))
    return [one.state for one in found]


async def causes(w: World) -> list[tuple[str, str]]:
    """The channel and the cause of every send that was planned."""

    def work(tx: Tx) -> list[tuple[str, str]]:
        rows = tx.execute("select channel, cause from deliveries order by id")
        return [(channel, cause) for channel, cause in rows]

    return await w.deps.store.read(work)


async def told(w: World) -> list[tuple[str, str]]:
    """Where, and how long before, people were reminded."""
    names = {WEEK: "week", DAYS: "days", HOURS: "hours", timedelta(0): "now"}
    spans = {str(int(span.total_seconds())): name for span, name in names.items()}
    return [(channel, spans[cause.rpartition(":")[2]]) for channel, cause in await causes(w)]


async def at(w: World, when: datetime) -> None:
    """Let the clock come to an instant, and what is due then be fired."""
    w.clock.advance((when - w.clock.now()).total_seconds())
    await w.alarms.ring()


async def test_each_reminder_comes_in_its_time(w: World, waker: Waker) -> None:
    await plan(w)
    for before, count in ((WEEK, 1), (DAYS, 2), (HOURS, 3)):
        await at(w, SITTING - before - timedelta(seconds=1))
        assert len(await told(w)) == count - 1
        await at(w, SITTING - before)
        assert len(await told(w)) == count
    assert await told(w) == [("100", "week"), ("100", "days"), ("100", "hours")]
    assert await states(w) == ["fired"] * 3


async def test_the_alarm_is_set_for_what_a_commit_made_the_earliest(w: World, waker: Waker) -> None:
    assert "reminders" not in w.alarms.set
    await plan(w)
    assert w.alarms.set["reminders"][0] == SITTING - WEEK
    await w.deps.store.write(lambda tx: service.cancel(tx, VOTE, NOON))
    assert "reminders" not in w.alarms.set


async def test_the_same_wish_changes_nothing(w: World, waker: Waker) -> None:
    await plan(w)
    await plan(w)
    assert await states(w) == ["pending"] * 3
    await at(w, SITTING - DAYS)
    await plan(w)
    assert await told(w) == [("100", "days")]


async def test_what_moved_is_told_anew_and_the_old_plan_is_off(w: World, waker: Waker) -> None:
    await plan(w)
    await at(w, SITTING - WEEK)
    await plan(w, occurs=SITTING + timedelta(days=10))
    assert await states(w) == ["fired", *["cancelled"] * 2, *["pending"] * 3]
    await at(w, SITTING + timedelta(days=3))
    assert await told(w) == [("100", "week"), ("100", "week")]


async def test_what_moved_near_is_told_at_once(w: World, waker: Waker) -> None:
    await plan(w)
    await plan(w, occurs=NOON + timedelta(days=1))
    await w.alarms.ring()
    assert await told(w) == [("100", "days")]


async def test_of_what_is_new_what_would_be_past_is_left_out(w: World, waker: Waker) -> None:
    await plan(w, occurs=NOON + timedelta(days=1))
    await w.alarms.ring()
    assert await told(w) == []
    assert await states(w) == ["pending"]


async def test_cancelled_for_one_audience_it_stays_for_the_other(w: World, waker: Waker) -> None:
    await plan(w)
    await plan(w, MIMOSA)
    await w.deps.store.write(lambda tx: service.cancel(tx, VOTE, NOON, audience=HERE))
    await at(w, SITTING - WEEK)
    assert await told(w) == [("900", "week")]


async def test_who_follows_the_city_when_it_fires_is_told_and_nobody_else(
    w: World, waker: Waker
) -> None:
    w.forum.write(1)
    await w.poll()
    for channel in (ANNOUNCEMENTS, DISCUSSION):
        asker = Asker(GIROUETTE.person, channel, COLLECTIVE)
        await watching.follow(w.deps, NICE, asker, Listener(channel, Room.TEXT))
    await plan(w, ToFollowers(COLLECTIVE, NICE))

    def stop(tx: Tx) -> None:
        [gone, _] = follows.cities_of(tx, COLLECTIVE)
        follows.stop(tx, gone, by=GIROUETTE.person, now=NOON, read={})

    await w.deps.store.write(stop)
    await at(w, SITTING - WEEK)
    assert await told(w) == [("200", "week")]


async def test_where_nobody_follows_any_more_it_is_withheld(w: World, waker: Waker) -> None:
    await plan(w, ToFollowers(COLLECTIVE, NICE))
    await at(w, SITTING - WEEK)
    assert await told(w) == []
    assert (await states(w))[0] == "withheld"


async def test_a_person_in_two_audiences_is_told_once(w: World, waker: Waker) -> None:
    other = ToPerson(MIMOSA.person, MIMOSA.channel, CollectiveId("11"))
    await w.deps.store.write(lambda tx: collectives.meet(tx, CollectiveId("11"), NOON))
    await plan(w, MIMOSA)
    await plan(w, other)
    await at(w, SITTING - WEEK)
    assert await told(w) == [("900", "week")]


async def test_after_a_week_asleep_only_the_latest_of_each_is_told(w: World, waker: Waker) -> None:
    await plan(w)
    await plan(w, about=About(Noun.VOTE, "8"), occurs=SITTING + timedelta(days=1))
    await at(w, SITTING - DAYS + timedelta(hours=1))
    assert sorted(await told(w)) == [("100", "days"), ("100", "week")]
    assert await states(w) == ["withheld", "fired", "pending"]


async def test_once_it_is_over_the_newest_is_told_all_the_same(w: World, waker: Waker) -> None:
    await plan(w)
    await at(w, SITTING + timedelta(days=1))
    assert await told(w) == [("100", "hours")]
    assert await states(w) == ["withheld", "withheld", "fired"]


async def test_a_thousand_at_once_are_planned_batch_by_batch(w: World, waker: Waker) -> None:
    def many(tx: Tx) -> None:
        for n in range(1200):
            who = ToPerson(PersonId(str(n)), ChannelId(f"9{n}"), COLLECTIVE)
            service.set_for(tx, VOTE, who, SITTING, [HOURS], NOON)

    await w.deps.store.write(many)
    await at(w, SITTING)
    assert len(await causes(w)) == 1200


async def test_two_wakes_at_once_tell_it_once(w: World, waker: Waker) -> None:
    await plan(w)
    w.clock.advance((SITTING - HOURS - NOON).total_seconds())
    await asyncio.gather(waker.fire_due(), waker.fire_due())
    assert await told(w) == [("100", "hours")]


async def test_quiet_hours_are_waited_for(w: World, waker: Waker) -> None:
    night = Quiet(time(12), time(16))  # in Paris, where the sitting is at 13h
    await w.deps.store.write(lambda tx: quiet_hours.set_of_collective(tx, COLLECTIVE, night))
    await plan(w)
    await at(w, SITTING - WEEK)
    assert await told(w) == []
    assert w.alarms.set["reminders"][0] == SITTING - WEEK + HOURS
    await at(w, SITTING - WEEK + HOURS)
    assert await told(w) == [("100", "week")]


async def test_what_cannot_wait_comes_in_quiet_hours(w: World, waker: Waker) -> None:
    all_day = Quiet(time(9), time(8))
    await w.deps.store.write(lambda tx: quiet_hours.set_of_collective(tx, COLLECTIVE, all_day))
    await plan(w, offsets=(HOURS,))  # it would be over by tomorrow's 8h
    await plan(w, offsets=(WEEK,), about=About(Noun.VOTE, "8"), urgent=True)
    await at(w, SITTING - WEEK)
    await at(w, SITTING - HOURS)
    assert await told(w) == [("100", "week"), ("100", "hours")]


async def test_quiet_hours_of_a_person_are_theirs_alone(w: World, waker: Waker) -> None:
    night = Quiet(time(12), time(16))
    await w.deps.store.write(lambda tx: quiet_hours.set_of_person(tx, MIMOSA.person, night))
    await plan(w, MIMOSA)
    await plan(w)
    await at(w, SITTING - WEEK)
    assert await told(w) == [("100", "week")]
    await at(w, SITTING - WEEK + HOURS)
    assert await told(w) == [("100", "week"), ("900", "week")]


async def test_a_clock_that_goes_back_makes_nobody_wait_for_a_far_morning(
    w: World, waker: Waker
) -> None:
    night = Quiet(time(12), time(16))
    await w.deps.store.write(lambda tx: quiet_hours.set_of_collective(tx, COLLECTIVE, night))
    await plan(w)
    await at(w, SITTING - WEEK)
    await w.deps.store.write(lambda tx: quiet_hours.set_of_collective(tx, COLLECTIVE, None))
    await at(w, SITTING - WEEK - DAYS)
    await w.alarms.ring()
    await at(w, SITTING - WEEK)
    assert await told(w) == [("100", "week")]


async def test_a_clock_that_went_ahead_and_back_tells_nothing_twice(w: World, waker: Waker) -> None:
    await plan(w)
    await at(w, SITTING - WEEK)
    await at(w, NOON)
    await at(w, SITTING - WEEK)
    assert await told(w) == [("100", "week")]


async def test_a_failure_is_tried_again_within_a_minute(
    w: World, waker: Waker, monkeypatch: pytest.MonkeyPatch
) -> None:
    await plan(w)

    def fails(*_: object) -> int:
        raise OSError

    with monkeypatch.context() as patch:
        patch.setattr(firing, "fire", fails)
        await at(w, SITTING - WEEK)
    assert await told(w) == []
    await at(w, SITTING - WEEK + timedelta(minutes=1))
    assert await told(w) == [("100", "week")]


async def test_every_step_is_in_the_history(w: World, waker: Waker) -> None:
    await plan(w)
    await at(w, SITTING - DAYS)

    def work(tx: Tx) -> list[tuple[str | None, str, str | None]]:
        rows = tx.execute(
            "select before, after, why from changes where noun = 'reminder' order by id"
        )
        return [(before, after, why) for before, after, why in rows]

    assert await w.deps.store.read(work) == [
        *[(None, ReminderState.PENDING, None)] * 3,
        (ReminderState.PENDING, ReminderState.WITHHELD, "stale"),
        (ReminderState.PENDING, ReminderState.FIRED, None),
    ]


async def test_one_that_cannot_be_fired_does_not_hold_the_others(w: World, waker: Waker) -> None:
    def meet(tx: Tx) -> None:
        collectives.meet(tx, CollectiveId("11"), NOON)
        quiet_hours.set_of_collective(tx, CollectiveId("11"), Quiet(time(1), time(2)))
        tx.execute("update collectives set timezone = 'Nowhere/At_All' where id = '11'")

    await w.deps.store.write(meet)
    await plan(w, ToChannel(CollectiveId("11"), DISCUSSION))
    await plan(w)
    await at(w, SITTING - WEEK)
    assert await told(w) == [("100", "week")]

    def mend(tx: Tx) -> None:
        tx.execute("update collectives set timezone = null where id = '11'")

    await w.deps.store.write(mend)
    await at(w, SITTING - WEEK + timedelta(minutes=10))
    assert await told(w) == [("100", "week"), ("200", "week")]


async def test_the_same_wish_leaves_alone_what_waits_for_the_morning(
    w: World, waker: Waker
) -> None:
    night = Quiet(time(12), time(16))
    await w.deps.store.write(lambda tx: quiet_hours.set_of_collective(tx, COLLECTIVE, night))
    await plan(w)
    await at(w, SITTING - WEEK)
    await plan(w)
    await at(w, SITTING - WEEK + HOURS)
    assert await told(w) == [("100", "week")]


async def test_other_offsets_of_what_moved_before_are_no_move(w: World, waker: Waker) -> None:
    await plan(w)
    await plan(w, occurs=SITTING + timedelta(hours=1))
    await at(w, SITTING - timedelta(days=1))
    before = await told(w)
    await plan(w, occurs=SITTING + timedelta(hours=1), offsets=(WEEK, timedelta(days=3), HOURS))
    await w.alarms.ring()
    assert await told(w) == before


async def test_what_becomes_urgent_comes_in_quiet_hours(w: World, waker: Waker) -> None:
    night = Quiet(time(12), time(16))
    await w.deps.store.write(lambda tx: quiet_hours.set_of_collective(tx, COLLECTIVE, night))
    await plan(w)
    await plan(w, urgent=True)
    await at(w, SITTING - WEEK)
    assert await told(w) == [("100", "week")]
