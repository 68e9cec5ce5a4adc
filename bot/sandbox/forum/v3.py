"""The versioned API: single things, Markdown, and the reply."""

from __future__ import annotations

from typing import Any, Final

from aiohttp import web

from bot.sandbox.forum import posts, shapes
from bot.sandbox.forum.answers import (
    NO_PRIVILEGE,
    WORLD,
    enveloped,
    forbidden_reading,
    forbidden_writing,
    reader,
    refusal,
)
from bot.sandbox.forum.things import Post
from bot.sandbox.forum.world import MAX_LENGTH, MIN_LENGTH, No, RefusedError

routes = web.RouteTableDef()

NO_POST: Final = "Post does not exist"
NO_TOPIC: Final = "Topic does not exist"
REFUSED: Final = {
    No.MISSING: (404, NO_TOPIC),
    No.LOCKED: (400, "Topic locked"),
    No.SHORT: (
        400,
        f"Please enter a longer post. Posts should contain at least {MIN_LENGTH} character(s).",
    ),
    No.LONG: (
        400,
        f"Please enter a shorter post. Posts can't be longer than {MAX_LENGTH} character(s).",
    ),
}


def found(request: web.Request) -> Post | None:
    return request.app[WORLD].posts.get(int(request.match_info["pid"]))


@routes.get(r"/api/v3/topics/{tid:\d+}")
async def topic(request: web.Request) -> web.Response:
    world = request.app[WORLD]
    thread = world.topics.get(int(request.match_info["tid"]))
    if thread is None:
        return refusal(request, 404, NO_TOPIC)
    if thread.deleted:
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


@routes.post(r"/api/v3/topics/{tid:\d+}")
async def reply(request: web.Request) -> web.Response:
    if "Authorization" not in request.headers:
        return forbidden_writing()
    uid, world = reader(request), request.app[WORLD]
    if uid <= 0:
        return refusal(request, 403, NO_PRIVILEGE)
    body = await _body(request)
    text, to_pid = body.get("content"), body.get("toPid")
    if not isinstance(text, str):
        return refusal(request, 400, "Required parameters were missing from this API call: content")
    try:
        tid = int(request.match_info["tid"])
        answered = int(str(to_pid)) if str(to_pid).isdecimal() else None
        pid = world.reply(tid, world.users[uid].name, text, answered)
    except RefusedError as refused:
        return refusal(request, *REFUSED[refused.reason])
    return enveloped(request, _written(request, pid))


async def _body(request: web.Request) -> dict[str, Any]:
    try:
        said = await request.json()
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _written(request: web.Request, pid: int) -> shapes.Shape:
    """A post just made, as its author gets it."""
    world = request.app[WORLD]
    held = world.posts[pid]
    tools = ("display_edit_tools", "display_delete_tools", "display_moderator_tools")
    author = shapes.user(world.users[held.uid])
    return {
        **posts.summary(world, held),
        "user": author,
        "attachments": [],
        "index": world.index(held),
        "bookmarked": False,
        **dict.fromkeys((*tools, "display_move_tools"), True),
        "selfPost": False,
    }
