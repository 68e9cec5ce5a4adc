"""A thread whose posts name a theme and a town is linked to the town, if an organiser says so.

The link holds in the collective that made it: the thread is on its card of the town, and is heard
where the town is.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.domain.delivery import Kind
from bot.domain.ids import ChannelId, CityId, CollectiveId, TopicId
from bot.domain.mentions import mentions
from bot.domain.refusals import Reason, Refused
from bot.ports.forum import Post, Topic
from bot.services import corrections, finds, lexicon
from bot.services.asking import Asker
from bot.services.bridge import Routes
from bot.services.deps import Deps
from bot.store import collectives, deliveries, forums, topic_links, topics
from bot.store.base import Tx
from bot.store.topic_links import Link, LinkState

_MOST_READ: Final = 10  # paragraphs, of what may be a long post: names take time to find
_LONGEST: Final = 500  # characters of each


def propose(
    tx: Tx,
    routes: Routes,
    post: Post,
    city: CityId,
    collective: CollectiveId,
    channel: ChannelId,
    now: datetime,
) -> None:
    """Ask those who hear of a post whether its thread is about the `city` that it surely names."""
    if routes.is_about(post.topic, city):
        return
    asked = finds.may_ask(tx, collective, now)
    collectives.meet(tx, collective, now)
    made = topic_links.propose(tx, collective, post.topic.id, city, channel, now, asked=asked)
    if made is None:
        return
    if not asked:
        finds.sum_up(tx, collective, channel, now)
        return
    deliveries.plan(
        tx,
        Kind.LINK_PROPOSED,
        channel,
        _cause(made),
        now,
        facts=_facts(made),
        collective=collective,
    )


def named(deps: Deps, told: Sequence[str]) -> CityId | None:
    """The town that a text about surveillance surely names, where there is one alone."""
    found = lexicon.lexicon().detect_in_paragraphs(told)
    if not found.surveillance or not found.themes:
        return None
    towns = {
        one.communes[0].code
        for text in told[:_MOST_READ]
        for one in mentions(text[:_LONGEST], deps.registry)
        if one.certain and len(one.communes) == 1
    }
    return towns.pop() if len(towns) == 1 else None


async def answer(deps: Deps, asker: Asker, id_: int, *, link_it: bool) -> Link:
    """Link a thread to a town, or leave it; or think again. Raises Refused(NO_LINK)."""
    now = deps.clock.now()

    def work(tx: Tx) -> Link:
        link = topic_links.get(tx, id_)
        if link is None or link.collective != asker.collective:
            raise Refused(Reason.NO_LINK)
        state = LinkState.LINKED if link_it else LinkState.IGNORED
        if link.state is state:
            return link
        link = topic_links.become(tx, link, state, asker.person, now)
        _word_again(tx, link, now)
        return link

    return await deps.store.write(work)


def gone(tx: Tx, topic: TopicId, now: datetime) -> None:
    """The forum withdraws a thread: nothing is asked about it any more, nor is it named."""
    for link in topic_links.of_topic(tx, topic):
        if link.state is LinkState.WAITING:
            link = topic_links.become(tx, link, LinkState.IGNORED, None, now)
        _word_again(tx, link, now)


def _word_again(tx: Tx, link: Link, now: datetime) -> None:
    corrections.correct(tx, _cause(link), _facts(link), now, merged=True)
    if not link.is_asked:
        finds.word_again(tx, link.collective, now)


def shown(tx: Tx, topic: TopicId) -> Topic | None:
    """A thread, as long as everybody may read it."""
    found = topics.get(tx, topic)
    if found is None or found.deleted:
        return None
    return found if forums.guests_read(tx, topic.forum)(found.category) else None


def _cause(link: Link) -> str:
    return f"topic_link:{link.id}"


def _facts(link: Link) -> dict[str, str]:
    return {"link": str(link.id)}
