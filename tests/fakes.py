"""Stand-ins that keep the ports' promises: a clock that tests move, a chat, a forum."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.clock import Moved
from bot.domain.delivery import is_digest
from bot.domain.ids import ChannelId, MessageId, PersonId, PostId, TopicId
from bot.forums import addresses
from bot.ports.chat import (
    Act,
    Amend,
    Member,
    OpenPost,
    OpenThread,
    Pin,
    Refusal,
    Rejected,
    Rename,
    Say,
    Schedule,
    Sent,
    Sought,
    Unknown,
)
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
from bot.render.pictures.content import Content, Picture
from bot.render.texts import Texts
from bot.services.pictures import Painter

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


class FakeClock:
    """Stands still until a test moves it."""

    def __init__(self, at: datetime = NOON) -> None:
        self.at = at
        self._callbacks: list[Moved] = []
        self.told: tuple[datetime | None, str] | None = None

    def now(self) -> datetime:
        return self.at

    def machine_instant(self, at: datetime) -> datetime:
        return at

    def on_move(self, callback: Moved) -> None:
        self._callbacks.append(callback)

    def tell_next(self, at: datetime | None, what: str) -> None:
        self.told = (at, what)

    def advance(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)
        for callback in self._callbacks:
            callback(timedelta(seconds=seconds))


class FakeAlarms:
    """Rings what is due when the clock has moved."""

    def __init__(self, clock: FakeClock) -> None:
        self.clock = clock
        self.set: dict[str, tuple[datetime, Callable[[], object]]] = {}

    def wake_at(self, name: str, at: datetime | None, call: Callable[[], object]) -> None:
        if at is None:
            self.set.pop(name, None)
        else:
            self.set[name] = (at, call)

    async def ring(self) -> None:
        due = [name for name, (at, _) in self.set.items() if at <= self.clock.now()]
        for name in due:
            result = self.set.pop(name)[1]()
            if inspect.isawaitable(result):
                await result


@dataclass
class FakeChat:
    """A chat that enforces nonces, whose next answers a test may choose.

    An answer is an outcome, or a pair (outcome, whether the message was kept all the same).
    """

    kept: list[tuple[ChannelId, MessageId, str, str]] = field(default_factory=list)
    answers: list[tuple[Rejected | Unknown, bool]] = field(default_factory=list)
    finds: list[Rejected | Unknown] = field(default_factory=list)
    pinned: list[tuple[ChannelId, MessageId]] = field(default_factory=list)
    searches: int = 0
    attempts: list[Act] = field(default_factory=list)
    refuses: dict[type, Refusal] = field(default_factory=dict)
    gone: set[ChannelId] = field(default_factory=set)
    refuse_in: dict[ChannelId, Refusal] = field(default_factory=dict)
    outsiders: set[PersonId] = field(default_factory=set)
    strangers: set[Member] = field(default_factory=set)  # who are not in that collective
    threads: dict[ChannelId, str] = field(default_factory=dict)
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    login: asyncio.Event = field(default_factory=asyncio.Event)
    tells_nonces: bool = True
    shows_embeds: bool = True

    def __post_init__(self) -> None:
        self.login.set()

    async def logged_in(self) -> None:
        await self.login.wait()

    async def do(self, act: Act, *, nonce: str) -> Sent | Rejected | Unknown:
        await asyncio.sleep(0)
        self.attempts.append(act)
        self.changed.set()
        answer, keeps = self._answer(act)
        sent = self._keep(act, nonce) if keeps else None
        if answer is not None:
            return answer
        assert sent is not None
        return sent

    def _answer(self, act: Act) -> tuple[Rejected | Unknown | None, bool]:
        for kind, refusal in self.refuses.items():
            if isinstance(act, kind):
                return Rejected(refusal), False
        if isinstance(act, Say) and act.member and self._is_strange(act.member):
            return Rejected(Refusal.NOT_A_MEMBER), False
        if act.place in self.gone:
            return Rejected(Refusal.NO_CHANNEL), False
        if act.place in self.refuse_in:
            return Rejected(self.refuse_in[act.place]), False
        return self.answers.pop(0) if self.answers else (None, True)

    def _is_strange(self, member: Member) -> bool:
        return member.person in self.outsiders or member in self.strangers

    def _keep(self, act: Act, nonce: str) -> Sent:
        match act:
            case Say():
                said = act.message
                words = said.content if self.shows_embeds else said.plain or said.content
                return self._say(act.place, words, nonce)
            case Amend():
                self._amend(act)
                return Sent(act.sent)
            case OpenThread():
                self.threads.setdefault(ChannelId(act.starter), act.name)
                return Sent(act.starter)
            case OpenPost():
                sent = self._say(act.place, act.message.content, "")
                self.threads[ChannelId(sent.message)] = act.name
                return sent
            case Rename():
                self.threads[act.place] = act.name
                return Sent(MessageId(act.place))
            case Pin():
                self.pinned.append((act.place, act.sent))
                return Sent(act.sent)
            case Schedule():
                return Sent(act.event or MessageId(f"event-{len(self.attempts)}"))

    def _say(self, place: ChannelId, content: str, nonce: str) -> Sent:
        for channel, id_, known, _ in self.kept:
            if nonce and (channel, known) == (place, nonce):
                return Sent(id_)
        id_ = MessageId(str(len(self.kept) + 1001))
        self.kept.append((place, id_, nonce, content))
        return Sent(id_)

    def _amend(self, act: Amend) -> None:
        for index, (place, id_, nonce, _) in enumerate(self.kept):
            # The first message of a forum channel's post stands in that post.
            if id_ == act.sent and act.place in {place, id_}:
                self.kept[index] = (place, id_, nonce, act.message.content)

    async def open_private(self, person: PersonId) -> ChannelId | Rejected | Unknown:
        return ChannelId(f"private-{person}")

    async def find_post(
        self, channel: ChannelId, digest: str, *, known: frozenset[MessageId]
    ) -> MessageId | Rejected | Unknown | None:
        self.searches += 1
        for place, id_, _, content in self.kept:
            if place == channel and id_ not in known and is_digest(digest, content):
                return id_
        return None

    async def find(
        self,
        channel: ChannelId,
        sought: Sequence[Sought],
        *,
        known: frozenset[MessageId],
        after: MessageId | None,
    ) -> dict[str, MessageId] | Rejected | Unknown:
        self.searches += 1
        self.changed.set()
        if self.finds:
            return self.finds.pop(0)
        found = {}
        for one in sought:
            for where, id_, nonce, content in self.kept:
                words = is_digest(one.digest, content)
                same = nonce == one.nonce if self.tells_nonces else words
                later = after is None or int(id_) > int(after)
                if where == channel and id_ not in known and later and same:
                    found[one.nonce] = id_
                    break
        return found

    def contents(self, channel: str | None = None) -> list[str]:
        return [text for where, _, _, text in self.kept if channel in {None, where}]


class FakePainter(Painter):
    """Draws nothing: its pictures hold the name of the city."""

    async def draw(self, content: Content, texts: Texts) -> Picture:
        return Picture(content.city.encode(), content.city)


@dataclass
class FakeForum:
    """A forum whose posts are a list; `trouble` makes every reading fail."""

    name: str = "technopolice"
    url: str = "https://forum.example"
    posts: list[Post] = field(default_factory=list)
    topics: dict[int, Topic] = field(default_factory=dict)
    places: tuple[Category, ...] = ()
    trouble: Trouble | None = None
    retry_after_s: float | None = None
    page_size: int = 20
    requests: int = 0
    hidden_pages: int = 0  # newest pages whose posts are all hidden
    hidden: range = range(0)  # posts that leave their places in the newest pages empty
    first: int = 0  # a post that was written long ago and has just been published
    shows_deleted: bool = False  # among the newest, without their text
    # What becomes of the next writes: an outcome, or a pair (outcome, whether it was done).
    answers: list[tuple[Written | Queued | Changed | Denied | Doubtful, bool]] = field(
        default_factory=list
    )
    written: list[tuple[str, int, str]] = field(default_factory=list)  # what was asked for
    sources: dict[int, str] = field(default_factory=dict)
    clock: FakeClock | None = None  # of what Vigie writes
    # Whether threads may be opened in a category; not told of the others.
    opens: dict[int, bool | Unreadable] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.places = (
            Category(6, "PACA", f"{self.url}/category/6/paca"),
            Category(61, "Marseille", f"{self.url}/category/61/marseille", parent=6),
            Category(7, "Grand Est", f"{self.url}/category/7/grand-est"),
        )

    def write(
        self, number: int, topic: int = 2, text: str = "Bonjour", author: str = "lina"
    ) -> Post:
        post = Post(
            id=PostId(self.name, number),
            topic=self.thread(topic),
            author=author,
            posted_at=NOON - timedelta(minutes=5),
            url=f"{self.url}/post/{number}",
            html=f"<p>{text} {number}</p>",
        )
        self.posts.append(post)
        return post

    def thread(self, number: int, **facts: Any) -> Topic:
        """The thread of that number, with these facts from now on."""
        known = self.topics.get(number) or Topic(
            TopicId(self.name, number),
            title=f"Fil {number}",
            url=f"{self.url}/topic/{number}/fil",
            category=6,
            tags=("marseille",),
            post_count=1,
            category_name="PACA",
        )
        self.topics[number] = replace(known, **facts)
        return self.topics[number]

    def edit(self, number: int, html: str, at: datetime = NOON) -> None:
        self._change(number, html=html, edited_at=at)

    def typed(self, number: int, markdown: str | None) -> None:
        self._change(number, markdown=markdown)

    def delete(self, number: int, *, deleted: bool = True) -> None:
        self._change(number, deleted=deleted)

    def purge(self, number: int) -> None:
        self.posts = [post for post in self.posts if post.id.number != number]

    def split(self, number: int, topic: Topic) -> None:
        """A post goes to another thread."""
        self._change(number, topic=topic)

    def _change(self, number: int, **facts: Any) -> None:
        self.posts = [
            replace(post, **facts) if post.id.number == number else post for post in self.posts
        ]

    def _shown(self, posts: Sequence[Post]) -> list[Post]:
        return [
            replace(
                post,
                topic=self.thread(post.topic.id.number),
                html="" if post.deleted else post.html,
            )
            for post in posts
        ]

    def _ask(self) -> Unreadable | None:
        self.requests += 1
        return Unreadable(self.trouble, self.retry_after_s) if self.trouble else None

    async def identify(self) -> Identity | Unreadable:
        return self._ask() or Identity("nodebb", "Forum", self.url, False)

    async def newest(self, older_than: str | None = None) -> Newest | Unreadable:
        if refused := self._ask():
            return refused
        shown = [post for post in self.posts if self.shows_deleted or not post.deleted]
        public = [post for post in self._shown(shown) if not post.topic.deleted]
        ordered = sorted(public, key=lambda post: (post.id.number != self.first, -post.id.number))
        page = int(older_than or 1)
        start = (page - 1 - self.hidden_pages) * self.page_size
        posts = ordered[start : start + self.page_size] if start >= 0 else []
        seen = tuple(post for post in posts if post.id.number not in self.hidden)
        ended = start + self.page_size >= len(ordered)
        return Newest(seen, None if ended else str(page + 1))

    async def topic(self, number: int, page: int = 1) -> TopicPage | Unreadable:
        if refused := self._ask():
            return refused
        posts = [post for post in self.posts if post.topic.id.number == number]
        if not posts:
            return Unreadable(Trouble.MISSING)
        placed = [replace(post, index=index) for index, post in enumerate(self._shown(posts))]
        pages = max(1, -(-len(posts) // self.page_size))
        if page > pages:
            return Unreadable(Trouble.MISSING)
        start = (page - 1) * self.page_size
        shown = tuple(placed[start : start + self.page_size])
        return TopicPage(self.thread(number), shown, page, pages)

    async def post(self, number: int) -> Post | Unreadable:
        found = [post for post in self.posts if post.id.number == number]
        return self._ask() or (self._shown(found)[0] if found else Unreadable(Trouble.MISSING))

    async def categories(self) -> tuple[Category, ...] | Unreadable:
        return self._ask() or self.places

    async def may_open(self, category: int) -> bool | Unreadable | None:
        return self._ask() or self.opens.get(category)

    async def latest(self, place: Place) -> tuple[Topic, ...] | Unreadable:
        if refused := self._ask():
            return refused
        known = {post.topic.id.number for post in self.posts}
        topics = [self.thread(number) for number in sorted(known, reverse=True)]
        if place.kind is PlaceKind.TAG:
            return tuple(one for one in topics if place.key in one.tags)
        return tuple(one for one in topics if str(one.category) == place.key)

    async def source(self, number: int) -> Source | Unreadable:
        if refused := self._ask():
            return refused
        found = next((post for post in self.posts if post.id.number == number), None)
        if found is None:
            return Unreadable(Trouble.MISSING)
        return Source(self.sources.get(number, found.html), found.own, found.deleted)

    async def post_reply(
        self, topic: int, markdown: str, *, to: int | None = None
    ) -> Written | Queued | Denied | Doubtful:
        self.written.append(("reply", topic, markdown))
        done = self._answered(lambda: self._post(topic, markdown, to))
        assert not isinstance(done, Changed)
        return done

    async def post_topic(
        self, category: int, title: str, markdown: str
    ) -> Written | Queued | Denied | Doubtful:
        self.written.append(("open", category, markdown))
        number = max((*self.topics, 100)) + 1

        def done() -> Written:
            self.thread(number, title=title, category=category)
            return self._post(number, markdown, None)

        said = self._answered(done)
        assert not isinstance(said, Changed)
        return said

    async def change_post(self, post: int, markdown: str) -> Changed | Queued | Denied | Doubtful:
        self.written.append(("edit", post, markdown))

        def done() -> Changed:
            self.sources[post] = markdown
            self._change(post, html=markdown, edited_at=NOON)
            return Changed()

        said = self._answered(done)
        assert not isinstance(said, Written)
        return said

    async def withdraw_post(self, post: int) -> Changed | Denied | Doubtful:
        self.written.append(("withdraw", post, ""))

        def done() -> Changed:
            self.delete(post)
            return Changed()

        said = self._answered(done)
        assert not isinstance(said, Written | Queued)
        return said

    def _answered(
        self, act: Callable[[], Written | Changed]
    ) -> Written | Queued | Changed | Denied | Doubtful:
        if not self.answers:
            return act()
        outcome, is_done = self.answers.pop(0)
        if is_done:
            act()
        return outcome

    def _post(self, topic: int, markdown: str, to: int | None) -> Written:
        number = max((post.id.number for post in self.posts), default=500) + 1
        self.write(number, topic, author="vigie")
        at = self.clock.now() if self.clock else NOON
        self._change(number, html=markdown, own=True, answers=to, posted_at=at)
        self.sources[number] = markdown
        return Written(PostId(self.name, number), TopicId(self.name, topic), self._url(number))

    def _url(self, number: int) -> str:
        return f"{self.url}/post/{number}"

    def place_of(self, address: str) -> Place | None:
        for kind, folder in _FOLDERS.items():
            prefix = f"{self.url}/{folder}/"
            if address.startswith(prefix):
                return Place(kind, address.removeprefix(prefix).split("/")[0])
        return None

    def link_of(self, address: str) -> Link | None:
        return addresses.link_of(address, self.url, addresses.nodebb_link, addresses.discourse_link)

    def tag_url(self, name: str) -> str:
        return addresses.nodebb_tag(self.url, name)

    async def close(self) -> None:
        return


_FOLDERS = {PlaceKind.TOPIC: "topic", PlaceKind.CATEGORY: "category", PlaceKind.TAG: "tags"}
