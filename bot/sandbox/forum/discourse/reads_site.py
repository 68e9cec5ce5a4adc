"""Read paths about the site itself: what it is, and who reads it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from aiohttp import web

from bot.sandbox.forum.discourse import places, shapes
from bot.sandbox.forum.discourse.answers import WORLD, answer, said, viewer
from bot.sandbox.forum.discourse.cooking import HOME
from bot.sandbox.forum.discourse.things import PostType

routes = web.RouteTableDef()

SITE: Final[dict[str, Any]] = json.loads(Path(__file__).with_name("site.json").read_text("utf-8"))
TITLE: Final = "Forum Veille (démonstration)"
DESCRIPTION: Final = "Un forum de démonstration, comme ceux que Discourse fait tourner."
ICON: Final = f"{HOME}/images/discourse-logo-sketch-small.png"


@routes.get("/site/basic-info.json")
async def basic_info(request: web.Request) -> web.Response:
    viewer(request)
    icons = ("logo_url", "logo_small_url", "apple_touch_icon_url", "favicon_url")
    return answer(
        request,
        {
            **dict.fromkeys((*icons, "mobile_logo_url"), ICON),
            "title": TITLE,
            "description": DESCRIPTION,
            "header_primary_color": "333333",
            "header_background_color": "ffffff",
            "login_required": False,
            "locale": "fr",
            "include_in_discourse_discover": False,
        },
    )


@routes.get("/site.json")
async def site(request: web.Request) -> web.Response:
    world, who = request.app[WORLD], viewer(request)
    known = [category for category in world.categories.values() if world.may_read(category, who)]
    top = sorted(places.tags(world, who), key=lambda tag: -tag["count"])[:10]
    about = {
        "categories": [places.on_site(world, category, who) for category in known],
        "top_tags": [{key: tag[key] for key in ("id", "name", "slug")} for tag in top],
    }
    return answer(request, {**SITE, **about})


@routes.get("/about.json")
async def about(request: web.Request) -> web.Response:
    world, who = request.app[WORLD], viewer(request)
    admins = [shapes.user(each) for each in world.users.values() if each.admin]
    posts = sum(1 for post in world.posts.values() if post.type is PostType.REGULAR)
    stats = {
        "topics_count": len(world.listed(who)),
        "posts_count": posts,
        "users_count": len(world.users),
    }
    words = {"title": TITLE, "description": DESCRIPTION, "locale": "fr", "https": False}
    body = {"about": {**words, "stats": stats, "admins": admins, "moderators": []}}
    return answer(request, body)


@routes.get("/session/current.json")
async def session(request: web.Request) -> web.Response:
    """Whose key the request bears; nothing at all to a guest."""
    who = viewer(request)
    if who is None:
        return said("", 404)
    known = {"admin": who.admin, "moderator": False, "trust_level": who.trust_level}
    return answer(request, {"current_user": {**shapes.user(who), **known, "staff": who.admin}})
