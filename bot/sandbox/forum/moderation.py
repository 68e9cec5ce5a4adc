"""What moderators do to threads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from bot.sandbox.forum.happenings import happened
from bot.sandbox.forum.places import Places, checked_title
from bot.sandbox.forum.refusals import No, RefusedError
from bot.sandbox.forum.rendering import slugify
from bot.sandbox.forum.things import Edit, Topic

STAFF: Final = "admin"
TAG_LENGTHS: Final = range(3, 21)
MOST_TAGS: Final = 5


class Moderation(Places):
    """Acts on threads; `by` is the name of the account that acts."""

    def delete_topic(self, tid: int, by: str = STAFF) -> None:
        """A soft deletion. Raises RefusedError (missing, deleted)."""
        topic = self.topic(tid)
        if topic.deleted:
            raise RefusedError(No.DELETED)
        topic.deleted, topic.deleter = True, self.user(by).uid
        self._log(topic, "delete", by)

    def restore_topic(self, tid: int, by: str = STAFF) -> None:
        """Raises RefusedError (missing, kept)."""
        topic = self.topic(tid)
        if not topic.deleted:
            raise RefusedError(No.KEPT)
        topic.deleted, topic.deleter = False, 0
        self._log(topic, "restore", by)

    def move(self, tid: int, cid: int, by: str = STAFF) -> None:
        """To another category. Raises RefusedError (missing, place)."""
        topic = self.topic(tid)
        self.category(cid)
        left, topic.cid = topic.cid, cid
        self._log(topic, "move", by, fromCid=left)

    def lock(self, tid: int, on: bool = True, by: str = STAFF) -> None:
        """Raises RefusedError(MISSING)."""
        topic = self.topic(tid)
        topic.locked = on
        self._log(topic, "lock" if on else "unlock", by)

    def pin(self, tid: int, on: bool = True, by: str = STAFF) -> None:
        """Raises RefusedError(MISSING)."""
        topic = self.topic(tid)
        topic.pinned = on
        self._log(topic, "pin" if on else "unpin", by)

    def rename(self, tid: int, title: str, by: str = STAFF) -> None:
        """The title is edited with the first post. Raises RefusedError (missing, title)."""
        topic, title = self.topic(tid), checked_title(title)
        topic.title, topic.slug = title, f"{tid}/{slugify(title)}"
        self.posts[topic.pids[0]].edits.append(Edit(self.now_ms(), self.user(by).uid))
        self.announce("forum.topic.rename", tid=tid)

    def retag(self, tid: int, tags: Sequence[str]) -> None:
        """Raises RefusedError (missing, tags)."""
        topic = self.topic(tid)
        topic.tags = checked_tags(tags)
        self.announce("forum.topic.retag", tid=tid)

    def _log(self, topic: Topic, kind: str, by: str, **about: Any) -> None:
        happened(self, topic, kind, self.user(by), **about)
        self.announce(f"forum.topic.{kind}", tid=topic.tid)


def checked_tags(tags: Sequence[str]) -> tuple[str, ...]:
    """Small letters, each once. Raises RefusedError(TAGS)."""
    clean = tuple(dict.fromkeys(re.sub(r"[\s,/#?]+", "-", tag.strip().lower()) for tag in tags))
    if len(clean) > MOST_TAGS or any(len(tag) not in TAG_LENGTHS for tag in clean):
        raise RefusedError(No.TAGS)
    return clean
