"""The route by which forums say that they have news, asked by whoever finds it."""

from __future__ import annotations

import gzip
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field

import aiohttp
import pytest

from bot.forums import webhook
from bot.sandbox.forum.discourse import hooks
from bot.web import webhooks
from bot.web.server import served

BODY = b'{"post": 1}'
SIGNATURE = "X-Discourse-Event-Signature"


@dataclass
class Door:
    """Vigie's route, and the forums that were read because of it."""

    url: str = ""
    nudged: list[str] = field(default_factory=list)

    async def post(self, body: object, headers: Mapping[str, str] | None = None) -> int:
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{self.url}/demo", data=body, headers=headers) as said,
        ):
            return said.status


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    made = Door()

    def is_genuine(forum: str, headers: Mapping[str, str], body: bytes) -> bool:
        return webhook.is_genuine(headers, body, {"demo": "secret"}.get(forum, ""))

    def nudge(forum: str, _headers: Mapping[str, str], _body: bytes) -> None:
        made.nudged.append(forum)

    async with served("127.0.0.1", 0, [webhooks.routes(is_genuine, nudge)]) as port:
        made.url = f"http://127.0.0.1:{port}/webhooks"
        yield made


async def pieces(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


async def test_a_signed_body_nudges_however_it_comes(door: Door) -> None:
    signed = {SIGNATURE: hooks.sign(b"secret", BODY)[SIGNATURE]}
    assert await door.post(BODY, signed) == 204
    assert await door.post(pieces(BODY[:3], BODY[3:]), signed) == 204
    assert door.nudged == ["demo", "demo"]


async def test_what_says_that_it_is_packed_is_judged_as_it_came(door: Door) -> None:
    packed = {"Content-Encoding": "gzip"}
    assert await door.post(b"no gzip at all", packed) == 401
    bomb = gzip.compress(b"0" * 50_000_000)
    signed = {SIGNATURE: hooks.sign(b"secret", bomb)[SIGNATURE]}
    assert await door.post(bomb, {**packed, **signed}) == 204


async def test_more_than_a_megabyte_is_refused_whatever_was_said_of_it(door: Door) -> None:
    assert await door.post(b"0" * 1_000_001) == 413
    assert await door.post(pieces(b"0" * 600_000, b"0" * 600_000)) == 413
    assert door.nudged == []
