"""The route by which a forum says that it has news: a nudge to read it, never the truth."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping

from aiohttp import web

log = logging.getLogger(__name__)

MOST_BYTES = 1_000_000

Check = Callable[[str, Mapping[str, str], bytes], bool]
Nudge = Callable[[str, Mapping[str, str], bytes], None]


def routes(is_genuine: Check, nudge: Nudge) -> web.RouteTableDef:
    """`is_genuine` judges a forum's name, the headers and the raw body; `nudge` has it read, and
    first the thread that they name.

    Whoever is not believed gets 401 and no reason, whether the forum exists or not.
    """
    table = web.RouteTableDef()

    @table.post("/webhooks/{forum}")
    async def nudged(request: web.Request) -> web.Response:
        forum = request.match_info["forum"]
        if request.content_length is not None and request.content_length > MOST_BYTES:
            return web.Response(status=413)
        body = await request.read()  # 413 where more comes than was said
        if not is_genuine(forum, request.headers, body):
            log.warning("webhook.refused")
            return web.Response(status=401)
        nudge(forum, request.headers, body)
        return web.Response(status=204)

    return table
