"""The versioned API, as posts are made with it: threads and replies."""

from __future__ import annotations

from typing import Final

from aiohttp import web

from bot.sandbox.forum import posts, shapes
from bot.sandbox.forum.answers import (
    GATE,
    NO_PRIVILEGE,
    WORLD,
    accepted,
    enveloped,
    reader,
    refusal,
)
from bot.sandbox.forum.refusals import RefusedError
from bot.sandbox.forum.v3_common import REFUSED, WANTED, body_of, need_open, refused_writer
from bot.sandbox.forum.world import ForumWorld, check_length

routes = web.RouteTableDef()

REPUTATION: Final = 3
LONGEST_MADE_TITLE: Final = 64


@routes.post("/api/v3/topics")
async def open_topic(request: web.Request) -> web.Response:
    uid, world = reader(request), request.app[WORLD]
    if (refused := refused_writer(request)) is not None:
        return refused
    body = await body_of(request)
    text, cid, tags = body.get("content"), body.get("cid"), body.get("tags") or []
    if not isinstance(text, str):
        return refusal(request, 400, WANTED)
    title = str(body.get("title") or "")
    author = world.users[uid].name
    try:
        category = world.category(int(str(cid)) if str(cid).isdecimal() else 0)["cid"]
        if not (world.may_read(category, uid) and world.may_open(category, uid)):
            return refusal(request, 403, NO_PRIVILEGE)
        if (stopped := _stopped(request, uid, text)) is not None:
            return stopped
        if _is_held(request, uid):
            named = title or _made_title(text)
            held = request.app[GATE].hold(author, category, text, title=named, tags=tags)
            return accepted(request, _queued(held.id, "topic"))
        made = world.open_topic(category, author, title or _made_title(text), text, tags)
    except RefusedError as refused_act:
        return refusal(request, *REFUSED[refused_act.reason])
    request.app[GATE].note(author)
    return enveloped(request, _opened(world, made, uid, is_titled=bool(title)))


@routes.post(r"/api/v3/topics/{tid:\d+}")
async def reply(request: web.Request) -> web.Response:
    uid, world = reader(request), request.app[WORLD]
    if (refused := refused_writer(request)) is not None:
        return refused
    tid = int(request.match_info["tid"])
    body = await body_of(request)
    text, to_pid = body.get("content"), body.get("toPid")
    if not isinstance(text, str):
        return refusal(request, 400, WANTED)
    answered = int(str(to_pid)) if str(to_pid).isdecimal() else None
    if answered is not None and answered not in world.posts:
        return refusal(request, 400, "Invalid Post ID")
    author = world.users[uid].name
    try:
        need_open(world, world.topic(tid), uid)
        if not world.may_read(world.topics[tid].cid, uid):
            return refusal(request, 403, NO_PRIVILEGE)
        if (stopped := _stopped(request, uid, text)) is not None:
            return stopped
        if _is_held(request, uid):
            held = request.app[GATE].hold(author, tid, text, to=answered)
            return accepted(request, _queued(held.id, "reply"))
        pid = world.reply(tid, author, text, answered)
    except RefusedError as refused_act:
        return refusal(request, *REFUSED[refused_act.reason])
    request.app[GATE].note(author)
    return enveloped(request, _written(world, pid))


def _stopped(request: web.Request, uid: int, text: str) -> web.Response | None:
    """The flood limit of new accounts, told as any other mistake, then the length."""
    world, gate = request.app[WORLD], request.app[GATE]
    if uid not in world.moderators and gate.left_s(world.users[uid].name):
        text = (
            f"As a new user, you can only post once every {gate.wait_s} second(s) until you have"
            f" earned {REPUTATION} reputation - please wait before posting again"
        )
        return refusal(request, 400, text)
    check_length(text)
    return None


def _is_held(request: web.Request, uid: int) -> bool:
    return request.app[GATE].holds and uid not in request.app[WORLD].moderators


def _queued(number: int, kind: str) -> shapes.Shape:
    return {
        "id": f"{kind}-{number}",
        "type": kind,
        "queued": True,
        "message": "[[success:post-queued]]",
    }


def _made_title(text: str) -> str:
    """The first words, of a thread whose author gave no title."""
    return " ".join(text.split())[:LONGEST_MADE_TITLE]


def _opened(world: ForumWorld, tid: int, uid: int, *, is_titled: bool) -> shapes.Shape:
    """A thread just made, as its author gets it."""
    thread = world.topics[tid]
    main = world.posts[thread.pids[0]]
    return {
        **shapes.listed(world, thread, 0, uid),
        "generatedTitle": int(not is_titled),
        "followercount": 0,
        "unread": False,
        "unreplied": True,
        "mainPost": _written(world, main.pid),
    }


def _written(world: ForumWorld, pid: int) -> shapes.Shape:
    """A post just made, as its author gets it."""
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
