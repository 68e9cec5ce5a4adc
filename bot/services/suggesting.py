"""What members propose waits for an organiser, who says yes or no."""

from __future__ import annotations

from typing import Final

from bot.domain.ids import ProjectId
from bot.domain.project_facts import same_title
from bot.domain.projects import Project, Standing
from bot.domain.refusals import Reason, Refused
from bot.services import offering, project_deadlines, project_sends, taking
from bot.services.asking import Asker
from bot.services.deps import Deps
from bot.services.project_sends import Reads
from bot.store import projects
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
        project_sends.word_again(tx, id_, now)
        if accept:
            reads = Reads(asker.person, project_sends.asked_in(tx, id_))
            project_sends.announce(tx, decided, now, reads=reads)
        project_deadlines.follow(tx, deps, decided, asker.channel, now)
        offering.offer(tx, decided, now)
        return decided

    return await deps.store.write(work)
