"""What the faces of the sandbox's forums share, whatever their engine."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from aiohttp import web
from aiohttp.typedefs import Handler


@dataclass(frozen=True, slots=True)
class Noted:
    """A request that a forum got."""

    method: str
    path: str  # query included
    user_agent: str


class Held(Protocol):
    """What a face shows; refusals are bot.sandbox.forum.refusals.RefusedError."""

    on_change: list[Callable[[dict[str, Any]], None]]

    def reply(self, tid: int, author: str, markdown: str, /) -> int: ...
    def edit(self, pid: int, markdown: str, /) -> None: ...
    def delete(self, pid: int, /) -> None: ...
    def fill(self, topics: int, posts: int, /) -> list[int]: ...


class Face:
    """The hands that stories and tests have on a forum, and what was asked of it."""

    def __init__(self, held: Held) -> None:
        self._held = held
        self.on_change = held.on_change
        self.requests: deque[Noted] = deque(maxlen=10_000)
        self.request_count = 0
        self.unknown_routes: list[str] = []  # "METHOD /path", for a test to fail on

    def reply(self, tid: int, author: str, markdown: str) -> int:
        """The new post's number. Raises RefusedError."""
        return self._held.reply(tid, author, markdown)

    def edit(self, pid: int, markdown: str) -> None:
        self._held.edit(pid, markdown)

    def delete(self, pid: int) -> None:
        self._held.delete(pid)

    def fill(self, topics: int, posts: int) -> list[int]:
        """The numbers of that many new threads with that many posts each."""
        return self._held.fill(topics, posts)

    @web.middleware
    async def noted(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        agent = request.headers.get("User-Agent", "")
        self.requests.append(Noted(request.method, request.path_qs, agent))
        self.request_count += 1
        return await handler(request)
