"""Where the forums speak of a city: its tags and the categories that bear its name.

They are asked for when somebody wants to know; new threads come with the newest posts.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from bot.domain.communes import Commune, Registry
from bot.domain.ids import CollectiveId
from bot.domain.mentions import is_denied, is_named, mentions
from bot.domain.naming import tags_of, words_of
from bot.ports.forum import Forum, Place, PlaceKind, Topic, Trouble, Unreadable
from bot.services import corrections, vanished
from bot.services.categories import stands_in
from bot.services.deps import Deps
from bot.store import forums, topic_links, topics
from bot.store.base import Tx

log = logging.getLogger(__name__)

_EVERY: Final = timedelta(days=1)
_NEVER: Final = datetime.min.replace(tzinfo=UTC)
_SPARE: Final = 200  # threads with its words that name something else
_PATIENCE_S: Final = 2.0  # somebody waits


@dataclass(frozen=True, slots=True)
class Ground:
    """Where a commune is looked for: by the names of forums, the `categories` of each that bear its
    name, and which of its categories everybody `reads`."""

    registry: Registry
    commune: Commune
    categories: Mapping[str, Sequence[int]]
    reads: Mapping[str, Callable[[int], bool]]


def ground(tx: Tx, registry: Registry, names: Iterable[str], commune: Commune) -> Ground:
    """In the forums of these names."""
    own: dict[str, list[int]] = {}
    reads: dict[str, Callable[[int], bool]] = {}
    for name in names:
        categories = forums.categories(tx, name)
        own[name] = [one for one in categories if stands_in(one, categories, commune, registry)]
        reads[name] = forums.guests_read(tx, name, categories)
    return Ground(registry, commune, own, reads)


def known(
    tx: Tx, there: Ground, limit: int, collective: CollectiveId | None = None, *, gone: bool = False
) -> list[Topic]:
    """The threads that a collective linked to a commune, and those that name it, by their title,
    their tags or their category: the latest active first, none of a homonym's, nor what not
    everybody may read. Those that may be seen, or those that are `gone`."""
    name, reads = there.commune.name, there.reads
    found = [(forum, number) for forum, own in there.categories.items() for number in own]
    room = limit + _SPARE
    seen = topics.of_places(tx, list(reads), tags_of(name), found, words_of(name), room, gone=gone)
    threads = [
        topic
        for topic, placed in seen
        if reads[topic.id.forum](topic.category)
        and _speaks(there.registry, topic, there.commune, placed=placed)
    ]
    own = _linked(tx, there, collective, gone=gone)
    both = {topic.id: topic for topic in (*own, *threads)}
    shown = [one for one in both.values() if reads[one.id.forum](one.category)]
    shown.sort(key=lambda one: one.newest or _NEVER, reverse=True)
    return (shown if own else threads)[:limit]


def _linked(tx: Tx, there: Ground, collective: CollectiveId | None, *, gone: bool) -> list[Topic]:
    ids = topic_links.of_city(tx, collective, there.commune.code) if collective else []
    found = (topics.get(tx, one) for one in ids if one.forum in there.reads)
    return [one for one in found if one is not None and one.deleted is gone]


def _speaks(registry: Registry, topic: Topic, commune: Commune, *, placed: bool) -> bool:
    """Whether a thread that stands in the city's place, or has its words, is not a homonym's."""
    found = mentions(topic.title, registry)
    return not is_denied(found, commune) if placed else is_named(found, commune)


def unlooked(tx: Tx, there: Ground, now: datetime) -> frozenset[str]:
    """The forums of which some place was not read lately: its older threads are not known."""
    return frozenset(name for name in there.categories if _unread(tx, there, name, now))


def _unread(tx: Tx, there: Ground, forum: str, now: datetime) -> list[Place]:
    read = forums.places_read(tx, forum, now - _EVERY)
    return [place for place in _places(there, forum) if place not in read]


def _places(there: Ground, forum: str) -> Iterator[Place]:
    for number in there.categories[forum]:
        yield Place(PlaceKind.CATEGORY, str(number))
    for tag in tags_of(there.commune.name):
        yield Place(PlaceKind.TAG, tag)


async def look(deps: Deps, commune: Commune) -> None:
    """Read the threads of a city's places, where that was not done lately.

    What a forum does not tell in time is left out: its card says what was read when.
    """
    asked = [_look(deps, forum, commune) for forum in deps.forums.values()]
    if asked:
        _, late = await asyncio.wait(map(asyncio.ensure_future, asked), timeout=_PATIENCE_S)
        for one in late:
            one.cancel()


async def _look(deps: Deps, forum: Forum, commune: Commune) -> None:
    def work(tx: Tx) -> list[Place]:
        there = ground(tx, deps.registry, [forum.name], commune)
        return _unread(tx, there, forum.name, deps.clock.now())

    for place in await deps.store.read(work):
        found = await forum.latest(place)
        if isinstance(found, Unreadable) and found.trouble is not Trouble.MISSING:
            log.info("place.unread forum=%s trouble=%s", forum.name, found.trouble)
            return
        await _keep(deps, forum, place, () if isinstance(found, Unreadable) else found)


async def _keep(deps: Deps, forum: Forum, place: Place, found: Sequence[Topic]) -> None:
    now = deps.clock.now()

    def work(tx: Tx) -> None:
        corrections.save_topics(tx, found, now)
        vanished.shown(tx, (topic.id for topic in found), now)
        forums.place_was_read(tx, forum.name, place, now)

    await deps.store.write(work)
