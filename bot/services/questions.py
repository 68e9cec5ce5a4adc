"""What waits for the organisers of a collective, one question after the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.communes import Commune
from bot.domain.ids import CollectiveId
from bot.domain.offers import Offer
from bot.domain.projects import Project
from bot.services import offering
from bot.services.deps import Deps
from bot.store import offers, projects
from bot.store.base import Tx


@dataclass(frozen=True, slots=True)
class Question:
    """A member's suggestion, or another collective's `offer`; `left` more wait behind it.
    `shared`: other collectives follow the city."""

    project: Project
    commune: Commune
    offer: Offer | None
    left: int
    shared: bool = False


async def first(deps: Deps, collective: CollectiveId) -> Question | None:
    """The oldest that waits: members' suggestions before what other collectives tell."""

    def work(tx: Tx) -> Question | None:
        waiting = [*_waiting(tx, collective)]
        for project, offer in waiting:
            if (commune := deps.registry.get(project.city)) is not None:
                shared = offering.is_followed_by_others(tx, project)
                return Question(project, commune, offer, len(waiting) - 1, shared)
        return None

    return await deps.store.read(work)


def _waiting(tx: Tx, collective: CollectiveId) -> Iterator[tuple[Project, Offer | None]]:
    for project, _ in projects.waiting(tx, collective):
        yield project, None
    for offer in offers.open_to(tx, collective):
        if (told := projects.get(tx, offer.project)) is not None:
            yield told, offer
