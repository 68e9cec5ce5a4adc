"""A forum whose engine is found out by asking it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from importlib import import_module
from typing import Final, TypeVar

from bot.domain.forum_writes import Denial
from bot.forums import addresses, detect, nodebb
from bot.ports.forum import (
    Category,
    Changed,
    Denied,
    Doubtful,
    Forum,
    Identity,
    Link,
    Newest,
    Place,
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

# What a forum answers when another software, or none, has come in its place.
DOUBTFUL: Final = (Trouble.MISSING, Trouble.GARBLED, Trouble.NOT_A_FORUM)
GRAMMARS: Final = {nodebb.ENGINE: addresses.nodebb, detect.DISCOURSE: addresses.discourse}
TAGS: Final = {nodebb.ENGINE: addresses.nodebb_tag, detect.DISCOURSE: addresses.discourse_tag}
LINKS: Final = {nodebb.ENGINE: addresses.nodebb_link, detect.DISCOURSE: addresses.discourse_link}


class Probed:
    """The forum at an address: NodeBB or Discourse, whichever answers there.

    `engine` is the one that answered before, empty when none did yet. Topics and posts go by
    number, and numbers mean nothing in another engine: should another answer, nothing is read
    and every call says OTHER_ENGINE. Until the forum was reached, each call tries again.
    """

    def __init__(
        self,
        name: str,
        url: str,
        *,
        token: str | None = None,
        user: str = "",
        engine: str = "",
        timeout_s: float = 20.0,
    ) -> None:
        self.name = name
        self.url = url.rstrip("/")
        self.engine = engine
        self._address = self.url
        self._token, self._user, self._timeout_s = token, user, timeout_s
        self._forum: Forum | None = None
        self._turn = asyncio.Lock()

    async def identify(self) -> Identity | Unreadable:
        """As Forum.identify, and always asked anew: which engine answers, and where."""
        found = await self._probe()
        if isinstance(found, Unreadable):
            return found
        known = await found.identify()
        self.url = found.url
        return known

    async def newest(self, older_than: str | None = None) -> Newest | Unreadable:
        """As Forum.newest; an answer that makes no sense has the engine looked at again."""
        said = await self._ask(lambda forum: forum.newest(older_than))
        if self._forum is None or not isinstance(said, Unreadable) or said.trouble not in DOUBTFUL:
            return said
        found = await self._probe()
        return found if isinstance(found, Unreadable) else said

    async def topic(self, number: int, page: int = 1) -> TopicPage | Unreadable:
        return await self._ask(lambda forum: forum.topic(number, page))

    async def post(self, number: int) -> Post | Unreadable:
        return await self._ask(lambda forum: forum.post(number))

    async def categories(self) -> tuple[Category, ...] | Unreadable:
        return await self._ask(lambda forum: forum.categories())

    async def may_open(self, category: int) -> bool | Unreadable | None:
        return await self._ask(lambda forum: forum.may_open(category))

    async def latest(self, place: Place) -> tuple[Topic, ...] | Unreadable:
        return await self._ask(lambda forum: forum.latest(place))

    async def source(self, number: int) -> Source | Unreadable:
        return await self._ask(lambda forum: forum.source(number))

    async def post_reply(
        self, topic: int, markdown: str, *, to: int | None = None
    ) -> Written | Queued | Denied | Doubtful:
        return await self._write(lambda forum: forum.post_reply(topic, markdown, to=to))

    async def post_topic(
        self, category: int, title: str, markdown: str
    ) -> Written | Queued | Denied | Doubtful:
        return await self._write(lambda forum: forum.post_topic(category, title, markdown))

    async def change_post(self, post: int, markdown: str) -> Changed | Queued | Denied | Doubtful:
        return await self._write(lambda forum: forum.change_post(post, markdown))

    async def withdraw_post(self, post: int) -> Changed | Denied | Doubtful:
        return await self._write(lambda forum: forum.withdraw_post(post))

    def place_of(self, address: str) -> Place | None:
        """As Forum.place_of; before an engine is known, in the words of either."""
        known = GRAMMARS.get(self.engine)
        grammars = (known,) if known else tuple(GRAMMARS.values())
        return addresses.place_of(address, self.url, *grammars)

    def link_of(self, address: str) -> Link | None:
        """As Forum.link_of; before an engine is known, in the words of either."""
        known = LINKS.get(self.engine)
        grammars = (known,) if known else tuple(LINKS.values())
        return addresses.link_of(address, self.url, *grammars)

    def tag_url(self, name: str) -> str:
        known = TAGS.get(self.engine)
        return known(self.url, name) if known else self.url

    async def close(self) -> None:
        if self._forum is not None:
            await self._forum.close()

    async def _ask(self, call: Callable[[Forum], Awaitable[T | Unreadable]]) -> T | Unreadable:
        forum = self._forum or await self._probe(again=False)
        return forum if isinstance(forum, Unreadable) else await call(forum)

    async def _write(self, call: Callable[[Forum], Awaitable[T | Denied]]) -> T | Denied:
        """Nothing is written where it is not known which forum that is."""
        forum = self._forum or await self._probe(again=False)
        if isinstance(forum, Unreadable):
            is_wall = forum.trouble is Trouble.WALLED
            return Denied(Denial.WALLED if is_wall else Denial.UNREACHABLE, forum.retry_after_s)
        return await call(forum)

    async def _probe(self, *, again: bool = True) -> Forum | Unreadable:
        """The forum that answers; not `again` when another call has just found it."""
        async with self._turn:
            if self._forum is not None and not again:
                return self._forum
            found = await detect.identify(
                self._address, token=self._token, user=self._user, timeout_s=self._timeout_s
            )
            if isinstance(found, Unreadable):
                return found
            if self.engine not in ("", found.engine):
                await self._leave()
                return Unreadable(Trouble.OTHER_ENGINE)
            return await self._settle(found)

    async def _settle(self, found: Identity) -> Forum:
        if self._forum is None or found.url != self._forum.url:
            await self._leave()
            self._forum = await self._opened(found)
        self.engine, self.url = found.engine, found.url
        return self._forum

    async def _leave(self) -> None:
        if self._forum is not None:
            await self._forum.close()
            self._forum = None

    async def _opened(self, found: Identity) -> Forum:
        if found.engine == nodebb.ENGINE:
            return nodebb.NodeBB(
                self.name,
                found.url,
                token=self._token,
                timeout_s=self._timeout_s,
                located=True,
                account=found.account,
            )
        # Its libraries weigh on a small machine that meets no such forum, and take a while.
        module = await asyncio.to_thread(import_module, "bot.forums.discourse")
        opened: Forum = module.Discourse(
            self.name, found.url, token=self._token, user=self._user, timeout_s=self._timeout_s
        )
        return opened
