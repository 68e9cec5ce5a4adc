"""The Discourse face's desk: what every forum's has, and whispers."""

from __future__ import annotations

from aiohttp import web

from bot.sandbox.forum.asked import Asked
from bot.sandbox.forum.desk import Desk, number
from bot.sandbox.forum.discourse.shown import DiscourseShown
from bot.sandbox.forum.discourse.world import DiscourseWorld
from bot.sandbox.forum.webhook import Webhook


class DiscourseDesk(Desk):
    """Under /desk/discourse."""

    def __init__(self, world: DiscourseWorld, shown: DiscourseShown, webhook: Webhook) -> None:
        super().__init__(world, shown, webhook, "/desk/discourse")
        self._discourse = world
        self.serve("POST", r"/topics/{id:\d+}/whispers", self._whisper)

    async def _whisper(self, request: web.Request) -> web.Response:
        text = (await Asked.of(request)).text("content")
        return web.json_response(
            {"pid": self._discourse.whisper(number(request), text)}, status=201
        )
