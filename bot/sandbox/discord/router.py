"""Which function answers which official route; a plain call in, a plain answer out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.discord.bodies import Uploads
from bot.sandbox.discord.errors import ApiError, Json, bad_json, unauthorized
from bot.sandbox.discord.interactions import Interactions
from bot.sandbox.discord.models import Application
from bot.sandbox.discord.ratelimits import USUAL, Limit
from bot.sandbox.discord.snowflakes import parse
from bot.sandbox.discord.world import World


@dataclass(slots=True)
class Call:
    """One request, read."""

    world: World
    interactions: Interactions
    params: dict[str, str]
    query: Mapping[str, str]
    body: Any
    caller: Application | None
    gateway_url: str
    uploads: Uploads = field(default_factory=dict)

    @property
    def app(self) -> Application:
        """The application that asks. Raises ApiError 401 without a good token."""
        if self.caller is None:
            raise unauthorized()
        return self.caller

    def id(self, name: str) -> int | None:
        return parse(self.params[name])

    @property
    def json(self) -> Json:
        """The body, which must be an object. Raises ApiError 50109."""
        if not isinstance(self.body, dict):
            raise bad_json()
        return self.body

    def flag(self, name: str) -> bool:
        return self.query.get(name, "").lower() in ("1", "true")

    def number(self, name: str, default: int, least: int, most: int) -> int:
        """Raises ApiError 50035 when the query's value is out of bounds."""
        text = self.query.get(name, str(default))
        value = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1
        if least <= value <= most:
            return value
        message = f"int value should be between {least} and {most}."
        wrong = {"_errors": [{"code": "NUMBER_TYPE_MAX", "message": message}]}
        raise ApiError(400, 50035, "Invalid Form Body", {name: wrong})


Answer = tuple[int, Any]
Handler = Callable[[Call], Answer]
NOTHING: Answer = (204, None)


@dataclass(frozen=True, slots=True)
class Route:
    """An official route. Without `auth` a token in its path stands for the caller.

    A body with one of the keys `renames` meets the limit of names, too.
    """

    method: str
    template: str
    handler: Handler
    limit: Limit = USUAL
    auth: bool = True
    parts: tuple[str, ...] = field(default=())
    renames: tuple[str, ...] = ()

    def match(self, parts: list[str]) -> dict[str, str] | None:
        params: dict[str, str] = {}
        for mine, theirs in zip(self.parts, parts, strict=True):
            if mine[0] == "{":
                params[mine[1:-1]] = theirs
            elif mine != theirs:
                return None
        return params


class Router:
    """The routes that are served, literal paths before templates."""

    def __init__(self) -> None:
        self._routes: dict[tuple[str, int], list[Route]] = {}

    def route(
        self,
        method: str,
        template: str,
        *,
        limit: Limit = USUAL,
        auth: bool = True,
        renames: tuple[str, ...] = (),
    ) -> Callable[[Handler], Handler]:
        """Registers a handler for a template such as /channels/{channel_id}."""
        parts = tuple(template.strip("/").split("/"))

        def register(handler: Handler) -> Handler:
            served = self._routes.setdefault((method, len(parts)), [])
            served.append(Route(method, template, handler, limit, auth, parts, renames))
            served.sort(key=lambda one: [part[0] == "{" for part in one.parts])
            return handler

        return register

    def find(self, method: str, path: str) -> tuple[Route, dict[str, str]] | None:
        """The route for a path without the /api/v10 before it, and its parameters."""
        parts = path.strip("/").split("/")
        for route in self._routes.get((method, len(parts)), ()):
            params = route.match(parts)
            if params is not None:
                return route, params
        return None
