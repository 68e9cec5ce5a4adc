"""From the facts of what forums told to its message, at the moment of sending."""

from __future__ import annotations

from datetime import datetime

from bot.domain.delivery import Cause, Delivery, Kind
from bot.domain.ids import CityId
from bot.ports.chat import Message
from bot.render import finds as words
from bot.render.finds import FoundThread
from bot.render.texts import Texts
from bot.services import cities, collectives, finds, linking
from bot.services.deps import Deps
from bot.store import topic_links
from bot.store.base import Tx, instant
from bot.store.topic_links import Link, LinkState


def message(
    tx: Tx, deps: Deps, delivery: Delivery, kind: Kind, says: Texts, now: datetime
) -> Message | Cause:
    """What to say, or why nothing should be said any more."""
    if kind is Kind.FOUND:
        return _rest(tx, deps, delivery, says, now)
    link = topic_links.get(tx, int(delivery.facts["link"]))
    if link is None:
        raise LookupError(delivery.facts["link"])
    if delivery.amends is None and link.state is not LinkState.WAITING:
        return Cause.STALE
    return words.proposed(thread_of(tx, deps, link), says)


def thread_of(tx: Tx, deps: Deps, link: Link) -> FoundThread:
    """What is asked of a thread, which has no name once not everybody may read it. Raises
    LookupError where the registry lost the town."""
    commune, topic = deps.registry.get(CityId(link.city)), linking.shown(tx, link.topic)
    if commune is None:
        raise LookupError(link.city)
    is_linked = {LinkState.WAITING: None, LinkState.LINKED: True, LinkState.IGNORED: False}
    return FoundThread(
        link.id,
        commune,
        topic.title if topic else "",
        topic.url if topic else "",
        is_linked[link.state],
    )


def _rest(tx: Tx, deps: Deps, delivery: Delivery, says: Texts, now: datetime) -> Message | Cause:
    assert delivery.collective is not None
    found = finds.rest(tx, delivery.collective, instant(delivery.facts["since"]), now)
    if delivery.amends is None and not (found.votes or found.links):
        return Cause.STALE
    threads = [thread_of(tx, deps, one) for one in found.links]
    towns = [
        (one, cities.told(deps, commune))
        for one in found.votes
        if (commune := deps.registry.get(one.city))
    ]
    return words.rest(towns, threads, says, collectives.known(tx, deps, delivery.collective).zone)
