"""Pages of walls against robots, told from a forum's own."""

from __future__ import annotations

import pytest
from aiohttp import web

from bot.forums.nodebb import NodeBB
from bot.forums.walls import is_wall
from bot.ports.forum import Trouble, Unreadable
from bot.sandbox.forum.walls import ANUBIS, CLOUDFLARE, Wall
from tests.forums.sites import answering, sandbox

HTML = {"Content-Type": "text/html; charset=UTF-8"}


@pytest.mark.parametrize("known", [CLOUDFLARE, ANUBIS])
def test_the_sandboxs_walls_are_known_by_their_page_and_their_headers(known: Wall) -> None:
    assert is_wall(known.status, HTML, known.html.encode())
    assert is_wall(known.status, {**known.headers, **HTML}, known.html.encode())


@pytest.mark.parametrize(
    ("status", "headers", "page"),
    [
        (403, {"CF-Mitigated": "Challenge", "Content-Type": "text/plain"}, b""),
        (202, {"x-amzn-waf-action": "challenge"}, b""),
        (429, {"X-Vercel-Mitigated": "challenge"}, b""),
        (200, HTML, b"<script id='anubis_challenge' type='application/json'>"),
        (401, HTML, b"<link href='/.within.website/x/cmd/anubis/static/css'>"),
        (403, HTML, b"<title>DDoS-Guard</title>"),
        (403, HTML, b"<script src='/.well-known/ddos-guard/js-challenge/index.js'>"),
        (403, HTML, b"<title>Sucuri WebSite Firewall - Access Denied</title>"),
        (200, HTML, b"<script src='/_Incapsula_Resource?SWJIYLWA=1'>"),
        (403, HTML, b"<script src='https://ct.captcha-delivery.com/c.js'>"),
        (503, HTML, b"<h1>Checking your browser before accessing forum.example</h1>"),
        (403, HTML, "<p>Confirmez que vous n’êtes pas un robot.</p>".encode()),
        (429, {}, b"<div class='h-captcha'></div>"),
    ],
)
def test_a_challenge_is_a_wall(status: int, headers: dict[str, str], page: bytes) -> None:
    assert is_wall(status, headers, page)


@pytest.mark.parametrize(
    ("status", "headers", "page"),
    [
        (200, HTML, b"<h1>Bonjour</h1>"),
        (403, HTML, b"<h1>403 Forbidden</h1><hr>nginx"),
        (503, HTML, b"<h1>Service Unavailable</h1>"),
        (403, {"Content-Type": "text/plain; charset=utf-8"}, b"Forbidden"),
        (403, {"Content-Type": "application/json"}, b'{"message": "captcha"}'),
        (200, {"Content-Type": "application/json"}, b'[{"content": "<title>Just a moment..."}]'),
        (200, HTML, b"<form><div class='h-captcha'></div></form>"),
        (200, HTML, b"<script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'>"),
        (404, {**HTML, "cf-mitigated": ""}, b""),
    ],
)
def test_a_sites_own_page_is_none(status: int, headers: dict[str, str], page: bytes) -> None:
    assert not is_wall(status, headers, page)


@pytest.mark.parametrize("fault", ["forum.wall", "forum.wall_503"])
async def test_a_forum_behind_a_wall_says_so_until_it_is_let_through(fault: str) -> None:
    async with sandbox() as (server, faults):
        forum = NodeBB("f", server.url)
        faults.put(fault)
        walled = await forum.newest(), await forum.topic(2)
        faults.clear_all()
        after = await forum.newest()
        await forum.close()
    assert walled == (Unreadable(Trouble.WALLED), Unreadable(Trouble.WALLED))
    assert not isinstance(after, Unreadable)


async def test_a_walls_wait_is_kept() -> None:
    async def site(_: web.Request) -> web.Response:
        headers = {**HTML, "Retry-After": "60"}
        return web.Response(status=429, headers=headers, text="<p>Are you a robot? captcha</p>")

    async with answering(site) as url:
        forum = NodeBB("f", url)
        assert await forum.newest() == Unreadable(Trouble.WALLED, 60.0)
        await forum.close()
