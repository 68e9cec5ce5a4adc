"""NodeBB read over real sockets: good days and bad."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable

import pytest
from aiohttp import web

from bot.forums import nodebb_shapes
from bot.forums.arriving import MOST_KEPT
from bot.forums.fetch import USER_AGENT
from bot.forums.nodebb import NodeBB
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
from bot.sandbox.forum.server import ForumServer
from tests.contracts.nodebb_contract import recording
from tests.forums.sites import answering, recorded, sandbox

CONFIG = recording("config_guest")["response"]["body"]


@pytest.fixture
async def embedded() -> AsyncIterator[tuple[ForumServer, Faults]]:
    async with sandbox() as both:
        yield both


@pytest.fixture
async def forum(embedded: tuple[ForumServer, Faults]) -> AsyncIterator[NodeBB]:
    reader = NodeBB("f", embedded[0].url, timeout_s=5)
    yield reader
    await reader.close()


async def test_the_adapter_is_a_forum(forum: NodeBB) -> None:
    port: Forum = forum
    assert await port.identify() == Identity("nodebb", "NodeBB", forum.url, logged_in=False)


async def test_a_reply_is_the_newest_post(
    embedded: tuple[ForumServer, Faults], forum: NodeBB
) -> None:
    pid = embedded[0].reply(2, "zoé", "Rendez-vous **devant** la mairie.")
    newest = await forum.newest()
    assert isinstance(newest, Newest)
    first = newest.posts[0]
    assert first.id.number == pid == 85
    assert (first.author, first.topic.id.number) == ("zoé", 2)
    assert (first.topic.category, first.topic.category_name) == (6, "Provence-Alpes-Côte d'Azur")
    assert first.html == '<p dir="auto">Rendez-vous <strong>devant</strong> la mairie.</p>\n'


async def test_every_post_is_met_page_after_page(forum: NodeBB) -> None:
    seen: list[int] = []
    page = await forum.newest()
    while isinstance(page, Newest):
        seen += [post.id.number for post in page.posts]
        if page.older is None:
            break
        page = await forum.newest(page.older)
    assert seen == [pid for pid in range(82, 0, -1) if pid not in (7, 8)]


async def test_a_long_topic_is_read_page_by_page(forum: NodeBB) -> None:
    pages = [await forum.topic(8, number) for number in range(1, 5)]
    posts = [post for page in pages if isinstance(page, TopicPage) for post in page.posts]
    assert [post.id.number for post in posts] == list(range(16, 81))
    assert {page.pages for page in pages if isinstance(page, TopicPage)} == {4}


async def test_edits_and_deletions_show_in_the_topic(
    embedded: tuple[ForumServer, Faults], forum: NodeBB
) -> None:
    embedded[0].edit(3, "Je ne peux plus prendre la parole.")
    embedded[0].delete(4)
    page = await forum.topic(2)
    assert isinstance(page, TopicPage)
    by_pid = {post.id.number: post for post in page.posts}
    assert by_pid[3].edited_at is not None
    assert "ne peux plus" in by_pid[3].html
    assert by_pid[4].deleted
    assert "alert(1)" not in by_pid[4].html


@pytest.mark.parametrize(
    ("topic", "trouble"),
    [(11, Trouble.FORBIDDEN), (12, Trouble.MISSING), (99999, Trouble.MISSING)],
)
async def test_a_hidden_or_missing_topic_is_told_apart(
    forum: NodeBB, topic: int, trouble: Trouble
) -> None:
    assert await forum.topic(topic) == Unreadable(trouble)


async def test_reading_costs_one_request_once_the_forum_is_known(
    embedded: tuple[ForumServer, Faults], forum: NodeBB
) -> None:
    await forum.newest()
    before = embedded[0].request_count
    await forum.newest()
    assert embedded[0].request_count - before == 1
    assert {asked.user_agent for asked in embedded[0].requests} == {USER_AGENT}


async def test_a_token_is_shown_for_reading(embedded: tuple[ForumServer, Faults]) -> None:
    for token, logged_in in ((embedded[0].bearer, True), ("nobody", False)):
        forum = NodeBB("f", embedded[0].url, token=token)
        known = await forum.identify()
        await forum.close()
        assert isinstance(known, Identity)
        assert known.logged_in is logged_in


async def test_a_forum_in_a_folder_is_read_there() -> None:
    async with sandbox("/forum") as (server, _):
        forum = NodeBB("f", server.url + "/")
        newest = await forum.newest()
        await forum.close()
    assert isinstance(newest, Newest)
    posts = newest.posts
    assert posts[0].url == f"{server.url}/post/82"
    assert posts[0].topic.url.startswith(f"{server.url}/topic/10/")
    assert [asked.path for asked in server.requests] == [
        "/forum/api/config",
        "/forum/api/recent/posts/alltime?page=1",
    ]


@pytest.mark.parametrize(
    ("fault", "trouble"),
    [
        ("forum.silence", Trouble.TIMEOUT),
        ("forum.slow", Trouble.TIMEOUT),
        ("forum.500", Trouble.SERVER),
        ("forum.503", Trouble.SERVER),
        ("forum.429", Trouble.BUSY),
        ("forum.html", Trouble.GARBLED),
        ("forum.truncated", Trouble.GARBLED),
        ("forum.empty", Trouble.GARBLED),
        ("forum.drop", Trouble.UNREACHABLE),
    ],
)
async def test_a_fault_is_told_as_it_is_and_ends_when_it_ends(
    embedded: tuple[ForumServer, Faults], fault: str, trouble: Trouble
) -> None:
    server, faults = embedded
    forum = NodeBB("f", server.url, timeout_s=0.3)
    await forum.identify()
    faults.put(fault)
    said = await forum.newest()
    faults.clear_all()
    after = await forum.newest()
    await forum.close()
    assert isinstance(said, Unreadable)
    assert said.trouble is trouble
    assert said.retry_after_s == (30.0 if trouble is Trouble.BUSY else None)
    assert not isinstance(after, Unreadable)


async def test_a_counted_silence_lasts_as_long_as_its_request(
    embedded: tuple[ForumServer, Faults],
) -> None:
    server, faults = embedded
    forum = NodeBB("f", server.url, timeout_s=0.3)
    await forum.identify()
    faults.put("forum.silence", times=1)
    said = await forum.newest(), await forum.topic(2)
    await forum.close()
    assert said[0] == Unreadable(Trouble.TIMEOUT)
    assert isinstance(said[1], TopicPage)


async def test_nobody_listening_is_unreachable() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    forum = NodeBB("f", f"http://127.0.0.1:{port}")
    assert await forum.newest() == Unreadable(Trouble.UNREACHABLE)
    await forum.close()


async def said_instead(answer: Callable[[str], web.Response]) -> Unreadable:
    """What is made of a forum that gives its configuration, then this."""

    async def site(request: web.Request) -> web.Response:
        if request.path == "/api/config":
            return recorded("config_guest")
        return answer(str(request.url))

    async with answering(site) as url:
        forum = NodeBB("f", url, token="secret")
        said = await forum.newest()
        await forum.close()
    assert isinstance(said, Unreadable)
    return said


@pytest.mark.parametrize(
    ("response", "expected"),
    [
        (lambda: web.Response(text="Forbidden", status=403), Unreadable(Trouble.FORBIDDEN)),
        (lambda: web.Response(status=410), Unreadable(Trouble.MISSING)),
        (lambda: web.json_response({"posts": []}), Unreadable(Trouble.GARBLED)),
        (lambda: web.json_response([{"pid": 1}]), Unreadable(Trouble.GARBLED)),
        (lambda: web.Response(text="[" * 100_000), Unreadable(Trouble.GARBLED)),
        (lambda: web.Response(body=b"\xff\xfe"), Unreadable(Trouble.GARBLED)),
        (lambda: web.Response(body=b" " * (MOST_KEPT + 1)), Unreadable(Trouble.GARBLED)),
        (
            lambda: web.Response(status=503, headers={"Retry-After": "120"}),
            Unreadable(Trouble.SERVER, 120.0),
        ),
        (
            lambda: web.Response(
                status=429,
                headers={
                    "Date": "Mon, 23 Nov 2026 10:00:00 GMT",
                    "Retry-After": "Mon, 23 Nov 2026 10:01:30 GMT",
                },
            ),
            Unreadable(Trouble.BUSY, 90.0),
        ),
        (
            lambda: web.Response(status=429, headers={"Retry-After": "soon"}),
            Unreadable(Trouble.BUSY),
        ),
    ],
)
async def test_any_other_answer_is_a_trouble(
    response: Callable[[], web.Response], expected: Unreadable
) -> None:
    assert await said_instead(lambda _: response()) == expected


async def test_another_host_is_not_followed() -> None:
    away = web.Response(status=302, headers={"Location": "https://elsewhere.example/api"})
    assert await said_instead(lambda _: away) == Unreadable(Trouble.NOT_A_FORUM)


async def test_a_redirect_to_no_address_is_garbled() -> None:
    nowhere = web.Response(status=302, headers={"Location": "http://["})
    assert await said_instead(lambda _: nowhere) == Unreadable(Trouble.GARBLED)


async def test_a_circle_of_redirects_ends() -> None:
    def round_again(url: str) -> web.Response:
        return web.Response(status=302, headers={"Location": url})

    assert await said_instead(round_again) == Unreadable(Trouble.GARBLED)


async def test_a_redirect_on_the_same_site_is_followed() -> None:
    async def site(request: web.Request) -> web.Response:
        if request.path.startswith("/old"):
            raise web.HTTPMovedPermanently(str(request.url).replace("/old", ""))
        return recorded("config_guest" if request.path == "/api/config" else "recent_posts")

    async with answering(site) as url:
        forum = NodeBB("f", f"{url}/old")
        newest = await forum.newest()
        await forum.close()
    assert isinstance(newest, Newest)
    assert forum.url == url


async def test_another_engine_is_not_this_forum() -> None:
    async def site(_: web.Request) -> web.Response:
        return web.json_response({"version": 3})

    async with answering(site) as url:
        forum = NodeBB("f", url)
        assert await forum.newest() == Unreadable(Trouble.NOT_A_FORUM)
        await forum.close()


async def test_posts_from_elsewhere_are_passed_over_and_gone_accounts_nameless() -> None:
    feed = recording("recent_posts")["response"]["body"][:3]
    feed[0]["pid"] = "https://mastodon.example/notes/1"
    feed[1]["user"]["displayname"] = "[[global:former-user]]"
    feed[2]["user"]["displayname"] = "L&#x27;oie"
    feed[2]["content"] = None

    async def site(request: web.Request) -> web.Response:
        return web.json_response(CONFIG if request.path == "/api/config" else feed)

    async with answering(site) as url:
        forum = NodeBB("f", url)
        newest = await forum.newest()
        await forum.close()
    assert isinstance(newest, Newest)
    assert [(post.id.number, post.author, post.html) for post in newest.posts] == [
        (81, "", feed[1]["content"]),
        (80, "L'oie", ""),
    ]


async def test_a_forum_is_asked_one_thing_at_a_time() -> None:
    at_once, most = 0, 0

    async def site(request: web.Request) -> web.Response:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        for _ in range(20):
            await asyncio.sleep(0)
        at_once -= 1
        return recorded("config_guest" if request.path == "/api/config" else "topic_vote")

    async with answering(site) as url:
        forum = NodeBB("f", url)
        pages = await asyncio.gather(*(forum.topic(2) for _ in range(5)))
        await forum.close()
    assert all(isinstance(page, TopicPage) for page in pages)
    assert most == 1


async def feed_of(pages: list[list[int]]) -> tuple[list[list[int]], int]:
    """The numbers read from a feed whose pages show these posts, and how many requests it took."""
    template = recording("recent_posts")["response"]["body"][0]
    asked = 0

    async def site(request: web.Request) -> web.Response:
        nonlocal asked
        if request.path == "/api/config":
            return web.json_response(CONFIG)
        asked += 1
        number = int(request.query["page"]) - 1
        shown = pages[number] if number < len(pages) else []
        return web.json_response([{**template, "pid": pid} for pid in shown])

    async with answering(site) as url:
        forum = NodeBB("f", url)
        read, page = [], await forum.newest()
        while isinstance(page, Newest):
            read.append([post.id.number for post in page.posts])
            if page.older is None:
                break
            page = await forum.newest(page.older)
        await forum.close()
    return read, asked


async def test_pages_of_hidden_posts_are_not_the_end_of_the_feed() -> None:
    read, _ = await feed_of([[100, 99], [], [], [41, 40], [2]])
    assert [numbers for numbers in read if numbers] == [[100, 99], [41, 40], [2]]


async def test_a_feed_that_shows_nothing_at_all_ends_after_a_few_pages() -> None:
    assert await feed_of([]) == ([[]] * 6, 6)


async def test_the_first_post_of_all_ends_the_feed() -> None:
    assert await feed_of([[3, 2, 1]]) == ([[3, 2, 1]], 1)


async def test_a_page_beyond_the_last_is_missing_even_where_the_forum_answers_it() -> None:
    body = recording("topic_vote")["response"]["body"]

    async def site(request: web.Request) -> web.Response:
        return web.json_response(CONFIG if request.path == "/api/config" else {**body, "posts": []})

    async with answering(site) as url:
        forum = NodeBB("f", url)
        said = await forum.topic(2, 2)
        await forum.close()
    assert said == Unreadable(Trouble.MISSING)


async def test_a_post_is_read_wherever_it_is(
    embedded: tuple[ForumServer, Faults], forum: NodeBB
) -> None:
    post = await forum.post(36)
    assert isinstance(post, Post)
    assert (post.id.number, post.topic.id.number, post.index) == (36, 8, 20)
    embedded[0].delete(36)
    gone = await forum.post(36)
    assert isinstance(gone, Post)
    assert (gone.deleted, gone.html) == (True, "")
    assert await forum.post(9999) == Unreadable(Trouble.MISSING)


async def test_where_a_post_is_may_be_told_with_or_without_folder_and_place() -> None:
    paths = {
        "/topic/2/un-fil/21": "/topic/2/2/21",
        "/forum/topic/2/un-fil": "/topic/2",
        "/topic/2": "/topic/2",
        "/topic/2/vidéo/²": "/topic/2",
    }
    assert {path: nodebb_shapes.path_of_post(path) for path in paths} == paths
    for path in ("/category/2", "/topic/", "https://elsewhere.example/notes/1", 12):
        with pytest.raises(ValueError):  # noqa: PT011
            nodebb_shapes.path_of_post(path)


async def test_threads_of_a_category_and_of_a_tag_are_listed(forum: NodeBB) -> None:
    for place in (Place(PlaceKind.CATEGORY, "6"), Place(PlaceKind.TAG, "marseille")):
        topics = await forum.latest(place)
        assert not isinstance(topics, Unreadable)
        assert 2 in [topic.id.number for topic in topics]
    alone = await forum.latest(Place(PlaceKind.TOPIC, "8"))
    assert not isinstance(alone, Unreadable)
    assert [topic.id.number for topic in alone] == [8]
    nothing = await forum.latest(Place(PlaceKind.CATEGORY, "9999"))
    assert nothing == Unreadable(Trouble.MISSING)


async def test_categories_come_unfolded_page_after_page_without_hidden_and_linked_ones() -> None:
    def named(cid: int | str, **more: object) -> dict[str, object]:
        return {"cid": cid, "name": f"n&amp;{cid}", "slug": f"{cid}/n", "children": [], **more}

    deep = named(3, children=[named(4, children=None)])
    pages = [
        [named(1, children=[named(2), deep]), named(5, disabled=1)],
        [
            named(6, link="https://elsewhere.example"),
            named("https://elsewhere.example/c"),
            named(7),
        ],
    ]

    async def site(request: web.Request) -> web.Response:
        if request.path == "/api/config":
            return web.json_response(CONFIG)
        number = int(request.query["page"])
        numbers = {"currentPage": number, "pageCount": 2}
        return web.json_response({"categories": pages[number - 1], "pagination": numbers})

    async with answering(site) as url:
        forum = NodeBB("f", url)
        found = await forum.categories()
        await forum.close()
    assert not isinstance(found, Unreadable)
    assert [(one.number, one.parent) for one in found] == [(1, 0), (2, 1), (3, 1), (4, 3), (7, 0)]
    assert found[0].name == "n&1"


async def test_a_local_answer_to_a_thread_from_elsewhere_is_passed_over() -> None:
    feed = recording("recent_posts")["response"]["body"][:2]
    feed[0]["topic"]["tid"] = "https://mastodon.example/notes/1"
    feed[1]["toPid"] = "https://mastodon.example/notes/2"

    async def site(request: web.Request) -> web.Response:
        return web.json_response(CONFIG if request.path == "/api/config" else feed)

    async with answering(site) as url:
        forum = NodeBB("f", url)
        newest = await forum.newest()
        await forum.close()
    assert isinstance(newest, Newest)
    assert [(post.id.number, post.answers) for post in newest.posts] == [(feed[1]["pid"], None)]


async def test_titles_and_tags_are_told_unescaped() -> None:
    feed = recording("recent_posts")["response"]["body"][:2]
    feed[0]["topic"]["title"] = "L&#x27;oie &amp; le jars"
    feed[1]["topic"] |= {"title": "a &amp;lt; b", "titleRaw": "a &lt; b"}

    async def site(request: web.Request) -> web.Response:
        return web.json_response(CONFIG if request.path == "/api/config" else feed)

    async with answering(site) as url:
        forum = NodeBB("f", url)
        newest = await forum.newest()
        await forum.close()
    assert isinstance(newest, Newest)
    assert [post.topic.title for post in newest.posts] == ["L'oie & le jars", "a &lt; b"]


async def test_half_a_character_is_no_text_and_an_emoji_is_whole() -> None:
    feed = recording("recent_posts")["response"]["body"][:1]
    feed[0]["topic"]["title"] = "\ud800 \U0001f4f7"

    async def site(request: web.Request) -> web.Response:
        return web.json_response(CONFIG if request.path == "/api/config" else feed)

    async with answering(site) as url:
        forum = NodeBB("f", url)
        newest = await forum.newest()
        await forum.close()
    assert isinstance(newest, Newest)
    assert newest.posts[0].topic.title == "? \U0001f4f7"


async def test_posts_of_five_megabytes_are_read_by_their_beginning(
    embedded: tuple[ForumServer, Faults], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.sandbox.forum.world.MAX_LENGTH", 6_000_000)
    embedded[0].world.tells_sources = True
    forum = NodeBB("f", embedded[0].url, timeout_s=60)
    long = [embedded[0].reply(2, "lina", "é Un texte long. " * 294_000) for _ in range(2)]
    after = embedded[0].reply(2, "lina", "Rendez-vous devant la mairie.")
    newest, page = await forum.newest(), await forum.topic(2)
    await forum.close()
    assert isinstance(newest, Newest)
    assert isinstance(page, TopicPage)
    assert [post.id.number for post in newest.posts[:3]] == [after, *reversed(long)]
    for post in (newest.posts[1], page.posts[-2]):
        assert post.html.startswith('<p dir="auto">é Un texte long.')
        assert post.html.endswith("<p>…</p>")
        assert len(post.html) < 200_000
    assert newest.posts[1].html == page.posts[-2].html


async def test_posts_of_deleted_threads_and_of_those_to_come_are_not_told() -> None:
    feed = recording("recent_posts")["response"]["body"][:3]
    feed[0]["topic"]["scheduled"] = 1
    feed[1]["topic"]["deleted"] = 1
    newest = await newest_from(feed)
    assert isinstance(newest, Newest)
    assert [post.id.number for post in newest.posts] == [feed[2]["pid"]]


async def test_a_post_of_an_odd_shape_is_left_out_and_told_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    feed = recording("recent_posts")["response"]["body"][:3]
    feed[0]["user"] = None
    feed[1] = "?"
    newest = await newest_from(feed)
    assert isinstance(newest, Newest)
    assert [post.id.number for post in newest.posts] == [feed[2]["pid"]]
    assert caplog.messages == [
        f"forum.odd forum=f post={feed[0]['pid']}",
        "forum.odd forum=f post=?",
    ]
    assert await newest_from(feed[:2]) == Unreadable(Trouble.GARBLED)


async def newest_from(feed: object) -> Newest | Unreadable:
    async def site(request: web.Request) -> web.Response:
        return web.json_response(CONFIG if request.path == "/api/config" else feed)

    async with answering(site) as url:
        forum = NodeBB("f", url)
        newest = await forum.newest()
        await forum.close()
    return newest
