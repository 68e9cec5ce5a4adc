"""The faults of `forum.*`, met by requests to the forum's site."""

from __future__ import annotations

import asyncio

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from bot.sandbox.faults import Faults

SLOW_S = 2.0
LOOK_S = 0.02  # how often a silent answer looks whether it may end
RETRY_AFTER_S = 30
PAGE = "<!DOCTYPE html><html><head><title>{0}</title></head><body><h1>{0}</h1></body></html>"


def middleware(faults: Faults) -> Middleware:
    @web.middleware
    async def meet(request: web.Request, handler: Handler) -> web.StreamResponse:
        fault = faults.take("forum", request.method, request.path_qs)
        if fault == "forum.slow":
            await asyncio.sleep(SLOW_S)
        elif fault == "forum.silence":
            await _silence(request, faults)
        elif fault == "forum.drop":
            _drop(request)
        elif fault is not None and fault != "forum.truncated":
            return _instead(fault)
        said = await handler(request)
        return _half(said) if fault == "forum.truncated" else said

    return meet


def _instead(fault: str) -> web.Response:
    """The answer that a fault gives in the forum's place."""
    if fault == "forum.empty":
        return web.Response(body=b"", content_type="application/json")
    pages = {
        "forum.500": (500, "Internal Server Error"),
        "forum.503": (503, "Service Unavailable"),
        "forum.429": (429, "Too Many Requests"),
        "forum.html": (200, "Un instant…"),
    }
    status, title = pages[fault]
    headers = {"Retry-After": str(RETRY_AFTER_S)} if status == 429 else {}
    text = PAGE.format(title)
    return web.Response(text=text, status=status, content_type="text/html", headers=headers)


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
