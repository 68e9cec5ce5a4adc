"""NodeBB read over real sockets: good days and bad."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable

import pytest
from aiohttp import web

from bot.forums.fetch import MAX_BYTES, USER_AGENT
from bot.forums.nodebb import NodeBB
from bot.ports.forum import Forum, Identity, TopicPage, Trouble, Unreadable
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
    posts = await forum.newest()
    assert not isinstance(posts, Unreadable)
    assert posts[0].id.number == pid == 85
    assert (posts[0].author, posts[0].topic.id.number) == ("zoé", 2)
    assert posts[0].html == '<p dir="auto">Rendez-vous <strong>devant</strong> la mairie.</p>\n'


async def test_every_post_is_met_page_after_page(forum: NodeBB) -> None:
    seen: list[int] = []
    for number in range(1, 6):
        page = await forum.newest(number)
        assert not isinstance(page, Unreadable)
        seen += [post.id.number for post in page]
    assert seen == [pid for pid in range(82, 0, -1) if pid not in (7, 8)]
    assert await forum.newest(6) == ()


async def test_a_long_topic_is_read_page_by_page(forum: NodeBB) -> None:
    pages = [await forum.topic("8", number) for number in range(1, 5)]
    posts = [post for page in pages if isinstance(page, TopicPage) for post in page.posts]
    assert [post.id.number for post in posts] == list(range(16, 81))
    assert {page.pages for page in pages if isinstance(page, TopicPage)} == {4}


async def test_edits_and_deletions_show_in_the_topic(
    embedded: tuple[ForumServer, Faults], forum: NodeBB
) -> None:
    embedded[0].edit(3, "Je ne peux plus prendre la parole.")
    embedded[0].delete(4)
    page = await forum.topic("2")
    assert isinstance(page, TopicPage)
    by_pid = {post.id.number: post for post in page.posts}
    assert by_pid[3].edited_at is not None
    assert "ne peux plus" in by_pid[3].html
    assert by_pid[4].deleted
    assert "alert(1)" not in by_pid[4].html


@pytest.mark.parametrize(
    ("topic", "trouble"),
    [("11", Trouble.FORBIDDEN), ("12", Trouble.MISSING), ("99999", Trouble.MISSING)],
)
async def test_a_hidden_or_missing_topic_is_told_apart(
    forum: NodeBB, topic: str, trouble: Trouble
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
        posts = await forum.newest()
        await forum.close()
    assert not isinstance(posts, Unreadable)
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
    said = await forum.newest(), await forum.topic("2")
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
        (lambda: web.Response(body=b" " * (MAX_BYTES + 1)), Unreadable(Trouble.GARBLED)),
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
        posts = await forum.newest()
        await forum.close()
    assert not isinstance(posts, Unreadable)
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
        posts = await forum.newest()
        await forum.close()
    assert not isinstance(posts, Unreadable)
    assert [(post.id.number, post.author, post.html) for post in posts] == [
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
        pages = await asyncio.gather(*(forum.topic("2") for _ in range(5)))
        await forum.close()
    assert all(isinstance(page, TopicPage) for page in pages)
    assert most == 1


@pytest.mark.parametrize(
    ("address", "topic"),
    [
        ("https://forum.example/topic/2", "2"),
        ("https://forum.example/topic/2/", "2"),
        ("https://forum.example/topic/2/un-fil/7?page=2#x", "2"),
        ("https://forum.example/topic/2/vid%C3%A9o%20surveillance", "2"),
        ("https://forum.example/topic/2/vidéo", "2"),
        ("http://www.forum.example:80/topic/2", "2"),
        (" <https://forum.example/topic/2> ", "2"),
        ("forum.example/topic/2", "2"),
        ("https://FORUM.example/topic/0012", "12"),
        ("https://forum.example:8443/topic/2", None),
        ("https://forum.example@evil.example/topic/2", None),
        ("https://evil.example/topic/2", None),
        ("https://forum.example/topic/", None),
        ("https://forum.example/topic/0", None),
        ("https://forum.example/topic/2.rss", None),
        ("https://forum.example/topic/pagination/2", None),
        ("https://forum.example/topic/²", None),
        ("https://forum.example/topic/" + "9" * 40, None),
        ("https://forum.example/post/2", None),
        ("https://forum.example/category/2/x", None),
        ("ftp://forum.example/topic/2", None),
        ("https://[/topic/2", None),
        ("https://forum.example:x/topic/2", None),
        ("", None),
    ],
)
def test_a_pasted_address_names_a_topic_of_this_forum_or_none(
    address: str, topic: str | None
) -> None:
    assert NodeBB("f", "https://forum.example").topic_of(address) == topic


def test_an_address_in_the_forums_folder_is_known_there_only() -> None:
    forum = NodeBB("f", "http://127.0.0.1:4567/forum/")
    assert forum.topic_of("http://127.0.0.1:4567/forum/topic/2/x") == "2"
    assert forum.topic_of("http://127.0.0.1:4567/topic/2/x") is None
