"""What moderators do on the NodeBB face, as every read path then shows it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.sandbox.clock import SandboxClock
from bot.sandbox.faults import Faults
from bot.sandbox.forum.refusals import No, RefusedError
from bot.sandbox.forum.server import ForumServer
from bot.sandbox.forum.things import Readers
from tests.contracts.nodebb_contract import differences, recording

START = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
ALL = "/api/recent/posts/alltime"


@pytest.fixture
def forum() -> ForumServer:
    server = ForumServer(SandboxClock(START), Faults())
    server.set_public_url("http://forum.test")
    return server


@pytest.fixture
async def site(forum: ForumServer) -> AsyncIterator[TestClient[Any, Any]]:
    async with TestClient(TestServer(forum.app)) as client:
        yield client
    assert forum.unknown_routes == []


def bearing(token: str) -> dict[str, dict[str, str]]:
    return {"headers": {"Authorization": f"Bearer {token}"}}


async def got(site: TestClient[Any, Any], path: str, **options: Any) -> Any:
    said = await site.get(path, **options)
    return await said.json() if said.status == 200 else said.status


async def test_a_restored_post_is_read_again_everywhere(
    forum: ForumServer, site: TestClient[Any, Any]
) -> None:
    forum.delete(10)
    assert (await site.get("/api/v3/posts/10/raw")).status == 404
    forum.world.restore(10)
    post = (await got(site, "/api/topic/2"))["posts"][-1]
    assert (post["pid"], post["deleted"], post["deleterUid"]) == (10, 0, 0)
    assert post["content"] != "[[topic:post-is-deleted]]"
    assert 10 in [each["pid"] for each in (await got(site, f"{ALL}?page=4"))]
    assert (await site.get("/api/v3/posts/10/raw")).status == 200


async def test_a_purged_post_is_a_gap_and_those_after_it_move_up(
    forum: ForumServer, site: TestClient[Any, Any]
) -> None:
    before = await got(site, "/api/topic/2")
    forum.world.purge(5)
    after = await got(site, "/api/topic/2")
    left = [post["pid"] for post in before["posts"] if post["pid"] != 5]
    assert [post["pid"] for post in after["posts"]] == left
    assert [post["index"] for post in after["posts"]] == list(range(7))
    assert (after["postcount"], before["postcount"]) == (7, 8)
    for path in ("/api/v3/posts/5", "/api/v3/posts/5/raw", "/api/post/5", "/post/5"):
        assert (await site.get(path)).status == 404
    forum.reply(2, "zoé", "Le numéro n’est pas repris")
    assert (await got(site, ALL))[0]["pid"] == 85


async def test_an_answer_to_a_purged_post_stays(
    forum: ForumServer, site: TestClient[Any, Any]
) -> None:
    asked = forum.reply(2, "zoé", "Une question à tout le monde")
    forum.world.reply(2, "camille", "Une réponse à Zoé", asked)
    forum.world.purge(asked)
    post = (await got(site, "/api/topic/2"))["posts"][-1]
    assert (post["toPid"], "parent" in post) == (str(asked), False)


async def test_a_first_post_goes_only_with_its_thread(forum: ForumServer) -> None:
    with pytest.raises(RefusedError) as refused:
        forum.world.purge(2)
    assert refused.value.reason is No.MAIN
    (only,) = forum.world.topics[9].pids
    forum.delete(only)
    assert forum.world.topics[9].deleted
    forum.world.restore(only)
    assert not forum.world.topics[9].deleted
    forum.world.purge(only)
    assert 9 not in forum.world.topics


async def test_a_deleted_thread_is_closed_to_guests_and_left_out_of_lists(
    forum: ForumServer, site: TestClient[Any, Any]
) -> None:
    forum.world.delete_topic(2)
    for path in ("/api/topic/2", "/api/v3/topics/2"):
        assert await got(site, path) == 401
    assert await got(site, "/api/topic/2", **bearing(forum.bearer)) == 403
    assert 2 not in [topic["tid"] for topic in (await got(site, "/api/recent"))["topics"]]
    assert (await got(site, "/api/category/6"))["topics"] == []
    assert "marseille" not in [tag["value"] for tag in (await got(site, "/api/tags"))["tags"]]
    assert not [post for post in await got(site, f"{ALL}?page=4") if post["tid"] == 2]
    assert (await site.get("/topic/2.rss")).status == 404
    forum.world.restore_topic(2)
    assert (await got(site, "/api/topic/2"))["deleted"] == 0


async def test_a_purged_thread_is_gone_with_its_posts(
    forum: ForumServer, site: TestClient[Any, Any]
) -> None:
    forum.world.purge_topic(2)
    assert await got(site, "/api/topic/2") == 404
    assert await got(site, "/api/v3/posts/3", **bearing(forum.bearer)) == 404
    assert not [post for post in await got(site, f"{ALL}?page=4") if post["tid"] == 2]
    assert (await got(site, "/api/category/6"))["topic_count"] == 0


async def test_a_move_shows_in_both_categories_the_newest_posts_and_the_threads_events(
    forum: ForumServer, site: TestClient[Any, Any]
) -> None:
    forum.world.move(2, 10)
    assert (await got(site, "/api/category/6"))["topics"] == []
    assert 2 in [topic["tid"] for topic in (await got(site, "/api/category/10"))["topics"]]
    thread = await got(site, "/api/topic/2")
    assert (thread["cid"], thread["category"]["name"]) == (10, "Outils")
    (event,) = thread["posts"][-1]["events"]
    assert (event["type"], event["fromCid"], event["fromCategory"]["cid"]) == ("move", 6, 6)
    newest = await got(site, f"{ALL}?page=4")
    assert {post["category"]["cid"] for post in newest if post["tid"] == 2} == {10}


@pytest.mark.parametrize(("mark", "name"), [("lock", "topic_locked"), ("pin", "topic_pinned")])
async def test_locks_and_pins_are_told_as_recorded(
    forum: ForumServer, site: TestClient[Any, Any], mark: str, name: str
) -> None:
    act = {"lock": forum.world.lock, "pin": forum.world.pin}[mark]
    act(3)
    thread = await got(site, "/api/topic/3")
    known = recording(name)["response"]["body"]["posts"][0]["events"]
    assert list(differences(known, thread["posts"][-1]["events"])) == []
    assert (thread["locked"], thread["pinned"]) == (int(mark == "lock"), int(mark == "pin"))
    act(3, False)
    thread = await got(site, "/api/topic/3")
    assert (thread["locked"], thread["pinned"]) == (0, 0)
    assert [event["type"] for event in thread["posts"][-1]["events"]] == [mark, f"un{mark}"]


async def test_a_pinned_thread_comes_first_in_its_category(
    forum: ForumServer, site: TestClient[Any, Any]
) -> None:
    forum.world.pin(9, on=False)
    forum.world.pin(7)
    topics = (await got(site, "/api/category/10"))["topics"]
    assert (topics[0]["tid"], topics[0]["pinned"]) == (7, 1)


async def test_a_rename_changes_title_and_address_and_edits_the_first_post(
    forum: ForumServer, site: TestClient[Any, Any]
) -> None:
    forum.world.rename(2, "Marseille : le vote est reporté")
    thread = await got(site, "/api/topic/2")
    assert thread["title"] == "Marseille : le vote est reporté"
    assert thread["slug"] == "2/marseille-le-vote-est-reporté"
    assert thread["posts"][0]["editor"]["username"] == "admin"


async def test_tags_are_changed(forum: ForumServer, site: TestClient[Any, Any]) -> None:
    forum.world.retag(2, ["Report", "marseille", "report"])
    assert [tag["value"] for tag in (await got(site, "/api/topic/2"))["tags"]] == [
        "report",
        "marseille",
    ]
    assert [t["tid"] for t in (await got(site, "/api/tags/report"))["topics"]] == [2]


async def test_a_thread_is_opened_in_a_category_made_for_it(
    forum: ForumServer, site: TestClient[Any, Any]
) -> None:
    cid = forum.world.create_category("Marseille 13001", parent=6)
    tid = forum.world.open_topic(cid, "zoé", "Un fil", "Un premier message", ["vsa"])
    thread = await got(site, f"/api/topic/{tid}")
    known = recording("topic_vote")["response"]["body"]
    assert sorted(thread.keys() ^ known.keys()) == []
    assert list(differences(known["category"], thread["category"])) == []
    listed = await got(site, "/api/categories")
    (parent,) = [each for each in listed["categories"] if each["cid"] == 6]
    assert [each["cid"] for each in parent["children"]] == [cid]
    assert [t["tid"] for t in (await got(site, f"/api/category/{cid}"))["topics"]] == [tid]


async def test_a_deleted_category_takes_its_threads_along(
    forum: ForumServer, site: TestClient[Any, Any]
) -> None:
    forum.world.delete_category(6)
    assert await got(site, "/api/category/6") == 404
    assert await got(site, "/api/topic/2") == 404
    assert 6 not in [each["cid"] for each in (await got(site, "/api/categories"))["categories"]]


@pytest.mark.parametrize(("readers", "member"), [(Readers.MEMBERS, 200), (Readers.NOBODY, 403)])
async def test_a_category_is_closed_to_those_who_may_not_read_it(
    forum: ForumServer, site: TestClient[Any, Any], readers: Readers, member: int
) -> None:
    forum.world.restrict(6, readers)
    for path in ("/api/category/6", "/api/topic/2", "/api/v3/topics/2"):
        assert (await site.get(path)).status == 401
        assert (await site.get(path, **bearing(forum.bearer))).status == member
        assert (await site.get(path, **bearing(forum.staff_bearer))).status == 200
    for path in (
        "/api/v3/posts/3",
        "/api/v3/posts/3/raw",
        "/category/6.rss",
        "/topic/2",
        "/post/3",
    ):
        assert (await site.get(path)).status == 404
    assert not [post for post in await got(site, f"{ALL}?page=4") if post["tid"] == 2]
    assert 6 not in [each["cid"] for each in (await got(site, "/api/categories"))["categories"]]
    feed = ElementTree.fromstring(await (await site.get("/recentposts.rss")).text())  # noqa: S314
    assert not [link for link in feed.iter("link") if (link.text or "").endswith("/post/3")]


async def test_a_move_out_of_a_closed_category_is_not_told_to_guests(
    forum: ForumServer, site: TestClient[Any, Any]
) -> None:
    forum.world.move(2, 10)
    forum.world.restrict(6)
    assert (await got(site, "/api/topic/2"))["posts"][-1]["events"] == []


# with a token

ACTS = [
    ("DELETE", "/api/v3/posts/{pid}/state"),
    ("PUT", "/api/v3/posts/{pid}/state"),
    ("DELETE", "/api/v3/posts/{pid}"),
    ("PUT", "/api/v3/topics/2/lock"),
    ("DELETE", "/api/v3/topics/2/lock"),
    ("PUT", "/api/v3/topics/2/pin"),
    ("DELETE", "/api/v3/topics/2/pin"),
    ("DELETE", "/api/v3/topics/2/state"),
    ("PUT", "/api/v3/topics/2/state"),
    ("DELETE", "/api/v3/topics/2"),
]


async def test_a_moderator_does_it_all_by_the_api(
    forum: ForumServer, site: TestClient[Any, Any]
) -> None:
    pid = forum.reply(2, "zoé", "Un message à modérer")
    for method, path in ACTS:
        options = bearing(forum.staff_bearer)
        said = await site.request(method, path.format(pid=pid), **options)
        assert (method, path, said.status) == (method, path, 200)
        assert (await said.json())["response"] == {}
    assert 2 not in forum.world.topics


async def test_an_author_edits_and_deletes_their_own_and_nothing_else(
    forum: ForumServer, site: TestClient[Any, Any]
) -> None:
    mine, token = forum.reply(2, "vigie", "Le bilan de la semaine"), bearing(forum.bearer)
    body = {"content": "Le bilan de la semaine, relu"}
    edited = await site.put(f"/api/v3/posts/{mine}", json=body, **token)
    assert (await edited.json())["response"]["content"] == f'<p dir="auto">{body["content"]}</p>\n'
    assert (await site.delete(f"/api/v3/posts/{mine}/state", **token)).status == 200
    assert (await site.delete(f"/api/v3/posts/{mine}/state", **token)).status == 400
    assert (await site.put("/api/v3/posts/3", json=body, **token)).status == 403
    assert (await site.put(f"/api/v3/posts/{mine}", json={}, **token)).status == 400
    assert (await site.delete(f"/api/v3/posts/{mine}", **token)).status == 403
    assert (await site.put("/api/v3/topics/2/lock", **token)).status == 403


@pytest.mark.parametrize(("method", "path"), ACTS)
async def test_without_a_token_nothing_is_done(
    site: TestClient[Any, Any], method: str, path: str
) -> None:
    said = await site.request(method, path.format(pid=3))
    assert (said.status, await said.text()) == (403, "Forbidden")


async def test_what_does_not_exist_cannot_be_moderated(
    forum: ForumServer, site: TestClient[Any, Any]
) -> None:
    token = bearing(forum.staff_bearer)
    assert (await site.delete("/api/v3/posts/999/state", **token)).status == 404
    assert (await site.put("/api/v3/topics/999/lock", **token)).status == 404
