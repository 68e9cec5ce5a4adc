"""The sandbox's Discourse face answers as the official description says."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.sandbox.clock import SandboxClock
from bot.sandbox.faults import Faults
from bot.sandbox.forum.discourse.server import DiscourseServer
from tests.contracts.discourse_contract import faults

START = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
READS = [
    ("/posts.json", "/posts.json"),
    ("/posts.json", "/posts.json?before=1010"),
    ("/posts/{id}.json", "/posts/1002.json"),
    ("/posts/{id}.json", "/posts/1008.json"),
    ("/t/{id}.json", "/t/102.json"),
    ("/t/{id}.json", "/t/102.json?include_raw=true"),
    ("/t/{id}.json", "/t/103.json?page=3"),
    ("/t/{id}.json", "/t/103/30.json"),
    ("/t/{id}.json", "/t/105.json"),
    ("/t/{id}/posts.json", "/t/103/posts.json"),
    ("/t/{id}/posts.json", "/t/102/posts.json?post_ids[]=1003&post_ids[]=1006"),
    ("/latest.json", "/latest.json"),
    ("/categories.json", "/categories.json"),
    ("/categories.json", "/categories.json?include_subcategories=true"),
    ("/c/{slug}/{id}.json", "/c/villes/5.json"),
    ("/c/{slug}/{id}.json", "/c/outils/7.json"),
    ("/c/{id}/show.json", "/c/6/show.json"),
    ("/tags.json", "/tags.json"),
    ("/tag/{name}.json", "/tag/vote.json"),
    ("/tag/{name}.json", "/tag/vote/1.json"),
    ("/site.json", "/site.json"),
    ("/site/basic-info.json", "/site/basic-info.json"),
]
STAFF_READS = [
    ("/t/{id}.json", "/t/102.json?show_deleted=true"),
    ("/t/{id}.json", "/t/108.json"),
    ("/posts/{id}.json", "/posts/1004.json"),
]


@pytest.fixture
def forum() -> DiscourseServer:
    return DiscourseServer(SandboxClock(START), Faults())


@pytest.fixture
async def site(forum: DiscourseServer) -> AsyncIterator[TestClient[Any, Any]]:
    async with TestClient(TestServer(forum.app)) as client:
        yield client
    assert forum.unknown_routes == []


async def read(site: TestClient[Any, Any], path: str, **headers: str) -> Any:
    said = await site.get(path, headers=headers)
    assert (said.status, said.headers["Content-Type"]) == (200, "application/json; charset=utf-8")
    return await said.json()


@pytest.mark.parametrize(("described", "path"), READS)
async def test_what_a_guest_reads_is_as_described(
    site: TestClient[Any, Any], described: str, path: str
) -> None:
    assert faults(described, await read(site, path)) == []


@pytest.mark.parametrize(("described", "path"), [*READS, *STAFF_READS])
async def test_what_the_staff_reads_is_as_described_and_whole(
    forum: DiscourseServer, site: TestClient[Any, Any], described: str, path: str
) -> None:
    key = {"Api-Key": forum.staff_key, "Api-Username": "admin"}
    assert faults(described, await read(site, path, **key), staff=True) == []


@pytest.mark.parametrize(("described", "path"), READS)
async def test_what_a_member_reads_is_as_described(
    forum: DiscourseServer, site: TestClient[Any, Any], described: str, path: str
) -> None:
    key = {"Api-Key": forum.api_key, "Api-Username": forum.api_username}
    assert faults(described, await read(site, path, **key)) == []


async def test_the_description_catches_what_is_not_of_it(site: TestClient[Any, Any]) -> None:
    """The judge itself: an unknown key, a missing one, a wrong type, at any depth."""
    body = await read(site, "/posts.json")
    first = body["latest_posts"][0]
    first["invented"], first["version"] = 1, "2"
    del first["updated_at"]
    found = faults("/posts.json", body)
    assert [one.split(": ", 1)[0] for one in found] == [
        "/latest_posts/0",
        "/latest_posts/0/version",
        "/latest_posts/0",
    ]


async def test_edited_moved_and_filled_threads_are_still_as_described(
    forum: DiscourseServer, site: TestClient[Any, Any]
) -> None:
    world = forum.world
    tid = world.open_topic(1, "Zoé", "Un fil tout neuf, à suivre", "Premier message", ["vote"])
    pid = world.reply(tid, "Moussa", "Une réponse tout de suite", 1)
    world.edit(pid, "Une réponse un peu plus tard")
    world.move(tid, world.create_category("Bretagne", 5))
    world.lock(tid)
    world.pin(tid)
    world.fill(40, 2)
    assert faults("/t/{id}.json", await read(site, f"/t/{tid}.json")) == []
    assert faults("/posts.json", await read(site, "/posts.json")) == []
    assert faults("/latest.json", await read(site, "/latest.json?page=1")) == []
    assert faults("/categories.json", await read(site, "/categories.json")) == []
