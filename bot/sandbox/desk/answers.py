"""How the desk reads and answers: JSON, refusals of one French sentence, strangers kept out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.sandbox.asking import AskError
from bot.sandbox.discord.models import Json
from bot.sandbox.sites import is_loopback

POLICY = "default-src 'self'; img-src 'self' data:; style-src 'self'"
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
NOT_JSON = "La demande doit être un objet JSON."

Act = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Only this machine, and only pages of this site: a name may be made to lead here."""
    if not _is_here(request.host):
        return refusal(403, "Cette adresse n’est servie que sur cette machine.")
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"http://{request.host}":
        return refusal(403, "Cette demande vient d’un autre site.")
    try:
        return await handler(request)
    except AskError as error:
        return refusal(error.status, error.sentence)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        return refusal(error.status, "Cette adresse n’existe pas.")


async def add_headers(_: web.Request, response: web.StreamResponse) -> None:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)


def _is_here(host: str) -> bool:
    name = urlsplit(f"//{host}").hostname or ""
    return name == "localhost" or is_loopback(name)


def refusal(status: int, sentence: str) -> web.Response:
    return web.json_response({"error": sentence}, status=status)


async def read(request: web.Request) -> Json:
    """The object in the body, {} when there is none. Raises AskError 400."""
    if not request.can_read_body:
        return {}
    try:
        said = await request.json()
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise AskError(400, NOT_JSON)
    return said


def wanted(said: Json, key: str) -> str:
    """A value that must be there, as text. Raises AskError 400."""
    value = said.get(key)
    if not isinstance(value, str | int) or isinstance(value, bool) or value == "":
        raise AskError(400, f"Il manque « {key} ».")
    return str(value)


def whole(text: str | None, default: int, most: int) -> int:
    """A small whole number from a query, kept below `most`."""
    return min(int(text), most) if text and text.isascii() and text.isdigit() else default
