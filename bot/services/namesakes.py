"""The categories and tags of the forums that bear a city's name, for whoever follows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.communes import Commune
from bot.domain.ids import CityId
from bot.domain.naming import tags_of
from bot.ports.forum import PlaceKind
from bot.services import city_places
from bot.services.categories import stands_in
from bot.services.deps import Deps
from bot.store import forums, topics
from bot.store.base import Tx

_LOOKED_AT = 20  # threads of a tag, of which one that everybody may read is enough


@dataclass(frozen=True, slots=True)
class Namesake:
    """A category or a tag, by its name; `forum` is its forum's title."""

    kind: PlaceKind
    name: str
    forum: str


async def of_city(deps: Deps, city: CityId) -> tuple[Namesake, ...] | None:
    """None where some forum could not be asked in time: nothing can be said then."""
    commune = deps.registry.get(city)
    if commune is None:
        return None
    await city_places.look(deps, commune)

    def work(tx: Tx) -> tuple[Namesake, ...] | None:
        there = city_places.ground(tx, deps.registry, deps.forums, commune)
        if city_places.unlooked(tx, there, deps.clock.now()):
            return None
        return tuple(one for name in deps.forums for one in _of_forum(tx, deps, name, commune))

    return await deps.store.read(work)


def _of_forum(tx: Tx, deps: Deps, name: str, commune: Commune) -> Iterator[Namesake]:
    title, categories = forums.title(tx, name) or name, forums.categories(tx, name)
    guests_read = forums.guests_read(tx, name)
    for number, category in categories.items():
        if guests_read(number) and stands_in(number, categories, commune, deps.registry):
            yield Namesake(PlaceKind.CATEGORY, category.name, title)
    for tag in tags_of(commune.name):
        bearing = topics.of_places(tx, [name], [tag], [], "", _LOOKED_AT)
        if any(guests_read(topic.category) for topic, _ in bearing):
            yield Namesake(PlaceKind.TAG, tag, title)
