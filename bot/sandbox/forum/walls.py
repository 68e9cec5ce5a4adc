"""Walls against robots: the page that a guard before the forum gives instead of what was asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from aiohttp import web


@dataclass(frozen=True, slots=True)
class Wall:
    """A guard's page, and the headers by which it is known."""

    status: int
    html: str
    headers: dict[str, str] = field(default_factory=dict)


CLOUDFLARE: Final = Wall(
    403,
    '<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title>'
    '<meta name="robots" content="noindex,nofollow">'
    '<meta http-equiv="refresh" content="390"></head><body>'
    "<noscript>Enable JavaScript and cookies to continue</noscript>"
    "<script>window._cf_chl_opt={cType:'managed'}</script>"
    '<script src="/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1"></script></body></html>',
    {"Server": "cloudflare", "CF-RAY": "9a3f1c2d4e5f6789-CDG", "cf-mitigated": "challenge"},
)
ANUBIS: Final = Wall(
    503,
    '<!DOCTYPE html><html lang="fr"><head><title>Making sure you&#39;re not a bot!</title>'
    '<link rel="stylesheet" href="/.within.website/x/xess/xess.css">'
    '<script id="anubis_challenge" type="application/json">{"rules":{"algorithm":"fast"}}</script>'
    "</head><body><h1>Making sure you&#39;re not a bot!</h1>"
    '<script src="/.within.website/x/cmd/anubis/static/js/main.mjs"></script></body></html>',
    {"Set-Cookie": "techaro.lol-anubis-cookie-verification=sandbox; Path=/; SameSite=Lax"},
)
WALLS: Final = {"forum.wall": CLOUDFLARE, "forum.wall_503": ANUBIS}


def wall(fault: str) -> web.Response:
    """The page that a fault puts before the forum."""
    known = WALLS[fault]
    return web.Response(
        text=known.html,
        status=known.status,
        headers={**known.headers, "Content-Type": "text/html; charset=UTF-8"},
    )
