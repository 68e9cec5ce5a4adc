"""Following threads and carrying their posts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.delivery import State
from bot.domain.ids import CollectiveId, PersonId
from bot.domain.refusals import Reason, Refused
from bot.ports.forum import Newest, Trouble, Unreadable
from bot.services import threads
from bot.services.rhythm import Rhythm
from bot.services.threads import Asker
from bot.store import follows, forums
from tests.world import ANNOUNCEMENTS, COLLECTIVE, DISCUSSION, GIROUETTE, World, world


@pytest.fixture
async def w(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path) as made:
        yield made


async def carried(w: World, count: int) -> list[str]:
    """The texts of the posts carried to the chat, once there are `count`."""
    async with w.sending():
        await w.all_sent(count)
    return [text.splitlines()[1] for text in w.chat.contents()]


async def test_the_first_follow_is_silent_about_the_past(w: World) -> None:
    w.forum.write(1)
    w.forum.write(2)
    await w.follow()
    await w.poll()
    assert await w.states() == {}


async def test_every_later_post_is_carried_once_in_order(w: World) -> None:
    w.forum.write(1)
    await w.follow()
    for number in (2, 3, 4):
        w.forum.write(number)
    await w.poll()
    await w.poll()
    assert await carried(w, 3) == ["Bonjour 2", "Bonjour 3", "Bonjour 4"]


async def test_a_post_written_just_before_the_follow_stays_past(w: World) -> None:
    w.forum.write(1)
    await w.poll()
    w.forum.write(2)
    await w.follow()
    await w.poll()
    assert await w.states() == {}


async def test_posts_of_other_threads_are_not_carried(w: World) -> None:
    w.forum.write(1)
    w.forum.write(2, topic=3)
    await w.follow(2)
    w.forum.write(4, topic=3)
    await w.poll()
    assert await w.states() == {}


async def test_catching_up_reads_as_many_pages_as_it_takes(w: World) -> None:
    w.forum.write(1)
    await w.follow()
    for number in range(2, 132):
        w.forum.write(number)
    await w.poll()
    texts = await carried(w, 130)
    assert texts == [f"Bonjour {number}" for number in range(2, 132)]


async def test_pages_emptied_by_hidden_posts_are_read_past(w: World) -> None:
    w.forum.write(1)
    await w.follow()
    w.forum.write(2)
    w.forum.hidden_pages = 3
    await w.poll()
    assert await carried(w, 1) == ["Bonjour 2"]


async def test_a_quiet_forum_costs_one_request_however_many_threads_are_followed(w: World) -> None:
    for number in range(1, 61):
        w.forum.write(number, topic=number)
    for number in range(1, 51):
        await w.follow(number)
    await w.poll()
    before = w.forum.requests
    await w.poll()
    assert w.forum.requests == before + 1


async def test_an_outage_loses_nothing_and_is_not_shown_as_quiet(w: World) -> None:
    w.forum.write(1)
    await w.follow()
    w.forum.trouble = Trouble.SERVER
    w.forum.write(2)
    await w.poll()
    [health] = await w.deps.store.read(forums.health)
    assert (health.trouble, health.trouble_since) == (Trouble.SERVER, w.clock.now())
    w.forum.trouble = None
    await w.poll()
    [health] = await w.deps.store.read(forums.health)
    assert (health.trouble, health.last_success) == (None, w.clock.now())
    assert await carried(w, 1) == ["Bonjour 2"]


async def test_two_channels_hear_the_same_thread(w: World) -> None:
    w.forum.write(1)
    await w.follow()
    await w.follow(channel=DISCUSSION)
    w.forum.write(2)
    await w.poll()
    async with w.sending():
        await w.all_sent(2)
    assert len(w.chat.contents(ANNOUNCEMENTS)) == len(w.chat.contents(DISCUSSION)) == 1


async def test_following_twice_is_refused_with_the_title(w: World) -> None:
    w.forum.write(1)
    await w.follow()
    with pytest.raises(Refused) as refused:
        await w.follow()
    assert refused.value.reason is Reason.ALREADY_FOLLOWED
    assert refused.value.facts == {"title": "Fil 2"}


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("https://elsewhere.example/topic/2", Reason.NOT_A_PLACE),
        ("n'importe quoi", Reason.NOT_A_PLACE),
        ("https://forum.example/topic/77", Reason.TOPIC_UNREADABLE),
    ],
)
async def test_an_address_that_is_no_thread_is_refused(
    w: World, address: str, reason: Reason
) -> None:
    with pytest.raises(Refused) as refused:
        await threads.follow(w.deps, address, GIROUETTE)
    assert refused.value.reason is reason


async def test_stopping_withholds_at_once_what_was_planned(w: World) -> None:
    w.forum.write(1)
    await w.follow()
    w.forum.write(2)
    await w.poll()
    [follow] = await threads.followed(w.deps, COLLECTIVE)
    await threads.stop(w.deps, threads.value_of(follow), GIROUETTE)
    async with w.sending():
        states = await w.until(lambda states: State.WITHHELD in states)
    assert states == {State.WITHHELD: 1}
    assert w.chat.attempts == []


async def test_a_collective_cannot_stop_another_ones_follow(w: World) -> None:
    w.forum.write(1)
    await w.follow()
    [follow] = await threads.followed(w.deps, COLLECTIVE)
    stranger = Asker(PersonId("9"), ANNOUNCEMENTS, CollectiveId("99"))
    with pytest.raises(Refused) as refused:
        await threads.stop(w.deps, threads.value_of(follow), stranger)
    assert refused.value.reason is Reason.NOT_FOLLOWED


async def test_each_change_of_a_follow_has_its_history_row(w: World) -> None:
    w.forum.write(1)
    await w.follow()
    [follow] = await threads.followed(w.deps, COLLECTIVE)
    await threads.stop(w.deps, threads.value_of(follow), GIROUETTE)
    rows = await w.deps.store.read(
        lambda tx: tx.execute("select noun, by, before, after from changes order by id").fetchall()
    )
    person = GIROUETTE.person
    assert rows == [
        ("follow", person, None, "fil"),
        ("follow", person, "fil", "stopped"),
    ]
    assert await w.deps.store.read(lambda tx: follows.of_collective(tx, COLLECTIVE)) == []


async def test_a_reading_overtaken_by_another_loses_nothing(w: World) -> None:
    w.forum.write(1)
    overtaken = asyncio.Event()
    newest = w.forum.newest

    async def slow(older_than: str | None = None) -> Newest | Unreadable:
        w.forum.newest = newest  # type: ignore[method-assign]
        await overtaken.wait()
        return await newest(older_than)

    w.forum.newest = slow  # type: ignore[method-assign]
    first = asyncio.create_task(w.poll())
    await asyncio.sleep(0)
    while w.forum.newest is slow:  # type: ignore[comparison-overlap]
        await asyncio.sleep(0)
    await w.follow()
    w.forum.write(2)
    overtaken.set()
    await first
    assert await carried(w, 1) == ["Bonjour 2"]


async def test_following_is_refused_while_the_forum_cannot_be_read_whole(w: World) -> None:
    w.forum.write(1)
    newest = w.forum.newest

    async def broken(older_than: str | None = None) -> Newest | Unreadable:
        return Unreadable(Trouble.SERVER)

    w.forum.newest = broken  # type: ignore[method-assign]
    with pytest.raises(Refused) as refused:
        await w.follow()
    assert refused.value.reason is Reason.TOPIC_UNREADABLE
    w.forum.newest = newest  # type: ignore[method-assign]
    await w.follow()
    w.forum.write(2)
    await w.poll()
    assert await carried(w, 1) == ["Bonjour 2"]


async def test_many_hidden_posts_between_do_not_end_the_reading(w: World) -> None:
    w.forum.write(1)
    await w.follow()
    for number in range(2, 22):
        w.forum.write(number)
    for number in range(22, 200):
        w.forum.write(number, topic=9)
    w.forum.hidden = range(22, 190)
    await w.poll()
    assert await carried(w, 20) == [f"Bonjour {number}" for number in range(2, 22)]


async def test_a_post_that_was_hidden_when_the_newest_were_read_is_carried_later(w: World) -> None:
    w.forum.write(1)
    await w.follow()
    w.forum.write(2)
    w.forum.delete(2)
    w.forum.write(3)
    await w.poll()
    w.forum.delete(2, deleted=False)
    await w.reread()
    await w.reread()
    assert sorted(await carried(w, 2)) == ["Bonjour 2", "Bonjour 3"]


async def test_a_forum_that_asks_for_years_is_read_again_within_the_hour(w: World) -> None:
    rhythm = Rhythm(w.deps)
    w.forum.trouble, w.forum.retry_after_s = Trouble.BUSY, 999_999_999.0
    rhythm.read_now()
    await w.alarms.ring()
    at, _ = w.alarms.set[f"forum:{w.forum.name}"]
    assert at - w.clock.now() < timedelta(hours=1.2)
