"""Discourse, read and written to through pydiscourse."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from urllib.parse import quote

from bot.forums import (
    addresses,
    detect,
    discourse_places,
    discourse_shapes,
)
from bot.forums.discourse_asking import Asking
from bot.forums.discourse_shapes import (
    PRIVATE,
    CategoryList,
    LatestPosts,
    SaidPage,
    SaidPost,
    SaidPosts,
    SaidTopic,
    Session,
    ShownCategory,
    Site,
    TopicList,
)
from bot.forums.discourse_topics import Topics
from bot.forums.discourse_writer import Writer
from bot.forums.guests import shown_to_guests
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

PER_PAGE: Final = 20  # posts of a topic
# Older servers look for the newest posts among so many numbers, and show fewer or none.
WINDOW: Final = 50


class Discourse:
    """One Discourse forum, read as a guest when there is no `token`; `user` is its account."""

    def __init__(
        self,
        name: str,
        url: str,
        *,
        token: str | None = None,
        user: str = "",
        timeout_s: float = 20.0,
    ) -> None:
        self.name = name
        self.url = url.rstrip("/")
        self._has_key = bool(token)
        self._typed = {"include_raw": "true"} if token else {}  # else posts of threads have none
        self._asking = Asking(name, key=token, user=user, timeout_s=timeout_s)
        self._writer = Writer(name, self._asking, has_key=bool(token))
        self._topics = Topics(self._asking)
        self._odd = Odd(name)
        # Names of accounts are the same in capitals. None: the key tells, once it is asked.
        self._account = user.casefold() if user or not token else None
        self._names: dict[int, str] = {}  # of categories; empty for one that is not told

    async def identify(self) -> Identity | Unreadable:
        """Which forum this is. A refused key makes it one that nobody is logged in to."""
        said = await self._asking.read(self.url + detect.INFO, as_guest=True)
        if self._has_key and said == Unreadable(Trouble.FORBIDDEN):
            said = await self._asking.read(self.url + detect.INFO)
        if isinstance(said, Unreadable):
            return said
        try:
            info, self.url = detect.info_of(said)
        except ValueError:
            return Unreadable(Trouble.NOT_A_FORUM)
        logged_in = await self._is_logged_in()
        if isinstance(logged_in, Unreadable):
            return logged_in
        return Identity(detect.DISCOURSE, info.title, self.url, logged_in)

    async def newest(self, older_than: str | None = None) -> Newest | Unreadable:
        """As Forum.newest; posts of unlisted topics are left out."""
        account = await self._who()
        if isinstance(account, Unreadable):
            return account
        before = int(older_than) if older_than is not None else None
        params = {} if before is None else {"before": before}
        said = await self._asking.get(LatestPosts, f"{self.url}/posts.json", **params)
        if isinstance(said, Unreadable):
            return said
        try:
            read = self._odd.readable(said.latest_posts, "id", SaidPost.model_validate)
        except ValueError:
            return Unreadable(Trouble.GARBLED)
        # Servers differ on whether `before` itself is among them.
        posts = [one for one in read if before is None or one.id < before]
        shown = [one for one in posts if one.is_shown]
        if trouble := await self._topics.meet(self.url, shown):
            return trouble
        pairs = await self._with_topics(shown)
        return Newest(
            tuple(discourse_shapes.posts(pairs, self.url, typed=self._has_key, account=account)),
            _older([one.id for one in posts], before),
        )

    async def topic(self, number: int, page: int = 1) -> TopicPage | Unreadable:
        """As Forum.topic. Pages follow the topic's stream; a page may show less than 20 posts."""
        account = await self._who()
        if isinstance(account, Unreadable):
            return account
        params: dict[str, object] = dict(self._typed)
        if page > 1:
            params["page"] = page
        said = await self._asking.get(SaidPage, f"{self.url}/t/{number}.json", **params)
        if isinstance(said, Unreadable):
            return said
        wanted = said.post_stream.stream[(page - 1) * PER_PAGE : page * PER_PAGE]
        if said.archetype == PRIVATE:
            return Unreadable(Trouble.FORBIDDEN)
        if page > 1 and not wanted:
            return Unreadable(Trouble.MISSING)
        posts = await self._of_stream(said, wanted)
        if isinstance(posts, Unreadable):
            return posts
        self._topics.learn([said.alone()])
        (topic,) = await self._told([said])
        pairs = [(one, topic) for one in posts if one.is_shown]
        pages = max(1, -(-len(said.post_stream.stream) // PER_PAGE))
        ranks = {number: rank for rank, number in enumerate(said.post_stream.stream)}
        shown = discourse_shapes.posts(pairs, self.url, ranks, typed=self._has_key, account=account)
        return TopicPage(topic, tuple(shown), page, pages)

    async def post(self, number: int) -> Post | Unreadable:
        account = await self._who()
        if isinstance(account, Unreadable):
            return account
        said = await self._asking.get(SaidPost, f"{self.url}/posts/{number}.json")
        if isinstance(said, Unreadable):
            return said
        page = await self._asking.get(SaidPage, f"{self.url}/t/{said.topic_id}.json")
        if isinstance(page, Unreadable):
            return page
        if page.archetype == PRIVATE:
            return Unreadable(Trouble.FORBIDDEN)
        if not said.is_shown:
            return Unreadable(Trouble.MISSING)
        beside = [one for one in page.post_stream.posts if one.id != said.id]
        (topic,) = await self._told([page])
        pairs = [(one, topic) for one in (said, *beside)]
        return next(discourse_shapes.posts(pairs, self.url, typed=self._has_key, account=account))

    async def categories(self) -> tuple[Category, ...] | Unreadable:
        found = await self._categories(as_guest=False)
        if isinstance(found, Unreadable) or not self._has_key:
            return found
        return shown_to_guests(found, await self._categories(as_guest=True))

    async def _categories(self, *, as_guest: bool) -> tuple[Category, ...] | Unreadable:
        get = self._asking.get_as_guest if as_guest else self._asking.get
        site = await get(Site, f"{self.url}/site.json")
        if isinstance(site, Unreadable):
            return site
        said = site.categories
        if not said:
            listed = await get(
                CategoryList, f"{self.url}/categories.json", include_subcategories="true"
            )
            if isinstance(listed, Unreadable):
                return listed
            said = listed.category_list.categories
        found = discourse_places.categories(said, self.url)
        if not as_guest:
            self._names.update({one.number: one.name for one in found})
        return found

    async def may_open(self, category: int) -> bool | Unreadable | None:
        said = await self._asking.get(ShownCategory, f"{self.url}/c/{category}/show.json")
        return said if isinstance(said, Unreadable) else said.category.may_open

    async def latest(self, place: Place) -> tuple[Topic, ...] | Unreadable:
        """As Forum.latest; of a topic, the topic itself. A category's own, not its children's."""
        if place.kind is PlaceKind.TOPIC:
            page = await self.topic(int(place.key))
            return page if isinstance(page, Unreadable) else (page.topic,)
        key, of_category = quote(place.key, safe=""), place.kind is PlaceKind.CATEGORY
        path = f"/c/-/{key}.json" if of_category else f"/tag/{key}.json"
        params = {"no_subcategories": "true"} if of_category else {}
        said = await self._asking.get(TopicList, self.url + path, **params)
        if isinstance(said, Unreadable):
            return said
        self._topics.learn(said.topic_list.topics)  # else the next feed tells an older state
        topics = [one for one in said.topic_list.topics if one.is_public and not one.deleted_at]
        if of_category:
            topics = [one for one in topics if one.category_id == int(place.key)]
        return await self._told(sorted(topics, key=lambda one: one.active_at, reverse=True))

    async def source(self, number: int) -> Source | Unreadable:
        account = await self._who()
        if isinstance(account, Unreadable):
            return account
        said = await self._asking.get(SaidPost, f"{self.url}/posts/{number}.json")
        return said if isinstance(said, Unreadable) else discourse_shapes.source(said, account)

    async def post_reply(
        self, topic: int, markdown: str, *, to: int | None = None
    ) -> Written | Queued | Denied | Doubtful:
        return await self._writer.reply(self.url, topic, markdown, to)

    async def post_topic(
        self, category: int, title: str, markdown: str
    ) -> Written | Queued | Denied | Doubtful:
        return await self._writer.open_topic(self.url, category, title, markdown)

    async def change_post(self, post: int, markdown: str) -> Changed | Queued | Denied | Doubtful:
        return await self._writer.edit(self.url, post, markdown)

    async def withdraw_post(self, post: int) -> Changed | Denied | Doubtful:
        return await self._writer.withdraw(self.url, post)

    def place_of(self, address: str) -> Place | None:
        return addresses.place_of(address, self.url, addresses.discourse)

    def link_of(self, address: str) -> Link | None:
        return addresses.link_of(address, self.url, addresses.discourse_link)

    def tag_url(self, name: str) -> str:
        return addresses.discourse_tag(self.url, name)

    async def close(self) -> None:
        self._asking.close()

    async def _is_logged_in(self) -> bool | Unreadable:
        """Discourse refuses whatever comes with a key that it does not know."""
        if not self._has_key:
            return False
        said = await self._asking.get(TopicList, f"{self.url}/latest.json")
        if isinstance(said, Unreadable) and said.trouble is not Trouble.FORBIDDEN:
            return said
        return not isinstance(said, Unreadable)

    async def _who(self) -> str | Unreadable:
        """The folded name of the account that reads; empty for a guest and for a refused key."""
        if self._account is None:
            said = await self._asking.get(Session, f"{self.url}/session/current.json")
            if isinstance(said, Session):
                self._account = said.current_user.username.casefold()
            elif said.trouble in (Trouble.FORBIDDEN, Trouble.MISSING):
                self._account = ""
            else:
                return said
        return self._account

    async def _of_stream(
        self, said: SaidPage, wanted: Sequence[int]
    ) -> list[SaidPost] | Unreadable:
        """The wanted posts, in that order: those that came with the topic, then the others."""
        found = {one.id: one for one in said.post_stream.posts}
        if others := [number for number in wanted if number not in found]:
            url = f"{self.url}/t/{said.id}/posts.json"
            wished = {"post_ids[]": others, **self._typed}
            more = await self._asking.get(SaidPosts, url, **wished)
            if isinstance(more, Unreadable):
                return more
            found.update({one.id: one for one in more.post_stream.posts})
        return [found[number] for number in wanted if number in found]

    async def _with_topics(self, posts: Sequence[SaidPost]) -> list[tuple[SaidPost, Topic]]:
        """Each post of a public topic, with it."""
        known = [(one, self._topics[one.topic_id]) for one in posts]
        public = [
            (one, topic)
            for one, topic in known
            if topic is not None and topic.is_public and not topic.deleted_at
        ]
        topics = await self._told([topic.as_said_by(one) for one, topic in public])
        return [(one, topic) for (one, _), topic in zip(public, topics, strict=True)]

    async def _told(self, topics: Sequence[SaidTopic]) -> tuple[Topic, ...]:
        """Topics with their categories' names, which a new category makes asked for once.

        Names are left out rather than lose the posts for them.
        """
        strange = {one.category_id for one in topics if one.category_id} - self._names.keys()
        if strange and not isinstance(await self._categories(as_guest=False), Unreadable):
            self._names.update(dict.fromkeys(strange - self._names.keys(), ""))
        return tuple(
            discourse_shapes.topic(one, self._names, self.name, self.url) for one in topics
        )


def _older(numbers: Sequence[int], before: int | None) -> str | None:
    """Where the next page starts; past what an older server looked at, where that was nothing."""
    least = min(numbers, default=None)
    if least is None and before is not None:
        least = before - WINDOW
    return str(least) if least is not None and least > 1 else None
