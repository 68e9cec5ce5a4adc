"""Stand-ins that keep the ports' promises: a clock that tests move, a chat, a forum."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.domain.delivery import digest
from bot.domain.ids import ChannelId, MessageId, PostId, TopicId
from bot.ports.chat import Message, Rejected, Sent, Sought, Target, Unknown
from bot.ports.forum import Identity, Post, Topic, TopicPage, Trouble, Unreadable

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


class FakeClock:
    """Stands still until a test moves it."""

    def __init__(self, at: datetime = NOON) -> None:
        self.at = at
        self._callbacks: list[Callable[[], None]] = []
        self.told: tuple[datetime | None, str] | None = None

    def now(self) -> datetime:
        return self.at

    def machine_instant(self, at: datetime) -> datetime:
        return at

    def on_move(self, callback: Callable[[], None]) -> None:
        self._callbacks.append(callback)

    def tell_next(self, at: datetime | None, what: str) -> None:
        self.told = (at, what)

    def advance(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)
        for callback in self._callbacks:
            callback()


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
    searches: int = 0
    attempts: list[tuple[Target, str]] = field(default_factory=list)
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    tells_nonces: bool = True

    async def send(self, to: Target, message: Message, *, nonce: str) -> Sent | Rejected | Unknown:
        await asyncio.sleep(0)
        self.attempts.append((to, message.content))
        self.changed.set()
        answer, keeps = self.answers.pop(0) if self.answers else (None, True)
        sent = self._keep(to, message, nonce) if keeps else None
        if answer is not None:
            return answer
        assert sent is not None
        return sent

    def _keep(self, to: Target, message: Message, nonce: str) -> Sent:
        for channel, id_, known, _ in self.kept:
            if (channel, known) == (to.channel, nonce):
                return Sent(id_)
        id_ = MessageId(str(len(self.kept) + 1))
        self.kept.append((to.channel, id_, nonce, message.content))
        return Sent(id_)

    async def find(
        self, channel: ChannelId, sought: Sequence[Sought], *, known: frozenset[MessageId]
    ) -> dict[str, MessageId] | Rejected | Unknown:
        self.searches += 1
        self.changed.set()
        if self.finds:
            return self.finds.pop(0)
        found = {}
        for one in sought:
            for where, id_, nonce, content in self.kept:
                same = nonce == one.nonce if self.tells_nonces else digest(content) == one.digest
                if where == channel and id_ not in known and same:
                    found[one.nonce] = id_
                    break
        return found

    def contents(self, channel: str | None = None) -> list[str]:
        return [text for where, _, _, text in self.kept if channel in {None, where}]


@dataclass
class FakeForum:
    """A forum whose posts are a list; `trouble` makes every reading fail."""

    name: str = "technopolice"
    url: str = "https://forum.example"
    posts: list[Post] = field(default_factory=list)
    trouble: Trouble | None = None
    retry_after_s: float | None = None
    page_size: int = 20
    requests: int = 0
    hidden_pages: int = 0  # newest pages whose posts are all hidden

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

    def thread(self, number: int) -> Topic:
        return Topic(
            TopicId(self.name, number),
            title=f"Fil {number}",
            url=f"{self.url}/topic/{number}/fil",
            category="6",
            tags=("marseille",),
            post_count=1,
        )

    def _ask(self) -> Unreadable | None:
        self.requests += 1
        return Unreadable(self.trouble, self.retry_after_s) if self.trouble else None

    async def identify(self) -> Identity | Unreadable:
        return self._ask() or Identity("nodebb", "Forum", self.url, False)

    async def newest(self, page: int = 1) -> Sequence[Post] | Unreadable:
        ordered = sorted(self.posts, key=lambda post: -post.id.number)
        start = (page - 1 - self.hidden_pages) * self.page_size
        if start < 0:
            return self._ask() or []
        return self._ask() or ordered[start : start + self.page_size]

    async def topic(self, topic: str, page: int = 1) -> TopicPage | Unreadable:
        if refused := self._ask():
            return refused
        posts = [post for post in self.posts if post.topic.id.number == int(topic)]
        if not posts:
            return Unreadable(Trouble.MISSING)
        pages = max(1, -(-len(posts) // self.page_size))
        start = (page - 1) * self.page_size
        return TopicPage(
            self.thread(int(topic)), tuple(posts[start : start + self.page_size]), page, pages
        )

    def topic_of(self, address: str) -> str | None:
        prefix = f"{self.url}/topic/"
        return address.removeprefix(prefix).split("/")[0] if address.startswith(prefix) else None

    async def close(self) -> None:
        return
