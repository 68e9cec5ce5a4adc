"""Which forum engine runs at an address."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlunsplit

from pydantic import BaseModel

from bot.forums import addresses, nodebb, nodebb_shapes
from bot.forums.fetch import Reader
from bot.ports.forum import Identity, Trouble, Unreadable

# What follows the forum's own folder in the addresses that people paste.
PAGES: Final = frozenset({"topic", "category", "tags", "post", "user", "t", "c", "tag", "latest"})
MAX_ROOTS: Final = 4
NOTHING_THERE: Final = (Trouble.MISSING, Trouble.GARBLED, Trouble.FORBIDDEN)


class _BasicInfo(BaseModel):
    """Discourse's `/site/basic-info.json`."""

    title: str
    logo_url: str | None
    description: str | None


async def identify(
    address: str, *, token: str | None = None, timeout_s: float = 20.0
) -> Identity | Unreadable:
    """The forum at an address of it, whichever page that names.

    NOT_A_FORUM when something answers there and is no forum known to Vigie; else the trouble met.
    """
    reader = Reader(token=token, timeout_s=timeout_s)
    worst = Unreadable(Trouble.NOT_A_FORUM)
    try:
        for root in roots(address):
            found = await _at(reader, root)
            if isinstance(found, Identity) or found.trouble not in NOTHING_THERE:
                return found
            if found.trouble is Trouble.FORBIDDEN:
                worst = found
    finally:
        await reader.close()
    return worst


def roots(address: str) -> list[str]:
    """Where the forum may live, the likeliest first; none when it is no address."""
    try:
        site = addresses.split(address)
    except ValueError:
        return []
    if site.scheme not in ("http", "https") or not site.hostname:
        return []
    parts = [part for part in site.path.split("/") if part]
    start = next((place for place, part in enumerate(parts) if part in PAGES), len(parts))
    paths = ["".join(f"/{part}" for part in parts[:length]) for length in range(start, 0, -1)]
    tried = [*paths[: MAX_ROOTS - 1], ""]  # the site's own root is always among them
    return [urlunsplit((site.scheme, site.netloc, path, "", "")) for path in tried]


async def _at(reader: Reader, root: str) -> Identity | Unreadable:
    config = await reader.get(f"{root}/api/config")
    if isinstance(config, Unreadable):
        if config.trouble not in NOTHING_THERE:
            return config
        return await _discourse(reader, root, config)
    try:
        known = nodebb_shapes.config(config.body)
    except ValueError:
        return await _discourse(reader, root, Unreadable(Trouble.GARBLED))
    return nodebb.identity(nodebb.home(config.url, known), known)


async def _discourse(reader: Reader, root: str, met: Unreadable) -> Identity | Unreadable:
    """The Discourse forum there; else the trouble met before."""
    said = await reader.get(f"{root}/site/basic-info.json")
    if isinstance(said, Unreadable):
        return met
    try:
        info = _BasicInfo.model_validate(said.body)
    except ValueError:
        return met
    url = said.url.removesuffix("/site/basic-info.json")
    return Identity("discourse", info.title, url, logged_in=False)
