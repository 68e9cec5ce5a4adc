"""The sandbox's forum answers what a real server was recorded answering."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest
from aiohttp.test_utils import TestServer

from bot.sandbox.clock import SandboxClock
from bot.sandbox.faults import Faults
from bot.sandbox.forum.seed import RECORDED_URL
from bot.sandbox.forum.server import ForumServer
from tests.contracts.nodebb_contract import differences, names, recording

BUILT = re.compile("<lastBuildDate>[^<]*</lastBuildDate>")
BEFORE = {"unread_bot": "topic_vote_bot"}  # what had been asked first, where it matters
DAY_AFTER = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


@pytest.fixture
async def forum() -> AsyncIterator[ForumServer]:
    server = ForumServer(SandboxClock(DAY_AFTER), Faults())
    async with TestServer(server.app) as site:
        server.set_public_url(str(site.make_url("")))
        yield server


async def asked(forum: ForumServer, request: dict[str, Any]) -> tuple[int, str, Any, Any]:
    """The status, content type, body and headers of a recorded request made again."""
    headers = {"User-Agent": request["user_agent"]}
    if request["auth"]:
        headers["Authorization"] = f"Bearer {forum.bearer}"
    elif "bad_token" in request.get("note", ""):
        headers["Authorization"] = "Bearer nobody"
    url, body = forum.url + request["path"], request.get("json")
    async with (
        aiohttp.ClientSession(headers=headers) as http,
        http.request(request["method"], url, json=body, allow_redirects=False) as said,
    ):
        kind = said.headers["Content-Type"]
        text = await said.text()
        return said.status, kind, await said.json() if "json" in kind else text, said.headers


@pytest.mark.parametrize(
    "name", ["topic_vote", "topic_long_page1", "topic_long_page4", "topic_locked", "topic_pinned"]
)
async def test_the_recorded_posts_are_served_as_they_were(forum: ForumServer, name: str) -> None:
    known = recording(name)
    _, _, body, _ = await asked(forum, known["request"])
    keys = ("pid", "uid", "index", "timestampISO", "editedISO", "deleted", "content", "replies")
    served = json.dumps([[post[key] for key in keys] for post in body["posts"]], sort_keys=True)
    posts = known["response"]["body"]["posts"]
    expected = json.dumps([[post[key] for key in keys] for post in posts], sort_keys=True)
    assert served.replace(forum.url, RECORDED_URL) == expected


async def test_the_recorded_feed_is_served_as_it_was(forum: ForumServer) -> None:
    known = recording("recent_posts")
    _, _, body, _ = await asked(forum, known["request"])
    expected = known["response"]["body"]
    assert [(p["pid"], p["topic"]["title"]) for p in body] == [
        (p["pid"], p["topic"]["title"]) for p in expected
    ]
    assert [p["content"] for p in body] == [p["content"] for p in expected]


@pytest.mark.parametrize("name", ["rss_topic", "rss_category", "rss_recent_posts"])
async def test_the_recorded_feeds_are_served_as_they_were(forum: ForumServer, name: str) -> None:
    """To the letter, but for when they were built."""
    known = recording(name)
    _, _, body, _ = await asked(forum, known["request"])
    served, expected = (BUILT.sub("", text) for text in (body, known["response"]["body"]))
    assert served.replace(forum.url, RECORDED_URL) == expected


@pytest.mark.parametrize("name", ["self_bot", "user_bot", "notifications_bot", "v3_post_diffs"])
async def test_the_bots_own_pages_are_served_as_they_were(forum: ForumServer, name: str) -> None:
    known = recording(name)
    _, _, body, _ = await asked(forum, known["request"])
    text = json.dumps(body).replace(forum.url, RECORDED_URL)
    expected = known["response"]["body"]
    assert json.loads(text) == {**expected, **{key: body[key] for key in body.keys() & {"widgets"}}}


@pytest.mark.parametrize("name", names())
async def test_an_answer_has_the_recorded_keys_types_status_and_headers(
    forum: ForumServer, name: str
) -> None:
    known = recording(name)
    request = {**known["request"], "note": name}
    expected = known["response"]
    if name in BEFORE:
        await asked(forum, recording(BEFORE[name])["request"])
    status, kind, body, headers = await asked(forum, request)
    assert status == expected["status"]
    assert kind == expected["headers"]["content-type"]
    assert {key.lower() for key in headers} >= expected["headers"].keys()
    assert headers.get("Cache-Control") == expected["headers"].get("cache-control")
    assert headers["ETag"].startswith('W/"')
    assert list(differences(expected["body"], body)) == []
