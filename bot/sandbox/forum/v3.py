"""The versioned API, as it is read: single things, and Markdown."""

from __future__ import annotations

from typing import Final

from aiohttp import web

from bot.sandbox.forum import posts, shapes
from bot.sandbox.forum.answers import (
    NO_PRIVILEGE,
    WORLD,
    enveloped,
    forbidden_reading,
    reader,
    refusal,
)
from bot.sandbox.forum.things import Post

routes = web.RouteTableDef()

NO_POST: Final = "Post does not exist"
NO_TOPIC: Final = "Topic does not exist"


def found(request: web.Request) -> Post | None:
    """The post asked for, None where there is none or its reader may not know."""
    world = request.app[WORLD]
    held = world.posts.get(int(request.match_info["pid"]))
    if held is None or not world.may_read(world.topics[held.tid].cid, reader(request)):
        return None
    return held


@routes.get(r"/api/v3/topics/{tid:\d+}")
async def topic(request: web.Request) -> web.Response:
    world = request.app[WORLD]
    thread = world.topics.get(int(request.match_info["tid"]))
    if thread is None:
        return refusal(request, 404, NO_TOPIC)
    if thread.deleted or not world.may_read(thread.cid, reader(request)):
        return forbidden_reading(request)
    return enveloped(request, shapes.topic(world, thread))


@routes.get(r"/api/v3/posts/{pid:\d+}")
async def post(request: web.Request) -> web.Response:
    held = found(request)
    if held is None:
        return refusal(request, 404, NO_POST)
    replies = len(request.app[WORLD].answers.get(held.pid, ()))
    return enveloped(request, posts.source(held, replies))


@routes.get(r"/api/v3/posts/{pid:\d+}/raw")
async def raw(request: web.Request) -> web.Response:
    held = found(request)
    if held is None or held.deleted:
        return refusal(request, 404, NO_POST)
    return enveloped(request, {"content": held.markdown})


@routes.get(r"/api/v3/posts/{pid:\d+}/summary")
async def summary(request: web.Request) -> web.Response:
    held = found(request)
    if held is None:
        return refusal(request, 404, NO_POST)
    return enveloped(request, posts.summary(request.app[WORLD], held))


@routes.get(r"/api/v3/posts/{pid:\d+}/diffs")
async def diffs(request: web.Request) -> web.Response:
    """When a post was written and edited, and by whom; guests may not ask."""
    held, uid = found(request), reader(request)
    if held is None:
        return refusal(request, 404, NO_POST)
    if uid <= 0 or held.deleted:
        return refusal(request, 403, NO_PRIVILEGE)
    return enveloped(request, posts.history(request.app[WORLD], held, uid))
