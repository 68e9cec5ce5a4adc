"""What people do to the posts of the Discourse face."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from bot.sandbox.forum.discourse import cleaning
from bot.sandbox.forum.discourse.cooking import cook
from bot.sandbox.forum.discourse.state import slug_of
from bot.sandbox.forum.discourse.things import Post, PostType, Topic
from bot.sandbox.forum.discourse.upkeep import STAFF, Upkeep
from bot.sandbox.forum.moderation import checked_tags
from bot.sandbox.forum.places import checked_title
from bot.sandbox.forum.refusals import No, RefusedError
from bot.sandbox.forum.world import MOST_FILLED, check_length

FILLED_CATEGORY: Final = 1
WITHDRAWN: Final = "(message supprimé par son auteur)"


class DiscourseWorld(Upkeep):
    """Categories, threads, posts and people; every change is told to `on_change`."""

    @property
    def topic_switches(self) -> Mapping[str, Callable[[int, bool], None]]:
        """What can be said true or false of a thread."""
        marks = {"locked": self.lock, "archived": self.archive, "pinned": self.pin}
        return {**marks, "unlisted": self.unlist, "deleted": self._topic_deleted}

    @property
    def post_switches(self) -> Mapping[str, Callable[[int, bool], None]]:
        return {
            "deleted": lambda pid, on: self.delete(pid) if on else self.restore(pid),
            "withdrawn": lambda pid, on: self.withdraw(pid) if on else self.restore(pid),
            "hidden": self.hide,
        }

    def reply(
        self,
        tid: int,
        author: str,
        raw: str,
        answers: int | None = None,
        kind: PostType = PostType.REGULAR,
    ) -> int:
        """The new post's id; `answers` is a post's number in the thread.

        Raises RefusedError (missing, locked, short, long, nameless).
        """
        topic = self.topic(tid)
        if topic.closed or topic.archived:
            raise RefusedError(No.LOCKED)
        check_length(raw)
        post = self.add(topic, author, raw, self.now_ms(), kind, answers)
        self.announce("reply", tid=tid, pid=post.id)
        return post.id

    def whisper(self, tid: int, raw: str, author: str = STAFF) -> int:
        """A post that only the staff sees. Raises RefusedError."""
        return self.reply(tid, author, raw, kind=PostType.WHISPER)

    def open_topic(
        self, cid: int, author: str, title: str, raw: str, tags: Sequence[str] = ()
    ) -> int:
        """The new thread's id. Raises RefusedError (place, title, tags, short, long, nameless)."""
        title = checked_title(cleaning.title(title))
        category, tags = self.category(cid), checked_tags(tags)
        check_length(raw)
        topic = self.open(title, category.id, author, self.now_ms())
        topic.tags = tuple(self.tag(name).name for name in tags)
        post = self.add(topic, author, raw, topic.created_ms)
        self.announce("topic", tid=topic.id)
        self.announce("reply", tid=topic.id, pid=post.id)
        return topic.id

    def edit(self, pid: int, raw: str, *, in_grace: bool = False) -> None:
        """A new version; within the grace after writing, only `updated_at` tells of it.

        Raises RefusedError (missing, short, long).
        """
        post = self.post(pid)
        check_length(raw)
        self._rewrite(post, raw)
        post.version += 0 if in_grace else 1
        self.announce("edit", tid=post.topic_id, pid=pid)

    def delete(self, pid: int) -> None:
        """By the staff: nobody else sees it any more. A first post takes its thread along.

        Raises RefusedError (missing, deleted).
        """
        post = self.post(pid)
        if post.deleted_ms:
            raise RefusedError(No.DELETED)
        if post.number == 1:
            self.delete_topic(post.topic_id)
            return
        post.deleted_ms, post.deleter = self.now_ms(), self.user(STAFF).id
        self.announce("delete", tid=post.topic_id, pid=pid)

    def withdraw(self, pid: int) -> None:
        """By its author: a new version says so, in its place. Raises RefusedError."""
        post = self.post(pid)
        if post.deleted_ms or post.withdrawn:
            raise RefusedError(No.DELETED)
        post.withdrawn = (post.raw, post.cooked)
        self._rewrite(post, WITHDRAWN)
        post.version += 1
        self.announce("delete", tid=post.topic_id, pid=pid)

    def restore(self, pid: int) -> None:
        """Undo a deletion, whoever's it was. Raises RefusedError (missing, kept)."""
        post = self.post(pid)
        if post.number == 1 and self.topics[post.topic_id].deleted_ms:
            self.restore_topic(post.topic_id)
            return
        if not (post.deleted_ms or post.withdrawn):
            raise RefusedError(No.KEPT)
        if post.withdrawn:
            post.raw, post.cooked = post.withdrawn
            post.withdrawn, post.version = None, post.version + 1
            post.updated_ms = self.now_ms()
        post.deleted_ms = post.deleter = 0
        self.announce("restore", tid=post.topic_id, pid=pid)

    def hide(self, pid: int, on: bool = True) -> None:
        """As flags do: its text is kept from all but the staff. Raises RefusedError(MISSING)."""
        post = self.post(pid)
        post.hidden, post.updated_ms = on, self.now_ms()
        self.announce("hide", tid=post.topic_id, pid=pid)

    def purge(self, pid: int) -> None:
        """The post is gone for good. Raises RefusedError (missing, main)."""
        post = self.post(pid)
        topic = self.topics[post.topic_id]
        if topic.post_ids == [pid]:
            self.purge_topic(topic.id)
            return
        if post.number == 1:
            raise RefusedError(No.MAIN)
        self.announce("purge", tid=topic.id, pid=pid)
        self.forget(post)

    def fill(
        self, topics: int, posts: int, cid: int = FILLED_CATEGORY, author: str = "camille"
    ) -> list[int]:
        """The ids of that many new threads of that many posts each, told as one change.

        Raises RefusedError (size, place).
        """
        if topics < 1 or posts < 1 or topics * posts > MOST_FILLED:
            raise RefusedError(No.SIZE)
        category, now, user = self.category(cid), self.now_ms(), self.user(author)
        made = []
        for _ in range(topics):
            topic = self.open(f"Fil rempli {self.next_topic}", category.id, author, now)
            made.append(topic.id)
            for number in range(1, posts + 1):
                text = f"Message {number} du fil {topic.id}, assez long pour le forum."
                post = Post(self.next_post, topic.id, number, user.id, now, text, f"<p>{text}</p>")
                post.updated_ms = now
                self.hold(post)
        self.announce("fill", tids=made)
        return made

    def open(self, title: str, cid: int, author: str, now_ms: int) -> Topic:
        """A new, still empty thread."""
        tid, self.next_topic = self.next_topic, self.next_topic + 1
        user = self.user(author)
        self.topics[tid] = Topic(tid, cid, user.id, title, slug_of(title), now_ms)
        self.topics[tid].bumped_ms = now_ms
        return self.topics[tid]

    def add(
        self,
        topic: Topic,
        author: str,
        raw: str,
        now_ms: int,
        kind: PostType = PostType.REGULAR,
        answers: int | None = None,
    ) -> Post:
        pid, number, user = self.next_post, topic.next_number, self.user(author)
        raw = cleaning.text(raw)
        cooked = cook(self, raw, pid)
        post = Post(pid, topic.id, number, user.id, now_ms, raw, cooked, kind, answers)
        post.updated_ms = now_ms
        return self.hold(post)

    def _rewrite(self, post: Post, raw: str) -> None:
        post.raw = cleaning.text(raw)
        post.cooked = cook(self, post.raw, post.id)
        post.updated_ms = self.now_ms()

    def _topic_deleted(self, tid: int, on: bool) -> None:
        if on:
            self.delete_topic(tid)
        else:
            self.restore_topic(tid)
