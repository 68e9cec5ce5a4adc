"""How the forum says things: JSON, envelopes, refusals, headers."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

from aiohttp import web

from bot.sandbox.forum.gate import Gate
from bot.sandbox.forum.seed import RECORDED_URL
from bot.sandbox.forum.world import ForumWorld


class Site:
    """Where the forum lives, and who holds its tokens."""

    def __init__(self, relative_path: str, tokens: dict[str, int]) -> None:
        self.relative_path = relative_path
        self.url = ""  # with the relative path; empty until it is known
        self.tokens = tokens  # to uids


WORLD: web.AppKey[ForumWorld] = web.AppKey("world", ForumWorld)
GATE: web.AppKey[Gate] = web.AppKey("gate", Gate)
SITE: web.AppKey[Site] = web.AppKey("site", Site)

MESSAGES = {
    400: "bad-request",
    401: "not-authorised",
    403: "forbidden",
    404: "not-found",
}
UNKNOWN_LOGIN = "A valid login session was not found. Please log in and try again."
NO_PRIVILEGE = "You do not have enough privileges for this action."


def reader(request: web.Request) -> int:
    """The uid that this request reads as: 0 is a guest, -1 a spider."""
    site = request.app[SITE]
    scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
    if scheme == "Bearer" and bearer in site.tokens:
        return site.tokens[bearer]
    agent = request.headers.get("User-Agent", "").lower()
    return -1 if "bot" in agent or agent.startswith("python-requests") else 0


def page_of(request: web.Request) -> int:
    """The page asked for, from 1; what is no number is the first."""
    asked = request.query.get("page", "1")
    return max(1, int(asked)) if asked.isascii() and asked.isdigit() else 1


def answer(request: web.Request, body: Any, status: int = 200) -> web.Response:
    """JSON as the real server writes it, its addresses made this site's own."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return written(at_home(request, text), "application/json", status)


def at_home(request: web.Request, text: str) -> str:
    """A text whose recorded addresses are made this site's own."""
    site = request.app[SITE]
    url = site.url or f"{request.scheme}://{request.host}{site.relative_path}"
    return text.replace(RECORDED_URL, url)


def written(text: str, kind: str, status: int = 200) -> web.Response:
    data = text.encode(errors="replace")  # JSON lets half a character in
    digest = base64.b64encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()[:27]
    headers = {"ETag": f'W/"{len(data):x}-{digest}"', "Content-Type": f"{kind}; charset=utf-8"}
    return web.Response(body=data, status=status, headers=headers)


def enveloped(request: web.Request, response: Any) -> web.Response:
    """A good answer of `/api/v3`."""
    ok = {"status": {"code": "ok", "message": "OK"}, "response": response}
    said = answer(request, ok)
    if reader(request) > 0:
        said.headers["Cache-Control"] = "private"
    return said


def accepted(request: web.Request, response: Any) -> web.Response:
    """What a moderator is to accept first."""
    body = {"status": {"code": "accepted", "message": "Accepted"}, "response": response}
    return answer(request, body, 202)


def refusal(request: web.Request, status: int, message: str) -> web.Response:
    body = {"status": {"code": MESSAGES[status], "message": message}, "response": {}}
    return answer(request, body, status)


def forbidden_reading(request: web.Request) -> web.Response:
    """What may not be read: 401 to who is not logged in, else 403."""
    if reader(request) > 0:
        return refusal(request, 403, NO_PRIVILEGE)
    return refusal(request, 401, UNKNOWN_LOGIN)


def forbidden_writing() -> web.Response:
    """A write without any token never reaches the API."""
    return written("Forbidden", "text/plain", 403)


def no_page(request: web.Request) -> web.Response:
    """404 of the older read paths: the description of an error page."""
    path = request.path.removeprefix(request.app[SITE].relative_path).removeprefix("/api")
    body = {
        "path": path,
        "title": "[[global:404.title]]",
        "bodyClass": body_class(path, reader(request), status=404),
    }
    return answer(request, body, 404)


def body_class(path: str, uid: int, *extra: str, status: int = 200) -> str:
    parts = [part for part in path.split("/") if part][:3]
    pages = [f"page-{parts[0]}", *(f"page-{parts[0]}-{part}" for part in parts[1:])]
    who = "user-loggedin" if uid > 0 else "user-guest"
    return " ".join([*pages, *extra, f"page-status-{status}", "theme-harmony", who])
