"""When a forum is read: at its rhythm, later after failures, at once when asked."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from bot.config import ForumSettings, Settings
from bot.ports.forum import Newest, TopicPage, Trouble, Unreadable
from bot.services.rhythm import Rhythm
from bot.store import forums
from tests.world import World, world

EVERY_S = 60.0
LONGEST_S = 600.0
HOUR_S = 3600.0


class Fixed(Random):
    """A die that always falls on the same side, between 0 and 1."""

    def __init__(self, side: float) -> None:
        super().__init__(0)
        self.side = side

    def random(self) -> float:
        return self.side


def near(seconds: Any, spread: float = 0.11) -> Any:
    """These waits, each a little shorter or longer by chance."""
    return pytest.approx(seconds, rel=spread)


class Beat:
    """A rhythm, and the alarm by which it reads its only forum."""

    def __init__(self, w: World, *, every_s: int = 60, side: float = 0.5) -> None:
        self.w = w
        self.alarm = f"forum:{w.forum.name}"
        forum = ForumSettings(name=w.forum.name, url=w.forum.url, every_s=every_s)
        settings = Settings(forum=[forum], folder=w.deps.settings.folder)
        self.rhythm = Rhythm(replace(w.deps, settings=settings, random=Fixed(side)))

    @property
    def wait_s(self) -> float:
        """Until the next reading."""
        at = self.w.alarms.set[self.alarm][0]
        return round((at - self.w.clock.now()) / timedelta(seconds=1), 3)

    @property
    def readings(self) -> int:
        return self.w.forum.requests

    async def read(self) -> float:
        """Let the alarm's time come; the seconds until the next one."""
        self.w.clock.advance(max(0.0, self.wait_s))
        await self.w.alarms.ring()
        return self.wait_s


@pytest.fixture
async def w(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path) as made:
        made.forum.write(1)
        yield made


@pytest.fixture
def beat(w: World) -> Beat:
    made = Beat(w)
    made.rhythm.read_now()
    return made


async def test_a_forum_that_answers_is_read_at_its_rhythm(beat: Beat) -> None:
    assert beat.wait_s == 0
    assert [await beat.read() for _ in range(3)] == [EVERY_S] * 3


async def test_a_forum_that_fails_is_read_again_ever_later_up_to_ten_minutes(beat: Beat) -> None:
    beat.w.forum.trouble = Trouble.SERVER
    waits = [await beat.read() for _ in range(8)]
    assert waits == near([60, 120, 240, 480, LONGEST_S, LONGEST_S, LONGEST_S, LONGEST_S])
    assert beat.readings == 8


@pytest.mark.parametrize("trouble", list(Trouble))
async def test_whatever_ails_a_forum_it_is_read_again(beat: Beat, trouble: Trouble) -> None:
    beat.w.forum.trouble = trouble
    await beat.read()
    before = beat.readings
    await beat.read()
    assert beat.readings == before + 1


async def test_once_it_answers_the_rhythm_is_as_before_and_so_is_the_next_failure(
    beat: Beat,
) -> None:
    beat.w.forum.trouble = Trouble.SERVER
    for _ in range(4):
        await beat.read()
    beat.w.forum.trouble = None
    assert await beat.read() == EVERY_S
    beat.w.forum.trouble = Trouble.SERVER
    assert [await beat.read(), await beat.read()] == near([60, 120])


async def test_a_forum_read_once_an_hour_is_not_read_more_often_because_it_fails(
    w: World,
) -> None:
    slow = Beat(w, every_s=3600)
    slow.rhythm.read_now()
    w.forum.trouble = Trouble.SERVER
    assert [await slow.read() for _ in range(4)] == near([HOUR_S] * 4)


@pytest.mark.parametrize(
    ("asked_s", "waits_s"), [(5, 60), (1800, 1800), (HOUR_S, HOUR_S), (10 * HOUR_S, HOUR_S)]
)
async def test_the_wait_that_a_forum_asks_for_is_kept_but_for_more_than_an_hour(
    beat: Beat, asked_s: float, waits_s: float
) -> None:
    beat.w.forum.trouble, beat.w.forum.retry_after_s = Trouble.BUSY, asked_s
    assert await beat.read() == near(waits_s)


@pytest.mark.parametrize("side", [0.0, 0.25, 0.999])
async def test_a_forum_that_asks_for_a_wait_is_never_read_before_it_is_over(
    w: World, side: float
) -> None:
    beat = Beat(w, side=side)
    beat.rhythm.read_now()
    w.forum.trouble, w.forum.retry_after_s = Trouble.BUSY, 1800.0
    assert await beat.read() >= 1800


async def test_many_vigies_do_not_come_back_together(w: World) -> None:
    w.forum.trouble = Trouble.SERVER
    waits = []
    for side in (0.0, 0.25, 0.5, 0.75, 0.999):
        beat = Beat(w, side=side)
        beat.rhythm.read_now()
        for _ in range(5):
            await beat.read()
        waits.append(beat.wait_s)
    assert len(set(waits)) == 5
    assert waits == [near(LONGEST_S, spread=0.2)] * 5


async def test_a_defect_met_while_reading_does_not_end_the_readings(beat: Beat) -> None:
    newest = beat.w.forum.newest

    async def wrong(older_than: str | None = None) -> Newest | Unreadable:
        raise RuntimeError(older_than)

    beat.w.forum.newest = wrong  # type: ignore[method-assign]
    with suppress(RuntimeError):
        await beat.read()
    assert 0 < beat.wait_s <= LONGEST_S
    beat.w.forum.newest = newest  # type: ignore[method-assign]
    before = beat.readings
    await beat.read()
    assert beat.readings > before


async def test_news_told_long_after_a_reading_is_read_at_once(beat: Beat) -> None:
    await beat.read()
    beat.w.clock.advance(30)
    beat.rhythm.nudge(beat.w.forum.name)
    assert beat.wait_s == 0


async def test_news_told_again_and_again_is_read_once_within_five_seconds(beat: Beat) -> None:
    await beat.read()
    before = beat.readings
    for _ in range(4):
        beat.w.clock.advance(1)
        beat.rhythm.nudge(beat.w.forum.name)
        await beat.w.alarms.ring()
        assert beat.readings == before
    assert beat.wait_s == 1
    assert await beat.read() == EVERY_S
    assert beat.readings == before + 1


async def test_a_thread_that_changed_is_read_again_with_the_forum(beat: Beat) -> None:
    w = beat.w
    await w.follow()
    w.forum.write(2)
    await beat.read()
    await w.settle()
    w.clock.advance(30)
    w.forum.edit(2, "<p>Corrigé.</p>")
    beat.rhythm.nudge(w.forum.name, 2)
    await w.alarms.ring()
    await w.settle()
    assert "Corrigé." in w.chat.contents()[0]


async def test_a_thread_that_nobody_mirrors_costs_no_request_when_it_changes(beat: Beat) -> None:
    await beat.read()
    beat.w.clock.advance(30)
    before = beat.readings
    beat.rhythm.nudge(beat.w.forum.name, 2)
    beat.rhythm.nudge(beat.w.forum.name, 999)
    await beat.w.alarms.ring()
    assert beat.readings == before + 1


async def test_a_nudge_brings_a_forum_that_failed_back_at_once(beat: Beat) -> None:
    beat.w.forum.trouble = Trouble.SERVER
    for _ in range(5):
        await beat.read()
    beat.w.forum.trouble = None
    beat.w.clock.advance(10)
    beat.rhythm.nudge(beat.w.forum.name)
    assert beat.wait_s == 0
    assert await beat.read() == EVERY_S


async def test_when_the_clock_goes_back_a_day_the_forum_is_read_at_once(beat: Beat) -> None:
    beat.w.forum.trouble, beat.w.forum.retry_after_s = Trouble.BUSY, 3600
    await beat.read()
    beat.w.clock.advance(-86_400)
    assert beat.wait_s == 0
    beat.w.forum.trouble = None
    assert await beat.read() == EVERY_S
    beat.rhythm.nudge(beat.w.forum.name)
    assert beat.wait_s == 5


async def test_when_the_clock_goes_back_a_day_threads_are_read_again_within_minutes(
    w: World,
) -> None:
    await w.follow()
    w.forum.write(2)
    await w.poll()
    await w.reread()
    w.clock.advance(-86_400)
    w.forum.edit(2, "<p>Le conseil est reporté.</p>")
    beat = Beat(w)
    beat.rhythm.read_now()
    await beat.read()
    await w.settle()
    assert "reporté" in w.chat.contents()[0]


def hold(w: World) -> tuple[asyncio.Event, asyncio.Event]:
    """Make the next reading of the newest posts wait: (it has begun, it may go on)."""
    begun, go_on, newest = asyncio.Event(), asyncio.Event(), w.forum.newest

    async def held(older_than: str | None = None) -> Newest | Unreadable:
        w.forum.newest = newest  # type: ignore[method-assign]
        begun.set()
        await go_on.wait()
        return await newest(older_than)

    w.forum.newest = held  # type: ignore[method-assign]
    return begun, go_on


@pytest.mark.parametrize(
    "ask", [lambda rhythm: rhythm.read_now(), lambda rhythm: rhythm.nudge("technopolice")]
)
async def test_asked_while_it_reads_it_reads_once_more_and_never_twice_at_a_time(
    beat: Beat, ask: Callable[[Rhythm], None]
) -> None:
    begun, go_on = hold(beat.w)
    reading = asyncio.create_task(beat.read())
    async with asyncio.timeout(10):
        await begun.wait()
        before = beat.readings
        for _ in range(3):
            ask(beat.rhythm)
            beat.w.clock.advance(5)
            await beat.w.alarms.ring()
        assert beat.readings == before
        go_on.set()
        assert await reading == 0
    assert await beat.read() == EVERY_S
    assert await beat.read() == EVERY_S


async def test_news_told_while_a_reading_comes_to_its_end_is_not_forgotten(beat: Beat) -> None:
    begun, go_on = hold(beat.w)
    reading = asyncio.create_task(beat.read())
    async with asyncio.timeout(10):
        await begun.wait()
        beat.rhythm.nudge(beat.w.forum.name)
        go_on.set()
        assert await reading == 5
    assert await beat.read() == EVERY_S


async def test_what_was_posted_while_it_failed_is_carried_once_it_answers(beat: Beat) -> None:
    await beat.w.follow()
    await beat.read()
    beat.w.forum.trouble = Trouble.SERVER
    beat.w.forum.write(2)
    await beat.read()
    await beat.read()
    beat.w.forum.trouble = None
    await beat.read()
    async with beat.w.sending():
        await beat.w.all_sent(1)
    [text] = beat.w.chat.contents()
    assert "Bonjour 2" in text


async def test_the_wait_that_a_forum_asks_for_while_threads_are_read_again_is_kept(
    beat: Beat,
) -> None:
    await beat.w.follow()
    beat.w.forum.write(2)

    async def busy(number: int, page: int = 1) -> TopicPage | Unreadable:
        beat.w.forum.requests += 1
        return Unreadable(Trouble.BUSY, 900.0)

    beat.w.forum.topic = busy  # type: ignore[method-assign]
    assert await beat.read() == 900
    beat.rhythm.nudge(beat.w.forum.name)
    assert beat.wait_s == 900


async def test_new_posts_do_not_wait_until_a_long_thread_is_read_again(beat: Beat) -> None:
    w = beat.w
    await w.follow()
    for number in range(2, 302):
        w.forum.write(number)
    topic = w.forum.topic
    pages = []

    async def slow(number: int, page: int = 1) -> TopicPage | Unreadable:
        w.clock.advance(30)
        if page == 3:
            w.forum.write(400)
        known = await w.deps.store.read(lambda tx: forums.position(tx, w.forum.name))
        pages.append((page, known))
        return await topic(number, page)

    w.forum.topic = slow  # type: ignore[method-assign]
    await beat.read()
    assert pages[0][1] == 301
    assert pages[-1][1] == 400
    await w.settle()
    assert sum("Bonjour 400" in text for text in w.chat.contents()) == 1


async def test_a_thread_that_changes_while_another_is_read_again_is_read_soon_after(
    w: World,
) -> None:
    w.forum.write(1001, topic=5)
    await w.follow(5)
    await w.follow()
    for number in range(1002, 1302):
        w.forum.write(number)
    beat, topic = Beat(w, every_s=3600), w.forum.topic
    beat.rhythm.read_now()

    async def slow(number: int, page: int = 1) -> TopicPage | Unreadable:
        if page == 3:
            beat.rhythm.nudge(w.forum.name, 5)
            w.clock.advance(5)
            await w.alarms.ring()
        return await topic(number, page)

    w.forum.topic = slow  # type: ignore[method-assign]
    assert await beat.read() <= 5


async def test_news_told_while_a_long_thread_is_read_again_does_not_wait_until_its_end(
    w: World,
) -> None:
    await w.follow()
    for number in range(2, 302):
        w.forum.write(number)
    beat, topic, pages = Beat(w, every_s=3600), w.forum.topic, list[tuple[int, int | None]]()
    beat.rhythm.read_now()

    async def slow(number: int, page: int = 1) -> TopicPage | Unreadable:
        if page == 3:
            w.forum.write(400)
            beat.rhythm.nudge(w.forum.name)
            w.clock.advance(5)
            await w.alarms.ring()
        known = await w.deps.store.read(lambda tx: forums.position(tx, w.forum.name))
        pages.append((page, known))
        return await topic(number, page)

    w.forum.topic = slow  # type: ignore[method-assign]
    assert await beat.read() > 5  # told once, read once
    assert pages[0][1] == 301
    assert pages[-1][1] == 400
