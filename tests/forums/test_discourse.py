"""The embedded Discourse forum, read over real sockets."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.forums.discourse import Discourse
from bot.forums.fetch import USER_AGENT
from bot.ports.forum import (
    Forum,
    Identity,
    Newest,
    Place,
    PlaceKind,
    Post,
    TopicPage,
    Trouble,
    Unreadable,
)
from bot.sandbox.faults import Faults
from bot.sandbox.forum.discourse.server import DiscourseServer
from tests.forums.sites import discourse

TITLE = "Forum Veille (démonstration)"
GRENOBLE, LYON = 102, 103


@pytest.fixture(params=[False, True], ids=["counts_posts", "counts_numbers"])
async def embedded(request: pytest.FixtureRequest) -> AsyncIterator[tuple[DiscourseServer, Faults]]:
    """A server of today, and one of before: they look for the newest posts otherwise."""
    async with discourse(windows_of_ids=request.param) as both:
        yield both


@pytest.fixture
async def forum(embedded: tuple[DiscourseServer, Faults]) -> AsyncIterator[Discourse]:
    reader = Discourse("f", embedded[0].url, timeout_s=5)
    yield reader
    await reader.close()


async def newest(forum: Forum, older: str | None = None) -> Newest:
    said = await forum.newest(older)
    assert isinstance(said, Newest)
    return said


async def page_of(forum: Forum, topic: int, page: int = 1) -> TopicPage:
    said = await forum.topic(topic, page)
    assert isinstance(said, TopicPage)
    return said


async def test_the_adapter_is_a_forum(forum: Discourse) -> None:
    port: Forum = forum
    assert await port.identify() == Identity("discourse", TITLE, forum.url, logged_in=False)


async def test_a_key_logs_in_and_another_does_not(
    embedded: tuple[DiscourseServer, Faults],
) -> None:
    server = embedded[0]
    for token, user, logged_in in (
        (server.api_key, server.api_username, True),
        (server.api_key, "", True),
        (server.api_key, "personne", False),
        ("inconnue", "", False),
    ):
        forum = Discourse("f", server.url, token=token, user=user)
        known = await forum.identify()
        await forum.close()
        assert known == Identity("discourse", TITLE, server.url, logged_in)


async def test_a_reply_is_the_newest_post(
    embedded: tuple[DiscourseServer, Faults], forum: Discourse
) -> None:
    await newest(forum)
    pid = embedded[0].reply(GRENOBLE, "Zoé", "Rendez-vous **devant** la mairie.")
    first = (await newest(forum)).posts[0]
    assert (first.id.number, first.author, first.topic.id.number) == (pid, "zoe", GRENOBLE)
    assert first.html == "<p>Rendez-vous <strong>devant</strong> la mairie.</p>"
    assert first.topic.tags == ("vote", "grenoble", "vsa")
    assert (first.topic.category, first.topic.category_name) == (6, "Auvergne-Rhône-Alpes")


async def test_every_public_post_is_met_once_page_after_page(
    embedded: tuple[DiscourseServer, Faults], forum: Discourse
) -> None:
    page = await newest(forum)
    seen = [post.id.number for post in page.posts]
    while page.older is not None:
        page = await newest(forum, page.older)
        seen += [post.id.number for post in page.posts]
    world = embedded[0].world
    public = {
        post.id
        for post in world.posts.values()
        if post.type == 1 and not post.deleted_ms
        if world.may_see(world.topics[post.topic_id], None)
        and not world.topics[post.topic_id].unlisted
    }
    assert seen == sorted(public, reverse=True)


async def test_a_long_topic_is_read_page_by_page(forum: Discourse) -> None:
    pages = [await page_of(forum, LYON, number) for number in (1, 2, 3)]
    assert [[post.index for post in page.posts] for page in pages] == [
        list(range(20)),
        list(range(20, 40)),
        list(range(40, 45)),
    ]
    assert {page.pages for page in pages} == {3}
    assert await forum.topic(LYON, 4) == Unreadable(Trouble.MISSING)


async def test_edits_deletions_and_flags_show_in_the_topic(
    embedded: tuple[DiscourseServer, Faults], forum: Discourse
) -> None:
    server = embedded[0]
    one, two, three, four = (
        server.reply(GRENOBLE, "Lina", f"Un message de plus, le {n}.") for n in "1234"
    )
    server.edit(one, "Un message corrigé depuis.")
    server.delete(two)
    server.world.withdraw(three)
    server.world.hide(four)
    whisper = server.world.whisper(GRENOBLE, "Entre nous seulement.")
    posts = {post.id.number: post for post in (await page_of(forum, GRENOBLE)).posts}
    assert posts[one].edited_at is not None
    assert posts[one].html == "<p>Un message corrigé depuis.</p>"
    assert two not in posts
    assert whisper not in posts
    assert [(posts[n].deleted, posts[n].html) for n in (three, four)] == [(True, ""), (True, "")]


async def test_a_key_has_what_was_typed_in_as_many_requests(
    embedded: tuple[DiscourseServer, Faults],
) -> None:
    server = embedded[0]
    told, asked = [], []
    for token in (None, server.api_key):
        reader = Discourse("f", server.url, token=token, user=server.api_username, timeout_s=5)
        before = server.request_count
        read = [*(await newest(reader)).posts, *(await page_of(reader, LYON, 2)).posts]
        await reader.close()
        asked.append(server.request_count - before)
        told.append({one.markdown is not None for one in read if not one.deleted})
    assert told == [{False}, {True}]
    assert asked[0] == asked[1]


async def test_whispers_stay_unread_even_with_a_key_that_may_read_them(
    embedded: tuple[DiscourseServer, Faults],
) -> None:
    server = embedded[0]
    whisper = server.world.whisper(GRENOBLE, "Entre nous seulement.")
    gone = server.reply(GRENOBLE, "Lina", "Un message de trop.")
    server.delete(gone)
    forum = Discourse("f", server.url, token=server.staff_key)
    seen = [*(await newest(forum)).posts, *(await page_of(forum, GRENOBLE)).posts]
    alone, deleted = await forum.post(whisper), await forum.post(gone)
    await forum.close()
    assert whisper not in [post.id.number for post in seen]
    assert alone == Unreadable(Trouble.MISSING)
    assert isinstance(deleted, Unreadable) or (deleted.deleted and deleted.html == "")


async def test_a_topic_moved_renamed_and_closed_is_told_as_it_is_now(
    embedded: tuple[DiscourseServer, Faults], forum: Discourse
) -> None:
    world = embedded[0].world
    world.rename(GRENOBLE, "Grenoble : vote reporté")
    world.move(GRENOBLE, 7)
    world.lock(GRENOBLE, True)
    topic = (await page_of(forum, GRENOBLE)).topic
    assert (topic.title, topic.category_name, topic.locked) == (
        "Grenoble : vote reporté",
        "Outils",
        True,
    )


async def test_a_post_is_read_wherever_it_is(
    embedded: tuple[DiscourseServer, Faults], forum: Discourse
) -> None:
    pid = embedded[0].reply(LYON, "Lina", "Encore une caméra, rue de la République.")
    post = await forum.post(pid)
    assert isinstance(post, Post)
    assert (post.id.number, post.topic.id.number, post.index) == (pid, LYON, None)
    assert post.url == f"{post.topic.url}/46"
    embedded[0].delete(pid)
    assert await forum.post(pid) == Unreadable(Trouble.MISSING)


async def test_threads_of_a_category_and_of_a_tag_are_listed(forum: Discourse) -> None:
    for place in (Place(PlaceKind.CATEGORY, "6"), Place(PlaceKind.TAG, "grenoble")):
        topics = await forum.latest(place)
        assert not isinstance(topics, Unreadable)
        assert GRENOBLE in [topic.id.number for topic in topics]
    parent = await forum.latest(Place(PlaceKind.CATEGORY, "5"))
    assert parent == ()
    alone = await forum.latest(Place(PlaceKind.TOPIC, str(LYON)))
    assert not isinstance(alone, Unreadable)
    assert [topic.id.number for topic in alone] == [LYON]
    assert await forum.latest(Place(PlaceKind.TAG, "rien")) == Unreadable(Trouble.MISSING)


async def test_categories_are_those_that_the_reader_may_see(
    embedded: tuple[DiscourseServer, Faults], forum: Discourse
) -> None:
    member = Discourse("f", embedded[0].url, token=embedded[0].api_key)
    for reader, numbers in ((forum, [1, 5, 6, 7]), (member, [1, 5, 6, 7, 8])):
        found = await reader.categories()
        assert not isinstance(found, Unreadable)
        assert [one.number for one in found] == numbers
        assert {one.number: one.parent for one in found}[6] == 5
    await member.close()


async def test_a_quiet_poll_costs_one_request_and_names_its_reader(
    embedded: tuple[DiscourseServer, Faults], forum: Discourse
) -> None:
    await newest(forum)
    before = embedded[0].request_count
    await newest(forum)
    assert embedded[0].request_count - before == 1
    assert {asked.user_agent for asked in embedded[0].requests} == {USER_AGENT}


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ("forum.silence", Unreadable(Trouble.TIMEOUT)),
        ("forum.500", Unreadable(Trouble.SERVER)),
        ("forum.503", Unreadable(Trouble.SERVER)),
        ("forum.429", Unreadable(Trouble.BUSY, 30.0)),
        ("forum.429_bare", Unreadable(Trouble.BUSY)),
        ("forum.wall", Unreadable(Trouble.WALLED)),
        ("forum.wall_503", Unreadable(Trouble.WALLED)),
        ("forum.html", Unreadable(Trouble.GARBLED)),
        ("forum.truncated", Unreadable(Trouble.GARBLED)),
        ("forum.empty", Unreadable(Trouble.GARBLED)),
        ("forum.drop", Unreadable(Trouble.UNREACHABLE)),
    ],
)
async def test_a_fault_is_told_as_it_is_and_ends_when_it_ends(
    fault: str, expected: Unreadable
) -> None:
    async with discourse() as (server, faults):
        forum = Discourse("f", server.url, timeout_s=0.5)
        faults.put(fault)
        said = await forum.newest()
        faults.clear_all()
        after = await forum.newest()
        await forum.close()
    assert said == expected
    assert isinstance(after, Newest)


async def test_posts_of_five_megabytes_are_read_by_their_beginning(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.sandbox.forum.world.MAX_LENGTH", 6_000_000)
    async with discourse() as (server, _):
        forum = Discourse("f", server.url, timeout_s=60)
        long = [server.reply(GRENOBLE, "lina", "é Un texte long. " * 294_000) for _ in range(2)]
        after = server.reply(GRENOBLE, "lina", "Rendez-vous devant la mairie.")
        said, page = await newest(forum), await page_of(forum, GRENOBLE)
        await forum.close()
    assert [post.id.number for post in said.posts[:3]] == [after, *reversed(long)]
    for post in (said.posts[1], page.posts[-2]):
        assert post.html.startswith("<p>é Un texte long.")
        assert post.html.endswith("<p>…</p>")
        assert len(post.html) < 200_000
    assert said.posts[1].html == page.posts[-2].html
