"""How the Discourse face says things: JSON, refusals, and to whom it speaks."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

from aiohttp import web

from bot.sandbox.forum.discourse.cooking import HOME
from bot.sandbox.forum.discourse.things import User
from bot.sandbox.forum.discourse.world import DiscourseWorld
from bot.sandbox.forum.gate import Gate

NOT_FOUND: Final = "L’adresse ou la ressource demandée n’a pas été trouvée."
NO_ACCESS: Final = "Vous n’êtes pas autorisé·e à consulter cette ressource."
BAD_KEY: Final = "Le nom d’utilisateur ou la clé de l’API n’est pas valide."
TOO_MANY: Final = "Vous avez effectué cette action trop souvent, réessayez plus tard."


@dataclass(slots=True)
class Place:
    """Where the forum lives, and who holds its keys."""

    keys: dict[str, str]  # to usernames
    url: str = ""  # empty until it is known
    windows_of_ids: bool = False  # the newest posts as servers up to 2025 gave them


WORLD: web.AppKey[DiscourseWorld] = web.AppKey("discourse_world", DiscourseWorld)
GATE: web.AppKey[Gate] = web.AppKey("discourse_gate", Gate)
PLACE: web.AppKey[Place] = web.AppKey("discourse_place", Place)


class Refused(Exception):
    """An answer in place of the one asked for."""

    def __init__(self, response: web.Response) -> None:
        super().__init__(response.status)
        self.response = response


def viewer(request: web.Request) -> User | None:
    """Whose key the request bears; None is a guest. Raises Refused for a key that is none."""
    key = request.headers.get("Api-Key")
    if key is None:
        return None
    owner = request.app[PLACE].keys.get(key)
    named = request.headers.get("Api-Username", owner)
    if owner is None or str(named).casefold() != owner.casefold():
        raise Refused(refusal(403, f"{NO_ACCESS} {BAD_KEY}", "invalid_access"))
    return request.app[WORLD].user(owner)


def answer(request: web.Request, body: Any, status: int = 200) -> web.Response:
    """JSON with the type that Discourse writes to the letter, addresses made this site's own."""
    return said(at_home(request, json.dumps(body, ensure_ascii=False)), status)


def said(text: str, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    data = text.encode(errors="replace")  # JSON lets half a character in
    about = {
        "Content-Type": "application/json; charset=utf-8",
        "Cache-Control": "no-cache, no-store",
    }
    return web.Response(body=data, status=status, headers={**about, **(headers or {})})


def at_home(request: web.Request, text: str) -> str:
    url = request.app[PLACE].url or f"{request.scheme}://{request.host}"
    return text.replace(HOME, url)


def plain(text: str) -> web.Response:
    kind = {"Content-Type": "text/plain; charset=utf-8"}
    return web.Response(body=text.encode(errors="replace"), headers=kind)


def refusal(status: int, sentence: str, kind: str) -> web.Response:
    return said(json.dumps({"errors": [sentence], "error_type": kind}, ensure_ascii=False), status)


def not_found() -> Refused:
    return Refused(refusal(404, NOT_FOUND, "not_found"))


def no_access() -> Refused:
    return Refused(refusal(403, NO_ACCESS, "invalid_access"))


def limited(wait_s: int | None) -> web.Response:
    """Too many requests: JSON from the forum, words from what stands before it."""
    if wait_s is None:
        text = "Slow down, too many requests from this IP address.\n"
        return web.Response(text=text, status=429)
    body = {
        "errors": [TOO_MANY],
        "error_type": "rate_limit",
        "extras": {"wait_seconds": wait_s, "time_left": f"{wait_s} secondes"},
    }
    headers = {
        "Retry-After": str(wait_s),
        "Discourse-Rate-Limit-Error-Code": "ip_10_secs_limit",
    }
    return said(json.dumps(body, ensure_ascii=False), 429, headers)


def number_in(request: web.Request, key: str, default: int = 0) -> int:
    """A number of the query, `default` for what is none."""
    asked = request.query.get(key, "")
    return int(asked) if asked.isascii() and asked.isdigit() else default


def is_asked(request: web.Request, key: str) -> bool:
    return request.query.get(key, "false") not in ("", "false", "0")
