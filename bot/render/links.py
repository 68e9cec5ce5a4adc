"""Links and addresses in the chat's Markdown."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

from bot.render.escaping import escape_inline, neutral, safe_url

MAX_URL: Final = 1_000  # characters; a longer address is left out, its words stay
_SCHEMES: Final = ("http", "https")
_PARENTHESES: Final = {"(": "%28", ")": "%29"}
_BRACKETS: Final = str.maketrans("[]", "()")  # a label may hold no bracket of its own
_DRESSING: Final = re.compile(r"^https?://(?:www\.)?|/+$")
_SPACES: Final = re.compile(r"[ \t\n]+")
_HOST: Final = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\]")
_PATH_SIGNS: Final = "/%:@!$&'()*+,;=~-._?"
_PICTURES: Final = frozenset("png jpg jpeg gif webp avif".split())
# A label ending so names a file, any other ending after a dot may be a host.
_FILES: Final = _PICTURES | frozenset(
    "pdf odt ods odp doc docx xls xlsx ppt pptx csv txt md rtf epub svg html htm json xml ics "
    "zip gz tar mp3 mp4 ogg oga ogv webm wav mov gpx geojson py sh js".split()
)
_HOST_IN_WORDS: Final = re.compile(r"(?:[^\W_][\w-]{0,62}\.){1,10}([^\W\d_]{2,24})\b")


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
    """The address of a picture as the chat takes it: http, a host by its ASCII name.

    One that is malformed would have the whole message refused; it is None.
    """
    url = resolved(src, base_url) if src else None
    try:
        parts = urlsplit(url or "")
        host = (parts.hostname or "").encode("idna").decode()
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return None
    host = f"[{host}]" if ":" in host else host
    if parts.scheme not in _SCHEMES or not _HOST.fullmatch(host):
        return None
    path, query = quote(parts.path, _PATH_SIGNS), quote(parts.query, _PATH_SIGNS + "/")
    made = safe_url(urlunsplit((parts.scheme, host + port, path, query, "")))
    return made if len(made) <= MAX_URL else None


def is_picture(url: str) -> bool:
    """Whether the address ends as a picture's file does."""
    return urlsplit(url).path.rpartition(".")[2].lower() in _PICTURES


def is_drawing(url: str) -> bool:
    """Whether it is a picture of a kind that the chat does not show."""
    return urlsplit(url).path.lower().endswith(".svg")


def linked(words: str, url: str, *, quiet: bool = False) -> str:
    """A link as Markdown: bare when its words are its address. `quiet`: without a preview.

    Words that look like an address say where another leads: both are then shown.
    """
    words = _SPACES.sub(" ", words).strip()
    if url.startswith("mailto:"):
        address = unquote(url.removeprefix("mailto:")).partition("?")[0]
        return escape_inline(words if address in words else f"{words} ({address})")
    safe = safe_url(url)
    if not words or _bare(words) == _bare(url):
        return f"<{safe}>" if quiet else safe
    if _names_another(words, url):
        return f"{escape_inline(words)} (<{safe}>)"
    target = "".join(_PARENTHESES.get(sign, sign) for sign in safe)
    target = f"<{target}>" if quiet else target
    return f"[{escape_inline(words.translate(_BRACKETS))}]({target})"


def _names_another(words: str, url: str) -> bool:
    """Whether a reader may take the words for an address."""
    if "://" in words or words.startswith("www."):
        return True
    host = f".{urlsplit(url).hostname or ''}"
    return any(
        one[1].lower() not in _FILES
        and not host.endswith("." + one[0].lower().removeprefix("www."))
        for one in _HOST_IN_WORDS.finditer(words)
    )


def _bare(address: str) -> str:
    return _DRESSING.sub("", unquote(address)).casefold()
