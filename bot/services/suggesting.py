"""What members propose waits for an organiser, who says yes or no."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from bot.domain.delivery import Kind
from bot.domain.ids import ProjectId
from bot.domain.project_facts import same_title
from bot.domain.projects import Project, Standing
from bot.domain.refusals import Reason, Refused
from bot.services import corrections, offering, taking
from bot.services.asking import Asker
from bot.services.deps import Deps
from bot.store import deliveries, projects
from bot.store.base import Tx
from bot.store.projects import Draft

MOST_OF_ONE: Final = 3  # that wait, of one person
MOST: Final = 20  # that wait, in one collective


def need_room(tx: Tx, draft: Draft, asker: Asker) -> None:
    """Raises Refused where too many wait already, or the same does."""
    waiting = projects.waiting(tx, asker.collective)
    for one, _ in waiting:
        if one.city == draft.city and same_title(one.facts.title, draft.facts.title):
            raise Refused(Reason.PROJECT_WAITING, title=one.facts.title)
    if sum(by == asker.person for _, by in waiting) >= MOST_OF_ONE:
        raise Refused(Reason.TOO_MANY_OF_YOURS, most=str(MOST_OF_ONE))
    if len(waiting) >= MOST:
        raise Refused(Reason.TOO_MANY_WAITING, most=str(MOST))


def ask(tx: Tx, project: Project, asker: Asker, now: datetime) -> None:
    """Ask the organisers where it was proposed."""
    deliveries.plan(
        tx,
        Kind.PROJECT_SUGGESTED,
        asker.channel,
        _cause(project.id),
        now,
        facts={"project": str(project.id)},
        collective=asker.collective,
        urgent=True,
    )


def _cause(id_: ProjectId) -> str:
    return f"project:{id_}:suggested"


async def decide(deps: Deps, asker: Asker, id_: ProjectId, *, accept: bool) -> Project:
    """Take a member's suggestion for a fact, or not. Raises Refused."""
    now = deps.clock.now()

    def work(tx: Tx) -> Project:
        project = projects.get(tx, id_)
        if project is None or project.owner != asker.collective:
            raise Refused(Reason.NO_PROJECT)
        if project.standing is not Standing.SUGGESTED:
            raise Refused(Reason.PROJECT_DECIDED)
        standing = Standing.KNOWN if accept else Standing.DISMISSED
        decided = taking.stand(tx, project, standing, asker.person, now)
        corrections.correct(tx, _cause(id_), {"project": str(id_)}, now)
        offering.offer(tx, decided, now)
        return decided

    return await deps.store.write(work)
