"""What is known of a city, in one read."""

from __future__ import annotations

from bot.domain.communes import Commune
from bot.domain.ids import CollectiveId
from bot.domain.projects import Project, ProjectStatus, held_by
from bot.render.city_card import CityCard
from bot.services import city_places, collectives
from bot.services.deps import Deps
from bot.store import forums, projects
from bot.store.base import Tx
from bot.store.collectives import Collective

_MOST_THREADS = 50


async def city(
    deps: Deps, commune: Commune, collective: CollectiveId | None
) -> tuple[CityCard, Collective]:
    """The card of a commune and how to speak to who asks; its threads are looked for when due."""

    def work(tx: Tx) -> tuple[CityCard, Collective, bool]:
        card = known(tx, deps, commune, collective)
        speaking = collectives.known(tx, deps, collective)
        return card, speaking, city_places.is_due(tx, deps, commune)

    card, speaking, due = await deps.store.read(work)
    if due:
        await city_places.look(deps, commune)
        card, speaking, _ = await deps.store.read(work)
    return card, speaking


def known(tx: Tx, deps: Deps, commune: Commune, collective: CollectiveId | None) -> CityCard:
    """The card of a commune as a collective knows it, in an open transaction."""
    held = held_by(projects.of_city(tx, commune.code), collective)
    return CityCard(
        commune=commune,
        threads=tuple(city_places.known(tx, deps.forums, commune, _MOST_THREADS)),
        sources=tuple(health for health in forums.health(tx) if health.name in deps.forums),
        ambiguous=len(deps.registry.homonyms(commune.name)) > 1,
        projects=tuple(sorted(held, key=_going_first)),
        steps=tuple((one, step) for one in held for step in projects.steps(tx, one.id)),
    )


def _going_first(project: Project) -> bool:
    """What is abandoned comes last."""
    return project.status is ProjectStatus.CANCELLED
