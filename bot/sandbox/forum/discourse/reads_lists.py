"""Read paths of lists: the latest threads, categories, tags."""

from __future__ import annotations

from collections.abc import Sequence

from aiohttp import web

from bot.sandbox.forum.discourse import places
from bot.sandbox.forum.discourse.answers import (
    WORLD,
    answer,
    is_asked,
    no_access,
    not_found,
    number_in,
    viewer,
)
from bot.sandbox.forum.discourse.state import DiscourseState
from bot.sandbox.forum.discourse.things import Category, Tag, Topic

routes = web.RouteTableDef()


@routes.get("/latest.json")
async def latest(request: web.Request) -> web.Response:
    topics = request.app[WORLD].listed(viewer(request))
    return _listing(request, _ordered(request, topics), "/latest")


@routes.get("/categories.json")
async def categories(request: web.Request) -> web.Response:
    world, who = request.app[WORLD], viewer(request)
    whole = is_asked(request, "include_subcategories")
    top = places.children_of(world, 0, who)
    listed = [places.in_list(world, category, who, whole=whole) for category in top]
    rights = {"can_create_category": False, "can_create_topic": False}
    return answer(request, {"category_list": {**rights, "categories": listed}})


@routes.get(r"/c/{id:\d+}/show.json")
async def category(request: web.Request) -> web.Response:
    world, who = request.app[WORLD], viewer(request)
    found = world.categories.get(int(request.match_info["id"]))
    if found is None:
        raise not_found()
    if not world.may_read(found, who):
        raise no_access()
    return answer(request, {"category": places.shown(world, found, who)})


@routes.get(r"/c/{path:.+}.json")
@routes.get(r"/c/{path:.+}/l/latest.json")
async def category_topics(request: web.Request) -> web.Response:
    """The threads of a category and of those under it, the pinned ones first."""
    world, who = request.app[WORLD], viewer(request)
    found = _category(world, request.match_info["path"])
    if found is None or not world.may_read(found, who):
        raise not_found()
    path = category_path(world, found)
    if request.match_info["path"] not in (path, found.slug):
        raise web.HTTPMovedPermanently(f"/c/{path}.json")
    wanted = {found.id, *(child.id for child in places.children_of(world, found.id, who))}
    topics = [topic for topic in world.listed(who) if topic.category_id in wanted]
    ordered = sorted(_ordered(request, topics), key=lambda topic: not topic.pinned_ms)
    return _listing(request, ordered, f"/c/{path}/l/latest")


@routes.get("/tags.json")
async def tags(request: web.Request) -> web.Response:
    known = places.tags(request.app[WORLD], viewer(request))
    return answer(request, {"tags": known, "extras": {"categories": []}})


@routes.get(r"/tag/{slug}/{id:\d+}.json")
@routes.get("/tag/{name}.json")
async def tag(request: web.Request) -> web.Response:
    """The threads that bear a tag, named by its words or by its number."""
    world, who, told = request.app[WORLD], viewer(request), request.match_info
    found = _tag(world, told.get("id") or told["name"])
    if found is None:
        raise not_found()
    topics = [topic for topic in world.listed(who) if found.name in topic.tags]
    about = {"id": found.id, "name": found.name, "slug": found.name}
    counted = {**about, "topic_count": len(topics), "staff": False}
    path = f"/tag/{found.name}/{found.id}"
    return _listing(request, _ordered(request, topics), path, {"tags": [counted]})


def category_path(world: DiscourseState, category: Category) -> str:
    """Its parents' slugs, its own, its number: `parent/slug/7`."""
    slugs, number = [category.slug], category.id
    while category.parent:
        category = world.categories[category.parent]
        slugs.insert(0, category.slug)
    return "/".join([*slugs, str(number)])


def _category(world: DiscourseState, path: str) -> Category | None:
    last = path.rpartition("/")[2]
    if last.isdecimal():
        return world.categories.get(int(last))
    return next((each for each in world.categories.values() if each.slug == last), None)


def _tag(world: DiscourseState, told: str) -> Tag | None:
    if told in world.tags:
        return world.tags[told]
    return next((tag for tag in world.tags.values() if str(tag.id) == told), None)


def _ordered(request: web.Request, topics: Sequence[Topic]) -> list[Topic]:
    """As the query asks: by creation, or by the latest activity; the newest first."""
    by_creation = request.query.get("order") == "created"
    return sorted(
        topics,
        key=lambda topic: (topic.created_ms if by_creation else topic.bumped_ms, topic.id),
        reverse=request.query.get("ascending") != "true",
    )


def _listing(
    request: web.Request,
    topics: Sequence[Topic],
    path: str,
    extra: dict[str, object] | None = None,
) -> web.Response:
    world, who = request.app[WORLD], viewer(request)
    body = places.listing(world, topics, who, number_in(request, "page"), path)
    body["topic_list"] |= extra or {}
    return answer(request, body)
