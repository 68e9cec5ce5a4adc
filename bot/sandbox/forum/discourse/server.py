"""The embedded Discourse forum: a site of its own, and its part of the desk."""

from __future__ import annotations

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.sandbox.clock import SandboxClock
from bot.sandbox.faults import Faults
from bot.sandbox.forum import faulty, gate_desk
from bot.sandbox.forum.discourse import (
    reads_lists,
    reads_posts,
    reads_site,
    reads_topics,
    site,
    writes,
)
from bot.sandbox.forum.discourse.answers import (
    GATE,
    PLACE,
    WORLD,
    Place,
    Refused,
    limited,
    not_found,
)
from bot.sandbox.forum.discourse.desk import DiscourseDesk
from bot.sandbox.forum.discourse.hooks import News, sign
from bot.sandbox.forum.discourse.seed import sow
from bot.sandbox.forum.discourse.shown import DiscourseShown
from bot.sandbox.forum.discourse.upkeep import STAFF
from bot.sandbox.forum.discourse.world import DiscourseWorld
from bot.sandbox.forum.face import Face
from bot.sandbox.forum.gate import Gate
from bot.sandbox.forum.site import no_such_page
from bot.sandbox.forum.webhook import Webhook


class DiscourseServer(Face):
    """A forum that answers as Discourse does, with threads of its own.

    `api_key` is that of the account `api_username`, `staff_key` that of `admin`; `world` has what
    people do; `webhook` is told of it, once it has an address. `gate` says what an account may
    write at once. With `windows_of_ids`, the newest
    posts come as servers up to 2025 gave them: those among fifty ids, `before` included.
    """

    def __init__(
        self,
        clock: SandboxClock,
        faults: Faults,
        *,
        api_key: str = "sandbox-discourse-vigie",
        staff_key: str = "sandbox-discourse-admin",
        windows_of_ids: bool = False,
    ) -> None:
        self.api_key, self.staff_key, self.api_username = api_key, staff_key, "vigie"
        self.world = DiscourseWorld(clock)
        sow(self.world)
        self.gate = Gate(self.world)
        super().__init__(self.world)
        keys = {api_key: self.api_username, staff_key: STAFF}
        self._place = Place(keys, windows_of_ids=windows_of_ids)
        self._faults = faults
        self.app = self._build()
        self.webhook = Webhook(sign)
        self._news = News(self.world, self.webhook, lambda: self.url)
        shown = DiscourseShown(self.world, lambda: self.url)
        desk = DiscourseDesk(self.world, shown, self.webhook)
        gate_desk.serve(desk, self.gate)
        self.desk_routes = desk.routes

    def set_public_url(self, url: str) -> None:
        self._place.url = url.rstrip("/")

    @property
    def url(self) -> str:
        return self._place.url

    def _build(self) -> web.Application:
        met = faulty.middleware(self._faults, limited)
        app = web.Application(middlewares=[self.noted, met, _refusals])
        app[WORLD], app[PLACE], app[GATE] = self.world, self._place, self.gate
        for part in (reads_site, reads_lists, reads_posts, reads_topics, writes, site):
            app.add_routes(part.routes)
        app.router.add_route("*", "/{unknown:.*}", self._unknown)
        return app

    async def _unknown(self, request: web.Request) -> web.Response:
        self.unknown_routes.append(f"{request.method} {request.path}")
        wants_json = "application/json" in request.headers.get("Accept", "")
        if wants_json or request.path.endswith(".json"):
            raise not_found()
        return no_such_page()


@web.middleware
async def _refusals(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except Refused as refused:
        return refused.response
