"""What the sandbox's forum holds, and what people do to it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from enum import StrEnum
from typing import Any, Final

from bot.sandbox.clock import SandboxClock
from bot.sandbox.forum.rendering import render, slugify
from bot.sandbox.forum.things import Edit, Post, Topic, User

MIN_LENGTH: Final = 8
MAX_LENGTH: Final = 32767
UNREAD_MS: Final = 2 * 86_400_000  # what is older counts as read by everyone


class No(StrEnum):
    """Why an act is refused."""

    MISSING = "missing"
    LOCKED = "locked"
    SHORT = "short"
    LONG = "long"
    NAMELESS = "nameless"


class RefusedError(Exception):
    """An act that the forum's rules do not let happen."""

    def __init__(self, reason: No) -> None:
        super().__init__(reason.value)
        self.reason = reason


class ForumWorld:
    """Categories, threads, posts and people; every change is told to `on_change`."""

    def __init__(self, clock: SandboxClock) -> None:
        self.clock = clock
        self.categories: dict[int, dict[str, Any]] = {}  # as recorded, counters left out
        self.users: dict[int, User] = {}
        self.topics: dict[int, Topic] = {}
        self.posts: dict[int, Post] = {}
        self.pids: list[int] = []  # rising
        self.answers: dict[int, list[int]] = {}  # pids that answer a pid
        self.looks: dict[tuple[int, int], int] = {}  # when a uid last saw a tid, in ms
        self.next_tid = 1
        self.next_pid = 1
        self.on_change: list[Callable[[dict[str, Any]], None]] = []

    def now_ms(self) -> int:
        return int(self.clock.now().timestamp() * 1000)

    def user(self, name: str) -> User:
        """The account of that name, made when there is none. Raises RefusedError(NAMELESS)."""
        name = name.strip()
        if not name:
            raise RefusedError(No.NAMELESS)
        for user in self.users.values():
            if user.name == name:
                return user
        uid = max(self.users, default=0) + 1
        now = self.now_ms()
        self.users[uid] = User(uid, name, "#009688", now, joined_ms=now)
        return self.users[uid]

    def topic(self, tid: int) -> Topic:
        """Raises RefusedError(MISSING)."""
        if tid not in self.topics:
            raise RefusedError(No.MISSING)
        return self.topics[tid]

    def post(self, pid: int) -> Post:
        """Raises RefusedError(MISSING)."""
        if pid not in self.posts:
            raise RefusedError(No.MISSING)
        return self.posts[pid]

    def reply(self, tid: int, author: str, markdown: str, to_pid: int | None = None) -> int:
        """The new post's pid. Raises RefusedError (missing, locked, short, long, nameless)."""
        topic = self.topic(tid)
        if topic.locked:
            raise RefusedError(No.LOCKED)
        check_length(markdown)
        user = self.user(author)
        post = self.add(topic, user, render(markdown), markdown, self.now_ms(), to_pid)
        self._tell("forum.reply", post)
        return post.pid

    def edit(self, pid: int, markdown: str) -> None:
        """Raises RefusedError (missing, short, long)."""
        post = self.post(pid)
        check_length(markdown)
        post.markdown, post.html = markdown, render(markdown)
        post.edits.append(Edit(self.now_ms(), post.uid))
        self._tell("forum.edit", post)

    def delete(self, pid: int) -> None:
        """A soft deletion: the post keeps its place. Raises RefusedError(MISSING)."""
        post = self.post(pid)
        post.deleted, post.deleter = True, post.uid
        self._tell("forum.delete", post)

    def fill(self, topics: int, posts: int, cid: int = 10, author: str = "camille") -> list[int]:
        """The tids of that many new threads of that many posts each, told as one change."""
        user, now = self.user(author), self.now_ms()
        tids = []
        for _ in range(topics):
            topic = self.open(f"Fil rempli {self.next_tid}", cid, user, now)
            tids.append(topic.tid)
            for number in range(posts):
                text = f"Message {number} du fil {topic.tid}, assez long pour le forum."
                self.add(topic, user, f'<p dir="auto">{text}</p>\n', text, now)
        self._announce({"type": "forum.fill", "tids": tids})
        return tids

    def open(self, title: str, cid: int, user: User, now_ms: int) -> Topic:
        """A new, still empty thread."""
        tid, self.next_tid = self.next_tid, self.next_tid + 1
        topic = Topic(tid, cid, user.uid, title, f"{tid}/{slugify(title)}", (), now_ms)
        self.topics[tid] = topic
        user.topics += 1
        return topic

    def add(
        self,
        topic: Topic,
        user: User,
        html: str,
        markdown: str,
        now_ms: int,
        to_pid: int | None = None,
    ) -> Post:
        pid, self.next_pid = self.next_pid, self.next_pid + 1
        post = Post(pid, topic.tid, user.uid, now_ms, html, markdown, to_pid)
        self.hold(post)
        user.posts += 1
        user.seen_ms = self.looks[user.uid, topic.tid] = now_ms
        return post

    def hold(self, post: Post) -> None:
        """Put a post, newer than all others, in its places."""
        self.posts[post.pid] = post
        self.pids.append(post.pid)
        self.topics[post.tid].pids.append(post.pid)
        if post.to_pid is not None:
            self.answers.setdefault(post.to_pid, []).append(post.pid)

    def index(self, post: Post) -> int:
        """The post's rank in its thread, 0 for the first."""
        return bisect_left(self.topics[post.tid].pids, post.pid)

    def teaser(self, topic: Topic) -> Post:
        """The newest post that is not deleted, else the first."""
        shown = (self.posts[pid] for pid in reversed(topic.pids) if not self.posts[pid].deleted)
        return next(shown, self.posts[topic.pids[0]])

    def look(self, topic: Topic, uid: int) -> None:
        """A member opens a thread."""
        topic.views += 1  # as recorded: a guest's reading was not counted
        self.looks[uid, topic.tid] = self.now_ms()

    def is_unread(self, topic: Topic, uid: int) -> bool:
        """Whether a member has not seen the thread's newest post; a guest has seen nothing."""
        if uid <= 0:
            return True
        newest = self.teaser(topic).created_ms
        seen = max(self.looks.get((uid, topic.tid), 0), self.now_ms() - UNREAD_MS)
        return newest > seen

    def _tell(self, kind: str, post: Post) -> None:
        self._announce({"type": kind, "tid": post.tid, "pid": post.pid})

    def _announce(self, change: dict[str, Any]) -> None:
        for heard in list(self.on_change):
            heard(change)


def check_length(markdown: str) -> None:
    """Raises RefusedError (short, long)."""
    if len(markdown.strip()) < MIN_LENGTH:
        raise RefusedError(No.SHORT)
    if len(markdown) > MAX_LENGTH:
        raise RefusedError(No.LONG)
