"""Pages for people who follow a link to the Discourse face: its threads, a thread."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from html import escape
from typing import Final

from aiohttp import web

from bot.sandbox.forum.discourse import reads_topics, shapes
from bot.sandbox.forum.discourse.answers import WORLD, at_home
from bot.sandbox.forum.discourse.reads_site import TITLE
from bot.sandbox.forum.discourse.state import DiscourseState
from bot.sandbox.forum.discourse.things import Post, PostType, Topic
from bot.sandbox.forum.rendering import iso
from bot.sandbox.forum.site import no_such_page, page

routes = web.RouteTableDef()

DOT: Final = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)


@routes.get("/")
@routes.get("/latest")
async def home(request: web.Request) -> web.Response:
    world = request.app[WORLD]
    return page(TITLE, _listed(world, world.listed(None)))


@routes.get("/tag/{tag}")
async def tag(request: web.Request) -> web.Response:
    world, name = request.app[WORLD], request.match_info["tag"]
    return page(f"#{name}", _listed(world, (one for one in world.listed(None) if name in one.tags)))


def _listed(world: DiscourseState, topics: Iterable[Topic]) -> str:
    items = (
        f'<li><a href="/t/{topic.slug}/{topic.id}">{escape(topic.title)}</a>'
        f" ({world.count(topic)})</li>"
        for topic in topics
    )
    return f"<ul>{''.join(items)}</ul>"


# The last one written is tried first: a number before a slug.
@routes.get(r"/t/{slug}/{topic:\d+}/{number:\d+}")
@routes.get(r"/t/{slug}/{topic:\d+}")
@routes.get(r"/t/{topic:\d+}/{number:\d+}")
@routes.get(r"/t/{topic:\d+}")
async def topic(request: web.Request) -> web.Response:
    """JSON for whoever asks for it, as for the addresses that end in `.json`."""
    if "application/json" in request.headers.get("Accept", ""):
        return reads_topics.shown(request)
    world = request.app[WORLD]
    held = world.topics.get(int(request.match_info["topic"]))
    if held is None or not world.may_see(held, None):
        return no_such_page("Ce sujet n’existe pas.")
    articles = "".join(_article(world, post) for post in world.stream(held, None))
    return page(held.title, _head(held) + at_home(request, articles))


@routes.get(r"/p/{id:\d+}")
async def post(request: web.Request) -> web.Response:
    world = request.app[WORLD]
    held = world.posts.get(int(request.match_info["id"]))
    if held is None or not world.may_see_post(held, None):
        return no_such_page("Ce message n’existe pas.")
    topic = world.topics[held.topic_id]
    raise web.HTTPFound(f"/t/{topic.slug}/{topic.id}/{held.number}#post_{held.number}")


@routes.get("/uploads/{path:.+}")
@routes.get("/images/{path:.+}")
@routes.get("/letter_avatar_proxy/{path:.+}")
@routes.get("/favicon.ico")
async def picture(_: web.Request) -> web.Response:
    """Every picture is one dot."""
    return web.Response(body=DOT, content_type="image/png")


def _head(topic: Topic) -> str:
    marks = {"fermé": topic.closed, "archivé": topic.archived, "non listé": topic.unlisted}
    known = [*topic.tags, *(words for words, on in marks.items() if on)]
    return f"<p>{escape(' · '.join(known))}</p>" if known else ""


def _article(world: DiscourseState, post: Post) -> str:
    """The forum's own HTML, made from Markdown that lets no HTML through."""
    text = f"<p>{shapes.HIDDEN}</p>" if post.hidden else post.cooked
    if post.type is PostType.SMALL_ACTION:
        text = f"<p><em>{escape(post.action)}</em></p>"
    edited = " · modifié" if post.version > 1 else ""
    name = escape(world.users[post.user_id].username)
    about = f"<header><strong>{name}</strong> · {iso(post.created_ms)}{edited}</header>"
    return f'<article id="post_{post.number}">{about}{text}</article>'
