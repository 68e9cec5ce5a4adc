"""What the list of a Discourse forum's newest posts does not tell of their topics."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from bot.forums.discourse_asking import Asking
from bot.forums.discourse_shapes import SaidPost, SaidTopic, TopicList
from bot.ports.forum import Trouble, Unreadable

MAX_KNOWN: Final = 2_000
PER_LIST: Final = 30  # topics that the forum lists at a time
HIDDEN: Final = (Trouble.MISSING, Trouble.FORBIDDEN)


class Topics:
    """Topics as they were last told, the latest told last; None is one that may not be seen.

    They are asked for again when something new is said in them: their tags and state decide then
    who hears of it, and a forum where nobody writes costs nothing.
    """

    def __init__(self, asking: Asking) -> None:
        self._asking = asking
        self._known: dict[int, SaidTopic | None] = {}
        self._newest = 0  # number of the newest post whose topic was asked for

    def __getitem__(self, number: int) -> SaidTopic | None:
        """None for a topic that was not met, or may not be seen."""
        return self._known.get(number)

    def learn(self, topics: Iterable[SaidTopic]) -> None:
        for one in topics:
            self._put(one.id, one)

    async def meet(self, url: str, posts: Sequence[SaidPost]) -> Unreadable | None:
        """Know the topics of these posts; what kept the forum from telling, if anything did."""
        wanted = {
            post.topic_id
            for post in posts
            if post.id > self._newest or post.topic_id not in self._known
        }
        trouble = await self._ask(url, sorted(wanted))
        if trouble is None:
            self._newest = max((self._newest, *(post.id for post in posts)))
        return trouble

    async def _ask(self, url: str, wanted: Sequence[int]) -> Unreadable | None:
        """By lists where they hold it; else alone: lists leave out what is unlisted or muted."""
        told: set[int] = set()
        for start in range(0, len(wanted), PER_LIST):
            numbers = ",".join(map(str, wanted[start : start + PER_LIST]))
            listed = await self._asking.get(TopicList, f"{url}/latest.json", topic_ids=numbers)
            if isinstance(listed, Unreadable):
                return listed
            self.learn(listed.topic_list.topics)
            told.update(one.id for one in listed.topic_list.topics)
        for number in wanted:
            if number not in told and (trouble := await self._ask_alone(url, number)):
                return trouble
        return None

    async def _ask_alone(self, url: str, number: int) -> Unreadable | None:
        said = await self._asking.get(SaidTopic, f"{url}/t/{number}.json")
        if not isinstance(said, Unreadable):
            self._put(number, said)
        elif said.trouble in HIDDEN:
            self._put(number, None)
        else:
            return said
        return None

    def _put(self, number: int, said: SaidTopic | None) -> None:
        self._known.pop(number, None)
        self._known[number] = said
        if len(self._known) > MAX_KNOWN:
            del self._known[next(iter(self._known))]
