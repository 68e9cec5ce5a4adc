"""The faults of `forum.*`, met by requests to the forum's site."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from bot.sandbox.faults import Faults
from bot.sandbox.forum.walls import WALLS, wall

SLOW_S = 2.0
LOOK_S = 0.02  # how often a silent answer looks whether it may end
RETRY_AFTER_S = 30
PAGE = "<!DOCTYPE html><html><head><title>{0}</title></head><body><h1>{0}</h1></body></html>"
PAGES = {
    "forum.500": (500, "Internal Server Error"),
    "forum.503": (503, "Service Unavailable"),
    "forum.html": (200, "Un instant…"),
}
LIMITS = {"forum.429": RETRY_AFTER_S, "forum.429_bare": None}

Limited = Callable[[int | None], web.Response]  # seconds to wait, None where it is not said


def too_many(wait_s: int | None) -> web.Response:
    """The refusal of a front server: HTML."""
    headers = {"Retry-After": str(wait_s)} if wait_s is not None else {}
    text = PAGE.format("Too Many Requests")
    return web.Response(text=text, status=429, content_type="text/html", headers=headers)


def middleware(faults: Faults, limited: Limited = too_many) -> Middleware:
    """Meets the faults; `limited` is how this forum refuses those who ask too much."""

    @web.middleware
    async def meet(request: web.Request, handler: Handler) -> web.StreamResponse:
        fault = faults.take("forum", request.method, request.path_qs)
        if fault == "forum.slow":
            await asyncio.sleep(SLOW_S)
        elif fault == "forum.silence":
            await _silence(request, faults)
        elif fault == "forum.drop":
            _drop(request)
        elif fault in LIMITS:
            return limited(LIMITS[fault])
        elif fault in WALLS:
            return wall(fault)
        elif fault == "forum.empty":
            return web.Response(body=b"", content_type="application/json")
        elif fault in PAGES:
            status, title = PAGES[fault]
            return web.Response(text=PAGE.format(title), status=status, content_type="text/html")
        said = await handler(request)
        return _half(said) if fault == "forum.truncated" else said

    return meet


def _half(said: web.StreamResponse) -> web.StreamResponse:
    if isinstance(said, web.Response) and isinstance(said.body, bytes):
        said.body = said.body[: len(said.body) // 2]
    return said


def _drop(request: web.Request) -> None:
    """Raises ConnectionResetError: the server then has nobody to answer."""
    if request.transport is not None:
        request.transport.abort()
    raise ConnectionResetError


async def _silence(request: web.Request, faults: Faults) -> None:
    """Until switched off; a fault counted down to its end lasts as long as the connection."""
    counted = not faults.is_on("forum.silence")
    while counted or faults.is_on("forum.silence"):
        if request.transport is None or request.transport.is_closing():
            return
        await asyncio.sleep(LOOK_S)
