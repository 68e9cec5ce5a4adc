"""Telling an address of what happened, as forums do: aside, and whatever comes of it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from bot.sandbox.forum.refusals import No, RefusedError
from bot.sandbox.sites import is_loopback

PATIENCE_S = 5.0
Signer = Callable[[bytes, bytes], Mapping[str, str]]  # secret and raw body to headers


class Webhook:
    """Where a forum tells its news, if anywhere; `sign` makes the signature's headers."""

    def __init__(self, sign: Signer) -> None:
        self.url = self.secret = ""
        self._sign = sign
        self._sending: set[asyncio.Task[None]] = set()

    def set(self, url: str, secret: str) -> None:
        """Raises RefusedError(ADDRESS) unless it is an http address of this machine."""
        parts = urlsplit(url)
        host = parts.hostname or ""
        is_here = host == "localhost" or is_loopback(host)
        if parts.scheme != "http" or not is_here or not secret.isprintable():
            raise RefusedError(No.ADDRESS)
        self.url, self.secret = url, secret

    def clear(self) -> None:
        self.url = self.secret = ""

    def tell(self, body: dict[str, Any], headers: Mapping[str, str]) -> None:
        """Send the news aside, signed when there is a secret. Does nothing without an address."""
        if not self.url:
            return
        raw = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")
        signed = self._sign(self.secret.encode(), raw) if self.secret else {}
        kind = {"Content-Type": "application/json"}
        sending = self._send(self.url, raw, {**kind, **headers, **signed})
        task = asyncio.get_running_loop().create_task(sending)
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    async def settled(self) -> None:
        """Returns once nothing is being sent."""
        while self._sending:
            await asyncio.gather(*self._sending)

    async def close(self) -> None:
        self.clear()
        for task in list(self._sending):
            task.cancel()
        await asyncio.gather(*self._sending, return_exceptions=True)

    async def _send(self, url: str, raw: bytes, headers: dict[str, str]) -> None:
        timeout = aiohttp.ClientTimeout(total=PATIENCE_S)
        with suppress(aiohttp.ClientError, TimeoutError, ValueError):
            async with (
                aiohttp.ClientSession(timeout=timeout) as http,
                http.post(url, data=raw, headers=headers, allow_redirects=False) as said,
            ):
                await said.read()
