"""Sites that a forum's adapter reads over real sockets."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.sandbox.clock import SandboxClock
from bot.sandbox.faults import Faults
from bot.sandbox.forum.discourse.server import DiscourseServer
from bot.sandbox.forum.server import ForumServer
from tests.contracts.nodebb_contract import recording

DAY_AFTER = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)  # the recorded threads
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def sandbox(relative_path: str = "") -> AsyncIterator[tuple[ForumServer, Faults]]:
    """The embedded forum; what it was asked and does not know fails the test."""
    faults = Faults()
    forum = ForumServer(SandboxClock(DAY_AFTER), faults, relative_path=relative_path)
    async with TestServer(forum.app) as site:
        forum.set_public_url(str(site.make_url(relative_path or "/")))
        yield forum, faults
    assert forum.unknown_routes == []


@asynccontextmanager
async def discourse(
    *, windows_of_ids: bool = False
) -> AsyncIterator[tuple[DiscourseServer, Faults]]:
    """The embedded Discourse forum; what it was asked and does not know fails the test."""
    faults = Faults()
    forum = DiscourseServer(SandboxClock(DAY_AFTER), faults, windows_of_ids=windows_of_ids)
    async with TestServer(forum.app) as site:
        forum.set_public_url(str(site.make_url("/")))
        yield forum, faults
    unknown = [route for route in forum.unknown_routes if route != "GET /api/config"]
    assert unknown == []  # that one is how a NodeBB forum would have been known


@asynccontextmanager
async def answering(answer: Answer) -> AsyncIterator[str]:
    """The address of a site where every path is answered by one function."""
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    async with TestServer(app) as site:
        yield str(site.make_url("")).rstrip("/")


def recorded(name: str) -> web.Response:
    """A recorded response, as it came."""
    said: dict[str, Any] = recording(name)["response"]
    kind, body = said["headers"]["content-type"], said["body"]
    text = json.dumps(body) if kind.startswith("application/json") else str(body)
    return web.Response(body=text.encode(), status=said["status"], headers={"Content-Type": kind})
