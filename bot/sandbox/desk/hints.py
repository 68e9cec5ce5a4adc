"""Server-sent events: small hints of what changed, so that a page reloads what it shows."""

from __future__ import annotations

import asyncio
import contextlib
import json

from aiohttp import web

from bot.sandbox.clock import SandboxClock
from bot.sandbox.discord.events import WorldEvent
from bot.sandbox.discord.gateway import Gateway
from bot.sandbox.discord.models import Application, Json
from bot.sandbox.discord.world import World
from bot.sandbox.faults import Faults
from bot.sandbox.forum.discourse.server import DiscourseServer
from bot.sandbox.forum.server import ForumServer

MESSAGES = {"MESSAGE_CREATE": "created", "MESSAGE_UPDATE": "updated", "MESSAGE_DELETE": "deleted"}
ALIVE_S = 15.0
MOST_WAITING = 1_000


class Hints:
    """Gathers the changes and tells them to whoever follows /desk/events.

    Each hint has a `kind` (message, thread, world, bot, clock, fault, forum or discourse), and
    what identifies it; a thread's `channel` is the one that it belongs to.
    """

    def __init__(self) -> None:
        self._followers: set[asyncio.Queue[Json | None]] = set()
        self.routes = web.RouteTableDef()
        self.routes.get("/desk/events")(self._follow)

    def gather(
        self,
        world: World,
        gateway: Gateway,
        clock: SandboxClock,
        faults: Faults,
        forum: ForumServer,
        discourse: DiscourseServer,
    ) -> None:
        world.on_event.append(self._from_world)
        gateway.on_presence.append(self._from_gateway)
        clock.on_change.append(lambda: self.tell({"kind": "clock", "version": clock.version}))
        faults.on_change.append(
            lambda name, is_on: self.tell({"kind": "fault", "name": name, "on": is_on})
        )
        forum.on_change.append(lambda change: self.tell({"kind": "forum"} | change))
        discourse.on_change.append(lambda change: self.tell({"kind": "discourse"} | change))

    def tell(self, hint: Json) -> None:
        for queue in self._followers:
            with contextlib.suppress(asyncio.QueueFull):
                queue.put_nowait(hint)

    def end(self) -> None:
        for queue in self._followers:
            with contextlib.suppress(asyncio.QueueFull):
                queue.put_nowait(None)

    def _from_world(self, event: WorldEvent) -> None:
        if not self._followers or event.name == "INTERACTION_CREATE":
            return
        message, channel = event.message, event.channel
        if message is None and channel is not None and channel.thread is not None:
            hint: Json = {"kind": "thread", "what": event.name.lower(), "id": str(channel.id)}
            self.tell(hint | {"channel": str(channel.parent_id)})
            return
        if message is None:
            self.tell({"kind": "world", "what": event.name.lower()})
            return
        hint = {"kind": "message", "what": MESSAGES[event.name], "id": str(message.id)}
        hint["channel"] = str(message.channel.id)
        hint["for"] = str(message.ephemeral_for) if message.ephemeral_for else None
        self.tell(hint)

    def _from_gateway(self, app: Application, is_online: bool) -> None:
        self.tell({"kind": "bot", "id": str(app.id), "online": is_online})

    async def _follow(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        queue: asyncio.Queue[Json | None] = asyncio.Queue(MOST_WAITING)
        self._followers.add(queue)
        try:
            await response.write(b": ok\n\n")
            while (hint := await _next(queue)) is not None:
                line = f"data: {json.dumps(hint)}\n\n" if hint else ": ok\n\n"
                await response.write(line.encode())
        except ConnectionError:
            pass  # the follower is gone
        finally:
            self._followers.discard(queue)
        return response


async def _next(queue: asyncio.Queue[Json | None]) -> Json | None:
    """The next hint; {} when it is time to show that the line is alive, None at the end."""
    try:
        async with asyncio.timeout(ALIVE_S):
            return await queue.get()
    except TimeoutError:
        return {}
