"""NodeBB, read over its JSON API."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar
from urllib.parse import quote, urlsplit, urlunsplit

from bot.domain.forum_writes import Denial
from bot.forums import addresses, nodebb_lists, nodebb_shapes, nodebb_writing
from bot.forums.fetch import Answer, Reader, bearer
from bot.forums.guests import shown_to_guests
from bot.forums.nodebb_feed import Cursor
from bot.forums.odd import Odd
from bot.ports.forum import (
    Category,
    Changed,
    Denied,
    Doubtful,
    Identity,
    Link,
    Newest,
    Place,
    PlaceKind,
    Post,
    Queued,
    Source,
    Topic,
    TopicPage,
    Trouble,
    Unreadable,
    Written,
)

T = TypeVar("T")
ENGINE: Final = "nodebb"
MAX_PAGES: Final = 20  # of categories


class NodeBB:
    """One NodeBB forum. `url` is where it lives; what the forum itself says of that wins.

    `located`: the caller has just asked the forum, and `url` and `account` are its answer.
    """

    def __init__(
        self,
        name: str,
        url: str,
        *,
        token: str | None = None,
        timeout_s: float = 20.0,
        located: bool = False,
        account: int = 0,
    ) -> None:
        self.name = name
        self.url = url.rstrip("/")
        self._located = located
        self._account = account
        self._odd = Odd(name)
        self._is_signed = bool(token)
        self._reader = Reader(bearer(token), timeout_s=timeout_s)
        self._guest = Reader(timeout_s=timeout_s) if token else None

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
        known = identity(self.url, config)
        self._account = known.account
        return known

    async def newest(self, older_than: str | None = None) -> Newest | Unreadable:
        """As Forum.newest. The feed tells neither edits nor locks, and leaves deleted posts out."""
        cursor = Cursor.read(older_than)
        return await self._get(
            f"/api/recent/posts/alltime?page={cursor.page}",
            lambda body: nodebb_shapes.newest(
                body, cursor, self.name, self.url, self._odd, self._account
            ),
        )

    async def topic(self, number: int, page: int = 1) -> TopicPage | Unreadable:
        path = f"/api/topic/{number}?page={page}&sort=oldest_to_newest"
        said = await self._topic_page(path)
        # A forum set to scroll without end answers an empty page past its last one.
        beyond = isinstance(said, TopicPage) and page > said.pages
        return Unreadable(Trouble.MISSING) if beyond else said

    async def post(self, number: int) -> Post | Unreadable:
        """As Forum.post: where the post is now, then the page of its thread that holds it."""
        path = await self._get(f"/api/post/{number}", nodebb_shapes.path_of_post)
        if isinstance(path, Unreadable):
            return path
        said = await self._topic_page(f"/api{path}")
        if isinstance(said, Unreadable):
            return said
        found = (post for post in said.posts if post.id.number == number)
        return next(found, Unreadable(Trouble.MISSING))

    async def categories(self) -> tuple[Category, ...] | Unreadable:
        """As Forum.categories: what the forum's own page of categories unfolds."""
        found = await self._categories(self._reader)
        if isinstance(found, Unreadable) or self._guest is None:
            return found
        return shown_to_guests(found, await self._categories(self._guest))

    async def _categories(self, reader: Reader) -> tuple[Category, ...] | Unreadable:
        found: dict[int, Category] = {}
        for page in range(1, MAX_PAGES + 1):
            said = await self._get(
                f"/api/categories?page={page}",
                lambda body: nodebb_lists.categories(body, self.url),
                reader,
            )
            if isinstance(said, Unreadable):
                return said
            listed, pages = said
            found.update({one.number: one for one in listed if one.number not in found})
            if page >= pages:
                break
        return tuple(found.values())

    async def may_open(self, category: int) -> bool | Unreadable | None:
        return await self._get(f"/api/category/{category}", nodebb_lists.may_open)

    async def latest(self, place: Place) -> tuple[Topic, ...] | Unreadable:
        """As Forum.latest; of a topic, the topic itself."""
        if place.kind is PlaceKind.TOPIC:
            page = await self.topic(int(place.key))
            return page if isinstance(page, Unreadable) else (page.topic,)
        folder = "category" if place.kind is PlaceKind.CATEGORY else "tags"
        return await self._get(
            f"/api/{folder}/{quote(place.key, safe='')}",
            lambda body: nodebb_lists.topics(body, self.name, self.url),
        )

    async def source(self, number: int) -> Source | Unreadable:
        return await self._get(
            f"/api/v3/posts/{number}", lambda body: nodebb_writing.source(body, self._account)
        )

    async def post_reply(
        self, topic: int, markdown: str, *, to: int | None = None
    ) -> Written | Queued | Denied | Doubtful:
        answered = {"toPid": to} if to is not None else {}
        said = await self._send("POST", f"topics/{topic}", {"content": markdown, **answered})
        if not isinstance(said, Answer):
            return said
        return nodebb_writing.replied(said, self.name, self.url)

    async def post_topic(
        self, category: int, title: str, markdown: str
    ) -> Written | Queued | Denied | Doubtful:
        body = {"cid": category, "title": title, "content": markdown}
        said = await self._send("POST", "topics", body)
        if not isinstance(said, Answer):
            return said
        return nodebb_writing.opened(said, self.name, self.url)

    async def change_post(self, post: int, markdown: str) -> Changed | Queued | Denied | Doubtful:
        said = await self._send("PUT", f"posts/{post}", {"content": markdown})
        return nodebb_writing.changed(said) if isinstance(said, Answer) else said

    async def withdraw_post(self, post: int) -> Changed | Denied | Doubtful:
        said = await self._send("DELETE", f"posts/{post}/state", {})
        done = nodebb_writing.changed(said) if isinstance(said, Answer) else said
        return Doubtful(Trouble.GARBLED) if isinstance(done, Queued) else done

    def place_of(self, address: str) -> Place | None:
        return addresses.place_of(address, self.url, addresses.nodebb)

    def link_of(self, address: str) -> Link | None:
        return addresses.link_of(address, self.url, addresses.nodebb_link)

    def tag_url(self, name: str) -> str:
        return addresses.nodebb_tag(self.url, name)

    async def close(self) -> None:
        await self._reader.close()
        if self._guest is not None:
            await self._guest.close()

    async def _send(self, method: str, path: str, body: object) -> Answer | Denied | Doubtful:
        """One attempt to write, by who is logged in."""
        if not self._is_signed:
            return Denied(Denial.NOT_LOGGED_IN)
        if not self._located and isinstance(await self.identify(), Unreadable):
            return Denied(Denial.UNREACHABLE)
        return await self._reader.send(method, f"{self.url}/api/v3/{path}", body)

    async def _topic_page(self, path: str) -> TopicPage | Unreadable:
        return await self._get(
            path, lambda body: nodebb_shapes.topic_page(body, self.name, self.url, self._account)
        )

    async def _get(
        self, path: str, shaped: Callable[[object], T], reader: Reader | None = None
    ) -> T | Unreadable:
        """What a path of the API answers. Its folder is asked for once, before the first."""
        if not self._located:
            known = await self.identify()
            if isinstance(known, Unreadable):
                return known
        said = await (reader or self._reader).get(self.url + path)
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
    account = config.uid if config.logged_in else 0
    return Identity(ENGINE, nodebb_shapes.title(config), url, config.logged_in, account)
