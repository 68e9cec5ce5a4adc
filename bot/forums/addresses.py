"""Addresses that people paste: what a topic, a category, a tag look like on each engine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias
from urllib.parse import SplitResult, quote, unquote, urlsplit

from bot.forums.fetch import same_site, site_of
from bot.ports.forum import Link, Place, PlaceKind

MAX_DIGITS: Final = 15
MAX_TAG: Final = 100

Grammar: TypeAlias = Callable[[list[str]], Place | None]
LinkGrammar: TypeAlias = Callable[[list[str]], Link | None]


def place_of(address: str, root: str, *grammars: Grammar) -> Place | None:
    """What an address of the forum at `root` names, by the first grammar that knows it."""
    parts = _parts(address, root)
    return next((place for known in grammars if parts and (place := known(parts))), None)


def link_of(address: str, root: str, *grammars: LinkGrammar) -> Link | None:
    """What an address of the forum at `root` leads to, by the first grammar that knows it."""
    parts = _parts(address, root)
    if parts is None:
        return None
    if parts in ([], [""]):
        return Link()
    return next((link for known in grammars if (link := known(parts))), None)


def _parts(address: str, root: str) -> list[str] | None:
    """What follows the forum's own folder in an address; None where it is of another site."""
    try:
        asked, home = split(address), urlsplit(root)
        if asked.scheme not in ("http", "https") or site_of(asked) != site_of(home):
            return None
    except ValueError:
        return None
    base = unquote(home.path).rstrip("/")
    if not f"{unquote(asked.path)}/".startswith(f"{base}/"):
        return None
    folders = base.count("/") + 1
    return [unquote(part) for part in asked.path.split("/")[folders:]]


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


def nodebb_link(parts: list[str]) -> Link | None:
    """As `nodebb`, and `post/<pid>`, `topic/<tid>/<slug>/<rank>`."""
    match parts:
        case ["post", pid, *_]:
            return _post(pid)
        case ["topic", tid, _, rank, *_]:
            place, number = _numbered(PlaceKind.TOPIC, tid), _positive(rank)
            return Link(place, rank=number - 1) if place and number else _whole(place)
    return _whole(nodebb(parts))


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


def discourse_link(parts: list[str]) -> Link | None:
    """As `discourse`, and `p/<id>`, `t/[<slug>/]<id>/<post>`."""
    match parts:
        case ["p", id_, *_]:
            return _post(id_)
        case ["t", first, number, *_] if _numbered(PlaceKind.TOPIC, first):
            return _in_topic(discourse(parts), number)
        case ["t", _, _, number, *_]:
            return _in_topic(discourse(parts), number)
    return _whole(discourse(parts))


def _whole(place: Place | None) -> Link | None:
    return Link(place) if place else None


def _in_topic(place: Place | None, number: str) -> Link | None:
    known = _positive(number)
    return Link(place, numbered=known) if place and known else _whole(place)


def _post(number: str) -> Link | None:
    known = _positive(number)
    return Link(post=known) if known else None


def _positive(number: str) -> int | None:
    known = number.isascii() and number.isdigit() and len(number) <= MAX_DIGITS
    return int(number) or None if known else None


def _numbered(kind: PlaceKind, number: str) -> Place | None:
    known = _positive(number)
    return Place(kind, str(known)) if known else None


def _tagged(tag: str) -> Place | None:
    name = tag.strip().removesuffix(".json")
    known = 0 < len(name) <= MAX_TAG and name.isprintable() and "/" not in name
    return Place(PlaceKind.TAG, name) if known else None


def nodebb_tag(root: str, name: str) -> str:
    return f"{root}/tags/{quote(name, safe='')}"


def discourse_tag(root: str, name: str) -> str:
    return f"{root}/tag/{quote(name, safe='')}"


def split(address: str) -> SplitResult:
    """A pasted address: chat brackets and a missing scheme are forgiven.

    Raises ValueError when it is none, or holds a name or password.
    """
    address = address.strip().removeprefix("<").removesuffix(">").strip()
    named = urlsplit(address if "://" in address else f"https://{address}")
    if "@" in named.netloc or ("://" not in address and "." not in named.netloc):
        raise ValueError(address)
    return named
