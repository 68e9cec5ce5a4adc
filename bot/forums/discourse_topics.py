"""What the list of a Discourse forum's newest posts does not tell of their topics."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from typing import Final

from bot.forums.discourse_asking import Asking
from bot.forums.discourse_shapes import SaidPost, SaidTopic, TopicList
from bot.ports.forum import Trouble, Unreadable

MAX_KNOWN: Final = 2_000
PER_LIST: Final = 30  # topics that the forum lists at a time
HIDDEN: Final = (Trouble.MISSING, Trouble.FORBIDDEN)
BROKEN: Final = (Trouble.SERVER, Trouble.GARBLED)  # of one topic, where others are told

log = logging.getLogger(__name__)


class Topics:
    """Topics as they were last told, the latest told last; None is one that may not be seen.

    They are asked for again when something new is said in them: their tags and state decide then
    who hears of it, and a forum where nobody writes costs nothing.
    """

    def __init__(self, asking: Asking) -> None:
        self._asking = asking
        self._known: dict[int, SaidTopic | None] = {}
        self._newest = 0  # number of the newest post whose topic was asked for
        self._broken: set[int] = set()  # told in the log

    def __getitem__(self, number: int) -> SaidTopic | None:
        """None for a topic that was not met, or may not be seen."""
        return self._known.get(number)

    def learn(self, topics: Iterable[SaidTopic]) -> None:
        for one in topics:
            self._put(one.id, one)

    async def meet(self, url: str, posts: Sequence[SaidPost]) -> Unreadable | None:
        """Know the topics of these posts; what kept the forum from telling, if anything did.

        A topic that the forum fails to tell is left out, and asked for again the next time.
        """
        wanted = {
            post.topic_id
            for post in posts
            if post.id > self._newest or post.topic_id not in self._known
        }
        left = await self._ask(url, sorted(wanted))
        if isinstance(left, Unreadable):
            return left
        for number in left:
            trouble = await self._ask_alone(url, number)
            if trouble is not None and not self._is_one_of_many(trouble, number, posts):
                return trouble
        self._newest = max((self._newest, *(post.id for post in posts)))
        return None

    async def _ask(self, url: str, wanted: Sequence[int]) -> list[int] | Unreadable:
        """Those that lists leave out: what is unlisted, muted, or cannot be told."""
        told: set[int] = set()
        for start in range(0, len(wanted), PER_LIST):
            numbers = ",".join(map(str, wanted[start : start + PER_LIST]))
            listed = await self._asking.get(TopicList, f"{url}/latest.json", topic_ids=numbers)
            if isinstance(listed, Unreadable):
                return listed
            self.learn(listed.topic_list.topics)
            told.update(one.id for one in listed.topic_list.topics)
        return [number for number in wanted if number not in told]

    async def _ask_alone(self, url: str, number: int) -> Unreadable | None:
        said = await self._asking.get(SaidTopic, f"{url}/t/{number}.json")
        if not isinstance(said, Unreadable):
            self._put(number, said)
        elif said.trouble in HIDDEN:
            self._put(number, None)
        else:
            return said
        return None

    def _is_one_of_many(self, trouble: Unreadable, number: int, posts: Sequence[SaidPost]) -> bool:
        """Whether this topic alone ails, where the forum told others of the same page.

        What was known of it before still holds.
        """
        known = any(post.topic_id in self._known for post in posts)
        if trouble.trouble not in BROKEN or not known:
            return False
        if number not in self._broken:
            self._broken.add(number)
            log.warning("topic.unreadable topic=%d trouble=%s", number, trouble.trouble)
        return True

    def _put(self, number: int, said: SaidTopic | None) -> None:
        self._known.pop(number, None)
        self._known[number] = said
        if len(self._known) > MAX_KNOWN:
            del self._known[next(iter(self._known))]
