"""The desk's site: the page, its files, the state, the faults, and the routes beside them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.sandbox.asking import AskError
from bot.sandbox.desk.answers import add_headers, guard, read, wanted
from bot.sandbox.desk.chat import ChatDesk
from bot.sandbox.desk.clock import ClockDesk
from bot.sandbox.desk.hints import Hints
from bot.sandbox.discord.bodies import LARGEST
from bot.sandbox.discord.models import Json
from bot.sandbox.faults import NAMES, Faults

MOST_BYTES = LARGEST + 1024
PAGE = Path(__file__).parent.parent / "page"
FILE = re.compile(r"[a-z][a-z0-9_-]*\.(?:css|js|svg|png|woff2)")


class DeskSite:
    """The third site of the sandbox."""

    def __init__(self, chat: ChatDesk, clock: ClockDesk, hints: Hints, faults: Faults) -> None:
        self._chat = chat
        self._faults = faults
        self._routes = web.RouteTableDef()
        self._routes.get("/")(self._page)
        self._routes.get("/static/{name}")(self._file)
        self._routes.get("/desk/state")(self._state)
        self._routes.get("/desk/faults")(self._list_faults)
        self._routes.post("/desk/faults")(self._switch_fault)
        self._parts = (chat.routes, clock.routes, hints.routes, self._routes)

    def app(self, forum_routes: web.RouteTableDef) -> web.Application:
        app = web.Application(middlewares=[guard], client_max_size=MOST_BYTES)
        app.on_response_prepare.append(add_headers)
        for routes in (*self._parts, forum_routes):
            app.add_routes(routes)
        return app

    async def _page(self, _: web.Request) -> web.StreamResponse:
        return _file(PAGE / "index.html")

    async def _file(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        if not FILE.fullmatch(name):
            raise AskError(404, "Ce fichier n’existe pas.")
        return _file(PAGE / name)

    async def _state(self, _: web.Request) -> web.Response:
        return web.json_response(self._chat.state() | {"faults": self._shown_faults()})

    async def _list_faults(self, _: web.Request) -> web.Response:
        return web.json_response(self._shown_faults())

    async def _switch_fault(self, request: web.Request) -> web.Response:
        said = await read(request)
        name = wanted(said, "name")
        try:
            if said.get("on") is True:
                self._faults.put(name, _times(said.get("times")), str(said.get("match") or ""))
            elif name in NAMES:
                self._faults.clear(name)
            else:
                raise KeyError(name)
        except KeyError:
            raise AskError(404, f"La panne « {name} » n’existe pas.") from None
        except re.error:
            raise AskError(400, "« match » n’est pas une expression rationnelle.") from None
        return web.json_response(self._shown_faults())

    def _shown_faults(self) -> list[Json]:
        active = {fault.name: fault for fault in self._faults.active()}
        return [
            {
                "name": name,
                "help": words,
                "on": name in active,
                "times": active[name].times if name in active else None,
                "match": active[name].match if name in active else "",
            }
            for name, words in NAMES.items()
        ]


def _times(value: Any) -> int | None:
    if value is not None and (isinstance(value, bool) or not isinstance(value, int) or value < 1):
        raise AskError(400, "« times » doit être un nombre entier positif.")
    return value


def _file(path: Path) -> web.StreamResponse:
    if not path.is_file():
        raise AskError(404, "Ce fichier n’existe pas.")
    return web.FileResponse(path)
