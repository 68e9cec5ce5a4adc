"""What a collective knows of the projects in its cities, and who may say so."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.domain.communes import Commune
from bot.domain.delivery import Kind
from bot.domain.folding import fold
from bot.domain.ids import CollectiveId, ProjectId
from bot.domain.projects import (
    SUPPLIER_MAX,
    TITLE_MAX,
    WORDS_MAX,
    Facts,
    Project,
    ProjectStatus,
    Standing,
    Step,
    held_by,
)
from bot.domain.refusals import Reason, Refused
from bot.services import cities, collectives, corrections, known_projects, offering, sourcing
from bot.services.deps import Deps
from bot.services.threads import Asker
from bot.store import changes, deliveries, projects
from bot.store import collectives as stored_collectives
from bot.store.base import Tx
from bot.store.projects import Draft


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody typed of a new project; empty where they left it out."""

    city: str
    theme: str
    title: str
    status: ProjectStatus
    supplier: str = ""
    cameras: int | None = None
    cost: int | None = None
    since: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What is to change of a project; None where it stays, empty where it is not known any more.

    A number below zero empties its field.
    """

    title: str | None = None
    theme: str | None = None
    supplier: str | None = None
    cameras: int | None = None
    cost: int | None = None
    challenge: str | None = None
    source: str | None = None
    withdrawn: bool | None = None


async def add(deps: Deps, asker: Asker, told: Told, *, organiser: bool) -> tuple[Project, Commune]:
    """Write down a project; a member's waits for an organiser. Raises Refused."""
    commune = cities.one(deps, told.city)
    now = deps.clock.now()

    def work(tx: Tx) -> Project:
        stored_collectives.meet(tx, asker.collective, now)
        draft = _draft(tx, deps, asker.collective, commune, told, organiser=organiser)
        _need_new(tx, draft)
        project = projects.add(tx, draft, now, asker.person)
        if organiser:
            offering.offer(tx, project, now)
        else:
            _suggest(tx, project, asker, now)
        return project

    return await deps.store.write(work), commune


def _draft(
    tx: Tx,
    deps: Deps,
    collective: CollectiveId,
    commune: Commune,
    told: Told,
    *,
    organiser: bool,
) -> Draft:
    today = _today(tx, deps, collective)
    source = sourcing.source(tx, deps, told.source, today)
    if source is None and told.status is not ProjectStatus.RUMOUR:
        raise Refused(Reason.PROJECT_SOURCE)
    title = _words(told.title, TITLE_MAX)
    if not title:
        raise Refused(Reason.BLANK)
    facts = Facts(
        told.theme,
        title,
        _words(told.supplier, SUPPLIER_MAX),
        told.cameras,
        told.cost,
    )
    return Draft(
        commune.code,
        collective,
        Standing.KNOWN if organiser else Standing.SUGGESTED,
        facts,
        told.status,
        sourcing.happened(told.since, today),
        source,
    )


def _need_new(tx: Tx, draft: Draft) -> None:
    assert draft.owner is not None
    for one in held_by(projects.of_city(tx, draft.city), draft.owner):
        if fold(one.facts.title) == fold(draft.facts.title):
            raise Refused(Reason.PROJECT_EXISTS, title=one.facts.title)


def _suggest(tx: Tx, project: Project, asker: Asker, now: datetime) -> None:
    deliveries.plan(
        tx,
        Kind.PROJECT_SUGGESTED,
        asker.channel,
        _suggestion(project.id),
        now,
        facts={"project": str(project.id)},
        collective=asker.collective,
        urgent=True,
    )


def _suggestion(id_: ProjectId) -> str:
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
        decided = _stand(tx, project, asker, now, withdrawn=not accept)
        corrections.correct(tx, _suggestion(id_), {"project": str(id_)}, now)
        if accept:
            offering.offer(tx, decided, now)
        return decided

    return await deps.store.write(work)


def _stand(tx: Tx, project: Project, asker: Asker, now: datetime, *, withdrawn: bool) -> Project:
    decided = project.stand(Standing.DISMISSED if withdrawn else Standing.KNOWN)
    projects.save(tx, decided)
    _note(tx, asker, decided, "standing", project.standing, decided.standing, now)
    return decided


def _note(
    tx: Tx, asker: Asker, project: Project, field: str, before: object, after: object, now: datetime
) -> None:
    noun, key = f"project:{field}", str(project.id)
    changes.record(tx, noun, key, now, asker.person, before=str(before), after=str(after))


async def move(
    deps: Deps,
    asker: Asker,
    said: str,
    status: ProjectStatus,
    *,
    since: str = "",
    source: str = "",
    why: str = "",
    corrects: bool = False,
) -> tuple[Project, Step]:
    """A project comes to another state. Raises Refused (unknown, state, source, date)."""
    now = deps.clock.now()

    def work(tx: Tx) -> tuple[Project, Step]:
        today = _today(tx, deps, asker.collective)
        project = _own(tx, deps, asker, said, now)
        moved, step = project.become(
            status,
            asker.person,
            now,
            happened=sourcing.happened(since, today),
            source=sourcing.source(tx, deps, source, today),
            why=_words(why, WORDS_MAX),
            corrects=corrects,
        )
        projects.take(tx, moved, step)
        offering.offer(tx, moved, now)
        return moved, step

    return await deps.store.write(work)


async def change(deps: Deps, asker: Asker, said: str, wanted: Change) -> Project:
    """Other facts of a project are known now. Raises Refused (unknown, nothing to change)."""
    now = deps.clock.now()

    def work(tx: Tx) -> Project:
        project = _own(tx, deps, asker, said, now)
        changed = replace(project, facts=_changed(project.facts, wanted))
        source = sourcing.source(tx, deps, wanted.source or "", _today(tx, deps, asker.collective))
        withdrawn = project.standing is Standing.DISMISSED
        turned = wanted.withdrawn is not None and wanted.withdrawn is not withdrawn
        if changed == project and source is None and not turned:
            raise Refused(Reason.PROJECT_UNCHANGED, title=project.facts.title)
        _save(tx, asker, project, changed, now)
        if source is not None:
            projects.add_source(tx, project.id, source, now, asker.person)
        if turned:
            changed = _stand(tx, changed, asker, now, withdrawn=not withdrawn)
        if changed.standing is Standing.KNOWN:
            offering.offer(tx, changed, now)
        return changed

    return await deps.store.write(work)


def _save(tx: Tx, asker: Asker, before: Project, after: Project, now: datetime) -> None:
    projects.save(tx, after)
    for field in Facts.__slots__:
        old, new = getattr(before.facts, field), getattr(after.facts, field)
        if old != new:
            _note(
                tx, asker, after, field, "" if old is None else old, "" if new is None else new, now
            )


def _changed(facts: Facts, wanted: Change) -> Facts:
    return Facts(
        wanted.theme or facts.theme,
        _words(wanted.title or "", TITLE_MAX) or facts.title,
        facts.supplier if wanted.supplier is None else _words(wanted.supplier, SUPPLIER_MAX),
        _counted(wanted.cameras, facts.cameras),
        _counted(wanted.cost, facts.cost),
        facts.fact,
        facts.challenge if wanted.challenge is None else _words(wanted.challenge, WORDS_MAX),
    )


def _counted(wanted: int | None, known: int | None) -> int | None:
    if wanted is None:
        return known
    return wanted if wanted >= 0 else None


def _own(tx: Tx, deps: Deps, asker: Asker, said: str, now: datetime) -> Project:
    """The project meant, held by the asker's collective: its own word begins with a copy."""
    project = known_projects.meant(tx, deps, asker.collective, said)
    if project.owner == asker.collective:
        return project
    stored_collectives.meet(tx, asker.collective, now)
    return projects.copy(tx, project, asker.collective, now)


def _today(tx: Tx, deps: Deps, collective: CollectiveId) -> date:
    """The day that it is where the collective lives."""
    return deps.clock.now().astimezone(collectives.known(tx, deps, collective).zone).date()


def _words(said: str, most: int) -> str:
    """On one line, at most so many characters."""
    return " ".join(said.split())[:most]
