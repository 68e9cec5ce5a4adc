"""The faults of the forums, as a client meets them on either face."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.sandbox.clock import SandboxClock
from bot.sandbox.faults import NAMES, Faults
from bot.sandbox.forum import faulty
from bot.sandbox.forum.discourse.server import DiscourseServer
from bot.sandbox.forum.server import ForumServer

START = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
PATHS = {"forum": "/api/topic/2", "discourse": "/t/102.json"}
BOTH = pytest.mark.parametrize("face", list(PATHS))


@pytest.fixture
def faults() -> Faults:
    return Faults()


@pytest.fixture
async def site(face: str, faults: Faults) -> AsyncIterator[TestClient[Any, Any]]:
    server = {"forum": ForumServer, "discourse": DiscourseServer}[face]
    async with TestClient(TestServer(server(SandboxClock(START), faults).app)) as client:
        yield client


@BOTH
@pytest.mark.parametrize(
    ("fault", "status"),
    [
        ("forum.500", 500),
        ("forum.503", 503),
        ("forum.429", 429),
        ("forum.429_bare", 429),
        ("forum.html", 200),
        ("forum.wall", 403),
        ("forum.wall_503", 503),
    ],
)
async def test_a_fault_answers_in_the_forums_place(
    site: TestClient[Any, Any], faults: Faults, face: str, fault: str, status: int
) -> None:
    faults.put(fault, times=1)
    said = await site.get(PATHS[face])
    assert said.status == status
    assert ("Retry-After" in said.headers) == (fault == "forum.429")
    is_json = said.headers["Content-Type"].startswith("application/json")
    assert is_json == (face == "discourse" and fault == "forum.429")
    assert (await site.get(PATHS[face])).status == 200


@BOTH
@pytest.mark.parametrize(
    ("fault", "sign"), [("forum.wall", "challenge-platform"), ("forum.wall_503", "anubis")]
)
async def test_a_wall_is_known_by_its_page(
    site: TestClient[Any, Any], faults: Faults, face: str, fault: str, sign: str
) -> None:
    faults.put(fault)
    said = await site.get(PATHS[face])
    assert said.content_type == "text/html"
    assert sign in await said.text()


@pytest.mark.parametrize("face", ["discourse"])
async def test_discourse_says_how_long_to_wait(site: TestClient[Any, Any], faults: Faults) -> None:
    faults.put("forum.429")
    said = await site.get("/posts.json")
    body = await said.json()
    assert said.headers["Content-Type"] == "application/json; charset=utf-8"
    assert int(said.headers["Retry-After"]) == body["extras"]["wait_seconds"]
    assert body["error_type"] == "rate_limit"


@BOTH
async def test_half_an_answer_is_not_json(
    site: TestClient[Any, Any], faults: Faults, face: str
) -> None:
    faults.put("forum.truncated")
    with pytest.raises(ValueError, match=r"."):
        await (await site.get(PATHS[face])).json()


@BOTH
async def test_an_empty_answer_and_a_dropped_connection(
    site: TestClient[Any, Any], faults: Faults, face: str
) -> None:
    faults.put("forum.empty", times=1)
    assert await (await site.get(PATHS[face])).read() == b""
    faults.put("forum.drop", times=2)  # aiohttp asks again once on a kept connection
    with pytest.raises(aiohttp.ClientError):
        await site.get(PATHS[face])


@BOTH
async def test_a_slow_answer_comes(
    site: TestClient[Any, Any], faults: Faults, face: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(faulty, "SLOW_S", 0.0)
    faults.put("forum.slow")
    assert (await site.get(PATHS[face])).status == 200


def test_each_fault_has_its_words_for_the_page() -> None:
    known = {name for name in NAMES if name.startswith("forum.")}
    assert known >= {"forum.429_bare", "forum.wall", "forum.wall_503"}
    assert all(NAMES[name] for name in known)
