"""Addresses that people paste: what a topic, a category, a tag look like on each engine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias
from urllib.parse import SplitResult, unquote, urlsplit

from bot.forums.fetch import same_site, site_of
from bot.ports.forum import Place, PlaceKind

MAX_DIGITS: Final = 15
MAX_TAG: Final = 100

Grammar: TypeAlias = Callable[[list[str]], Place | None]


def place_of(address: str, root: str, *grammars: Grammar) -> Place | None:
    """What an address of the forum at `root` names, by the first grammar that knows it."""
    try:
        asked, home = split(address), urlsplit(root)
        if asked.scheme not in ("http", "https") or site_of(asked) != site_of(home):
            return None
    except ValueError:
        return None
    base = unquote(home.path).rstrip("/")
    if not unquote(asked.path).startswith(f"{base}/"):
        return None
    folders = base.count("/") + 1
    parts = [unquote(part) for part in asked.path.split("/")[folders:]]
    return next((place for known in grammars if (place := known(parts))), None)


def is_at(address: str, root: str) -> bool:
    """Whether an address is of the site of the forum at `root`, by the same protocol or a safer."""
    try:
        asked = split(address)
    except ValueError:
        return False
    return same_site(root, asked.geturl())


def nodebb(parts: list[str]) -> Place | None:
    """`topic/<tid>[/…]`, `category/<cid>[/…]`, `tags/<tag>`."""
    match parts:
        case ["topic", tid, *_]:
            return _numbered(PlaceKind.TOPIC, tid)
        case ["category", cid, *_]:
            return _numbered(PlaceKind.CATEGORY, cid)
        case ["tags", tag] | ["tags", tag, ""]:
            return _tagged(tag)
    return None


def discourse(parts: list[str]) -> Place | None:
    """`t/[<slug>/]<id>[/<post>]`, `c/[<parents>/]<slug>/<id>[/…]`, `tag/<name>[/…]`.

    Discourse never makes a slug of digits alone, so the first number is the topic's.
    """
    match parts:
        case ["t", first, *rest]:
            return _numbered(PlaceKind.TOPIC, first) or (
                _numbered(PlaceKind.TOPIC, rest[0]) if rest else None
            )
        case ["c", *rest]:
            found = (_numbered(PlaceKind.CATEGORY, part) for part in rest)
            return next((place for place in found if place), None)
        case ["tag", tag, *_] | ["tags", tag] | ["tags", tag, ""]:
            return _tagged(tag)
    return None


def _numbered(kind: PlaceKind, number: str) -> Place | None:
    known = number.isascii() and number.isdigit() and len(number) <= MAX_DIGITS
    return Place(kind, str(int(number))) if known and int(number) > 0 else None


def _tagged(tag: str) -> Place | None:
    name = tag.strip().removesuffix(".json")
    known = 0 < len(name) <= MAX_TAG and name.isprintable() and "/" not in name
    return Place(PlaceKind.TAG, name) if known else None


def split(address: str) -> SplitResult:
    """A pasted address: chat brackets and a missing scheme are forgiven.

    Raises ValueError when it is none, or holds a name or password.
    """
    address = address.strip().removeprefix("<").removesuffix(">").strip()
    named = urlsplit(address if "://" in address else f"https://{address}")
    if "@" in named.netloc or ("://" not in address and "." not in named.netloc):
        raise ValueError(address)
    return named
