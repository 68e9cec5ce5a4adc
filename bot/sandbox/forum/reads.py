"""The older read paths: `/api/…` without a version, for guests and members alike."""

from __future__ import annotations

from aiohttp import web

from bot.sandbox.forum import frame, lists, pages, people, posts, shapes
from bot.sandbox.forum.answers import (
    SITE,
    WORLD,
    answer,
    forbidden_reading,
    no_page,
    page_of,
    reader,
)

routes = web.RouteTableDef()


@routes.get("/api/config")
async def config(request: web.Request) -> web.Response:
    return answer(request, pages.config(reader(request), request.app[SITE].relative_path))


@routes.get("/api/self")
async def myself(request: web.Request) -> web.Response:
    uid, world = reader(request), request.app[WORLD]
    if uid <= 0:
        return answer(request, "not-authorized", 401)
    return answer(request, people.account(world, world.users[uid], uid))


@routes.get("/api/user/{slug}")
async def user(request: web.Request) -> web.Response:
    world = request.app[WORLD]
    who = people.find(world, request.match_info["slug"])
    if who is None:
        return no_page(request)
    return paged(request, people.profile(world, who, reader(request)))


@routes.get("/api/notifications")
async def notifications(request: web.Request) -> web.Response:
    uid = reader(request)
    if uid <= 0:
        return forbidden_reading(request)
    return paged(request, people.notifications(uid))


@routes.get("/api/unread")
async def unread(request: web.Request) -> web.Response:
    uid = reader(request)
    if uid <= 0:
        return forbidden_reading(request)
    return paged(request, lists.unread(request.app[WORLD], page_of(request), uid))


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
    world, cid, page = request.app[WORLD], int(request.match_info["cid"]), page_of(request)
    if cid not in world.categories:
        return no_page(request)
    if not world.may_read(cid, reader(request)):
        return forbidden_reading(request)
    said = lists.category(world, cid, page, reader(request))
    return no_page(request) if page > said["pagination"]["pageCount"] else paged(request, said)


@routes.get(r"/api/topic/pagination/{tid:\d+}")
async def topic_pagination(request: web.Request) -> web.Response:
    world = request.app[WORLD]
    thread = world.topics.get(int(request.match_info["tid"]))
    if thread is None or not world.may_read(thread.cid, reader(request)):
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
    if thread is None or (page_of(request) - 1) * frame.PER_PAGE >= len(thread.pids):
        return no_page(request)
    if thread.deleted or not world.may_read(thread.cid, reader(request)):
        return forbidden_reading(request)
    index, last = max(1, int(request.match_info.get("index", "1"))), len(thread.pids)
    if index > last:
        return answer(request, f"/topic/{thread.slug}/{last}")
    page = page_of(request) if "page" in request.query else -(-index // frame.PER_PAGE)
    uid, sort = reader(request), request.query.get("sort", "")
    said = paged(request, pages.topic(world, thread, page, sort, uid))
    if uid > 0:
        world.look(thread, uid)
    return said


@routes.get("/api/recent")
async def recent(request: web.Request) -> web.Response:
    return paged(request, lists.recent(request.app[WORLD], page_of(request), reader(request)))


@routes.get("/api/recent/posts")
@routes.get("/api/recent/posts/{term:day|week|month|alltime}")
async def recent_posts(request: web.Request) -> web.Response:
    world, term = request.app[WORLD], request.match_info.get("term", "day")
    newest = lists.newest(world, page_of(request), term, reader(request))
    return answer(request, [posts.summary(world, post) for post in newest])


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
    thread = world.topics[found.tid]
    if not world.may_read(thread.cid, reader(request)):
        return forbidden_reading(request)
    return answer(request, f"/topic/{thread.slug}/{world.index(found) + 1}")


def paged(request: web.Request, page: shapes.Shape) -> web.Response:
    """A page, with what each says of its reader; a member's is for nobody else's cache."""
    uid = reader(request)
    about = frame.visitor(request.app[WORLD], uid, request.app[SITE].relative_path)
    said = answer(request, {**page, **about})
    if uid > 0:
        said.headers["Cache-Control"] = "private"
    return said
