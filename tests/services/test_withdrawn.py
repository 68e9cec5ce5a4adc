"""A thread that the forum withdraws, and brings back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from bot.config import ForumSettings, Settings
from bot.domain.ids import ChannelId
from bot.domain.routing import Mode, Room
from bot.render.city_card import city as words_of_card
from bot.render.texts import texts
from bot.services import cards, threads, wishes
from bot.services.rhythm import Rhythm
from tests.services.test_why import PARIS
from tests.world import COLLECTIVE, DISCUSSION, GIROUETTE, World, world

CATEGORY = "https://forum.example/category/6/paca"
TITLE = "Un nom à taire"


@pytest.fixture
async def w(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path) as made:
        made.forum.thread(2, title=TITLE, url="https://forum.example/topic/2/un-nom-a-taire")
        made.forum.write(1)
        yield made


def said(w: World) -> str:
    return "\n".join(w.chat.contents() + list(w.chat.threads.values()))


async def minutes(w: World, count: int) -> None:
    """So much time, with all that is due in it; every minute the forum is read."""
    for _ in range(count):
        w.clock.advance(60)
        await w.alarms.ring()
    await w.settle()


async def hours(w: World, count: int) -> int:
    """So much time, in which the forum is read every five minutes; how often it was asked for
    something else than what is new."""
    before = w.forum.requests
    for _ in range(count * 12):
        w.clock.advance(300)
        await w.alarms.ring()
    return w.forum.requests - before - count * 12


async def back(w: World) -> None:
    """The thread is restored, which is seen."""
    w.forum.thread(2, deleted=False)
    w.clock.advance(301)
    await w.reread()
    await w.settle()


def begin(w: World) -> None:
    forum = ForumSettings(name=w.forum.name, url=w.forum.url, every_s=60)
    settings = Settings(forum=[forum], folder=w.deps.settings.folder)
    Rhythm(replace(w.deps, settings=settings, random=Random(7))).read_now()


async def withdrawn(w: World) -> None:
    """The thread is withdrawn, which is seen."""
    w.forum.thread(2, deleted=True)
    await w.reread()
    w.clock.advance(301)
    await w.reread()
    await w.settle()


@pytest.mark.parametrize("after_h", [0, 20])
async def test_a_thread_brought_back_is_said_again_within_minutes(w: World, after_h: int) -> None:
    begin(w)
    await w.follow()
    for number in range(2, 5):
        w.forum.write(number)
    await minutes(w, 3)
    w.forum.thread(2, deleted=True)
    await minutes(w, 12)
    await hours(w, after_h)
    assert "Bonjour" not in said(w)
    w.forum.thread(2, deleted=False)
    await minutes(w, 6)
    assert all(f"Bonjour {number}" in said(w) for number in range(2, 5))
    assert "retiré" not in said(w)
    assert "est de nouveau sur le forum" in said(w)


async def test_a_thread_withdrawn_long_ago_is_seldom_asked_for(w: World) -> None:
    begin(w)
    await w.follow()
    w.forum.write(2)
    await minutes(w, 3)
    w.forum.thread(2, deleted=True)
    await minutes(w, 12)
    assert await hours(w, 12) > 120
    await hours(w, 24)
    assert await hours(w, 12) <= 12


async def test_every_page_of_a_long_thread_that_is_brought_back_is_read_soon(w: World) -> None:
    begin(w)
    await w.follow()
    for number in range(2, 202):
        w.forum.write(number)
    await minutes(w, 3)
    w.forum.thread(2, deleted=True)
    await minutes(w, 12)
    w.forum.thread(2, deleted=False)
    await minutes(w, 12)
    assert "retiré" not in said(w)


async def test_a_new_post_in_a_thread_brought_back_has_all_of_it_said_again(w: World) -> None:
    begin(w)
    await w.follow(room=Room.TEXT)
    w.forum.write(2)
    await minutes(w, 3)
    w.forum.thread(2, deleted=True)
    await minutes(w, 12)
    await hours(w, 30)
    w.forum.thread(2, deleted=False)
    w.forum.write(3)
    await minutes(w, 3)
    assert "Bonjour 2" in said(w)
    assert "Bonjour 3" in said(w)
    assert list(w.chat.threads.values()) == [TITLE]
    assert "retiré" not in said(w)


@pytest.mark.parametrize("room", [Room.TEXT, Room.FORUM, Room.THREAD])
async def test_the_title_of_a_withdrawn_thread_is_withdrawn_with_it(w: World, room: Room) -> None:
    await w.follow(room=room)
    w.forum.write(2)
    await w.poll()
    await w.settle()
    w.forum.thread(2, title=f"{TITLE}, encore", locked=True)
    await w.reread()
    await w.settle()
    await withdrawn(w)
    assert "taire" not in said(w)
    if room is not Room.THREAD:
        assert list(w.chat.threads.values()) == ["Fil retiré du forum"]
    await back(w)
    assert "Bonjour 2" in said(w)
    assert "retiré" not in said(w)
    if room is not Room.THREAD:
        assert list(w.chat.threads.values()) == [f"🔒 {TITLE}, encore"]


async def test_the_title_of_a_withdrawn_thread_leaves_what_was_announced(w: World) -> None:
    await w.listen(CATEGORY)
    for number in range(2, 30):
        w.forum.write(number)
    await w.poll()
    await w.settle()
    await withdrawn(w)
    assert "taire" not in said(w)
    assert "💬 Fil retiré du forum (vu le 24 novembre à 13h05)." in w.chat.contents()
    await back(w)
    assert "20 messages repris" in said(w)
    assert "retiré" not in said(w)


async def test_after_unfollowing_the_title_is_withdrawn_and_stays_so(w: World) -> None:
    await w.follow(room=Room.TEXT)
    w.forum.write(2)
    await w.poll()
    await w.settle()
    [follow] = await threads.followed(w.deps, COLLECTIVE)
    await threads.stop(w.deps, threads.value_of(follow), GIROUETTE)
    await withdrawn(w)
    assert "taire" not in said(w)
    assert list(w.chat.threads.values()) == ["Fil retiré du forum"]


async def test_nothing_is_opened_under_the_name_of_a_withdrawn_thread(w: World) -> None:
    await w.follow(room=Room.TEXT)
    w.forum.write(2)
    await w.poll()
    w.forum.thread(2, locked=True)
    await w.reread()
    await withdrawn(w)
    assert said(w) == ""


async def test_a_withdrawn_thread_is_not_suggested(w: World) -> None:
    await w.follow()
    w.forum.write(2)
    await w.poll()
    await withdrawn(w)
    assert [one for one in await wishes.suggested(w.deps, "taire") if TITLE in one.title] == []


async def card(w: World, city: str) -> str:
    [commune] = w.deps.registry.named(city)
    shown, _ = await cards.city(w.deps, commune, cards.Reader(COLLECTIVE))
    return words_of_card(shown, texts("fr"), w.clock.now(), PARIS).content


async def test_the_card_of_a_city_says_that_its_thread_was_withdrawn(w: World) -> None:
    w.forum.thread(2, title="Caméras à Nice : que faire ?")
    await w.follow()
    w.forum.write(2)
    await w.poll()
    assert "1 fil du forum en parle" in await card(w, "Nice")
    await withdrawn(w)
    await w.poll()
    shown = await card(w, "Nice")
    assert "que faire" not in shown
    assert "aucun fil n’en parle" not in shown
    assert "1 fil qui en parlait n’y est plus visible" in shown
    w.forum.thread(2, deleted=False)
    await w.reread()
    assert "1 fil du forum en parle" in await card(w, "Nice")


async def test_a_list_that_shows_a_withdrawn_thread_has_it_read_again(w: World) -> None:
    w.forum.thread(2, title="Caméras à Nice : que faire ?", tags=("nice",))
    await w.follow()
    w.forum.write(2)
    await w.poll()
    await withdrawn(w)
    w.forum.thread(2, deleted=False)
    w.clock.advance(timedelta(days=30) / timedelta(seconds=1))
    assert "1 fil du forum en parle" in await card(w, "Nice")
    begin(w)
    await minutes(w, 2)
    assert "Bonjour 2" in said(w)


async def test_threads_hidden_all_at_once_are_asked_for_ever_more_seldom(w: World) -> None:
    begin(w)
    for topic in range(20, 30):
        w.forum.write(topic, topic=topic)
        await w.listen(f"https://forum.example/topic/{topic}/fil", ChannelId("100"), Room.THREAD)
        w.forum.write(topic + 100, topic=topic)
    await minutes(w, 3)
    for topic in range(20, 30):
        w.forum.thread(topic, deleted=True)
    assert await hours(w, 12) <= 100
    assert "Bonjour 120" in said(w)


@pytest.mark.parametrize("mode", [Mode.ANNOUNCE, Mode.THREAD])
async def test_the_title_stays_where_a_post_alone_is_withdrawn(w: World, mode: Mode) -> None:
    await w.listen(CATEGORY, mode=mode)
    w.forum.write(2)
    w.forum.write(3)
    await w.poll()
    await w.settle()
    w.forum.delete(3)
    await w.reread()
    await w.settle()
    assert TITLE in said(w)
    assert "Message retiré du forum" in said(w)


async def test_a_thread_brought_back_is_followed_anew_in_a_chat_thread(w: World) -> None:
    await w.follow(channel=DISCUSSION)
    w.forum.write(2)
    await w.poll()
    await withdrawn(w)
    [follow] = await threads.followed(w.deps, COLLECTIVE)
    await threads.stop(w.deps, threads.value_of(follow), GIROUETTE)
    w.forum.thread(2, deleted=False)
    await w.listen("https://forum.example/topic/2/fil", room=Room.TEXT, again=True)
    await w.settle()
    assert list(w.chat.threads.values()) == [TITLE]
    [thread] = w.chat.threads
    assert len(w.chat.contents(thread)) == 2
