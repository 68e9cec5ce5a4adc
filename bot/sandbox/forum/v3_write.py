"""The versioned API, as it is written to: edits, and what moderators do."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.sandbox.forum import posts, shapes
from bot.sandbox.forum.answers import NO_PRIVILEGE, WORLD, enveloped, reader, refusal
from bot.sandbox.forum.refusals import RefusedError
from bot.sandbox.forum.v3 import NO_POST, NO_TOPIC
from bot.sandbox.forum.v3_common import REFUSED, WANTED, body_of, need_open, refused_writer
from bot.sandbox.forum.world import ForumWorld

routes = web.RouteTableDef()

Act = Callable[[ForumWorld, int, str], object]  # what a tid or pid undergoes, and who does it
Route = Callable[[web.Request], Awaitable[web.Response]]


@routes.put(r"/api/v3/posts/{pid:\d+}")
async def edit(request: web.Request) -> web.Response:
    text = (await body_of(request)).get("content")
    if not isinstance(text, str):
        return refusal(request, 400, WANTED)
    pid = int(request.match_info["pid"])
    refused = _done(request, pid, lambda world, _, by: world.edit(pid, text, by))
    return refused or enveloped(request, _edited(request.app[WORLD], pid))


def _acts_on_post(act: Act, *, owned: bool = True) -> Route:
    async def route(request: web.Request) -> web.Response:
        pid = int(request.match_info["pid"])
        return _done(request, pid, act, owned=owned) or enveloped(request, {})

    return route


def _acts_on_topic(act: Act, *, owned: bool = False) -> Route:
    async def route(request: web.Request) -> web.Response:
        thread = request.app[WORLD].topics.get(int(request.match_info["tid"]))
        main = thread.pids[0] if thread else 0
        done = _done(request, main, lambda w, _, by: act(w, w.posts[main].tid, by), owned=owned)
        return done or enveloped(request, {})

    return route


POST, TOPIC = r"/api/v3/posts/{pid:\d+}", r"/api/v3/topics/{tid:\d+}"
routes.delete(f"{POST}/state")(_acts_on_post(lambda w, pid, by: w.delete(pid, by)))
routes.put(f"{POST}/state")(_acts_on_post(lambda w, pid, _: w.restore(pid)))
routes.delete(POST)(_acts_on_post(lambda w, pid, _: w.purge(pid), owned=False))
routes.delete(f"{TOPIC}/state")(_acts_on_topic(lambda w, t, by: w.delete_topic(t, by), owned=True))
routes.put(f"{TOPIC}/state")(_acts_on_topic(lambda w, t, by: w.restore_topic(t, by), owned=True))
routes.delete(TOPIC)(_acts_on_topic(lambda w, t, _: w.purge_topic(t)))
routes.put(f"{TOPIC}/lock")(_acts_on_topic(lambda w, t, by: w.lock(t, True, by)))
routes.delete(f"{TOPIC}/lock")(_acts_on_topic(lambda w, t, by: w.lock(t, False, by)))
routes.put(f"{TOPIC}/pin")(_acts_on_topic(lambda w, t, by: w.pin(t, True, by)))
routes.delete(f"{TOPIC}/pin")(_acts_on_topic(lambda w, t, by: w.pin(t, False, by)))


def _done(request: web.Request, pid: int, act: Act, *, owned: bool = True) -> web.Response | None:
    """None once it is done; else why not. `owned` acts are open to the post's author, too."""
    if (refused := refused_writer(request)) is not None:
        return refused
    uid, world = reader(request), request.app[WORLD]
    post = world.posts.get(pid)
    if post is None:
        return refusal(request, 404, NO_POST if "pid" in request.match_info else NO_TOPIC)
    if uid not in world.moderators and not (owned and post.uid == uid):
        return refusal(request, 403, NO_PRIVILEGE)
    try:
        if "pid" in request.match_info:
            need_open(world, world.topics[post.tid], uid)
        act(world, pid, world.users[uid].name)
    except RefusedError as refused_act:
        return refusal(request, *REFUSED[refused_act.reason])
    return None


def _edited(world: ForumWorld, pid: int) -> shapes.Shape:
    held = world.posts[pid]
    when = {"edited": held.edited_ms, "editor": held.editor, "changed": True}
    return {**posts.summary(world, held), **when}
