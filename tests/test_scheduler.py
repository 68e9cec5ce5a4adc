"""Alarms on a clock that can be moved."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import ClockSilent, FollowedClock, MachineClock
from bot.sandbox.server import Sandbox
from bot.scheduler import Scheduler

HOUR = timedelta(hours=1)


@pytest.fixture
async def followed(sandbox: Sandbox) -> AsyncIterator[FollowedClock]:
    clock = FollowedClock(sandbox.clock_url)
    await clock.start()
    yield clock
    await clock.close()


@pytest.fixture
async def scheduler(followed: FollowedClock) -> AsyncIterator[Scheduler]:
    made = Scheduler(followed)
    made.start()
    yield made
    await made.close()


async def test_the_followed_clock_reads_what_the_other_does(
    sandbox: Sandbox, followed: FollowedClock
) -> None:
    assert abs(followed.now() - sandbox.clock.now()) < timedelta(minutes=1)
    assert followed.now().date() == datetime(2026, 11, 24, tzinfo=UTC).date()


async def test_a_move_is_heard(sandbox: Sandbox, followed: FollowedClock) -> None:
    moved = asyncio.Event()
    followed.on_move(lambda by: by > timedelta(hours=23) and moved.set())
    before = followed.now()
    await sandbox.clock.advance(86_400)
    async with asyncio.timeout(10):
        await moved.wait()
    assert followed.now() - before >= timedelta(days=1)


async def test_an_alarm_rings_when_the_clock_is_moved_past_it(
    sandbox: Sandbox, followed: FollowedClock, scheduler: Scheduler
) -> None:
    rung: list[str] = []
    heard = asyncio.Event()

    async def ring() -> None:
        rung.append("rung")
        heard.set()

    scheduler.wake_at("far", followed.now() + 3 * HOUR, lambda: rung.append("too soon"))
    scheduler.wake_at("near", followed.now() + HOUR, ring)
    await sandbox.clock.advance(2 * 3600)
    async with asyncio.timeout(10):
        await heard.wait()
    assert rung == ["rung"]


async def test_a_past_alarm_rings_at_once_and_a_withdrawn_one_never(
    followed: FollowedClock, scheduler: Scheduler
) -> None:
    heard: asyncio.Queue[str] = asyncio.Queue()
    scheduler.wake_at("withdrawn", followed.now() - HOUR, lambda: heard.put_nowait("withdrawn"))
    scheduler.wake_at("withdrawn", None, lambda: None)
    scheduler.wake_at("past", followed.now() - HOUR, lambda: heard.put_nowait("past"))
    async with asyncio.timeout(10):
        assert await heard.get() == "past"
    assert heard.empty()


async def test_the_last_word_of_a_name_counts(
    followed: FollowedClock, scheduler: Scheduler
) -> None:
    heard: asyncio.Queue[str] = asyncio.Queue()
    scheduler.wake_at("one", followed.now() + HOUR, lambda: heard.put_nowait("first"))
    scheduler.wake_at("one", followed.now(), lambda: heard.put_nowait("second"))
    async with asyncio.timeout(10):
        assert await heard.get() == "second"


async def test_an_alarm_that_fails_does_not_silence_the_others(
    followed: FollowedClock, scheduler: Scheduler
) -> None:
    heard = asyncio.Event()

    def fail() -> None:
        raise RuntimeError("wrong")

    scheduler.wake_at("wrong", followed.now(), fail)
    scheduler.wake_at("right", followed.now() + timedelta(milliseconds=1), heard.set)
    async with asyncio.timeout(10):
        await heard.wait()


async def test_whoever_moves_the_clock_is_told_what_comes_next(
    sandbox: Sandbox, followed: FollowedClock, scheduler: Scheduler
) -> None:
    told = asyncio.Event()
    sandbox.clock.on_change.append(told.set)
    at = followed.now() + HOUR
    scheduler.wake_at("later", at + HOUR, lambda: None)
    scheduler.wake_at("sooner", at, lambda: None)
    async with asyncio.timeout(10):
        while sandbox.clock.next_due is None or sandbox.clock.next_due.what != "sooner":
            told.clear()
            await told.wait()
    assert sandbox.clock.next_due.at == at


async def test_a_clock_that_does_not_answer_is_said() -> None:
    clock = FollowedClock("http://127.0.0.1:9/clock")
    with pytest.raises(ClockSilent, match=r"127\.0\.0\.1:9"):
        await clock.start()


def test_a_machine_whose_clock_is_set_tells_by_how_much() -> None:
    wall, steady, told = [datetime(2026, 11, 24, tzinfo=UTC)], [100.0], list[timedelta]()
    clock = MachineClock(lambda: wall[0], lambda: steady[0])
    clock.on_move(told.append)
    for seconds, jump in ((10, 0), (10, 2), (10, -86_400), (10, 0), (10, 3_600)):
        steady[0] += seconds
        wall[0] += timedelta(seconds=seconds + jump)
        clock.look()
    assert told == [timedelta(seconds=-86_400), HOUR]


def test_the_machines_clock_is_aware_and_moves_by_itself() -> None:
    clock = MachineClock()
    at = clock.now()
    assert at.tzinfo is UTC
    assert clock.machine_instant(at) == at
    assert clock.now() >= at


async def test_an_alarm_due_while_its_last_call_runs_still_rings(
    followed: FollowedClock, scheduler: Scheduler
) -> None:
    rung, both, go = list[int](), asyncio.Event(), asyncio.Event()

    async def ring(number: int) -> None:
        rung.append(number)
        if number == 1:
            scheduler.wake_at("same", followed.now(), lambda: ring(2))
            await go.wait()
        else:
            both.set()

    scheduler.wake_at("same", followed.now(), lambda: ring(1))
    async with asyncio.timeout(10):
        await both.wait()
    go.set()
    assert rung == [1, 2]


async def test_a_stop_waits_until_all_that_rings_has_ended(
    followed: FollowedClock, scheduler: Scheduler
) -> None:
    began, ended = asyncio.Queue[str](), list[str]()

    async def ring(name: str) -> None:
        began.put_nowait(name)
        try:
            await asyncio.Event().wait()
        finally:
            for _ in range(20):
                await asyncio.sleep(0)
            ended.append(name)

    scheduler.wake_at("now", followed.now(), lambda: ring("now"))
    scheduler.wake_at("soon", followed.now() + timedelta(milliseconds=1), lambda: ring("soon"))
    async with asyncio.timeout(10):
        assert {await began.get(), await began.get()} == {"now", "soon"}
        await scheduler.close()
    assert sorted(ended) == ["now", "soon"]


async def test_nothing_rings_once_it_is_stopped(
    followed: FollowedClock, scheduler: Scheduler
) -> None:
    began, rung = asyncio.Event(), list[str]()

    async def ring() -> None:
        began.set()
        try:
            await asyncio.Event().wait()
        finally:
            scheduler.wake_at("again", followed.now(), lambda: rung.append("again"))

    scheduler.wake_at("first", followed.now(), ring)
    async with asyncio.timeout(10):
        await began.wait()
        await scheduler.close()
    scheduler.wake_at("late", followed.now(), lambda: rung.append("late"))
    for _ in range(20):
        await asyncio.sleep(0)
    assert rung == []
