"""A channel says which messages come to it, once, and when they no longer do."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.delivery import State
from bot.domain.routing import Mode, Room
from bot.ports.chat import Amend, Pin, Refusal
from bot.services import holding, threads
from bot.services.notices import Notices
from tests.world import ANNOUNCEMENTS, DISCUSSION, GIROUETTE, World, world

SAYS = "💬 Ce salon reçoit les messages de Forum : ce que vous écrivez ici reste ici."
OVER = "💬 Ce salon ne reçoit plus les messages de Forum."


@pytest.fixture
async def w(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path) as made:
        made.forum.write(1)
        made.forum.write(2, topic=3)
        Notices(made.deps)
        yield made


async def said(w: World, channel: str = ANNOUNCEMENTS) -> list[str]:
    """What stands in a channel, once all is sent."""
    await w.alarms.ring()
    await w.settle()
    return [text.replace("\u202f", " ").replace("\xa0", " ") for text in w.chat.contents(channel)]


async def stop(w: World, topic: int = 2) -> None:
    await threads.stop(w.deps, f"{w.forum.url}/topic/{topic}/fil", GIROUETTE)


async def test_the_first_follow_of_a_channel_says_so_and_is_pinned(w: World) -> None:
    await w.follow(room=Room.TEXT)
    await w.follow(topic=3, room=Room.TEXT)
    assert await said(w) == [SAYS]
    [(place, message)] = w.chat.pinned
    assert (place, message) == w.chat.kept[0][:2]


async def test_each_channel_says_it_for_itself(w: World) -> None:
    await w.follow()
    await w.follow(channel=DISCUSSION)
    assert await said(w) == [SAYS]
    assert await said(w, DISCUSSION) == [SAYS]


async def test_what_is_mute_or_a_forum_channel_says_nothing(w: World) -> None:
    await w.follow(mode=Mode.MUTE)
    await w.follow(channel=DISCUSSION, room=Room.FORUM)
    assert await said(w) == await said(w, DISCUSSION) == []


async def test_the_end_of_the_last_follow_is_said_in_the_same_message(w: World) -> None:
    await w.follow()
    await w.follow(topic=3)
    assert await said(w) == [SAYS]
    await stop(w)
    assert await said(w) == [SAYS]
    await stop(w, topic=3)
    assert await said(w) == [OVER]
    await w.follow()
    assert await said(w) == [SAYS]
    assert len(w.chat.pinned) == 1


async def test_a_message_that_people_deleted_is_said_anew_with_the_next_follow(w: World) -> None:
    await w.follow()
    await said(w)
    w.chat.refuses[Amend] = Refusal.NO_MESSAGE
    await stop(w)
    await said(w)
    w.chat.refuses.clear()
    await w.follow()
    assert await said(w) == [SAYS, SAYS]
    assert len(w.chat.pinned) == 2


async def test_after_a_stop_it_is_said_once_and_not_forgotten(w: World) -> None:
    await w.follow()
    w.alarms.set.clear()  # the process stops before it looks
    for _ in range(2):
        Notices(w.deps).wake()
        assert await said(w) == [SAYS]


async def test_it_stays_without_a_pin_where_that_is_no_right_and_nobody_is_told(w: World) -> None:
    w.chat.refuses[Pin] = Refusal.NO_RIGHT
    await w.follow()
    assert await said(w) == [SAYS]
    assert await w.states() == {State.SENT: 1, State.FAILED: 1}
    w.clock.advance(2 * 86_400)
    assert await said(w) == [SAYS]
    assert sum(isinstance(one, Pin) for one in w.chat.attempts) == 1


async def test_the_forum_is_called_as_it_calls_itself(w: World) -> None:
    await w.follow()
    await said(w)
    await w.deps.store.write(lambda tx: tx.execute("update forums set title = 'Technopolice'"))
    await w.listen("fr:06088")
    assert await said(w) == [SAYS.replace("Forum", "Technopolice")]


async def test_silence_holds_it(w: World) -> None:
    await holding.silence(w.deps, GIROUETTE)
    await w.follow()
    await w.alarms.ring()
    async with w.sending():
        await w.until(lambda states: states == {State.HELD: 2})
    await holding.resume(w.deps, GIROUETTE)
    assert await said(w) == [SAYS]
    assert len(w.chat.pinned) == 1
