"""The one path that every REST request takes: faults, limits, the route, its answer."""

from __future__ import annotations

import json
import socket
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.sandbox.discord.archiving import archive_silent
from bot.sandbox.discord.bodies import Uploads, read_body
from bot.sandbox.discord.errors import ApiError, Json, NotServedError, unauthorized
from bot.sandbox.discord.interactions import Interactions
from bot.sandbox.discord.models import Application
from bot.sandbox.discord.ratelimits import RateLimits, Verdict, open_headers
from bot.sandbox.discord.router import Answer, Call, Route
from bot.sandbox.discord.routes import router
from bot.sandbox.discord.world import World
from bot.sandbox.faults import Faults

PREFIX = "/api/v10"
VIA = {"Via": "1.1 sandbox"}
MAJOR = ("channel_id", "guild_id", "webhook_token", "interaction_token")
HTML = "<!DOCTYPE html><html><body><h1>{status}</h1></body></html>"
FAULTY_RETRY_S = 0.25
BEFORE = {"chat.429", "chat.429_global", "chat.429_cloudflare", "chat.500", "chat.502", "chat.503"}


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer, for whoever watches. Path without /api/v10."""

    method: str
    path: str
    route: str | None
    query: dict[str, str]
    request_json: Any
    status: int
    response_json: Any
    files: tuple[str, ...] = ()  # the names of a form's parts


class RestApi:
    """Serves the official routes over the world."""

    def __init__(
        self, world: World, interactions: Interactions, faults: Faults, gateway_url: str = ""
    ) -> None:
        self.world = world
        self.interactions = interactions
        self.faults = faults
        self.gateway_url = gateway_url
        self.limits = RateLimits()
        self.on_exchange: list[Callable[[Exchange], None]] = []
        self.unknown_routes: list[str] = []
        world.clock.on_change.append(lambda: archive_silent(world))

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """The answer, or its loss, as the faults in force want it."""
        path = request.path.removeprefix(PREFIX)
        fault = self.faults.take("chat", request.method, path)
        if fault is None:
            return await self._serve(request, path)
        if fault in BEFORE:
            return _faulty(fault)
        if fault == "chat.silence":
            await self.faults.until_cleared(fault)
        if fault in ("chat.silence", "chat.reset"):
            return _reset(request)
        await self._serve(request, path)
        if fault == "chat.reset_after":
            return _reset(request)
        return _html(200 if fault == "chat.html" else 502)

    async def _serve(self, request: web.Request, path: str) -> web.Response:
        found = router.find(request.method, path)
        body: Any = None
        uploads: Uploads = {}
        headers: dict[str, str] = {}
        try:
            if found is None:
                raise NotServedError("route")
            route, params = found
            body, uploads = await read_body(request)
            archive_silent(self.world)
            caller = self._caller(request, route)
            verdict = self._judge(caller, route, params, body)
            headers = verdict.headers
            if verdict.retry_after_s:
                status, answer = 429, _slow_down(verdict)
                headers = headers | VIA | {"Retry-After": f"{verdict.retry_after_s:.3f}"}
            else:
                call = Call(
                    self.world,
                    self.interactions,
                    params,
                    request.query,
                    body,
                    caller,
                    self.gateway_url,
                    uploads,
                )
                status, answer = route.handler(call)
        except ApiError as error:
            status, answer = error.status, error.body
        except NotServedError as error:
            status, answer = self._not_served(request.method, path, str(error))
        if self.on_exchange:
            template = found[0].template if found else None
            files = tuple(f"files[{place}]" for place in uploads)
            self._tell(request, path, template, body, (status, answer), files)
        return _json(status, answer, headers)

    def _caller(self, request: web.Request, route: Route) -> Application | None:
        """Raises ApiError 401 when the route wants a token and there is no good one."""
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        caller = self.world.by_token.get(token) if kind == "Bot" else None
        if caller is None and route.auth:
            raise unauthorized()
        return caller

    def _judge(
        self, caller: Application | None, route: Route, params: dict[str, str], body: Any
    ) -> Verdict:
        key = f"{route.method} {route.template}"
        if not self.world.limits_on:
            return Verdict(open_headers(key))
        major = next((params[name] for name in MAJOR if name in params), "")
        token = caller.token if caller and route.auth else major
        verdict = self.limits.judge(token, key, major, route.limit, counts=route.auth)
        renames = isinstance(body, dict) and any(name in body for name in route.renames)
        if renames and not verdict.retry_after_s:
            return self.limits.judge_rename(token, major, verdict)
        return verdict

    def _not_served(self, method: str, path: str, what: str) -> Answer:
        name = f"{method} {path}" + ("" if what == "route" else f" ({what})")
        self.unknown_routes.append(name)
        return 501, {"message": f"501: the sandbox does not serve {name}", "code": 0}

    def _tell(
        self,
        request: web.Request,
        path: str,
        route: str | None,
        body: Any,
        answer: Answer,
        files: tuple[str, ...],
    ) -> None:
        query = dict(request.query)
        exchange = Exchange(request.method, path, route, query, body, *answer, files)
        for listener in self.on_exchange:
            listener(exchange)


def _json(status: int, answer: Any, headers: dict[str, str]) -> web.Response:
    """Exactly `application/json`: clients compare it, and a charset makes them see text."""
    if answer is None:
        return web.Response(status=status, headers=headers)
    raw = json.dumps(answer, separators=(",", ":")).encode()
    return web.Response(
        status=status, body=raw, headers=headers | {"Content-Type": "application/json"}
    )


def _slow_down(verdict: Verdict) -> Json:
    return {
        "message": "You are being rate limited.",
        "code": 0,
        "retry_after": round(verdict.retry_after_s, 3),
        "global": verdict.is_global,
    }


def _faulty(fault: str) -> web.Response:
    if fault in ("chat.429", "chat.429_global"):
        verdict = Verdict({}, FAULTY_RETRY_S, is_global=fault == "chat.429_global")
        headers = VIA | {"Retry-After": str(FAULTY_RETRY_S)}
        return _json(429, _slow_down(verdict), headers)
    if fault == "chat.500":
        return _json(500, {"message": "500: Internal Server Error", "code": 0}, {})
    return _html({"chat.429_cloudflare": 429, "chat.502": 502, "chat.503": 503}[fault])


def _html(status: int) -> web.Response:
    return web.Response(status=status, text=HTML.format(status=status), content_type="text/html")


def _reset(request: web.Request) -> web.Response:
    """Closes with a TCP reset; the answer returned goes nowhere."""
    if request.transport is not None:
        connection: socket.socket | None = request.transport.get_extra_info("socket")
        if connection is not None:
            linger = struct.pack("ii", 1, 0)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        request.transport.abort()
    return web.Response(status=500)
