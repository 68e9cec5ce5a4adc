"""The sandbox as a whole: a chat server, two forums and a desk, each on a port of its own."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime

from aiohttp import web

from bot.sandbox.clock import SandboxClock
from bot.sandbox.desk.chat import ChatDesk
from bot.sandbox.desk.clock import ClockDesk
from bot.sandbox.desk.hints import Hints
from bot.sandbox.desk.site import DeskSite
from bot.sandbox.discord.api import PREFIX, Exchange, RestApi
from bot.sandbox.discord.attachments import ROUTES, Files
from bot.sandbox.discord.gateway import Gateway
from bot.sandbox.discord.interactions import Interactions
from bot.sandbox.discord.models import Json
from bot.sandbox.discord.world import World
from bot.sandbox.faults import Faults
from bot.sandbox.forum.discourse.server import DiscourseServer
from bot.sandbox.forum.server import ForumServer
from bot.sandbox.people import People
from bot.sandbox.seed import Seeded, sow
from bot.sandbox.sites import loopback_socket, port_of, serve

GATEWAY_PATH = "/gateway/"
MOST_BYTES = 32 * 1024**2


class Sandbox:
    """Everything that a bot and its people meet. Made by `start`, ended by `close`."""

    def __init__(self, start: datetime | None, seed: int) -> None:
        self.clock = SandboxClock(start)
        self.faults = Faults()
        self.world = World(self.clock, random.Random(seed))
        self.interactions = Interactions(self.world)
        self.gateway = Gateway(self.world, self.faults)
        self.api = RestApi(self.world, self.interactions, self.faults)
        self.forum = ForumServer(self.clock, self.faults)
        self.discourse = DiscourseServer(self.clock, self.faults)
        self.files = Files(self.world)
        self.people = People(self.interactions, self.gateway)
        self.hints = Hints()
        self.hints.gather(
            self.world, self.gateway, self.clock, self.faults, self.forum, self.discourse
        )
        self.seeded: Seeded | None = None
        self.token = ""
        self.chat_api = self.forum_url = self.discourse_url = ""
        self.clock_url = self.page_url = ""
        self._runners: list[web.AppRunner] = []

    @classmethod
    async def start(
        cls,
        *,
        start: datetime | None = None,
        seed: int = 0,
        seeded: bool = True,
        host: str = "127.0.0.1",
    ) -> Sandbox:
        """Listens on four free ports of `host`. Raises ValueError unless it is loopback."""
        sandbox = cls(start, seed)
        if seeded:
            sandbox.seeded = sow(sandbox.world)
            sandbox.token = sandbox.seeded.vigie.token
        await sandbox._listen(host)
        return sandbox

    @property
    def on_exchange(self) -> list[Callable[[Exchange], None]]:
        return self.api.on_exchange

    @property
    def on_event(self) -> list[Callable[[str, Json, str], None]]:
        """Called with the name, the data and the application's id of every dispatched event."""
        return self.gateway.on_dispatch

    @property
    def unknown_routes(self) -> list[str]:
        """What the chat server was asked and does not serve."""
        return self.api.unknown_routes + self.gateway.not_served

    async def close(self) -> None:
        """Ends every connection, the waiting ones too."""
        self.faults.clear_all()
        self.hints.end()
        await self.clock.release()
        await self.gateway.close()
        for webhook in (self.forum.webhook, self.discourse.webhook):
            await webhook.close()
        for runner in self._runners:
            await runner.cleanup()

    async def _listen(self, host: str) -> None:
        sockets = [loopback_socket(host) for _ in range(4)]
        shown = f"[{host}]" if ":" in host else host
        chat, forum, discourse, desk = (f"{shown}:{port_of(each)}" for each in sockets)
        self.chat_api, self.forum_url = f"http://{chat}{PREFIX}", f"http://{forum}"
        self.clock_url, self.page_url = f"http://{desk}/clock", f"http://{desk}/"
        self.gateway.url = self.api.gateway_url = f"ws://{chat}{GATEWAY_PATH}"
        self.world.cdn_url = f"http://{chat}"
        self.discourse_url = f"http://{discourse}"
        self.forum.set_public_url(self.forum_url)
        self.discourse.set_public_url(self.discourse_url)
        apps = (self._chat_app(), self.forum.app, self.discourse.app, self._desk_app())
        self._runners = [
            await serve(app, listening) for app, listening in zip(apps, sockets, strict=True)
        ]

    def _desk_app(self) -> web.Application:
        chat, clock = ChatDesk(self.people), ClockDesk(self.clock)
        site = DeskSite(chat, clock, self.hints, self.faults)
        app = site.app(self.forum.desk_routes)
        app.add_routes(self.discourse.desk_routes)
        for route in ROUTES:  # the page asks nobody else for pictures
            app.router.add_get(route, self.files.handle)
        return app

    def _chat_app(self) -> web.Application:
        app = web.Application(client_max_size=MOST_BYTES)
        app.router.add_get(GATEWAY_PATH, self.gateway.handle)
        for route in ROUTES:
            app.router.add_get(route, self.files.handle)
        app.router.add_route("*", "/{path:.*}", self.api.handle)
        return app
