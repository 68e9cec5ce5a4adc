"""A collective holds for true what another told it, and what it knew where that is silent."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.domain.ids import CollectiveId, PersonId
from bot.domain.project_facts import joined
from bot.domain.projects import Project, Standing, Step
from bot.services import noting
from bot.services.asking import Asker
from bot.store import project_sources, projects
from bot.store.base import Tx


def held(tx: Tx, told: Project, collective: CollectiveId) -> Project | None:
    """The project as a collective holds it, whatever became of it; else what it holds under the
    same title, its own or of the base, which people take for the same."""
    own = projects.copy_of(tx, told.root, collective)
    return own or noting.namesake(tx, told.city, collective, told.facts.title)


def holds_the_same(tx: Tx, told: Project, collective: CollectiveId) -> bool:
    """Whether taking it would change nothing."""
    own = held(tx, told, collective)
    return own is not None and own == replace(_merged(own, told), source=own.source, seen=own.seen)


def take(tx: Tx, told: Project, asker: Asker, now: datetime) -> Project:
    """Hold it as it is told, from now on."""
    own = held(tx, told, asker.collective)
    if own is None:
        return projects.copy(tx, told, asker.collective, now, asker.person)
    if own.owner is None:
        own = projects.copy(tx, own, asker.collective, now, asker.person)
    taken = _merged(own, told)
    noting.save(tx, own, taken, asker.person, now)
    if (own.status, own.since) != (taken.status, taken.since):
        step = Step(now, asker.person, own.status, told.status, told.since, told.source)
        projects.take(tx, taken, step)
    elif told.source is not None and told.source != own.source:
        project_sources.add(tx, own.id, told.source, now, asker.person)
    return taken


def _merged(own: Project, told: Project) -> Project:
    return replace(
        own,
        standing=Standing.KNOWN,
        facts=joined(own.facts, told.facts),
        status=told.status,
        before=told.before,
        since=told.since,
        source=told.source or own.source,
        seen=told.seen,
    )


def stand(tx: Tx, project: Project, standing: Standing, by: PersonId, now: datetime) -> Project:
    """Hold a project for true, or not any more.

    Raises Refused(PROJECT_DECIDED) where that was decided already, Refused(PROJECT_EXISTS) where
    one of its title is held meanwhile.
    """
    decided = project.stand(standing)
    if standing is Standing.KNOWN and project.owner is not None:
        noting.need_new(tx, project.city, project.owner, project.facts.title, but=project.id)
    noting.save(tx, project, decided, by, now)
    return decided
