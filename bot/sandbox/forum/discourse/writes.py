"""Write paths: a new post or thread, an edit, a post taken back. Keys of accounts alone write."""

from __future__ import annotations

import json
from typing import Any, Final

from aiohttp import web

from bot.sandbox.forum.discourse import cleaning, places, shapes
from bot.sandbox.forum.discourse.answers import (
    GATE,
    WORLD,
    Refused,
    answer,
    limited,
    no_access,
    not_found,
    refusal,
    said,
    viewer,
)
from bot.sandbox.forum.discourse.state import is_staff
from bot.sandbox.forum.discourse.things import Post, Topic, User
from bot.sandbox.forum.refusals import No, RefusedError

routes = web.RouteTableDef()

SHORTEST, LONGEST, SHORTEST_TITLE = 20, 32_000, 15
RECENT_MS: Final = 5 * 60_000  # what is the same as a post of these minutes is too similar
GONE: Final = "Une erreur est survenue. Ce sujet a peut-être été fermé ou supprimé entre-temps."
MISTAKES: Final = {
    No.SHORT: f"Le corps est trop court (au moins {SHORTEST} caractères)",
    No.LONG: f"Le corps est trop long (pas plus de {LONGEST} caractères)",
    No.TITLE: f"Le titre est trop court (au moins {SHORTEST_TITLE} caractères)",
    No.SIMILAR: "Le corps est trop similaire à ce que vous avez récemment publié",
    No.LOCKED: GONE,
    No.MISSING: GONE,
    No.PLACE: "La catégorie n’est pas valide",
    No.DELETED: "Ce message est déjà supprimé",
    No.TAGS: "Une étiquette n’est pas valide",
}


@routes.post("/posts.json")
async def create(request: web.Request) -> web.Response:
    world, gate, who = request.app[WORLD], request.app[GATE], _writer(request)
    body = await _body(request)
    raw, title = str(body.get("raw") or ""), str(body.get("title") or "")
    _check(request, who, raw)
    if not is_staff(who) and (left := gate.left_s(who.username)):
        return limited(left)
    try:
        if title:
            pid = _opened(request, who, body, raw, title)
        else:
            pid = _replied(request, who, body, raw)
    except RefusedError as refused:
        raise _mistaken("create_post", refused.reason) from None
    if pid is None:
        pending = {"id": max(gate.queue), "raw": raw, "title": title or None}
        queued = {"success": True, "action": "enqueued", "pending_post": pending}
        return answer(request, {**queued, "pending_count": len(gate.queue)})
    gate.note(who.username)
    return answer(request, _shown(request, world.posts[pid], who))


def _opened(
    request: web.Request, who: User, body: dict[str, Any], raw: str, title: str
) -> int | None:
    """The first post of a new thread; None where it waits for a moderator. Raises RefusedError."""
    world, gate = request.app[WORLD], request.app[GATE]
    category = world.category(int(body.get("category") or 1))
    if not (world.may_read(category, who) and places.may_open(category, who)):
        raise no_access()
    if len(title) < SHORTEST_TITLE:
        raise RefusedError(No.TITLE)
    if gate.holds and not is_staff(who):
        gate.hold(who.username, category.id, raw, title=title)
        return None
    tid = world.open_topic(category.id, who.username, title, raw)
    return world.topics[tid].post_ids[0]


def _replied(request: web.Request, who: User, body: dict[str, Any], raw: str) -> int | None:
    """The same of a reply."""
    world, gate = request.app[WORLD], request.app[GATE]
    topic = world.topic(int(body.get("topic_id") or 0))
    if not world.may_see(topic, who):
        raise RefusedError(No.MISSING)
    if _is_closed(topic):
        raise RefusedError(No.LOCKED)
    to = body.get("reply_to_post_number")
    answered = int(to) if to else None
    if gate.holds and not is_staff(who):
        gate.hold(who.username, topic.id, raw, to=answered)
        return None
    return world.reply(topic.id, who.username, raw, answered)


@routes.put(r"/posts/{id:\d+}.json")
async def edit(request: web.Request) -> web.Response:
    who = _writer(request)
    post = _own(request, who)
    asked = (await _body(request)).get("post")
    raw = str(asked.get("raw") or "") if isinstance(asked, dict) else ""
    if len(raw.strip()) < SHORTEST:
        raise _mistaken("update_post", No.SHORT)
    request.app[WORLD].edit(post.id, raw)
    shown = _shown(request, post, who)
    return answer(request, {"post": {**shown, "raw": post.raw}})


@routes.delete(r"/posts/{id:\d+}.json")
async def destroy(request: web.Request) -> web.Response:
    """By its author, a post says that it was taken back; by the staff, it is gone."""
    who, world = _writer(request), request.app[WORLD]
    post = _own(request, who)
    try:
        if is_staff(who) or post.number == 1:
            world.delete(post.id)
        else:
            world.withdraw(post.id)
    except RefusedError as refused:
        raise _mistaken("delete_post", refused.reason) from None
    return said("")


def _writer(request: web.Request) -> User:
    """Raises Refused for a guest."""
    who = viewer(request)
    if who is None:
        raise Refused(refusal(403, "Vous devez être connecté·e pour faire cela.", "not_logged_in"))
    return who


def _own(request: web.Request, who: User) -> Post:
    """The post asked for, when it may be changed. Raises Refused."""
    world = request.app[WORLD]
    post = world.posts.get(int(request.match_info["id"]))
    if post is None or not world.may_see_post(post, who):
        raise not_found()
    topic = world.topics[post.topic_id]
    if not is_staff(who) and (post.user_id != who.id or topic.archived or post.withdrawn):
        raise no_access()
    return post


def _check(request: web.Request, who: User, raw: str) -> None:
    """Raises Refused where the text is too short, too long, or the same as just before."""
    world = request.app[WORLD]
    if len(raw.strip()) < SHORTEST:
        raise _mistaken("create_post", No.SHORT)
    if len(raw) > LONGEST:
        raise _mistaken("create_post", No.LONG)
    since = world.now_ms() - RECENT_MS
    mine = (post for post in world.posts.values() if post.user_id == who.id)
    kept = cleaning.text(raw)
    if any(post.raw == kept and post.created_ms > since for post in mine):
        raise _mistaken("create_post", No.SIMILAR)


def _is_closed(topic: Topic) -> bool:
    return topic.closed or topic.archived


def _shown(request: web.Request, post: Post, who: User) -> shapes.Shape:
    world = request.app[WORLD]
    return {**shapes.single(world, post, who), "draft_sequence": 0, **shapes.REVIEW}


def _mistaken(action: str, reason: No) -> Refused:
    body = {"action": action, "errors": [MISTAKES.get(reason, GONE)]}
    return Refused(said(json.dumps(body, ensure_ascii=False), 422))


async def _body(request: web.Request) -> dict[str, Any]:
    try:
        asked = await request.json()
    except ValueError:
        return {}
    return asked if isinstance(asked, dict) else {}
