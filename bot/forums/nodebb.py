"""NodeBB, read over its JSON API."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar
from urllib.parse import urlsplit, urlunsplit

from bot.forums import addresses, nodebb_shapes
from bot.forums.fetch import Reader
from bot.ports.forum import Identity, Post, TopicPage, Trouble, Unreadable

T = TypeVar("T")


class NodeBB:
    """One NodeBB forum. `url` is where it lives; what the forum itself says of that wins."""

    def __init__(
        self, name: str, url: str, *, token: str | None = None, timeout_s: float = 20.0
    ) -> None:
        self.name = name
        self.url = url.rstrip("/")
        self._located = False
        self._reader = Reader(token=token, timeout_s=timeout_s)

    async def identify(self) -> Identity | Unreadable:
        """Which forum this is; also learns the folder that its paths start with."""
        said = await self._reader.get(f"{self.url}/api/config")
        if isinstance(said, Unreadable):
            return said
        try:
            config = nodebb_shapes.config(said.body)
        except ValueError:
            return Unreadable(Trouble.NOT_A_FORUM)
        self.url = home(said.url, config)
        self._located = True
        return identity(self.url, config)

    async def newest(self, page: int = 1) -> tuple[Post, ...] | Unreadable:
        """As Forum.newest. A page may hold less than 20 posts, even none, before the last one."""
        path = f"/api/recent/posts/alltime?page={page}"
        return await self._get(path, lambda body: nodebb_shapes.newest(body, self.name, self.url))

    async def topic(self, topic: str, page: int = 1) -> TopicPage | Unreadable:
        path = f"/api/topic/{topic}?page={page}&sort=oldest_to_newest"
        return await self._get(
            path, lambda body: nodebb_shapes.topic_page(body, self.name, self.url)
        )

    def topic_of(self, address: str) -> str | None:
        return addresses.topic_of(address, self.url)

    async def close(self) -> None:
        await self._reader.close()

    async def _get(self, path: str, shaped: Callable[[object], T]) -> T | Unreadable:
        """What a path of the API answers. Its folder is asked for once, before the first."""
        if not self._located:
            known = await self.identify()
            if isinstance(known, Unreadable):
                return known
        said = await self._reader.get(self.url + path)
        if isinstance(said, Unreadable):
            return said
        try:
            return shaped(said.body)
        except ValueError:
            return Unreadable(Trouble.GARBLED)


def home(config_url: str, config: nodebb_shapes.Config) -> str:
    """Where a forum lives: the site that gave its configuration, and the folder in that."""
    site = urlsplit(config_url)
    folder = config.relative_path.strip("/")
    return urlunsplit((site.scheme, site.netloc, f"/{folder}" if folder else "", "", ""))


def identity(url: str, config: nodebb_shapes.Config) -> Identity:
    return Identity("nodebb", nodebb_shapes.title(config), url, config.logged_in)
