"""Read paths of a thread: its page, the posts near one of them, chosen posts."""

from __future__ import annotations

from collections.abc import Sequence

from aiohttp import web

from bot.sandbox.forum.discourse import shapes, topic_page
from bot.sandbox.forum.discourse.answers import (
    WORLD,
    answer,
    is_asked,
    not_found,
    number_in,
    viewer,
)
from bot.sandbox.forum.discourse.state import is_staff
from bot.sandbox.forum.discourse.things import Post, Topic, User
from bot.sandbox.forum.discourse.topic_page import CHUNK

routes = web.RouteTableDef()


@routes.get(r"/t/{topic:\d+}/posts.json")
async def posts(request: web.Request) -> web.Response:
    """The posts named by `post_ids[]`; a thread's first ones where none is."""
    world, who = request.app[WORLD], viewer(request)
    topic = found(request, who)
    wanted = request.query.getall("post_ids[]", [])
    stream = world.stream(topic, who, deleted=is_staff(who) and bool(wanted))
    some = [post for post in stream if str(post.id) in wanted] if wanted else stream[:CHUNK]
    with_raw = is_asked(request, "include_raw")
    shown = [shapes.in_topic(world, post, who, with_raw=with_raw) for post in some]
    return answer(request, {"post_stream": {"posts": shown}, "id": topic.id})


# The last one written is tried first: a number before a slug.
@routes.get(r"/t/{slug}/{topic:\d+}/{number:\d+}.json")
@routes.get(r"/t/{slug}/{topic:\d+}.json")
@routes.get(r"/t/{topic:\d+}/{number:\d+}.json")
@routes.get(r"/t/{topic:\d+}.json")
async def topic(request: web.Request) -> web.Response:
    return shown(request)


def shown(request: web.Request) -> web.Response:
    """A thread's page as JSON. Raises Refused, and a redirection from an address of before."""
    world, who = request.app[WORLD], viewer(request)
    held, number = found(request, who), request.match_info.get("number")
    if request.match_info.get("slug", held.slug) != held.slug:
        place = f"/{number}" if number else ""
        raise web.HTTPMovedPermanently(f"/t/{held.slug}/{held.id}{place}.json")
    stream = world.stream(held, who, deleted=is_asked(request, "show_deleted"))
    if number is not None:
        some = _near(stream, int(number))
    else:
        page = max(1, number_in(request, "page", 1))
        last = max(1, -(-len(stream) // CHUNK))
        if page > last:
            raise web.HTTPMovedPermanently(f"/t/{held.slug}/{held.id}.json?page={last}")
        some = stream[(page - 1) * CHUNK : page * CHUNK]
    with_raw = is_asked(request, "include_raw")
    return answer(request, topic_page.page(world, held, who, some, stream, with_raw=with_raw))


def found(request: web.Request, who: User | None) -> Topic:
    """The thread asked for. Raises Refused: what may not be seen is as if it were not."""
    world = request.app[WORLD]
    held = world.topics.get(int(request.match_info["topic"]))
    if held is None or not world.may_see(held, who):
        raise not_found()
    return held


def _near(stream: Sequence[Post], number: int) -> Sequence[Post]:
    """A whole window of posts, with a few before the one of that number, or the closest."""
    places = range(len(stream))
    closest = min(places, key=lambda at: abs(stream[at].number - number), default=0)
    start = max(0, min(closest - CHUNK // 4, len(stream) - CHUNK))
    return stream[start : start + CHUNK]
