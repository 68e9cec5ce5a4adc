"""Following forum threads in a channel."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.ids import ChannelId, CollectiveId, PersonId, PostId
from bot.domain.refusals import Reason, Refused
from bot.ports.forum import Forum, Topic, TopicPage, Unreadable
from bot.services import polling
from bot.services.deps import Deps
from bot.store import collectives, follows, forums
from bot.store.base import Tx
from bot.store.follows import Follow


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, from which channel of which collective."""

    person: PersonId
    channel: ChannelId
    collective: CollectiveId


async def follow(deps: Deps, address: str, asker: Asker) -> Topic:
    """Make the asker's channel hear a thread from now on; silent about its past.

    Raises Refused (no forum, no thread at this address, unreadable, already followed).
    """
    forum, number = _find(deps, address)
    # The position must stand before the thread is read: what is posted in between is then seen.
    await polling.ensure_position(deps, forum)
    page = await _last_page(forum, number)
    topic, last = page.topic, _last_post(page)
    now = deps.clock.now()

    def work(tx: Tx) -> bool:
        collectives.meet(tx, asker.collective, now)
        forums.save_topics(tx, [topic], now)
        return follows.start(
            tx,
            asker.collective,
            asker.channel,
            topic.id,
            after_post=last.number,
            by=asker.person,
            now=now,
        )

    if not await deps.store.write(work):
        raise Refused(Reason.ALREADY_FOLLOWED, title=topic.title)
    return topic


def _find(deps: Deps, address: str) -> tuple[Forum, str]:
    if not deps.forums:
        raise Refused(Reason.NO_FORUM)
    for forum in deps.forums.values():
        if number := forum.topic_of(address.strip()):
            return forum, number
    known = ", ".join(forum.url for forum in deps.forums.values())
    raise Refused(Reason.NOT_A_TOPIC, address=address[:100], forums=known)


async def _last_page(forum: Forum, number: str) -> TopicPage:
    page = await forum.topic(number)
    if not isinstance(page, Unreadable) and page.pages > 1:
        page = await forum.topic(number, page.pages)
    if isinstance(page, Unreadable):
        raise Refused(Reason.TOPIC_UNREADABLE, trouble=page.trouble)
    return page


def _last_post(page: TopicPage) -> PostId:
    numbers = (post.id.number for post in page.posts)
    return PostId(page.topic.id.forum, max(numbers, default=0))


async def followed(deps: Deps, collective: CollectiveId) -> list[Follow]:
    """What a collective follows, the oldest first."""
    return await deps.store.read(lambda tx: follows.of_collective(tx, collective))


async def stop(deps: Deps, follow_id: int, asker: Asker) -> Follow:
    """Stop following at once; what is planned for it is withheld. Raises Refused."""
    now = deps.clock.now()

    def work(tx: Tx) -> Follow | None:
        for follow in follows.of_collective(tx, asker.collective):
            if follow.id == follow_id and follows.stop(tx, follow, by=asker.person, now=now):
                return follow
        return None

    stopped = await deps.store.write(work)
    if stopped is None:
        raise Refused(Reason.NOT_FOLLOWED)
    return stopped
