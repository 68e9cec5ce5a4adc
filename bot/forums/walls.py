"""Walls against robots: pages that ask for a browser, or a person, where a forum should answer."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

LOOKED_AT: Final = 65_536  # bytes of a page

# What a wall writes about its own page; lower case.
_HEADERS: Final = {
    "cf-mitigated": ("challenge", "block"),
    "x-vercel-mitigated": ("challenge", "deny"),
    "x-amzn-waf-action": ("challenge", "captcha"),
}
# Found in a challenge, and in no page of a site behind the same wall.
_SIGNS: Final = (
    b"_cf_chl_opt",
    b"cf-browser-verification",
    b"<title>just a moment...</title>",
    b"<title>attention required! | cloudflare</title>",
    b"anubis_challenge",
    b"/.within.website/x/cmd/anubis/",
    b"/.well-known/ddos-guard/",
    b"<title>ddos-guard</title>",
    b"sucuri website firewall",
    b"_incapsula_resource",
    b"captcha-delivery.com",
    b"px-captcha",
)
# Any site may write these, so they tell a wall only where the request was refused.
_WORDS: Final = (
    b"captcha",
    b"checking your browser",
    b"enable javascript and cookies",
    b"human verification",
    b"you are human",
    b"not a bot",
    b"not a robot",
    b"pas un robot",
    b"ddos protection",
)
_REFUSALS: Final = (
    HTTPStatus.FORBIDDEN,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.SERVICE_UNAVAILABLE,
)


def is_wall(status: int, headers: Mapping[str, str], start: bytes) -> bool:
    """Whether an answer is a wall's; `headers` in any case, `start` of the body may be empty."""
    known = {name.lower(): value.strip().lower() for name, value in headers.items()}
    if any(known.get(name) in values for name, values in _HEADERS.items()):
        return True
    if not is_page(known.get("content-type", "")):
        return False
    page = start[:LOOKED_AT].lower()
    signs = (*_SIGNS, *_WORDS) if status in _REFUSALS else _SIGNS
    return any(sign in page for sign in signs)


def is_page(content_type: str) -> bool:
    """Whether it is HTML, or nothing says what it is."""
    return content_type.partition(";")[0].strip().lower() in (
        "",
        "text/html",
        "application/xhtml+xml",
    )
