"""What the Discourse face holds, how it is looked up, and who may see what."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable
from typing import Any

from bot.sandbox.clock import SandboxClock
from bot.sandbox.forum.discourse.things import Category, Post, PostType, Tag, Topic, User
from bot.sandbox.forum.refusals import No, RefusedError
from bot.sandbox.forum.things import Readers

NOT_COUNTED = (PostType.SMALL_ACTION, PostType.WHISPER)


class DiscourseState:
    """Categories, tags, threads, posts and people; every change is told to `on_change`."""

    def __init__(self, clock: SandboxClock) -> None:
        self.clock = clock
        self.users: dict[int, User] = {}
        self.categories: dict[int, Category] = {}
        self.tags: dict[str, Tag] = {}  # by name
        self.topics: dict[int, Topic] = {}
        self.posts: dict[int, Post] = {}
        self.post_ids: list[int] = []  # rising
        self.next_topic = self.next_post = 1
        self.answers: dict[tuple[int, int], list[int]] = {}  # to a number in a thread, by ids
        self._counts: dict[int, int] = {}  # of threads, until they change
        self.on_change: list[Callable[[dict[str, Any]], None]] = []

    def now_ms(self) -> int:
        return int(self.clock.now().timestamp() * 1000)

    # lookups

    def user(self, name: str) -> User:
        """The account of that name, made when there is none. Raises RefusedError(NAMELESS)."""
        if not name.strip():
            raise RefusedError(No.NAMELESS)
        found = self.known_user(name)
        if found is not None:
            return found
        number = max(self.users, default=0) + 1
        made = User(number, username_of(name), name.strip(), self.now_ms())
        self.users[number] = made
        return made

    def known_user(self, name: str) -> User | None:
        """By username or by name."""
        wanted = name.strip().casefold()
        for user in self.users.values():
            if wanted in (user.username.casefold(), user.name.casefold()):
                return user
        return None

    def topic(self, number: int) -> Topic:
        """Raises RefusedError(MISSING)."""
        if number not in self.topics:
            raise RefusedError(No.MISSING)
        return self.topics[number]

    def post(self, number: int) -> Post:
        """Raises RefusedError(MISSING)."""
        if number not in self.posts:
            raise RefusedError(No.MISSING)
        return self.posts[number]

    def category(self, number: int) -> Category:
        """Raises RefusedError(PLACE)."""
        if number not in self.categories:
            raise RefusedError(No.PLACE)
        return self.categories[number]

    def tag(self, name: str) -> Tag:
        """Made when there is none."""
        if name not in self.tags:
            number = max((tag.id for tag in self.tags.values()), default=0) + 1
            self.tags[name] = Tag(number, name)
        return self.tags[name]

    def first(self, topic: Topic) -> Post:
        return self.posts[topic.post_ids[0]]

    def by_number(self, topic: Topic, number: int) -> Post | None:
        at = bisect_left(topic.post_ids, number, key=lambda key: self.posts[key].number)
        found = self.posts[topic.post_ids[at]] if at < len(topic.post_ids) else None
        return found if found is not None and found.number == number else None

    # who may see what: a viewer is an account, None is a guest

    def may_read(self, category: Category, viewer: User | None) -> bool:
        if category.readers is Readers.ALL or is_staff(viewer):
            return True
        return category.readers is Readers.MEMBERS and viewer is not None

    def may_see(self, topic: Topic, viewer: User | None) -> bool:
        """Whether the thread's page is there for the viewer; unlisted ones are."""
        if topic.deleted_ms and not is_staff(viewer):
            return False
        return self.may_read(self.categories[topic.category_id], viewer)

    def may_see_post(self, post: Post, viewer: User | None) -> bool:
        if not self.may_see(self.topics[post.topic_id], viewer):
            return False
        return is_staff(viewer) or not (post.deleted_ms or post.type is PostType.WHISPER)

    def stream(self, topic: Topic, viewer: User | None, *, deleted: bool = False) -> list[Post]:
        """The thread's posts for the viewer, in order; `deleted` ones too, for the staff."""
        known = (self.posts[key] for key in topic.post_ids)
        shown = [post for post in known if self.may_see_post(post, viewer)]
        return [post for post in shown if deleted or not post.deleted_ms or post.number == 1]

    def counted(self, topic: Topic) -> list[Post]:
        """The posts that counters count."""
        known = (self.posts[key] for key in topic.post_ids)
        return [post for post in known if not post.deleted_ms and post.type not in NOT_COUNTED]

    def count(self, topic: Topic) -> int:
        if topic.id not in self._counts:
            self._counts[topic.id] = len(self.counted(topic))
        return self._counts[topic.id]

    def replies(self, post: Post) -> int:
        """How many posts answer this one."""
        known = self.answers.get((post.topic_id, post.number), ())
        return sum(1 for key in known if key in self.posts and not self.posts[key].deleted_ms)

    def listed(self, viewer: User | None) -> list[Topic]:
        """The threads that lists show to the viewer, the latest bumped first."""
        known = [topic for topic in self.topics.values() if not topic.deleted_ms]
        shown = [topic for topic in known if not topic.unlisted and self.may_see(topic, viewer)]
        return sorted(shown, key=lambda topic: (topic.bumped_ms, topic.id), reverse=True)

    # places

    def hold(self, post: Post) -> Post:
        """Put a post, newer than all others, in its places."""
        topic = self.topics[post.topic_id]
        self.posts[post.id] = post
        self.post_ids.append(post.id)
        topic.post_ids.append(post.id)
        topic.next_number = post.number + 1
        self._counts.pop(topic.id, None)
        if post.answers is not None:
            self.answers.setdefault((topic.id, post.answers), []).append(post.id)
        self.next_post = post.id + 1
        if post.type not in NOT_COUNTED:
            topic.bumped_ms = post.created_ms
        return post

    def forget(self, post: Post) -> None:
        """Take a post out of its places: its number stays unused."""
        del self.posts[post.id]
        self._counts.pop(post.topic_id, None)
        for ids in (self.post_ids, self.topics[post.topic_id].post_ids):
            del ids[bisect_left(ids, post.id)]

    def announce(self, kind: str, **about: Any) -> None:
        """Tell the followers of `on_change` what happened."""
        self._counts.pop(about.get("tid", 0), None)
        for heard in list(self.on_change):
            heard({"type": kind, **about})


def is_staff(viewer: User | None) -> bool:
    return viewer is not None and viewer.admin


def ascii_of(text: str) -> str:
    """Letters without their accents; what has no such letter is left out."""
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("’", "'"))
    return plain.encode("ascii", "ignore").decode().lower()


def username_of(name: str) -> str:
    return re.sub(r"[^a-z0-9._-]+", "_", ascii_of(name)).strip("_") or "personne"


def slug_of(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", ascii_of(title).replace("'", "-")).strip("-") or "topic"
