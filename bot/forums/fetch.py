"""One site read politely: one request at a time, bounded, every failure a `Trouble`."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from importlib.metadata import version
from typing import Final
from urllib.parse import SplitResult, urljoin, urlsplit

import aiohttp

from bot.domain.forum_writes import Denial
from bot.forums import walls
from bot.forums.arriving import Arriving
from bot.ports.forum import Denied, Doubtful, Trouble, Unreadable

# Forums take an agent whose name holds "bot", or a library's own, for a spider.
USER_AGENT: Final = f"vigie/{version('vigie')} (+https://technopolice.fr)"
MAX_REDIRECTS: Final = 3
PIECE: Final = 65_536
PARSED_ASIDE: Final = 500_000  # larger bodies are parsed off the event loop
HALF: Final = re.compile(rb"\\u[dD][89a-fA-F]")
DEFAULT_PORTS: Final = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Read:
    """A JSON body, and the address that gave it after redirects."""

    url: str
    body: object


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered to a write: its status, its headers, and its body within bounds."""

    status: int
    headers: Mapping[str, str]
    data: bytes


class Reader:
    """GETs JSON, and sends some. The session is made at the first request, in the running loop."""

    def __init__(
        self, headers: Mapping[str, str] | None = None, *, timeout_s: float = 20.0
    ) -> None:
        own = {"User-Agent": USER_AGENT, "Accept": "application/json"}
        self._headers = {**own, **(headers or {})}
        self._timeout = aiohttp.ClientTimeout(total=timeout_s)
        self._session: aiohttp.ClientSession | None = None
        self._turn = asyncio.Lock()

    async def get(self, url: str) -> Read | Unreadable:
        """Never raises for what a network or a server may do."""
        async with self._turn:
            try:
                return await self._follow(url)
            except TimeoutError:
                return Unreadable(Trouble.TIMEOUT)
            except (ValueError, aiohttp.ClientPayloadError):  # an address, or a body, cut short
                return Unreadable(Trouble.GARBLED)
            except (aiohttp.ClientError, OSError):
                return Unreadable(Trouble.UNREACHABLE)

    async def send(self, method: str, url: str, body: object) -> Answer | Denied | Doubtful:
        """One attempt to write JSON. Never raises for what a network or a server may do.

        A redirect is not followed: it is an answer like another.
        """
        async with self._turn:
            try:
                async with self._http().request(
                    method, url, json=body, allow_redirects=False
                ) as said:
                    return await _answer(said)
            except (aiohttp.ClientConnectorError, aiohttp.InvalidURL):  # before anything was sent
                return Denied(Denial.UNREACHABLE)
            except TimeoutError:
                return Doubtful(Trouble.TIMEOUT)
            except (ValueError, aiohttp.ClientPayloadError):
                return Doubtful(Trouble.GARBLED)
            except (aiohttp.ClientError, OSError):
                return Doubtful(Trouble.UNREACHABLE)

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _follow(self, url: str) -> Read | Unreadable:
        """Redirects stay on the site, so that a token never leaves it."""
        for _ in range(MAX_REDIRECTS + 1):
            async with self._http().get(url, allow_redirects=False) as said:
                if not is_redirect(said.status, said.headers):
                    return await _read(said, url)
                target = urljoin(url, said.headers["Location"])
            if not same_site(url, target):
                return Unreadable(Trouble.NOT_A_FORUM)
            url = target
        return Unreadable(Trouble.GARBLED)

    def _http(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                headers=self._headers, timeout=self._timeout, cookie_jar=aiohttp.DummyCookieJar()
            )
        return self._session


def bearer(token: str | None) -> dict[str, str]:
    """The headers that show a NodeBB token."""
    return {"Authorization": f"Bearer {token}"} if token else {}


def key(token: str | None, user: str) -> dict[str, str]:
    """The headers that show a Discourse key; a guest's are none."""
    return {"Api-Key": token, **({"Api-Username": user} if user else {})} if token else {}


def is_redirect(status: int, headers: Mapping[str, str]) -> bool:
    return "Location" in headers and status in range(300, 400)


def same_site(url: str, other: str) -> bool:
    """The same host and port, `www.` apart; from http to https only, never back."""
    try:
        one, two = urlsplit(url), urlsplit(other)
        known = site_of(one) == site_of(two)
    except ValueError:
        return False
    return known and two.scheme in ({"https"} if one.scheme == "https" else {"http", "https"})


def site_of(url: SplitResult) -> tuple[str, int | None]:
    """Host and port; None is the scheme's own. Raises ValueError when the port is no number."""
    host = (url.hostname or "").lower().removeprefix("www.")
    return host, None if url.port == DEFAULT_PORTS.get(url.scheme) else url.port


def trouble_of(status: int, headers: Mapping[str, str], start: bytes) -> Unreadable | None:
    """What an answer that begins with `start` refuses; None when it is to be read."""
    if walls.is_wall(status, headers, start):
        return Unreadable(Trouble.WALLED, retry_after_s(headers))
    match status:
        case HTTPStatus.OK:
            return None
        case HTTPStatus.TOO_MANY_REQUESTS:
            return Unreadable(Trouble.BUSY, retry_after_s(headers))
        case HTTPStatus.UNAUTHORIZED | HTTPStatus.FORBIDDEN:
            return Unreadable(Trouble.FORBIDDEN)
        case HTTPStatus.NOT_FOUND | HTTPStatus.GONE:
            return Unreadable(Trouble.MISSING)
        case status if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return Unreadable(Trouble.SERVER, retry_after_s(headers))
    return Unreadable(Trouble.GARBLED)


def retry_after_s(headers: Mapping[str, str]) -> float | None:
    """The wait asked for, in seconds; a date counts from the server's own `Date`."""
    asked = headers.get("Retry-After", "").strip()
    if asked.isascii() and asked.isdigit():
        return float(asked[:9])
    try:
        until = parsedate_to_datetime(asked)
        return max(0.0, (until - parsedate_to_datetime(headers["Date"])).total_seconds())
    except (KeyError, TypeError, ValueError):
        return None


def arriving(status: int) -> Arriving:
    """What takes all of a good answer, the start of another."""
    return Arriving() if status == HTTPStatus.OK else Arriving(walls.LOOKED_AT)


async def _answer(said: aiohttp.ClientResponse) -> Answer:
    body = await _arrived(said, Arriving())
    return Answer(said.status, said.headers, body.data)


async def _arrived(said: aiohttp.ClientResponse, body: Arriving) -> Arriving:
    async for piece in said.content.iter_chunked(PIECE):
        body.take(piece)
        if body.is_too_much:
            break
    return body


async def _read(said: aiohttp.ClientResponse, url: str) -> Read | Unreadable:
    body = await _arrived(said, arriving(said.status))
    data = body.data
    trouble = trouble_of(said.status, said.headers, data[: walls.LOOKED_AT])
    if trouble is not None:
        return trouble
    if body.is_too_much:
        return Unreadable(Trouble.GARBLED)
    try:
        return Read(url, await _parsed(data))
    except (ValueError, RecursionError):
        return Unreadable(Trouble.GARBLED)


async def _parsed(data: bytes) -> object:
    if len(data) > PARSED_ASIDE:
        return await asyncio.to_thread(_loaded, data)
    return _loaded(data)


def _loaded(data: bytes) -> object:
    loaded: object = json.loads(whole(data))
    return loaded


def whole(data: bytes) -> bytes:
    """JSON without the halves of characters that it may escape, and no text may hold.

    Raises ValueError, RecursionError when it is no JSON.
    """
    if HALF.search(data) is None:
        return data
    return json.dumps(json.loads(data), ensure_ascii=False).encode(errors="replace")
