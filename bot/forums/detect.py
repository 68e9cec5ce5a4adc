"""Which forum engine runs at an address."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlunsplit

from pydantic import BaseModel

from bot.forums import addresses, nodebb, nodebb_shapes
from bot.forums.fetch import Read, Reader, bearer, key
from bot.ports.forum import Identity, Trouble, Unreadable

# What follows the forum's own folder in the addresses that people paste.
PAGES: Final = frozenset({"topic", "category", "tags", "post", "user", "t", "c", "tag", "latest"})
MAX_ROOTS: Final = 4
NOTHING_THERE: Final = (Trouble.MISSING, Trouble.GARBLED, Trouble.FORBIDDEN)
DISCOURSE: Final = "discourse"
INFO: Final = "/site/basic-info.json"


class BasicInfo(BaseModel):
    """Discourse's `/site/basic-info.json`."""

    title: str
    logo_url: str | None
    description: str | None


async def identify(
    address: str, *, token: str | None = None, user: str = "", timeout_s: float = 20.0
) -> Identity | Unreadable:
    """The forum at an address of it, whichever page that names.

    NOT_A_FORUM when something answers there and is no forum known to Vigie; else the trouble met.
    Whether a Discourse forum accepts the token is not looked at.
    """
    nodebb_reader = Reader(bearer(token), timeout_s=timeout_s)
    guest = Reader(timeout_s=timeout_s)
    member = Reader(key(token, user), timeout_s=timeout_s) if token else None
    readers = [guest, member] if member else [guest]
    worst = Unreadable(Trouble.NOT_A_FORUM)
    try:
        for root in roots(address):
            found = await _at(root, nodebb_reader, readers)
            if isinstance(found, Identity) or found.trouble not in NOTHING_THERE:
                return found
            if found.trouble is Trouble.FORBIDDEN:
                worst = found
    finally:
        for reader in (nodebb_reader, *readers):
            await reader.close()
    return worst


def roots(address: str) -> list[str]:
    """Where the forum may live, the likeliest first; none when it is no address."""
    try:
        site = addresses.split(address)
        known = site.scheme in ("http", "https") and site.hostname and site.port != 0
    except ValueError:
        return []
    if not known:
        return []
    parts = [part for part in site.path.split("/") if part]
    start = next((place for place, part in enumerate(parts) if part in PAGES), len(parts))
    paths = ["".join(f"/{part}" for part in parts[:length]) for length in range(start, 0, -1)]
    tried = [*paths[: MAX_ROOTS - 1], ""]  # the site's own root is always among them
    return [urlunsplit((site.scheme, site.netloc, path, "", "")) for path in tried]


def info_of(said: Read) -> tuple[BasicInfo, str]:
    """What a Discourse forum says of itself, and where it lives. Raises ValueError otherwise."""
    return BasicInfo.model_validate(said.body), said.url.removesuffix(INFO)


async def _at(root: str, nodebb_reader: Reader, readers: list[Reader]) -> Identity | Unreadable:
    config = await nodebb_reader.get(f"{root}/api/config")
    if isinstance(config, Unreadable):
        if config.trouble not in NOTHING_THERE:
            return config
        return await _discourse(root, readers, config)
    try:
        known = nodebb_shapes.config(config.body)
    except ValueError:
        return await _discourse(root, readers, Unreadable(Trouble.GARBLED))
    return nodebb.identity(nodebb.home(config.url, known), known)


async def _discourse(root: str, readers: list[Reader], met: Unreadable) -> Identity | Unreadable:
    """The Discourse forum there, asked by each reader in turn; else the trouble met before."""
    for reader in readers:
        said = await reader.get(root + INFO)
        if isinstance(said, Read):
            try:
                info, url = info_of(said)
            except ValueError:
                return met
            return Identity(DISCOURSE, info.title, url, logged_in=False)
        if said.trouble not in NOTHING_THERE:
            return said
        if said.trouble is not Trouble.FORBIDDEN:
            return met
    return Unreadable(Trouble.FORBIDDEN)
