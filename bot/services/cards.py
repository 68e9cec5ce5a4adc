"""What is known of a city, in one read."""

from __future__ import annotations

from bot.domain.communes import Commune
from bot.domain.ids import CollectiveId
from bot.render.cards import CityCard
from bot.services import city_places, collectives
from bot.services.deps import Deps
from bot.store import forums
from bot.store.base import Tx
from bot.store.collectives import Collective

_MOST_THREADS = 50


async def city(
    deps: Deps, commune: Commune, collective: CollectiveId | None
) -> tuple[CityCard, Collective]:
    """The card of a commune and how to speak to who asks; its threads are looked for when due."""

    def work(tx: Tx) -> tuple[CityCard, Collective, bool]:
        card, speaking = known(tx, deps, commune), collectives.known(tx, deps, collective)
        return card, speaking, city_places.is_due(tx, deps, commune)

    card, speaking, due = await deps.store.read(work)
    if due:
        await city_places.look(deps, commune)
        card, speaking, _ = await deps.store.read(work)
    return card, speaking


def known(tx: Tx, deps: Deps, commune: Commune) -> CityCard:
    """The card of a commune, in an open transaction."""
    return CityCard(
        commune=commune,
        threads=tuple(city_places.known(tx, deps, commune, _MOST_THREADS)),
        sources=tuple(health for health in forums.health(tx) if health.name in deps.forums),
        ambiguous=len(deps.registry.homonyms(commune.name)) > 1,
    )
