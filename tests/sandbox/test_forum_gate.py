"""What the faces impose on accounts, asked of both desks: a wait, and a queue."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.sandbox.clock import SandboxClock
from bot.sandbox.faults import Faults
from bot.sandbox.forum.server import ForumServer

START = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
TEXT = {"content": "Un message tout à fait assez long."}


@pytest.fixture
def forum() -> ForumServer:
    return ForumServer(SandboxClock(START), Faults())


@pytest.fixture
async def site(forum: ForumServer) -> AsyncIterator[TestClient[Any, Any]]:
    app = web.Application()
    app.add_routes(forum.desk_routes)
    app.add_subapp("/site/", forum.app)
    async with TestClient(TestServer(app)) as client:
        yield client


async def reply(site: TestClient[Any, Any], forum: ForumServer, tid: int = 2) -> tuple[int, Any]:
    headers = {"Authorization": f"Bearer {forum.bearer}"}
    said = await site.post(f"/site/api/v3/topics/{tid}", json=TEXT, headers=headers)
    return said.status, await said.json()


async def test_an_account_waits_between_two_posts(
    forum: ForumServer, site: TestClient[Any, Any]
) -> None:
    said = await site.put("/desk/forum/limits", json={"wait_s": 120})
    assert await said.json() == {"wait_s": 120, "queue": False}
    assert (await reply(site, forum))[0] == 200
    status, body = await reply(site, forum)
    assert (status, body["status"]["code"]) == (400, "bad-request")
    assert "120 second" in body["status"]["message"]
    await forum.world.clock.advance(120)
    assert (await reply(site, forum))[0] == 200


async def test_a_queued_post_is_published_once_a_moderator_accepts_it(
    forum: ForumServer, site: TestClient[Any, Any]
) -> None:
    await site.put("/desk/forum/limits", json={"queue": True})
    status, body = await reply(site, forum)
    assert (status, body["status"]["code"], body["response"]["queued"]) == (202, "accepted", True)
    assert not {"pid", "tid"} & body["response"].keys()
    count = len(forum.world.posts)
    (held,) = await (await site.get("/desk/forum/queue")).json()
    made = await (await site.post(f"/desk/forum/queue/{held['id']}/accept")).json()
    assert (len(forum.world.posts), made["made"]) == (count + 1, max(forum.world.posts))
    assert (await site.post(f"/desk/forum/queue/{held['id']}/accept")).status == 404


async def test_a_queued_post_may_be_rejected(
    forum: ForumServer, site: TestClient[Any, Any]
) -> None:
    await site.put("/desk/forum/limits", json={"queue": True})
    await reply(site, forum)
    assert (await site.delete("/desk/forum/queue/1")).status == 200
    assert await (await site.get("/desk/forum/queue")).json() == []


async def test_a_deleted_or_locked_thread_takes_no_reply_edit_nor_withdrawal(
    forum: ForumServer, site: TestClient[Any, Any]
) -> None:
    _, body = await reply(site, forum)
    pid = body["response"]["pid"]
    headers = {"Authorization": f"Bearer {forum.bearer}"}
    for act, message in ((forum.world.lock, "Topic locked"), (forum.world.delete_topic, "deleted")):
        act(2)
        edited = await site.put(f"/site/api/v3/posts/{pid}", json=TEXT, headers=headers)
        gone = await site.delete(f"/site/api/v3/posts/{pid}/state", headers=headers)
        status, refused = await reply(site, forum)
        assert [edited.status, gone.status, status] == [400, 400, 400]
        assert message in refused["status"]["message"]
        forum.world.lock(2, False)
