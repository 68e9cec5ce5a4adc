"""A Discourse forum of a few lines, for what the embedded one would never answer."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

from bot.forums.discourse import Discourse
from tests.forums.sites import answering

Json = dict[str, Any]
Pages = dict[str, Json | web.Response]
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]
INFO: Json = {"title": "Un forum", "logo_url": "", "description": ""}


def said(body: object, status: int = 200, **headers: str) -> web.Response:
    """JSON with the type that Discourse writes."""
    about = {"Content-Type": "application/json; charset=utf-8", **headers}
    return web.Response(body=json.dumps(body).encode(), status=status, headers=about)


def post(number: int, topic: int = 7, **more: object) -> Json:
    return {
        "id": number,
        "username": "lina",
        "created_at": "2026-11-23T21:32:26.729Z",
        "updated_at": "2026-11-23T21:40:00.000Z",
        "version": 1,
        "cooked": f"<p>Message {number}</p>",
        "post_number": number,
        "post_type": 1,
        "topic_id": topic,
        "topic_slug": "un-fil",
        "topic_title": "Un fil",
        "category_id": 5,
        **more,
    }


def topic(number: int = 7, **more: object) -> Json:
    return {
        "id": number,
        "title": "Un fil",
        "slug": "un-fil",
        "posts_count": 3,
        "category_id": 5,
        "tags": ["vote"],
        "closed": False,
        "archived": False,
        "visible": True,
        "archetype": "regular",
        "bumped_at": "2026-11-23T21:32:26.729Z",
        **more,
    }


def page(posts: list[Json], stream: list[int] | None = None, **more: object) -> Json:
    numbers = [one["id"] for one in posts] if stream is None else stream
    return {**topic(), "post_stream": {"posts": posts, "stream": numbers}, **more}


def topics(*listed: Json) -> Json:
    return {"topic_list": {"topics": list(listed)}}


SITE: Json = {"categories": [{"id": 5, "name": "Vie & ville", "slug": "vie"}]}


@asynccontextmanager
async def small(pages: Pages, **options: Any) -> AsyncIterator[tuple[Discourse, list[str]]]:
    """A reader of a site that has these pages by their paths, and what it was asked for."""
    asked: list[str] = []
    known = {"/site.json": SITE, "/latest.json": topics(topic()), **pages}

    async def answer(request: web.Request) -> web.StreamResponse:
        asked.append(request.path_qs)
        found = known.get(request.path_qs, known.get(request.path))
        if found is None:
            return said({"errors": ["?"], "error_type": "not_found"}, 404)
        return found if isinstance(found, web.Response) else said(found)

    async with whole(answer, **options) as forum:
        yield forum, asked


@asynccontextmanager
async def whole(answer: Answer, **options: Any) -> AsyncIterator[Discourse]:
    """A reader of a site where every path is answered by one function."""
    async with answering(answer) as url:
        forum = Discourse("f", url, **options)
        yield forum
        await forum.close()
