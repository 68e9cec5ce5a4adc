"""Links and addresses in the chat's Markdown."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote, urljoin, urlsplit

from bot.render.escaping import escape_inline, neutral, safe_url

MAX_URL: Final = 1_000  # characters; a longer address is left out, its words stay
_SCHEMES: Final = ("http", "https")
_PARENTHESES: Final = {"(": "%28", ")": "%29"}
_BRACKETS: Final = str.maketrans("[]", "()")  # a label may hold no bracket of its own
_DRESSING: Final = re.compile(r"^https?://(?:www\.)?|/+$")


def resolved(href: str | None, base_url: str) -> str | None:
    """The absolute address that `href` names, None when it is none that may be followed."""
    try:
        url = urljoin(base_url, neutral(href or "").strip())
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme not in (*_SCHEMES, "mailto") or len(url) > MAX_URL:
        return None
    return url if parts.scheme == "mailto" or parts.hostname else None


def picture(src: str | None, base_url: str) -> str | None:
    url = resolved(src, base_url)
    return safe_url(url) if url and urlsplit(url).scheme in _SCHEMES else None


def linked(words: str, url: str) -> str:
    """A link as Markdown: bare when its words are its address.

    Words that look like an address say where another leads: both are then shown.
    """
    words = " ".join(words.split())
    if url.startswith("mailto:"):
        address = unquote(url.removeprefix("mailto:")).partition("?")[0]
        return escape_inline(words if address in words else f"{words} ({address})")
    if not words or _bare(words) == _bare(url):
        return safe_url(url)
    if "://" in words or words.startswith("www."):
        return f"{escape_inline(words)} (<{safe_url(url)}>)"
    target = "".join(_PARENTHESES.get(sign, sign) for sign in safe_url(url))
    return f"[{escape_inline(words.translate(_BRACKETS))}]({target})"


def _bare(address: str) -> str:
    return _DRESSING.sub("", unquote(address)).casefold()
