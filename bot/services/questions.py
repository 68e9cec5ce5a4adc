"""What waits for the organisers of a collective, one question after the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.communes import Commune
from bot.domain.ids import CollectiveId
from bot.domain.offers import Offer
from bot.domain.projects import Project
from bot.services.deps import Deps
from bot.store import offers, projects
from bot.store.base import Tx


@dataclass(frozen=True, slots=True)
class Question:
    """A member's suggestion, or another collective's `offer`; `left` more wait behind it."""

    project: Project
    commune: Commune
    offer: Offer | None
    left: int


async def first(deps: Deps, collective: CollectiveId) -> Question | None:
    """The oldest that waits: members' suggestions before what other collectives tell."""

    def work(tx: Tx) -> list[tuple[Project, Offer | None]]:
        return [*_waiting(tx, collective)]

    waiting = await deps.store.read(work)
    for project, offer in waiting:
        if (commune := deps.registry.get(project.city)) is not None:
            return Question(project, commune, offer, len(waiting) - 1)
    return None


def _waiting(tx: Tx, collective: CollectiveId) -> Iterator[tuple[Project, Offer | None]]:
    for project, _ in projects.waiting(tx, collective):
        yield project, None
    for offer in offers.open_to(tx, collective):
        if (told := projects.get(tx, offer.project)) is not None:
            yield told, offer
