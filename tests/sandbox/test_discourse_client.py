"""pydiscourse, as a guest and with keys, against the sandbox's Discourse face."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp.test_utils import TestServer
from pydiscourse import DiscourseClient
from pydiscourse import client as pydiscourse_client
from pydiscourse.exceptions import (
    DiscourseClientError,
    DiscourseError,
    DiscourseRateLimitedError,
    DiscourseServerError,
)

from bot.sandbox.clock import SandboxClock
from bot.sandbox.faults import Faults
from bot.sandbox.forum.discourse.server import DiscourseServer

START = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
GUEST = (None, None)
MEMBER = ("vigie", "sandbox-discourse-vigie")
STAFF = ("admin", "sandbox-discourse-admin")
Reads = Callable[[DiscourseClient], Any]


class Reader:
    """A client with somebody's key, off the event loop."""

    def __init__(self, url: str) -> None:
        self._url = url

    async def __call__(self, read: Reads, who: tuple[str | None, str | None] = GUEST) -> Any:
        client = DiscourseClient(self._url, *who, timeout=10)
        return await asyncio.to_thread(read, client)


@pytest.fixture
def faults() -> Faults:
    return Faults()


@pytest.fixture
def forum(faults: Faults) -> DiscourseServer:
    return DiscourseServer(SandboxClock(START), faults)


@pytest.fixture
async def read(forum: DiscourseServer) -> AsyncIterator[Reader]:
    async with TestServer(forum.app) as site:
        url = str(site.make_url("")).rstrip("/")
        forum.set_public_url(url)
        yield Reader(url)
    assert forum.unknown_routes == []


@pytest.mark.parametrize("who", [GUEST, MEMBER, STAFF], ids=["guest", "member", "staff"])
async def test_all_that_it_reads_is_served(read: Reader, who: tuple[str, str]) -> None:
    newest = await read(lambda client: client.latest_posts(), who)
    assert newest["latest_posts"][0]["raw"]
    older = await read(lambda client: client.latest_posts(before=1010), who)
    assert max(post["id"] for post in older["latest_posts"]) < 1010
    topic = await read(
        lambda client: client.topic(
            "grenoble-trente-cameras-au-conseil-municipal-du-14-decembre", 102
        ),
        who,
    )
    assert topic["post_stream"]["posts"][0]["cooked"]
    chosen = await read(lambda client: client.posts(103, post_ids=[1020, 1021]), who)
    assert [post["id"] for post in chosen["post_stream"]["posts"]] == [1020, 1021]
    assert (await read(lambda client: client.post_by_id(1002), who))["post_number"] == 1
    assert (await read(lambda client: client.post_by_number(102, 2), who))["id"] == 1003
    assert (await read(lambda client: client.latest_topics(), who))["topic_list"]["topics"]
    first, *_ = await read(lambda client: client.categories(), who)
    assert first["id"] == 1
    assert (await read(lambda client: client.category(6), who))["category"]["slug"]
    assert (await read(lambda client: client.category_topics(6), who))["topic_list"]["topics"]
    assert (await read(lambda client: client.category_latest_topics("outils"), who))["users"]
    assert (await read(lambda client: client.get_site_info(), who))["post_types"]["whisper"] == 4
    assert (await read(lambda client: client.about(), who))["about"]["title"]
    assert (await read(lambda client: client._get("/site/basic-info.json"), who))["title"]
    assert (await read(lambda client: client._get("/tags.json"), who))["tags"]
    assert (await read(lambda client: client._get("/tag/vote.json"), who))["topic_list"]


async def test_whose_key_it_is(read: Reader) -> None:
    said = await read(lambda client: client._get("/session/current.json"), MEMBER)
    assert said["current_user"]["username"] == "vigie"


async def test_a_wrong_key_and_a_missing_thread_are_client_errors(read: Reader) -> None:
    with pytest.raises(DiscourseClientError) as wrong:
        await read(lambda client: client.latest_posts(), ("vigie", "autre"))
    assert wrong.value.response.status_code == 403
    with pytest.raises(DiscourseClientError) as missing:
        await read(lambda client: client.topic("rien", 999))
    assert missing.value.response.json()["error_type"] == "not_found"


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("forum.500", DiscourseServerError),
        ("forum.503", DiscourseServerError),
        ("forum.wall", DiscourseClientError),
        ("forum.wall_503", DiscourseServerError),
        ("forum.html", DiscourseError),
        ("forum.truncated", DiscourseError),
    ],
)
async def test_faults_are_its_errors(
    read: Reader, faults: Faults, fault: str, error: type[Exception]
) -> None:
    faults.put(fault)
    with pytest.raises(error):
        await read(lambda client: client.latest_posts())


@pytest.mark.parametrize(("fault", "wait_s"), [("forum.429", 31), ("forum.429_bare", 11)])
async def test_too_many_requests_make_it_wait_as_told(
    read: Reader, faults: Faults, monkeypatch: pytest.MonkeyPatch, fault: str, wait_s: int
) -> None:
    waited: list[float] = []
    monkeypatch.setattr(pydiscourse_client.time, "sleep", waited.append)
    faults.put(fault)
    with pytest.raises(DiscourseRateLimitedError):
        await read(lambda client: client.latest_posts())
    assert waited == [wait_s] * 3
