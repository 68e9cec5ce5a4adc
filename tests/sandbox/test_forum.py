"""The embedded forum as people and tests act on it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.sandbox.clock import SandboxClock
from bot.sandbox.faults import Faults
from bot.sandbox.forum.refusals import RefusedError
from bot.sandbox.forum.rendering import slugify
from bot.sandbox.forum.server import ForumServer
from tests.contracts.nodebb_contract import differences, recording

START = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


@pytest.fixture
def faults() -> Faults:
    return Faults()


@pytest.fixture
def forum(faults: Faults) -> ForumServer:
    server = ForumServer(SandboxClock(START), faults)
    server.set_public_url("http://forum.test")
    return server


@pytest.fixture
async def desk(forum: ForumServer) -> AsyncIterator[TestClient[Any, Any]]:
    app = web.Application()
    app.add_routes(forum.desk_routes)
    async with TestClient(TestServer(app)) as client:
        yield client


@pytest.fixture
async def site(forum: ForumServer) -> AsyncIterator[TestClient[Any, Any]]:
    async with TestClient(TestServer(forum.app)) as client:
        yield client


async def test_the_desk_lists_the_recorded_threads(desk: TestClient[Any, Any]) -> None:
    topics = await (await desk.get("/desk/forum/topics")).json()
    assert [topic["tid"] for topic in topics] == list(range(1, 12))
    assert topics[1] == {
        "tid": 2,
        "title": "Marseille : extension de la vidéosurveillance au conseil du 14 décembre",
        "category": "Provence-Alpes-Côte d'Azur",
        "tags": ["vote", "marseille", "vsa"],
        "posts": 8,
        "url": "http://forum.test/topic/"
        "2/marseille-extension-de-la-vidéosurveillance-au-conseil-du-14-décembre",
        "locked": False,
        "pinned": False,
        "deleted": False,
    }
    assert [topic["tid"] for topic in topics if topic["locked"]] == [10]
    assert [topic["tid"] for topic in topics if topic["deleted"]] == [11]


async def test_a_reply_at_the_desk_is_stamped_by_the_sandboxes_clock(
    forum: ForumServer, desk: TestClient[Any, Any]
) -> None:
    told: list[dict[str, Any]] = []
    forum.on_change.append(told.append)
    await forum.world.clock.advance(3600)
    body = {"author": "zoé", "content": "Bonjour à **tout** le monde"}
    said = await desk.post("/desk/forum/topics/2/replies", json=body)
    assert await said.json() == {"pid": 85}
    assert told == [{"type": "forum.reply", "tid": 2, "pid": 85}]
    posts = (await (await desk.get("/desk/forum/topics/2")).json())["posts"]
    assert posts[-1]["timestamp"].startswith("2026-11-24T09:00:")
    assert posts[-1]["html"] == '<p dir="auto">Bonjour à <strong>tout</strong> le monde</p>\n'
    assert (posts[-1]["author"], posts[-1]["markdown"]) == ("zoé", body["content"])


async def test_the_desk_edits_and_deletes(desk: TestClient[Any, Any]) -> None:
    edited = await desk.put("/desk/forum/posts/3", json={"content": "Un autre texte"})
    deleted = await desk.delete("/desk/forum/posts/4")
    posts = (await (await desk.get("/desk/forum/topics/2")).json())["posts"]
    assert (edited.status, deleted.status) == (200, 200)
    assert posts[1]["edited"] is not None
    assert posts[1]["markdown"] == "Un autre texte"
    assert [post["pid"] for post in posts if post["deleted"]] == [4, 7]


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "sentence"),
    [
        ("GET", "topics/99", None, 404, "Ce fil ou ce message n’existe pas."),
        ("POST", "topics/99/replies", {"author": "a", "content": "x" * 9}, 404, "Ce fil"),
        ("POST", "topics/10/replies", {"author": "a", "content": "x" * 9}, 409, "verrouillé"),
        ("POST", "topics/2/replies", {"author": "a", "content": "court"}, 400, "trop court"),
        ("POST", "topics/2/replies", {"author": "a", "content": "x" * 40000}, 400, "trop long"),
        ("POST", "topics/2/replies", {"author": " ", "content": "x" * 9}, 400, "nom"),
        ("POST", "topics/2/replies", {"author": "a"}, 400, "content"),
        ("PUT", "posts/3", ["x"], 400, "content"),
        ("DELETE", "posts/8", None, 404, "n’existe pas"),
    ],
)
async def test_the_desk_refuses_in_one_french_sentence(
    desk: TestClient[Any, Any], method: str, path: str, body: Any, status: int, sentence: str
) -> None:
    said = await desk.request(method, f"/desk/forum/{path}", json=body)
    assert said.status == status
    assert sentence in (await said.json())["error"]


async def test_a_new_post_has_a_recorded_posts_keys_and_types(
    forum: ForumServer, site: TestClient[Any, Any]
) -> None:
    pid = forum.reply(2, "zoé", "Une réponse toute neuve")
    forum.edit(pid, "Une réponse toute neuve, relue")
    said = await (await site.get("/api/topic/2", headers={"User-Agent": "vigie"})).json()
    edited = recording("topic_vote")["response"]["body"]["posts"][4]
    assert list(differences(edited, said["posts"][-1])) == []
    assert said["postcount"] == 9


async def test_a_token_holder_replies_and_is_read_back(
    forum: ForumServer, site: TestClient[Any, Any]
) -> None:
    headers = {"Authorization": f"Bearer {forum.bearer}"}
    body = {"content": "Bilan : 12 lettres", "toPid": 3}
    said = await (await site.post("/api/v3/topics/2", json=body, headers=headers)).json()
    raw = await (await site.get("/api/v3/posts/85/raw")).json()
    page = await (await site.get("/api/topic/2")).json()
    assert (said["response"]["pid"], said["response"]["toPid"]) == (85, "3")
    assert raw["response"]["content"] == "Bilan : 12 lettres"
    assert page["posts"][1]["replies"]["count"] == 2
    assert page["posts"][-1]["parent"]["pid"] == 3


async def test_a_deleted_post_is_hidden_everywhere_but_keeps_its_place(
    forum: ForumServer, site: TestClient[Any, Any]
) -> None:
    forum.delete(80)
    feed = await (await site.get("/api/recent/posts/alltime")).json()
    topic = await (await site.get("/api/topic/8?page=4")).json()
    assert [post["pid"] for post in feed][:3] == [82, 81, 79]
    assert len(feed) == 18  # two places of the page are hidden: this one and topic 11's
    assert topic["posts"][-1]["content"] == "[[topic:post-is-deleted]]"
    assert (await site.get("/api/v3/posts/80/raw")).status == 404


async def test_a_term_leaves_older_posts_out(
    forum: ForumServer, site: TestClient[Any, Any]
) -> None:
    await forum.world.clock.advance(2 * 86_400)
    pid = forum.reply(2, "zoé", "Le lendemain du lendemain")
    day = await (await site.get("/api/recent/posts/day")).json()
    assert [post["pid"] for post in day] == [pid]
    assert len(await (await site.get("/api/recent/posts/week")).json()) == 19


async def test_newest_first_keeps_the_first_post_first(site: TestClient[Any, Any]) -> None:
    page = await (await site.get("/api/topic/2?sort=newest_to_oldest")).json()
    assert [post["pid"] for post in page["posts"]] == [2, 10, 9, 7, 6, 5, 4, 3]


async def test_a_many_paged_topic_skips_pages_in_its_pagination(
    forum: ForumServer, site: TestClient[Any, Any]
) -> None:
    (tid,) = forum.fill(1, 400)
    page = await (await site.get(f"/api/topic/{tid}?page=10")).json()
    shown = [one.get("page", "…") for one in page["pagination"]["pages"]]
    assert shown == [1, 2, "…", 8, 9, 10, 11, 12, "…", 19, 20]
    assert page["posts"][0]["index"] == 180


async def test_many_threads_are_made_at_once(
    forum: ForumServer, site: TestClient[Any, Any]
) -> None:
    told: list[dict[str, Any]] = []
    forum.on_change.append(told.append)
    tids = forum.fill(100, 100)
    assert len(told) == 1
    assert len(forum.world.posts) == 82 + 10_000
    page = await (await site.get(f"/api/topic/{tids[-1]}?page=5")).json()
    assert (len(page["posts"]), page["pagination"]["pageCount"]) == (20, 5)


async def test_pages_for_people_lead_from_a_post_to_its_thread(
    forum: ForumServer, site: TestClient[Any, Any]
) -> None:
    said = await site.get("/post/3")
    text = await said.text()
    assert said.url.path.endswith("/2")
    assert '<article id="post-3">' in text
    assert "Marseille : extension" in text
    assert "Message retiré" not in text
    assert (await site.get("/topic/11")).status == 404
    assert (await site.get("/")).status == 200
    assert forum.unknown_routes == []


@pytest.mark.parametrize("path", ["/api/nothing/here", "/api/v3/nothing", "/nothing"])
async def test_a_route_that_does_not_exist_is_remembered(
    forum: ForumServer, site: TestClient[Any, Any], path: str
) -> None:
    assert (await site.get(path)).status == 404
    assert forum.unknown_routes == [f"GET {path}"]


@pytest.mark.parametrize(
    ("agent", "uid"), [("vigie/0.1", 0), ("vigie-bot/0.1", -1), ("python-requests/2.34.2", -1)]
)
async def test_a_spiders_user_agent_has_no_session(
    forum: ForumServer, site: TestClient[Any, Any], agent: str, uid: int
) -> None:
    said = await (await site.get("/api/config", headers={"User-Agent": agent})).json()
    assert said["uid"] == uid


async def test_a_fault_counts_down_and_matches_paths(
    faults: Faults, site: TestClient[Any, Any]
) -> None:
    faults.put("forum.503", times=1, match="GET /api/topic")
    assert (await site.get("/api/config")).status == 200
    assert (await site.get("/api/topic/2")).status == 503
    assert (await site.get("/api/topic/2")).status == 200


async def test_a_dropped_connection_has_no_answer(
    faults: Faults, site: TestClient[Any, Any]
) -> None:
    faults.put("forum.drop", times=2)  # aiohttp asks again once on a kept connection
    with pytest.raises(aiohttp.ClientError):
        await site.get("/api/config")


def test_the_forums_rules_hold_for_tests_too(forum: ForumServer) -> None:
    with pytest.raises(RefusedError):
        forum.reply(10, "zoé", "Un fil verrouillé")


def test_a_slug_is_made_as_the_recorded_ones() -> None:
    for topic in recording("recent")["response"]["body"]["topics"]:
        assert f"{topic['tid']}/{slugify(topic['title'])}" == topic["slug"]
