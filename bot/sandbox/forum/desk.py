"""Routes by which a person, a story or a test acts on the forum from outside it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Final

from aiohttp import web

from bot.sandbox.forum import shapes
from bot.sandbox.forum.rendering import iso
from bot.sandbox.forum.seed import RECORDED_URL
from bot.sandbox.forum.things import Post, Topic
from bot.sandbox.forum.world import MAX_LENGTH, MIN_LENGTH, ForumWorld, No, RefusedError

SENTENCES: Final = {
    No.MISSING: (404, "Ce fil ou ce message n’existe pas."),
    No.LOCKED: (409, "Ce fil est verrouillé : personne ne peut y répondre."),
    No.SHORT: (400, f"Ce message est trop court : il faut au moins {MIN_LENGTH} caractères."),
    No.LONG: (400, f"Ce message est trop long : {MAX_LENGTH} caractères au plus."),
    No.NAMELESS: (400, "Il manque le nom de la personne qui écrit."),
}
UNREADABLE: Final = "La demande doit être du JSON avec un texte dans « content »."

Act = Callable[[web.Request], Awaitable[web.Response]]


class Desk:
    """The forum's part of the sandbox's desk; `routes` are mounted by its owner."""

    def __init__(self, world: ForumWorld, url: Callable[[], str]) -> None:
        self._world = world
        self._url = url  # where the forum lives, known once it listens
        self.routes = web.RouteTableDef()
        self.routes.get("/desk/forum/topics")(self._topics)
        self.routes.get(r"/desk/forum/topics/{tid:\d+}")(_guarded(self._topic))
        self.routes.post(r"/desk/forum/topics/{tid:\d+}/replies")(_guarded(self._reply))
        self.routes.put(r"/desk/forum/posts/{pid:\d+}")(_guarded(self._edit))
        self.routes.delete(r"/desk/forum/posts/{pid:\d+}")(_guarded(self._delete))

    async def _topics(self, _: web.Request) -> web.Response:
        return web.json_response([self._described(t) for t in self._world.topics.values()])

    async def _topic(self, request: web.Request) -> web.Response:
        thread = self._world.topic(int(request.match_info["tid"]))
        posts = [self._shown(self._world.posts[pid]) for pid in thread.pids]
        return web.json_response({**self._described(thread), "posts": posts})

    async def _reply(self, request: web.Request) -> web.Response:
        said = await _asked(request)
        tid = int(request.match_info["tid"])
        pid = self._world.reply(tid, str(said.get("author", "")), said["content"])
        return web.json_response({"pid": pid}, status=201)

    async def _edit(self, request: web.Request) -> web.Response:
        pid = int(request.match_info["pid"])
        self._world.edit(pid, (await _asked(request))["content"])
        return web.json_response({"pid": pid})

    async def _delete(self, request: web.Request) -> web.Response:
        pid = int(request.match_info["pid"])
        self._world.delete(pid)
        return web.json_response({"pid": pid})

    def _described(self, thread: Topic) -> shapes.Shape:
        return {
            "tid": thread.tid,
            "title": thread.title,
            "tags": list(thread.tags),
            "category": self._world.categories[thread.cid]["name"],
            "posts": len(thread.pids),
            "url": f"{self._url()}/topic/{thread.slug}",
            "locked": thread.locked,
            "deleted": thread.deleted,
        }

    def _shown(self, post: Post) -> shapes.Shape:
        return {
            "pid": post.pid,
            "author": self._world.users[post.uid].name,
            "timestamp": iso(post.created_ms),
            "edited": iso(post.edited_ms) if post.edited_ms else None,
            "deleted": post.deleted,
            "html": post.html.replace(RECORDED_URL, self._url()),
            "markdown": post.markdown,
        }


def _guarded(act: Act) -> Act:
    """An act whose refusals are one French sentence."""

    async def guarded(request: web.Request) -> web.Response:
        try:
            return await act(request)
        except RefusedError as refused:
            status, sentence = SENTENCES[refused.reason]
            return web.json_response({"error": sentence}, status=status)
        except ValueError:
            return web.json_response({"error": UNREADABLE}, status=400)

    return guarded


async def _asked(request: web.Request) -> dict[str, Any]:
    """Raises ValueError when the body is not an object with a text."""
    said = await request.json()
    if not isinstance(said, dict) or not isinstance(said.get("content"), str):
        raise ValueError("content")
    return said
