"""The desk's part about who may write at once: the wait, the queue and its moderators."""

from __future__ import annotations

from aiohttp import web

from bot.sandbox.forum.asked import Asked
from bot.sandbox.forum.board import Shape
from bot.sandbox.forum.desk import Desk, number
from bot.sandbox.forum.gate import Gate, Waiting


def serve(desk: Desk, gate: Gate) -> None:
    """Add the routes of a gate to a forum's desk."""

    async def queue(_: web.Request) -> web.Response:
        return web.json_response([_shown(held) for held in gate.queue.values()])

    async def impose(request: web.Request) -> web.Response:
        asked = await Asked.of(request)
        if "wait_s" in asked.said:
            gate.wait_s = max(0, asked.number("wait_s"))
        if "queue" in asked.said:
            gate.holds = asked.flag("queue")
        return web.json_response({"wait_s": gate.wait_s, "queue": gate.holds})

    async def accept(request: web.Request) -> web.Response:
        return web.json_response({"made": gate.accept(number(request))}, status=201)

    async def reject(request: web.Request) -> web.Response:
        gate.reject(number(request))
        return web.json_response({"id": number(request)})

    desk.serve("GET", "/queue", queue)
    desk.serve("PUT", "/limits", impose)
    desk.serve("POST", r"/queue/{id:\d+}/accept", accept)
    desk.serve("DELETE", r"/queue/{id:\d+}", reject)


def _shown(held: Waiting) -> Shape:
    where = {"category": held.place, "title": held.title} if held.title else {"tid": held.place}
    return {"id": held.id, "author": held.author, "content": held.text, "to": held.to, **where}
