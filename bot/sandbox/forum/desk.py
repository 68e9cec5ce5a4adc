"""Routes by which a person, a story or a test acts on a forum from outside it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from aiohttp import web

from bot.sandbox.forum.asked import Asked, UnreadableError
from bot.sandbox.forum.board import Acts, Shown, Switch
from bot.sandbox.forum.refusals import SENTENCES, RefusedError
from bot.sandbox.forum.things import Readers
from bot.sandbox.forum.webhook import Webhook

NOTHING: Final = "Il n’y a rien à changer dans cette demande."
READERS: Final = "« readers » doit être all, members ou nobody."

Act = Callable[[web.Request], Awaitable[web.Response]]


class Desk:
    """A forum's part of the sandbox's desk, under `prefix`; its owner mounts the `routes`.

    Answers are JSON; a refusal is `{"error": sentence}`.
    """

    def __init__(self, world: Acts, shown: Shown, webhook: Webhook, prefix: str) -> None:
        self.routes = web.RouteTableDef()
        self._world = world
        self._shown = shown
        self._webhook = webhook
        self._prefix = prefix
        topic, post = r"/topics/{id:\d+}", r"/posts/{id:\d+}"
        self.serve("GET", "/topics", self._topics)
        self.serve("POST", "/topics", self._open)
        self.serve("GET", topic, self._topic)
        self.serve("PATCH", topic, self._change_topic)
        self.serve("DELETE", topic, self._delete_topic)
        self.serve("POST", f"{topic}/purge", self._purge_topic)
        self.serve("POST", f"{topic}/replies", self._reply)
        self.serve("PUT", post, self._edit)
        self.serve("PATCH", post, self._change_post)
        self.serve("DELETE", post, self._delete)
        self.serve("POST", f"{post}/purge", self._purge)
        self.serve("GET", "/categories", self._categories)
        self.serve("POST", "/categories", self._create_category)
        self.serve("PATCH", r"/categories/{id:\d+}", self._restrict)
        self.serve("DELETE", r"/categories/{id:\d+}", self._delete_category)
        self.serve("POST", "/fill", self._fill)
        self.serve("PUT", "/webhook", self._hook)
        self.serve("DELETE", "/webhook", self._unhook)

    def serve(self, method: str, path: str, act: Act) -> None:
        self.routes.route(method, self._prefix + path)(_guarded(act))

    # threads

    async def _topics(self, _: web.Request) -> web.Response:
        return web.json_response(self._shown.topics())

    async def _topic(self, request: web.Request) -> web.Response:
        return web.json_response(self._shown.topic(number(request)))

    async def _open(self, request: web.Request) -> web.Response:
        asked = await Asked.of(request)
        words = (asked.text("author", ""), asked.text("title"), asked.text("content"))
        tid = self._world.open_topic(asked.number("category"), *words, asked.words("tags"))
        return web.json_response({"tid": tid}, status=201)

    async def _change_topic(self, request: web.Request) -> web.Response:
        """Any of title, category, tags, and the marks that the forum's threads bear."""
        asked, tid = await Asked.of(request), number(request)
        known = {"title", "category", "tags", *self._world.topic_switches} & asked.said.keys()
        if not known:
            raise UnreadableError(NOTHING)
        if "title" in known:
            self._world.rename(tid, asked.text("title"))
        if "category" in known:
            self._world.move(tid, asked.number("category"))
        if "tags" in known:
            self._world.retag(tid, asked.words("tags"))
        _switch(self._world.topic_switches, asked, tid)
        return web.json_response({"tid": tid})

    async def _delete_topic(self, request: web.Request) -> web.Response:
        self._world.delete_topic(number(request))
        return web.json_response({"tid": number(request)})

    async def _purge_topic(self, request: web.Request) -> web.Response:
        self._world.purge_topic(number(request))
        return web.json_response({"tid": number(request)})

    # posts

    async def _reply(self, request: web.Request) -> web.Response:
        asked = await Asked.of(request)
        to = asked.number("to") if "to" in asked.said else None
        author, text = asked.text("author", ""), asked.text("content")
        pid = self._world.reply(number(request), author, text, to)
        return web.json_response({"pid": pid}, status=201)

    async def _edit(self, request: web.Request) -> web.Response:
        self._world.edit(number(request), (await Asked.of(request)).text("content"))
        return web.json_response({"pid": number(request)})

    async def _change_post(self, request: web.Request) -> web.Response:
        asked, pid = await Asked.of(request), number(request)
        if not self._world.post_switches.keys() & asked.said.keys():
            raise UnreadableError(NOTHING)
        _switch(self._world.post_switches, asked, pid)
        return web.json_response({"pid": pid})

    async def _delete(self, request: web.Request) -> web.Response:
        self._world.delete(number(request))
        return web.json_response({"pid": number(request)})

    async def _purge(self, request: web.Request) -> web.Response:
        self._world.purge(number(request))
        return web.json_response({"pid": number(request)})

    # the forum itself

    async def _categories(self, _: web.Request) -> web.Response:
        return web.json_response(self._shown.categories())

    async def _create_category(self, request: web.Request) -> web.Response:
        asked = await Asked.of(request)
        cid = self._world.create_category(asked.text("name"), asked.number("parent", 0))
        return web.json_response({"cid": cid}, status=201)

    async def _restrict(self, request: web.Request) -> web.Response:
        try:
            readers = Readers((await Asked.of(request)).text("readers"))
        except ValueError:
            raise UnreadableError(READERS) from None
        self._world.restrict(number(request), readers)
        return web.json_response({"cid": number(request)})

    async def _delete_category(self, request: web.Request) -> web.Response:
        self._world.delete_category(number(request))
        return web.json_response({"cid": number(request)})

    async def _fill(self, request: web.Request) -> web.Response:
        asked = await Asked.of(request)
        tids = self._world.fill(asked.number("topics"), asked.number("posts"))
        return web.json_response({"tids": tids}, status=201)

    async def _hook(self, request: web.Request) -> web.Response:
        asked = await Asked.of(request)
        self._webhook.set(asked.text("url"), asked.text("secret", ""))
        return web.json_response({"url": self._webhook.url})

    async def _unhook(self, _: web.Request) -> web.Response:
        self._webhook.clear()
        return web.json_response({"url": ""})


def number(request: web.Request) -> int:
    return int(request.match_info["id"])


def _switch(switches: Mapping[str, Switch], asked: Asked, key: int) -> None:
    for name in switches.keys() & asked.said.keys():
        switches[name](key, asked.flag(name))


def _guarded(act: Act) -> Act:
    """An act whose refusals are one French sentence."""

    async def guarded(request: web.Request) -> web.Response:
        try:
            return await act(request)
        except RefusedError as refused:
            status, sentence = SENTENCES[refused.reason]
            return web.json_response({"error": sentence}, status=status)
        except UnreadableError as unreadable:
            return web.json_response({"error": str(unreadable)}, status=400)

    return guarded
