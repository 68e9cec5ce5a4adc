"""Pages for people who follow a link: a list of threads, a thread."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from aiohttp import web

from bot.sandbox.forum.answers import SITE, WORLD, at_home, written
from bot.sandbox.forum.posts import HIDDEN
from bot.sandbox.forum.rendering import iso
from bot.sandbox.forum.things import Post, Topic
from bot.sandbox.forum.world import ForumWorld

routes = web.RouteTableDef()

GUEST = 0  # nobody logs in to these pages

STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:44rem;margin:0 auto;padding:1rem}"
    "article{border-top:1px solid #8888;padding:.5rem 0}img{max-width:100%}"
    "header{color:#777}pre{overflow:auto}article:target{background:#ffd70022}"
)


@routes.get("/")
async def home(request: web.Request) -> web.Response:
    return page("Forum", _listed(request, request.app[WORLD].topics.values()))


@routes.get("/tags/{tag}")
async def tag(request: web.Request) -> web.Response:
    name, known = request.match_info["tag"], request.app[WORLD].topics.values()
    return page(f"#{name}", _listed(request, (thread for thread in known if name in thread.tags)))


def _listed(request: web.Request, known: Iterable[Topic]) -> str:
    """The threads among these that a guest may read, the latest made first."""
    world, base = request.app[WORLD], request.app[SITE].relative_path
    threads = [one for one in known if not one.deleted and world.may_read(one.cid, GUEST)]
    items = (
        f'<li><a href="{base}/topic/{escape(thread.slug)}">{escape(thread.title)}</a>'
        f" ({len(thread.pids)})</li>"
        for thread in reversed(threads)
    )
    return f"<ul>{''.join(items)}</ul>"


@routes.get("/favicon.ico")
async def icon(_: web.Request) -> web.Response:
    return web.Response(status=204)


@routes.get(r"/topic/{tid:\d+}")
@routes.get(r"/topic/{tid:\d+}/{slug}")
@routes.get(r"/topic/{tid:\d+}/{slug}/{index:\d+}")
async def topic(request: web.Request) -> web.Response:
    world = request.app[WORLD]
    thread = world.topics.get(int(request.match_info["tid"]))
    if thread is None or thread.deleted or not world.may_read(thread.cid, GUEST):
        return no_such_page("Ce fil n’existe pas.")
    articles = "".join(_article(world, world.posts[pid]) for pid in thread.pids)
    return page(thread.title, _head(thread) + at_home(request, articles))


@routes.get(r"/post/{pid:\d+}")
async def post(request: web.Request) -> web.Response:
    world = request.app[WORLD]
    found = world.posts.get(int(request.match_info["pid"]))
    if found is None or not world.may_read(world.topics[found.tid].cid, GUEST):
        return no_such_page("Ce message n’existe pas.")
    base, slug = request.app[SITE].relative_path, world.topics[found.tid].slug
    raise web.HTTPFound(f"{base}/topic/{slug}/{world.index(found) + 1}#post-{found.pid}")


def _head(thread: Topic) -> str:
    known = [*thread.tags, *(["verrouillé"] if thread.locked else [])]
    return f"<p>{escape(' · '.join(known))}</p>" if known else ""


def _article(world: ForumWorld, post: Post) -> str:
    """The forum's own HTML, made from Markdown that lets no HTML through."""
    text = "<p><em>Message supprimé.</em></p>" if post.deleted else post.html
    edited = " · modifié" if post.edited_ms else ""
    name = escape(world.users[post.uid].name)
    about = f"<header><strong>{name}</strong> · {iso(post.created_ms)}{edited}</header>"
    return f'<article id="post-{post.pid}">{about}{text.replace(HIDDEN, "")}</article>'


def no_such_page(why: str = "Cette page n’existe pas.") -> web.Response:
    return page("Page introuvable", f"<p>{why}</p>", 404)


def page(title: str, body: str, status: int = 200) -> web.Response:
    text = (
        '<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head>"
        f"<body><h1>{escape(title)}</h1>{body}</body></html>"
    )
    return written(text, "text/html", status)
