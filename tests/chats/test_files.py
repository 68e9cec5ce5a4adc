"""Files that people hand over, as they are fetched: within a time and a size, or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any

import discord
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.chats.discord import files
from bot.services.photos import LARGEST


def attachment(url: str, size: int = 10) -> discord.Attachment:
    told: Any = {"id": "1", "filename": "vue.png", "size": size, "url": url, "proxy_url": url}
    state: Any = SimpleNamespace(http=None)
    return discord.Attachment(data=told, state=state)


async def whole(_: web.Request) -> web.StreamResponse:
    return web.Response(body=b"image")


async def missing(_: web.Request) -> web.StreamResponse:
    return web.Response(status=404, body=b"gone")


async def elsewhere(_: web.Request) -> web.StreamResponse:
    raise web.HTTPFound("/whole")


async def endless(request: web.Request) -> web.StreamResponse:
    answer = web.StreamResponse()
    await answer.prepare(request)
    while True:
        await answer.write(b"x" * 65_536)


async def cut(request: web.Request) -> web.StreamResponse:
    answer = web.StreamResponse(headers={"Content-Length": "100"})
    await answer.prepare(request)
    await answer.write(b"half")
    assert request.transport is not None
    request.transport.abort()
    return answer


async def silent(_: web.Request) -> web.StreamResponse:
    await asyncio.sleep(30)
    return web.Response()


@pytest.fixture
async def server() -> AsyncIterator[TestServer]:
    app = web.Application()
    for handler in (whole, missing, elsewhere, endless, cut, silent):
        app.router.add_get(f"/{handler.__name__}", handler)
    async with TestServer(app) as running:
        yield running


async def test_a_file_is_fetched_whole(server: TestServer) -> None:
    one = files.handed(attachment(str(server.make_url("/whole")), 5))
    assert (one.size, await one.fetch()) == (5, b"image")


@pytest.mark.parametrize("path", ["missing", "elsewhere", "cut", "silent"])
async def test_what_cannot_be_had_is_nothing(
    server: TestServer, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr(files, "_TIMEOUT_S", 0.3)
    assert await files.handed(attachment(str(server.make_url(f"/{path}")))).fetch() is None


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/vue.png", "not an address", ""])
async def test_an_address_where_nobody_answers_gives_nothing(url: str) -> None:
    assert await files.handed(attachment(url)).fetch() is None


async def test_more_than_was_told_is_not_read_to_its_end(server: TestServer) -> None:
    data = await files.handed(attachment(str(server.make_url("/endless")))).fetch()
    assert data is not None
    assert LARGEST < len(data) < LARGEST + 2**20
