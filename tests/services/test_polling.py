"""Following threads and carrying their posts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.domain.delivery import State
from bot.domain.ids import CollectiveId, PersonId
from bot.domain.refusals import Reason, Refused
from bot.domain.routing import Mode, Room
from bot.forums.discourse import Discourse
from bot.forums.discourse_asking import Asking
from bot.forums.fetch import Reader
from bot.forums.nodebb import NodeBB
from bot.ports.forum import Newest, Trouble, Unreadable
from bot.services import polling, threads
from bot.services.rhythm import Rhythm
from bot.services.threads import Asker, Listener
from bot.store import follows, forums
from tests.fakes import NOON
from tests.forums.sites import discourse, sandbox
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


def limit(w: World, requests: list[int]) -> None:
    """Have the forum answer so many pages of its newest posts, then ask for patience."""
    newest = w.forum.newest

    async def limited(older_than: str | None = None) -> Newest | Unreadable:
        if requests[0] <= 0:
            return Unreadable(Trouble.BUSY, 60.0)
        requests[0] -= 1
        return await newest(older_than)

    w.forum.newest = limited  # type: ignore[method-assign]


@pytest.mark.parametrize("at_once", [1, 2, 40])
async def test_catching_up_under_a_limit_comes_to_its_end_in_order(w: World, at_once: int) -> None:
    w.forum.write(1)
    await w.follow()
    for number in range(2, 902):
        w.forum.write(number)
    requests = [0]
    limit(w, requests)
    for _ in range(100 // at_once + 1):
        requests[0] = at_once
        await w.poll()
        w.clock.advance(60)
    requests[0] = 3
    w.forum.write(902)
    await w.poll()
    assert await carried(w, 901) == [f"Bonjour {number}" for number in range(2, 903)]


async def test_what_was_found_before_a_failure_outlives_the_process(tmp_path: Path) -> None:
    async with world(tmp_path) as before:
        before.forum.write(1)
        await before.follow()
        for number in range(2, 202):
            before.forum.write(number)
        limit(before, [6])
        await before.poll()
    async with world(tmp_path) as after:
        after.forum.posts, requests = before.forum.posts, [6]
        after.forum.write(202)
        limit(after, requests)
        for _ in range(2):
            await after.poll()
            requests[0] = 6
        assert await carried(after, 201) == [f"Bonjour {number}" for number in range(2, 203)]
        left = await after.deps.store.read(
            lambda tx: tx.execute("select count(*) from unread_posts").fetchone()
        )
    assert left == (0,)


async def test_what_is_withdrawn_between_two_parts_of_a_reading_hides_nothing(w: World) -> None:
    w.forum.write(1)
    await w.follow()
    for number in range(2, 102):
        w.forum.write(number)
    requests = [2]
    limit(w, requests)
    await w.poll()
    for number in range(90, 100):
        w.forum.purge(number)
    requests[0] = 99
    await w.poll()
    texts = await carried(w, 100)
    assert {f"Bonjour {number}" for number in range(2, 90)} <= set(texts)


async def test_what_was_found_long_ago_is_read_again(w: World) -> None:
    w.forum.write(1)
    await w.follow()
    for number in range(2, 102):
        w.forum.write(number)
    requests = [2]
    limit(w, requests)
    await w.poll()
    w.forum.edit(101, "<p>Corrigé depuis.</p>")
    w.clock.advance(3 * 3600)
    requests[0] = 99
    await w.poll()
    assert (await carried(w, 100))[-1] == "Corrigé depuis."


async def test_a_reading_that_comes_further_is_soon_gone_on_with(w: World) -> None:
    w.forum.write(1)
    await w.follow()
    for number in range(2, 902):
        w.forum.write(number)
    rhythm = Rhythm(w.deps)
    requests = [0]
    limit(w, requests)
    waits = []
    rhythm.read_now()
    for _ in range(4):
        requests[0] = 9
        await w.alarms.ring()
        at, _ = w.alarms.set[f"forum:{w.forum.name}"]
        waits.append((at - w.clock.now()).total_seconds())
        w.clock.advance(waits[-1])
    assert waits == [60.0] * 4


async def test_categories_that_cannot_be_read_do_not_lead_into_the_past(w: World) -> None:
    for number in range(1, 200):
        w.forum.write(number)
    await w.poll()
    w.clock.advance(2 * 86_400)

    async def broken() -> Unreadable:
        w.forum.requests += 1
        return Unreadable(Trouble.SERVER)

    w.forum.categories = broken  # type: ignore[method-assign, assignment]
    before = w.forum.requests
    for _ in range(3):
        assert await polling.poll(w.deps, w.forum) == Unreadable(Trouble.SERVER)
    assert w.forum.requests - before == 3 * 2


async def test_a_long_reading_whose_categories_fail_is_not_done_again(w: World) -> None:
    w.forum.write(1)
    await w.follow()
    for number in range(2, 202):
        w.forum.write(number)
    w.clock.advance(2 * 86_400)
    categories = w.forum.categories

    async def broken() -> Unreadable:
        return Unreadable(Trouble.BUSY)

    w.forum.categories = broken  # type: ignore[method-assign, assignment]
    await w.poll()
    w.forum.categories = categories  # type: ignore[method-assign]
    before = w.forum.requests
    await w.poll()
    assert w.forum.requests - before == 3  # the last page, the categories, what is new
    assert await carried(w, 200) == [f"Bonjour {number}" for number in range(2, 202)]


class Limit:
    """Requests that a forum answers before it asks for patience."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.left = 10_000
        for kind in (Reader, Asking):
            monkeypatch.setattr(kind, "get", self._limited(kind.get))

    def _limited(self, get: Callable[..., Any]) -> Callable[..., Any]:
        async def limited(*asked: Any, **more: Any) -> Any:
            self.left -= 1
            return await get(*asked, **more) if self.left >= 0 else Unreadable(Trouble.BUSY, 10.0)

        return limited


@pytest.mark.parametrize("engine", ["nodebb", "discourse"])
async def test_each_engine_s_catching_up_under_its_limit_comes_to_its_end(
    w: World, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = sandbox if engine == "nodebb" else discourse
    adapter = NodeBB if engine == "nodebb" else Discourse
    async with opened() as (server, _):
        forum = adapter(w.forum.name, server.url)
        deps = replace(w.deps, forums={w.forum.name: forum})
        await threads.follow(deps, f"all:{w.forum.name}:", GIROUETTE, mode=Mode.THREAD,
                             listener=Listener(ANNOUNCEMENTS, Room.THREAD))  # fmt: skip
        server.world.fill(6, 100)
        topic = 2 if engine == "nodebb" else 102
        last = server.reply(topic, "lina", "Le tout dernier message.")
        limit = Limit(monkeypatch)
        for _ in range(60):
            limit.left = 9
            await polling.poll(deps, forum)
            w.clock.advance(60)
        await forum.close()
    found = await w.deps.store.read(
        lambda tx: tx.execute(
            "select cast(facts ->> 'post' as integer) from deliveries where kind = 'post'"
            " order by id"
        ).fetchall()
    )
    numbers = [number for (number,) in found]
    assert numbers == sorted(set(numbers))
    assert (len(numbers), numbers[-1]) == (601, last)


async def test_a_post_that_shows_after_a_later_one_is_carried(w: World) -> None:
    w.forum.write(1)
    await w.listen("https://forum.example/category/6/paca")
    w.forum.write(2, topic=9)
    w.forum.write(3)
    w.forum.hidden = range(2, 3)
    await w.poll()
    w.forum.hidden = range(0)
    for _ in range(3):
        await w.poll()
    assert await carried(w, 2) == ["Bonjour 3", "Bonjour 2"]


async def test_a_thread_published_long_after_it_was_written_hides_no_other_post(w: World) -> None:
    w.forum.write(1)
    await w.listen("https://forum.example/category/6/paca")
    w.forum.write(2, topic=9)
    for number in range(3, 30):
        w.forum.write(number)
    w.forum.hidden = range(2, 3)
    await w.poll()
    for number in range(30, 60):
        w.forum.write(number)
    w.forum.hidden = range(0)
    w.forum.first = 2
    await w.poll()
    w.forum.first = 0
    await w.poll()
    async with w.sending():
        await w.until(lambda states: set(states) == {State.SENT})
    causes = await w.deps.store.read(
        lambda tx: tx.execute("select count(*) from deliveries where kind = 'excerpt'").fetchone()
    )
    assert causes == (20 + 20 + 1,)
    assert "Bonjour 2" in [text.splitlines()[1] for text in w.chat.contents() if "post/2>" in text]


async def test_a_forum_that_counts_from_an_earlier_number_again_is_heard(
    w: World, caplog: pytest.LogCaptureFixture
) -> None:
    w.forum.write(1)
    await w.follow()
    for number in (4_998, 4_999, 5_000):
        w.forum.write(number)
    await w.poll()
    assert await carried(w, 3) == ["Bonjour 4998", "Bonjour 4999", "Bonjour 5000"]
    w.forum.posts = [post for post in w.forum.posts if post.id.number < 2_000]
    for number in (4_999, 3_001, 3_000):
        w.forum.write(number, text="Après la panne")
        w.forum._change(number, posted_at=NOON + timedelta(seconds=number))
    w.forum.purge(4_999)
    await w.poll()
    w.forum.write(4_999, text="Après la panne")
    w.forum._change(4_999, posted_at=NOON + timedelta(seconds=4_999))
    await w.poll()
    texts = await carried(w, 6)
    assert texts[3:] == [f"Après la panne {number}" for number in (3_000, 3_001, 4_999)]
    assert caplog.messages.count("forum.went_back forum=technopolice from=5000 to=2999") == 1


async def test_a_deleted_newest_post_is_no_step_back(w: World) -> None:
    w.forum.write(1)
    await w.follow()
    for number in (2, 3):
        w.forum.write(number)
    await w.poll()
    w.forum.delete(3)
    await w.poll()
    assert await w.deps.store.read(lambda tx: forums.position(tx, w.forum.name)) == 3


async def test_a_forum_that_asks_for_years_is_read_again_within_the_hour(w: World) -> None:
    rhythm = Rhythm(w.deps)
    w.forum.trouble, w.forum.retry_after_s = Trouble.BUSY, 999_999_999.0
    rhythm.read_now()
    await w.alarms.ring()
    at, _ = w.alarms.set[f"forum:{w.forum.name}"]
    assert at - w.clock.now() < timedelta(hours=1.2)
