"""The older read paths: `/api/…` without a version, for guests and members alike."""

from __future__ import annotations

from typing import Final

from aiohttp import web

from bot.sandbox.forum import frame, lists, pages, posts, shapes
from bot.sandbox.forum.answers import (
    SITE,
    WORLD,
    answer,
    forbidden_reading,
    no_page,
    reader,
)

routes = web.RouteTableDef()

DAY_MS: Final = 86_400_000
TERMS_MS: Final = {"day": DAY_MS, "week": 7 * DAY_MS, "month": 30 * DAY_MS}


def page_of(request: web.Request) -> int:
    asked = request.query.get("page", "1")
    return max(1, int(asked)) if asked.isascii() and asked.isdigit() else 1


@routes.get("/api/config")
async def config(request: web.Request) -> web.Response:
    return answer(request, pages.config(reader(request), request.app[SITE].relative_path))


@routes.get("/api/self")
async def myself(request: web.Request) -> web.Response:
    uid = reader(request)
    if uid <= 0:
        return answer(request, "not-authorized", 401)
    return answer(request, pages.myself(request.app[WORLD], uid))


@routes.get("/api/search")
async def search(request: web.Request) -> web.Response:
    """Closed to guests, and to this forum's members too: no right to search was given."""
    return forbidden_reading(request)


@routes.get("/api/categories")
async def categories(request: web.Request) -> web.Response:
    return paged(request, lists.categories(request.app[WORLD], reader(request)))


@routes.get(r"/api/category/{cid:\d+}")
@routes.get(r"/api/category/{cid:\d+}/{slug}")
async def category(request: web.Request) -> web.Response:
    world, cid = request.app[WORLD], int(request.match_info["cid"])
    if cid not in world.categories:
        return no_page(request)
    return paged(request, lists.category(world, cid, page_of(request), reader(request)))


@routes.get(r"/api/topic/pagination/{tid:\d+}")
async def topic_pagination(request: web.Request) -> web.Response:
    thread = request.app[WORLD].topics.get(int(request.match_info["tid"]))
    if thread is None:
        return no_page(request)
    path = f"/topic/{thread.slug}"
    return answer(
        request, {"pagination": frame.pagination(page_of(request), len(thread.pids), path)}
    )


@routes.get(r"/api/topic/{tid:\d+}")
@routes.get(r"/api/topic/{tid:\d+}/{slug}")
@routes.get(r"/api/topic/{tid:\d+}/{slug}/{index:\d+}")
async def topic(request: web.Request) -> web.Response:
    world = request.app[WORLD]
    thread = world.topics.get(int(request.match_info["tid"]))
    if thread is None:
        return no_page(request)
    if thread.deleted:
        return forbidden_reading(request)
    index = max(1, int(request.match_info.get("index", "1")))
    page = page_of(request) if "page" in request.query else -(-index // frame.PER_PAGE)
    sort = request.query.get("sort", "")
    uid = reader(request)
    said = paged(request, pages.topic(world, thread, page, sort, uid))
    if uid > 0:
        thread.views += 1  # as recorded: a guest's reading was not counted
        said.headers["Cache-Control"] = "private"
    return said


@routes.get("/api/recent")
async def recent(request: web.Request) -> web.Response:
    return paged(request, lists.recent(request.app[WORLD], page_of(request), reader(request)))


@routes.get("/api/recent/posts")
@routes.get("/api/recent/posts/{term:day|week|month|alltime}")
async def recent_posts(request: web.Request) -> web.Response:
    """Twenty places of the whole forum; hidden posts leave theirs empty, as they really do."""
    world = request.app[WORLD]
    start = (page_of(request) - 1) * frame.PER_PAGE
    end = len(world.pids) - start
    taken = world.pids[max(0, end - frame.PER_PAGE) : max(0, end)]
    term = TERMS_MS.get(request.match_info.get("term", "day"))
    since = world.now_ms() - term if term else 0
    newest = [world.posts[pid] for pid in reversed(taken)]
    shown = [p for p in newest if not (p.deleted or world.topics[p.tid].deleted)]
    return answer(request, [posts.summary(world, p) for p in shown if p.created_ms >= since])


@routes.get("/api/tags")
async def tags(request: web.Request) -> web.Response:
    return paged(request, lists.tags(request.app[WORLD], reader(request)))


@routes.get("/api/tags/{tag}")
async def tag(request: web.Request) -> web.Response:
    value, page = request.match_info["tag"], page_of(request)
    return paged(request, lists.tag(request.app[WORLD], value, page, reader(request)))


@routes.get(r"/api/post/{pid:\d+}")
async def post(request: web.Request) -> web.Response:
    """Where the post is read, as a JSON string."""
    world = request.app[WORLD]
    found = world.posts.get(int(request.match_info["pid"]))
    if found is None:
        return no_page(request)
    slug = world.topics[found.tid].slug
    return answer(request, f"/topic/{slug}/{world.index(found) + 1}")


def paged(request: web.Request, page: shapes.Shape) -> web.Response:
    """A page, with what each says of its reader."""
    about = frame.visitor(request.app[WORLD], reader(request), request.app[SITE].relative_path)
    return answer(request, {**page, **about})
