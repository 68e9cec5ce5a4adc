"""The embedded forum: a site of its own, and the desk's part of it."""

from __future__ import annotations

from aiohttp import web

from bot.sandbox.clock import SandboxClock
from bot.sandbox.faults import Faults
from bot.sandbox.forum import faulty, feeds, fresh, gate_desk, reads, site, v3, v3_post, v3_write
from bot.sandbox.forum.answers import GATE, SITE, WORLD, Site, no_page, refusal
from bot.sandbox.forum.desk import Desk
from bot.sandbox.forum.face import Face
from bot.sandbox.forum.gate import Gate
from bot.sandbox.forum.hooks import News, sign
from bot.sandbox.forum.seed import sow
from bot.sandbox.forum.shown import NodebbShown
from bot.sandbox.forum.webhook import Webhook
from bot.sandbox.forum.world import ForumWorld

STAFF_UID, BOT_UID = 1, 2  # the accounts `admin` and `vigie` of the recordings


class ForumServer(Face):
    """A NodeBB-compatible forum that starts with the recorded threads.

    `bearer` is the token of the account `vigie`, `staff_bearer` that of a moderator; `world` has
    what people do; `webhook` is told of it, once it has an address. `gate` says what an account
    may write at once. `relative_path` (such as
    `/forum`) is the sub-folder it lives in, empty for none.
    """

    def __init__(
        self,
        clock: SandboxClock,
        faults: Faults,
        *,
        bearer: str = "sandbox-forum-vigie",
        staff_bearer: str = "sandbox-forum-admin",
        relative_path: str = "",
    ) -> None:
        self.bearer, self.staff_bearer = bearer, staff_bearer
        self.world = ForumWorld(clock)
        sow(self.world)
        self.gate = Gate(self.world)
        super().__init__(self.world)
        self._site = Site(relative_path, {bearer: BOT_UID, staff_bearer: STAFF_UID})
        self._faults = faults
        self.app = self._build()
        self.webhook = Webhook(sign)
        self._news = News(self.world, self.webhook)
        shown = NodebbShown(self.world, lambda: self._site.url)
        desk = Desk(self.world, shown, self.webhook, "/desk/forum")
        gate_desk.serve(desk, self.gate)
        self.desk_routes = desk.routes

    def set_public_url(self, url: str) -> None:
        """The address people use, the sub-folder included."""
        self._site.url = url.rstrip("/")

    @property
    def url(self) -> str:
        return self._site.url

    def _build(self) -> web.Application:
        met = faulty.middleware(self._faults)
        app = web.Application(middlewares=[self.noted, met, fresh.unchanged])
        app[WORLD], app[SITE], app[GATE] = self.world, self._site, self.gate
        parts = (reads, v3, v3_post, v3_write, feeds, site)
        for route in (route for part in parts for route in part.routes):
            if isinstance(route, web.RouteDef):
                path = self._site.relative_path + route.path
                app.router.add_route(route.method, path, route.handler)
        app.router.add_route("*", "/{unknown:.*}", self._unknown)
        return app

    async def _unknown(self, request: web.Request) -> web.Response:
        self.unknown_routes.append(f"{request.method} {request.path}")
        path = request.path.removeprefix(self._site.relative_path)
        if path.startswith("/api/v3/"):
            return refusal(request, 404, "Invalid API call")
        if path.startswith("/api/"):
            return no_page(request)
        return site.no_such_page()
