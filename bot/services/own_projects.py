"""The projects that a collective has a word of its own about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from bot.domain.hearing import Sees
from bot.domain.ids import CollectiveId, ProjectId
from bot.domain.projects import Project
from bot.services import collectives, hearing, known_projects
from bot.services.asking import Asker
from bot.services.deps import Deps
from bot.store import acts, projects
from bot.store import collectives as stored_collectives
from bot.store.base import Tx


def done(tx: Tx, asker: Asker) -> Project | None:
    """What this very interaction came to already."""
    made = acts.done(tx, asker.act)
    return projects.get(tx, ProjectId(int(made))) if made else None


def own(
    tx: Tx,
    deps: Deps,
    asker: Asker,
    said: str,
    now: datetime,
    *,
    is_open: Sees,
    withdrawn: bool = False,
) -> Project:
    """The project meant, held by the asker's collective: its own word begins with a copy. It is
    heard of as what is told of it now will be.

    `is_open`: where everybody reads; `withdrawn`: it may be one that is not held any more. Raises
    Refused.
    """
    project = known_projects.meant(tx, deps, asker.collective, said, withdrawn=withdrawn)
    if project.owner != asker.collective:
        stored_collectives.meet(tx, asker.collective, now)
        project = projects.copy(tx, project, asker.collective, now, asker.person)
    heard = hearing.announced(tx, asker.collective, project.city, asker.channel, is_open)
    return replace(project, heard=heard)


def today(tx: Tx, deps: Deps, collective: CollectiveId) -> date:
    """The day that it is where the collective lives."""
    return deps.clock.now().astimezone(collectives.known(tx, deps, collective).zone).date()
