"""The embedded forum's pages for members, its feeds, and reading again what has not changed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.sandbox.clock import SandboxClock
from bot.sandbox.faults import Faults
from bot.sandbox.forum.server import ForumServer
from tests.contracts.nodebb_contract import recording

START = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
HOSTILE = "]]></title><script>alert(1)</script> & <b> @everyone \x00\x1b\ufffe \u202eabc ]]\x00>"
READABLE = "]]></title><script>alert(1)</script> & <b> @everyone  \u202eabc ]]>"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"


@pytest.fixture
def forum() -> ForumServer:
    server = ForumServer(SandboxClock(START), Faults())
    server.set_public_url("http://forum.test")
    return server


@pytest.fixture
async def guest(forum: ForumServer) -> AsyncIterator[TestClient[Any, Any]]:
    async with TestClient(TestServer(forum.app)) as client:
        yield client


@pytest.fixture
async def member(forum: ForumServer) -> AsyncIterator[TestClient[Any, Any]]:
    headers = {"Authorization": f"Bearer {forum.bearer}"}
    async with TestClient(TestServer(forum.app), headers=headers) as client:
        yield client


async def feed(client: TestClient[Any, Any], path: str) -> ElementTree.Element:
    """The channel of a feed. Raises ParseError when it is not well-formed."""
    text = await (await client.get(path)).text()
    return ElementTree.fromstring(text.encode())[0]  # noqa: S314 (the sandbox's own)


async def unread(client: TestClient[Any, Any]) -> list[int]:
    said = await (await client.get("/api/unread")).json()
    assert said["topicCount"] == len(said["topics"])
    return [topic["tid"] for topic in said["topics"]]


async def test_a_thread_that_a_member_opened_is_read_until_someone_answers(
    forum: ForumServer, member: TestClient[Any, Any]
) -> None:
    await member.get("/api/topic/2")
    recorded = [t["tid"] for t in recording("unread_bot")["response"]["body"]["topics"]]
    assert await unread(member) == recorded
    await forum.world.clock.advance(60)
    forum.reply(2, "zoé", "Une réponse toute neuve")
    assert await unread(member) == [2, *recorded]


async def test_ones_own_answer_and_old_posts_are_read(
    forum: ForumServer, member: TestClient[Any, Any]
) -> None:
    await forum.world.clock.advance(3 * 86_400)
    assert await unread(member) == []
    forum.reply(2, "vigie", "Une réponse de Vigie")
    forum.reply(3, "zoé", "Une réponse de Zoé")
    assert await unread(member) == [3]
    recent = await (await member.get("/api/recent")).json()
    assert [t["tid"] for t in recent["topics"] if t["unread"]] == [3]


@pytest.mark.parametrize("path", ["/api/unread", "/api/notifications", "/api/self"])
async def test_a_members_pages_are_closed_to_guests(guest: TestClient[Any, Any], path: str) -> None:
    assert (await guest.get(path)).status == 401


async def test_anybodys_page_shows_their_latest_posts_and_nothing_private(
    forum: ForumServer, guest: TestClient[Any, Any]
) -> None:
    pid = forum.reply(2, "zoé", "Bonjour à tout le monde")
    forum.delete(forum.reply(2, "zoé", "Un message retiré"))
    said = await (await guest.get("/api/user/zoé")).json()
    assert [post["pid"] for post in said["posts"]] == [pid]
    assert (said["username"], said["isSelf"], said["ips"]) == ("zoé", False, [])
    assert said["joindateISO"].startswith("2026-11-24T08:00:")
    assert (await guest.get("/api/user/personne")).status == 404


async def test_each_edit_is_a_revision(forum: ForumServer, member: TestClient[Any, Any]) -> None:
    pid = forum.reply(2, "vigie", "Première version")
    await forum.world.clock.advance(60)
    forum.edit(pid, "Deuxième version")
    await forum.world.clock.advance(60)
    forum.edit(pid, "Troisième version")
    said = (await (await member.get(f"/api/v3/posts/{pid}/diffs")).json())["response"]
    assert [revision["uid"] for revision in said["revisions"]] == ["2", "2", 2]
    assert said["timestamps"] == sorted(said["timestamps"], reverse=True)
    assert said["editable"]


async def test_revisions_are_hidden_from_guests_and_of_deleted_posts(
    guest: TestClient[Any, Any], member: TestClient[Any, Any]
) -> None:
    assert (await guest.get("/api/v3/posts/6/diffs")).status == 403
    assert (await member.get("/api/v3/posts/7/diffs")).status == 403
    assert (await member.get("/api/v3/posts/8/diffs")).status == 404


@pytest.mark.parametrize("path", ["/topic/2.rss", "/category/6.rss", "/recentposts.rss"])
async def test_hostile_words_stay_words_in_a_feed(
    forum: ForumServer, guest: TestClient[Any, Any], path: str
) -> None:
    forum.world.topics[2].title = HOSTILE
    forum.world.users[5].name = HOSTILE
    pid = forum.reply(2, HOSTILE, f"{HOSTILE} et du texte")
    newest = (await feed(guest, path)).findall("item")[0]
    assert READABLE in (newest.findtext("title") or "")
    assert newest.findtext(CREATOR) == READABLE.strip()
    description = newest.findtext("description") or ""
    assert "et du texte" in description
    assert "<script>" not in description or path == "/category/6.rss"  # that one gives plain text
    assert (newest.findtext("link") or "").startswith("http://forum.test/")
    assert forum.world.posts[pid].uid == 5


async def test_a_threads_feed_leaves_deleted_posts_out(
    forum: ForumServer, guest: TestClient[Any, Any]
) -> None:
    forum.delete(10)
    items = (await feed(guest, "/topic/2.rss")).findall("item")
    assert [(item.findtext("link") or "").rpartition("/")[2] for item in items] == list("96543")


async def test_a_threads_feed_gives_the_newest_answers(
    forum: ForumServer, guest: TestClient[Any, Any]
) -> None:
    (tid,) = forum.fill(1, 40)
    items = (await feed(guest, f"/topic/{tid}.rss")).findall("item")
    pids = forum.world.topics[tid].pids
    assert len(items) == 24
    assert items[0].findtext("link") == f"http://forum.test/post/{pids[-1]}"


async def test_a_category_without_threads_has_an_empty_feed(guest: TestClient[Any, Any]) -> None:
    channel = await feed(guest, "/category/1.rss")
    assert channel.findall("item") == []
    assert channel.find("pubDate") is None


@pytest.mark.parametrize("path", ["/topic/99.rss", "/topic/11.rss", "/category/99.rss"])
async def test_what_nobody_may_read_has_no_feed(
    forum: ForumServer, guest: TestClient[Any, Any], path: str
) -> None:
    assert (await guest.get(path)).status == 404
    assert forum.unknown_routes == []


@pytest.mark.parametrize(
    "path", ["/api/topic/8?page=5", "/api/topic/2?page=2", "/api/category/6?page=2"]
)
async def test_a_page_beyond_the_last_does_not_exist(
    guest: TestClient[Any, Any], path: str
) -> None:
    said = await guest.get(path)
    assert said.status == 404
    assert (await said.json())["title"] == "[[global:404.title]]"


async def test_a_place_beyond_the_last_leads_to_the_last(guest: TestClient[Any, Any]) -> None:
    said = await guest.get("/api/topic/9/lisez-moi-charte/12")
    assert (said.status, await said.json()) == (200, "/topic/9/lisez-moi-charte/1")


@pytest.mark.parametrize("held", ["{0}", "W/{0}", '"other", {0}', "*"])
async def test_what_has_not_changed_is_not_sent_again(
    forum: ForumServer, guest: TestClient[Any, Any], held: str
) -> None:
    tag = (await guest.get("/api/topic/2")).headers["ETag"]
    headers = {"If-None-Match": held.format(tag.removeprefix("W/"))}
    again = await guest.get("/api/topic/2", headers=headers)
    assert (again.status, await again.read(), again.headers["ETag"]) == (304, b"", tag)
    assert "Content-Type" not in again.headers


async def test_what_has_changed_is_sent_again(
    forum: ForumServer, guest: TestClient[Any, Any]
) -> None:
    tag = (await guest.get("/api/topic/2")).headers["ETag"]
    asked = {"If-None-Match": tag, "Cache-Control": "no-cache"}
    assert (await guest.get("/api/topic/2", headers=asked)).status == 200
    forum.reply(2, "zoé", "Une réponse toute neuve")
    again = await guest.get("/api/topic/2", headers={"If-None-Match": tag})
    assert (again.status, (await again.json())["postcount"]) == (200, 9)
    assert (await guest.get("/api/topic/99", headers={"If-None-Match": "*"})).status == 404


async def test_half_a_character_does_not_break_what_is_read(
    forum: ForumServer, guest: TestClient[Any, Any]
) -> None:
    forum.reply(2, "zoé", "Une moitié \ud83d de caractère")
    assert (await guest.get("/api/topic/2")).status == 200
    assert (await guest.get("/topic/2.rss")).status == 200
