"""Conditional reading: who already holds an answer is told so in place of it."""

from __future__ import annotations

from aiohttp import web
from aiohttp.typedefs import Handler


@web.middleware
async def unchanged(request: web.Request, handler: Handler) -> web.StreamResponse:
    """304 when `If-None-Match` names the answer's tag, as Express does for GET."""
    said = await handler(request)
    if request.method != "GET" or said.status != 200 or not _is_held(request, said):
        return said
    kept = ("ETag", "Cache-Control")
    headers = {name: said.headers[name] for name in kept if name in said.headers}
    return web.Response(status=304, headers=headers)


def _is_held(request: web.Request, said: web.StreamResponse) -> bool:
    """Tags compare weakly; `Cache-Control: no-cache` asks for the answer all the same."""
    if said.etag is None or "no-cache" in request.headers.get("Cache-Control", ""):
        return False
    held = {tag.value for tag in request.if_none_match or ()}
    return bool(held & {said.etag.value, "*"})
