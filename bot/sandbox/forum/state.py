"""What the sandbox's forum holds, and how it is looked up."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from typing import Any, Final

from bot.sandbox.clock import SandboxClock
from bot.sandbox.forum.refusals import No, RefusedError
from bot.sandbox.forum.things import Post, Readers, Topic, User

UNREAD_MS: Final = 2 * 86_400_000  # what is older counts as read by everyone


class ForumState:
    """Categories, threads, posts and people; every change is told to `on_change`."""

    def __init__(self, clock: SandboxClock) -> None:
        self.clock = clock
        self.categories: dict[int, dict[str, Any]] = {}  # as recorded, counters left out
        self.readers: dict[int, Readers] = {}  # by cid, where not everybody may read
        self.users: dict[int, User] = {}
        self.moderators = {1}  # uids
        self.closed: set[int] = set()  # cids where only moderators open threads
        self.topics: dict[int, Topic] = {}
        self.posts: dict[int, Post] = {}
        self.pids: list[int] = []  # rising
        self.answers: dict[int, list[int]] = {}  # pids that answer a pid
        self.looks: dict[tuple[int, int], int] = {}  # when a uid last saw a tid, in ms
        self.next_tid = 1
        self.next_pid = 1
        self.next_event = 1
        self.tells_sources = False  # of the newest posts: as a forum does that caches none
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

    def category(self, cid: int) -> dict[str, Any]:
        """Raises RefusedError(PLACE)."""
        if cid not in self.categories:
            raise RefusedError(No.PLACE)
        return self.categories[cid]

    def may_read(self, cid: int, uid: int) -> bool:
        """Whether the account (0 or less is a guest) may read the category."""
        readers = self.readers.get(cid, Readers.ALL)
        if readers is Readers.ALL or uid in self.moderators:
            return True
        return readers is Readers.MEMBERS and uid > 0

    def may_open(self, cid: int, uid: int) -> bool:
        """Whether an account that reads the category may open threads there."""
        return cid not in self.closed or uid in self.moderators

    def hold(self, post: Post) -> None:
        """Put a post, newer than all others, in its places."""
        self.posts[post.pid] = post
        self.pids.append(post.pid)
        self.topics[post.tid].pids.append(post.pid)
        if post.to_pid is not None:
            self.answers.setdefault(post.to_pid, []).append(post.pid)

    def forget(self, post: Post) -> None:
        """Take a post out of its places: its number stays unused."""
        del self.posts[post.pid]
        for pids in (self.pids, self.topics[post.tid].pids):
            del pids[bisect_left(pids, post.pid)]
        if post.to_pid is not None and post.to_pid in self.answers:
            self.answers[post.to_pid].remove(post.pid)
        self.users[post.uid].posts -= 1

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

    def announce(self, kind: str, **about: Any) -> None:
        """Tell the followers of `on_change` what happened."""
        for heard in list(self.on_change):
            heard({"type": kind, **about})
