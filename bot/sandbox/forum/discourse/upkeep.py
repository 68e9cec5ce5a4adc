"""What the staff of the Discourse face does to threads and categories."""

from __future__ import annotations

from collections.abc import Sequence

from bot.sandbox.forum.discourse.state import DiscourseState, slug_of
from bot.sandbox.forum.discourse.things import Category, Post, PostType, Topic
from bot.sandbox.forum.moderation import checked_tags
from bot.sandbox.forum.places import checked_title
from bot.sandbox.forum.refusals import No, RefusedError
from bot.sandbox.forum.things import Readers

STAFF = "admin"
UNCATEGORISED = 1


class Upkeep(DiscourseState):
    """Acts on threads and categories; what is closed, archived, … leaves a small post about it."""

    def delete_topic(self, tid: int) -> None:
        """A soft deletion, of its first post too. Raises RefusedError (missing, deleted)."""
        topic = self.topic(tid)
        if topic.deleted_ms:
            raise RefusedError(No.DELETED)
        staff, now = self.user(STAFF), self.now_ms()
        first = self.first(topic)
        topic.deleted_ms = first.deleted_ms = now
        topic.deleter = first.deleter = staff.id
        self.announce("delete", tid=tid, pid=first.id)
        self.announce("topic.delete", tid=tid)

    def restore_topic(self, tid: int) -> None:
        """Raises RefusedError (missing, kept)."""
        topic = self.topic(tid)
        if not topic.deleted_ms:
            raise RefusedError(No.KEPT)
        first = self.first(topic)
        topic.deleted_ms = topic.deleter = first.deleted_ms = first.deleter = 0
        self.announce("restore", tid=tid, pid=first.id)
        self.announce("topic.restore", tid=tid)

    def purge_topic(self, tid: int) -> None:
        """The thread and its posts are gone for good. Raises RefusedError(MISSING)."""
        topic = self.topic(tid)
        self.announce("topic.purge", tid=tid)
        for pid in list(topic.post_ids):
            self.forget(self.posts[pid])
        del self.topics[tid]

    def move(self, tid: int, cid: int) -> None:
        """Raises RefusedError (missing, place)."""
        topic = self.topic(tid)
        topic.category_id = self.category(cid).id
        self._revised(topic, "topic.move")

    def rename(self, tid: int, title: str) -> None:
        """Raises RefusedError (missing, title)."""
        topic = self.topic(tid)
        topic.title = checked_title(title)
        topic.slug = slug_of(topic.title)
        self._revised(topic, "topic.rename")

    def retag(self, tid: int, tags: Sequence[str]) -> None:
        """Raises RefusedError (missing, tags)."""
        topic = self.topic(tid)
        topic.tags = tuple(self.tag(name).name for name in checked_tags(tags))
        self._revised(topic, "topic.retag")

    def lock(self, tid: int, on: bool = True) -> None:
        """Close or open. Raises RefusedError(MISSING)."""
        self.topic(tid).closed = on
        self._noted(tid, "closed", on)

    def archive(self, tid: int, on: bool = True) -> None:
        """Raises RefusedError(MISSING)."""
        self.topic(tid).archived = on
        self._noted(tid, "archived", on)

    def pin(self, tid: int, on: bool = True) -> None:
        """In its category. Raises RefusedError(MISSING)."""
        self.topic(tid).pinned_ms = self.now_ms() if on else 0
        self._noted(tid, "pinned", on)

    def unlist(self, tid: int, on: bool = True) -> None:
        """Leave it out of every list, or back in. Raises RefusedError(MISSING)."""
        self.topic(tid).unlisted = on
        self._noted(tid, "visible", not on)

    def create_category(self, name: str, parent: int = 0) -> int:
        """The new category's id; `parent` is 0 at the top. Raises RefusedError (title, place)."""
        name = checked_title(name)
        if parent:
            self.category(parent)
        cid = max(self.categories, default=0) + 1
        self.categories[cid] = Category(cid, name, slug_of(name), parent=parent)
        self.announce("category.create", cid=cid)
        return cid

    def delete_category(self, cid: int) -> None:
        """Its threads lose their category; its own move up. Raises RefusedError(PLACE)."""
        gone = self.category(cid)
        if cid == UNCATEGORISED:
            raise RefusedError(No.PLACE)
        for topic in self.topics.values():
            if topic.category_id == cid:
                topic.category_id = UNCATEGORISED
        for other in self.categories.values():
            if other.parent == cid:
                other.parent = gone.parent
        del self.categories[cid]
        self.announce("category.delete", cid=cid)

    def restrict(self, cid: int, readers: Readers = Readers.MEMBERS) -> None:
        """Say who may read the category. Raises RefusedError(PLACE)."""
        self.category(cid).readers = readers
        self.announce("category.restrict", cid=cid)

    def _revised(self, topic: Topic, kind: str) -> None:
        """A thread's own facts are revised with its first post."""
        first = self.first(topic)
        first.version += 1
        first.updated_ms = self.now_ms()
        self.announce("edit", tid=topic.id, pid=first.id)
        self.announce(kind, tid=topic.id)

    def _noted(self, tid: int, mark: str, on: bool) -> None:
        topic, now = self.topics[tid], self.now_ms()
        action = f"{mark}.{'enabled' if on else 'disabled'}"
        number, staff = topic.next_number, self.user(STAFF).id
        note = Post(self.next_post, tid, number, staff, now, "", "", PostType.SMALL_ACTION)
        note.action, note.updated_ms = action, now
        self.hold(note)
        self.announce("reply", tid=tid, pid=note.id)
        self.announce(f"topic.{mark}", tid=tid)
