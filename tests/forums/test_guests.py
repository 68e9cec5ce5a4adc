"""What an account sees of a forum, and guests do not."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.forums.discourse import Discourse
from bot.forums.guests import shown_to_guests
from bot.forums.nodebb import NodeBB
from bot.ports.forum import Category, Newest, TopicPage, Trouble, Unreadable
from bot.sandbox.forum.things import Readers
from tests.forums.sites import discourse, sandbox

OPEN, CLOSED = Category(1, "Ouverte", "https://a.test/1"), Category(2, "Close", "https://a.test/2")


@pytest.fixture(params=["nodebb", "discourse", "discourse_without_user"])
async def read(request: pytest.FixtureRequest) -> AsyncIterator[tuple[Any, NodeBB | Discourse]]:
    """A forum's server and who reads it with an account, named `vigie` there."""
    if request.param == "nodebb":
        async with sandbox() as (server, _):
            forum: NodeBB | Discourse = NodeBB("f", server.url, token=server.bearer)
            yield server, forum
            await forum.close()
        return
    async with discourse() as (site, _):
        user = "" if request.param == "discourse_without_user" else site.api_username.upper()
        forum = Discourse("f", site.url, token=site.api_key, user=user)
        yield site, forum
        await forum.close()


async def test_a_category_that_guests_do_not_see_is_not_public(
    read: tuple[Any, NodeBB | Discourse],
) -> None:
    server, forum = read
    hidden = min(server.world.categories)
    server.world.restrict(hidden, Readers.MEMBERS)
    found = await forum.categories()
    assert not isinstance(found, Unreadable)
    public = {one.number: one.public for one in found}
    assert public[hidden] is False
    assert any(public.values())


async def test_a_guest_says_nothing_of_what_guests_do_not_see() -> None:
    async with sandbox() as (server, _):
        forum = NodeBB("f", server.url)
        before = await forum.categories()
        await forum.close()
        assert not isinstance(before, Unreadable)
        assert all(one.public for one in before)


async def test_what_the_account_wrote_is_known_for_its_own(
    read: tuple[Any, NodeBB | Discourse],
) -> None:
    server, forum = read
    topic = 2 if isinstance(forum, NodeBB) else 102
    own = server.reply(topic, "vigie", "Écrit par le compte de Vigie.")
    other = server.reply(topic, "lina", "Écrit par quelqu'un d'autre.")
    newest, page = await forum.newest(), await forum.topic(topic)
    assert isinstance(newest, Newest)
    assert isinstance(page, TopicPage)
    for posts in (newest.posts, page.posts):
        written = {post.id.number: post.own for post in posts}
        assert (written[own], written[other]) == (True, False)


def test_a_forum_that_lets_no_guest_in_shows_them_nothing() -> None:
    found = shown_to_guests([OPEN, CLOSED], Unreadable(Trouble.FORBIDDEN))
    assert not isinstance(found, Unreadable)
    assert [one.public for one in found] == [False, False]


def test_where_guests_cannot_be_asked_for_nothing_is_known() -> None:
    met = Unreadable(Trouble.TIMEOUT)
    assert shown_to_guests([OPEN], met) == met
