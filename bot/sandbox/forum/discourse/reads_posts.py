"""Read paths of posts: the newest of the forum, one alone, its Markdown."""

from __future__ import annotations

from bisect import bisect_left
from itertools import islice
from typing import Final

from aiohttp import web

from bot.sandbox.forum.discourse import shapes
from bot.sandbox.forum.discourse.answers import (
    PLACE,
    WORLD,
    answer,
    not_found,
    number_in,
    plain,
    viewer,
)
from bot.sandbox.forum.discourse.things import Post, Topic, User
from bot.sandbox.forum.rendering import iso

routes = web.RouteTableDef()

WINDOW: Final = 50
RAW_PAGE: Final = 100


@routes.get("/posts.json")
async def newest(request: web.Request) -> web.Response:
    """Fifty posts under `before`, the newest first; see `Place.windows_of_ids` for the others."""
    world, who = request.app[WORLD], viewer(request)
    before = number_in(request, "before")
    end = bisect_left(world.post_ids, before) if before else len(world.post_ids)
    known = (world.posts[key] for key in reversed(world.post_ids[:end]))
    if request.app[PLACE].windows_of_ids:
        highest = before + 1 if before else world.next_post
        ids = range(highest - WINDOW, highest)
        known = (world.posts[key] for key in reversed(ids) if key in world.posts)
    shown = islice((post for post in known if shapes.is_news(world, post, who)), WINDOW)
    return answer(request, {"latest_posts": [shapes.newest(world, post, who) for post in shown]})


@routes.get(r"/posts/{id:\d+}.json")
async def single(request: web.Request) -> web.Response:
    post, who = _found(request)
    return answer(request, shapes.single(request.app[WORLD], post, who))


@routes.get(r"/posts/by_number/{topic:\d+}/{number:\d+}")
@routes.get(r"/posts/by_number/{topic:\d+}/{number:\d+}.json")
async def by_number(request: web.Request) -> web.Response:
    post, who = _numbered(request)
    return answer(request, shapes.single(request.app[WORLD], post, who))


@routes.get(r"/posts/{id:\d+}/raw")
async def raw(request: web.Request) -> web.Response:
    return _markdown(*_found(request))


@routes.get(r"/raw/{topic:\d+}/{number:\d+}")
async def raw_by_number(request: web.Request) -> web.Response:
    return _markdown(*_numbered(request))


@routes.get(r"/raw/{topic:\d+}")
async def raw_topic(request: web.Request) -> web.Response:
    """A hundred posts of a thread, one after the other."""
    world, who = request.app[WORLD], viewer(request)
    topic = _topic(request, who)
    start = (max(1, number_in(request, "page", 1)) - 1) * RAW_PAGE
    stream = [post for post in world.stream(topic, who) if not shapes.masked(post, who)]
    texts = [
        f"{world.users[post.user_id].username} | {iso(post.updated_ms)} | #{post.number}\n\n"
        f"{post.raw}\n\n-------------------------\n\n"
        for post in stream[start : start + RAW_PAGE]
    ]
    return plain("".join(texts))


def _markdown(post: Post, who: User | None) -> web.Response:
    if shapes.masked(post, who):
        raise not_found()
    return plain(post.raw)


def _found(request: web.Request) -> tuple[Post, User | None]:
    """The post asked for by its id, and who asks. Raises Refused."""
    world, who = request.app[WORLD], viewer(request)
    post = world.posts.get(int(request.match_info["id"]))
    if post is None or not world.may_see_post(post, who):
        raise not_found()
    return post, who


def _numbered(request: web.Request) -> tuple[Post, User | None]:
    """The post asked for by its number in its thread, and who asks. Raises Refused."""
    world, who = request.app[WORLD], viewer(request)
    post = world.by_number(_topic(request, who), int(request.match_info["number"]))
    if post is None or not world.may_see_post(post, who):
        raise not_found()
    return post, who


def _topic(request: web.Request, who: User | None) -> Topic:
    world = request.app[WORLD]
    topic = world.topics.get(int(request.match_info["topic"]))
    if topic is None or not world.may_see(topic, who):
        raise not_found()
    return topic
