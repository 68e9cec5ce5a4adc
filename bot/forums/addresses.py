"""Addresses that people paste."""

from __future__ import annotations

from urllib.parse import SplitResult, unquote, urlsplit

from bot.forums.fetch import site_of

MAX_DIGITS = 15


def topic_of(address: str, root: str) -> str | None:
    """The topic number in `…/topic/<tid>[/<slug>[/<index>]]` of the forum at `root`, else None."""
    try:
        asked, home = split(address), urlsplit(root)
        if asked.scheme not in ("http", "https") or site_of(asked) != site_of(home):
            return None
    except ValueError:
        return None
    path, base = unquote(asked.path), unquote(home.path).rstrip("/")
    if not path.startswith(f"{base}/topic/"):
        return None
    number = path.removeprefix(f"{base}/topic/").split("/")[0]
    known = number.isascii() and number.isdigit() and len(number) <= MAX_DIGITS and int(number) > 0
    return str(int(number)) if known else None


def split(address: str) -> SplitResult:
    """A pasted address: chat brackets and a missing scheme are forgiven.

    Raises ValueError when it is none, or holds a name or password.
    """
    address = address.strip().removeprefix("<").removesuffix(">").strip()
    named = urlsplit(address if "://" in address else f"https://{address}")
    if "@" in named.netloc or ("://" not in address and "." not in named.netloc):
        raise ValueError(address)
    return named
