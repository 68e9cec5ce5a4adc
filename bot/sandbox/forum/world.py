"""What people do to the posts of the sandbox's forum."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from bot.sandbox.forum.moderation import Moderation, checked_tags
from bot.sandbox.forum.places import checked_title
from bot.sandbox.forum.refusals import No, RefusedError
from bot.sandbox.forum.rendering import render, slugify
from bot.sandbox.forum.things import Edit, Post, Topic, User

MIN_LENGTH: Final = 8
MAX_LENGTH: Final = 32767
MOST_FILLED: Final = 10_000  # posts at once
FILLED_CID: Final = 10


class ForumWorld(Moderation):
    """Categories, threads, posts and people; every change is told to `on_change`."""

    @property
    def topic_switches(self) -> Mapping[str, Callable[[int, bool], None]]:
        """What can be said true or false of a thread."""
        return {"locked": self.lock, "pinned": self.pin, "deleted": self._topic_deleted}

    @property
    def post_switches(self) -> Mapping[str, Callable[[int, bool], None]]:
        return {"deleted": lambda pid, on: self.delete(pid) if on else self.restore(pid)}

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

    def open_topic(
        self, cid: int, author: str, title: str, markdown: str, tags: Sequence[str] = ()
    ) -> int:
        """The new thread's tid. Raises RefusedError (place, title, tags, short, long, nameless)."""
        self.category(cid)
        title, tags = checked_title(title), checked_tags(tags)
        check_length(markdown)
        user, now = self.user(author), self.now_ms()
        topic = self.open(title, cid, user, now)
        topic.tags = tags
        self.add(topic, user, render(markdown), markdown, now)
        self.announce("forum.topic", tid=topic.tid, pid=topic.pids[0])
        return topic.tid

    def edit(self, pid: int, markdown: str, by: str = "") -> None:
        """By its author, if nobody else is named. Raises RefusedError (missing, short, long)."""
        post = self.post(pid)
        check_length(markdown)
        post.markdown, post.html = markdown, render(markdown)
        post.edits.append(Edit(self.now_ms(), self.user(by).uid if by else post.uid))
        self._tell("forum.edit", post)

    def delete(self, pid: int, by: str = "") -> None:
        """A soft deletion: the post keeps its place; a thread of one post goes with it.

        Raises RefusedError (missing, deleted).
        """
        post = self.post(pid)
        if post.deleted:
            raise RefusedError(No.DELETED)
        post.deleted, post.deleter = True, self.user(by).uid if by else post.uid
        self._tell("forum.delete", post)
        if self._is_alone(post) and not self.topics[post.tid].deleted:
            self.delete_topic(post.tid, self.users[post.deleter].name)

    def restore(self, pid: int) -> None:
        """Undo a soft deletion. Raises RefusedError (missing, kept)."""
        post = self.post(pid)
        if not post.deleted:
            raise RefusedError(No.KEPT)
        post.deleted, post.deleter = False, 0
        self._tell("forum.restore", post)
        if self._is_alone(post) and self.topics[post.tid].deleted:
            self.restore_topic(post.tid)

    def purge(self, pid: int) -> None:
        """The post is gone for good, and those after it move up. Raises RefusedError.

        For missing, and main: a first post goes only with its thread, once it is alone there.
        """
        post = self.post(pid)
        topic = self.topics[post.tid]
        if self._is_alone(post):
            self.purge_topic(topic.tid)
            return
        if topic.pids[0] == pid:
            raise RefusedError(No.MAIN)
        self.forget(post)
        self.answers.pop(pid, None)
        self._tell("forum.purge", post)

    def fill(
        self, topics: int, posts: int, cid: int = FILLED_CID, author: str = "camille"
    ) -> list[int]:
        """The tids of that many new threads of that many posts each, told as one change.

        Raises RefusedError (size, place).
        """
        if topics < 1 or posts < 1 or topics * posts > MOST_FILLED:
            raise RefusedError(No.SIZE)
        self.category(cid)
        user, now = self.user(author), self.now_ms()
        tids = []
        for _ in range(topics):
            topic = self.open(f"Fil rempli {self.next_tid}", cid, user, now)
            tids.append(topic.tid)
            for number in range(posts):
                text = f"Message {number} du fil {topic.tid}, assez long pour le forum."
                self.add(topic, user, f'<p dir="auto">{text}</p>\n', text, now)
        self.announce("forum.fill", tids=tids)
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

    def _topic_deleted(self, tid: int, on: bool) -> None:
        if on:
            self.delete_topic(tid)
        else:
            self.restore_topic(tid)

    def _is_alone(self, post: Post) -> bool:
        return self.topics[post.tid].pids == [post.pid]

    def _tell(self, kind: str, post: Post) -> None:
        self.announce(kind, tid=post.tid, pid=post.pid)


def check_length(markdown: str) -> None:
    """Raises RefusedError (short, long)."""
    if len(markdown.strip()) < MIN_LENGTH:
        raise RefusedError(No.SHORT)
    if len(markdown) > MAX_LENGTH:
        raise RefusedError(No.LONG)
