"""Surveillance projects, their sources and the steps that they took."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.domain.ids import CityId, CollectiveId, PersonId, ProjectId
from bot.domain.projects import Facts, Project, ProjectStatus, Source, Standing, Step
from bot.domain.vague import VagueDate, from_iso
from bot.store import changes
from bot.store.base import Tx, instant, stamp

_SOURCE = "s.label, s.as_of, s.detail, s.url"
_PROJECT = (
    "p.id, p.city, p.owner, p.root, p.standing, p.status, p.before, p.since,"
    " p.theme, p.title, p.supplier, p.cameras, p.cost, p.fact, p.challenge, " + _SOURCE
)
_FROM = "projects p left join project_sources s on s.id = p.source"


@dataclass(frozen=True, slots=True)
class Draft:
    """A project that is not in the base yet; `root` None where it is nobody's copy."""

    city: CityId
    owner: CollectiveId | None
    standing: Standing
    facts: Facts
    status: ProjectStatus
    since: VagueDate | None
    source: Source | None
    root: ProjectId | None = None
    before: ProjectStatus | None = None


def add(
    tx: Tx, draft: Draft, at: datetime, by: PersonId | None, *, seed: str | None = None
) -> Project:
    """Write a project with its first step."""
    made = _insert(tx, draft, seed)
    first = Step(at, by, None, draft.status, draft.since, draft.source)
    add_step(tx, made, first)
    _note(tx, made, first)
    return _made(tx, made)


def _made(tx: Tx, id_: ProjectId) -> Project:
    made = get(tx, id_)
    assert made is not None
    return made


def _insert(tx: Tx, draft: Draft, seed: str | None) -> ProjectId:
    facts = draft.facts
    cursor = tx.execute(
        "insert into projects (root, owner, city, seed, standing, theme, title, supplier, cameras,"
        " cost, fact, challenge, status, before, since)"
        " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            draft.root,
            draft.owner,
            draft.city,
            seed,
            draft.standing,
            facts.theme,
            facts.title,
            facts.supplier,
            facts.cameras,
            facts.cost,
            facts.fact,
            facts.challenge,
            draft.status,
            draft.before,
            str(draft.since) if draft.since else None,
        ],
    )
    assert cursor.lastrowid is not None
    return ProjectId(cursor.lastrowid)


def save(tx: Tx, project: Project) -> None:
    """Write what may change of a project; its source comes with `add_source`."""
    facts = project.facts
    tx.execute(
        "update projects set standing = ?, theme = ?, title = ?, supplier = ?, cameras = ?,"
        " cost = ?, fact = ?, challenge = ?, status = ?, before = ?, since = ? where id = ?",
        [
            project.standing,
            facts.theme,
            facts.title,
            facts.supplier,
            facts.cameras,
            facts.cost,
            facts.fact,
            facts.challenge,
            project.status,
            project.before,
            str(project.since) if project.since else None,
            project.id,
        ],
    )


def take(tx: Tx, project: Project, step: Step) -> None:
    """Write a project's new state, and the step that brought it there."""
    save(tx, project)
    add_step(tx, project.id, step)
    _note(tx, project.id, step)


def copy(tx: Tx, original: Project, owner: CollectiveId, at: datetime) -> Project:
    """The same project with its history, held by a collective from now on; names stay behind."""
    told = [replace(step, by=None) for step in steps(tx, original.id)]
    first, *later = told
    draft = Draft(
        original.city,
        owner,
        Standing.KNOWN,
        original.facts,
        original.status,
        original.since,
        first.source,
        original.root,
        original.before,
    )
    made = _insert(tx, draft, None)
    for step in (first, *later):
        add_step(tx, made, step)
    if original.source is not None:
        add_source(tx, made, original.source, at, None)
    return _made(tx, made)


def add_step(tx: Tx, id_: ProjectId, step: Step) -> None:
    source = add_source(tx, id_, step.source, step.at, step.by) if step.source else None
    tx.execute(
        "insert into project_steps (project, at, by, before, after, happened, source, why,"
        " corrects) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            id_,
            stamp(step.at),
            step.by,
            step.before,
            step.after,
            str(step.happened) if step.happened else None,
            source,
            step.why,
            int(step.corrects),
        ],
    )


def _note(tx: Tx, id_: ProjectId, step: Step) -> None:
    changes.record(
        tx,
        "project",
        str(id_),
        step.at,
        step.by,
        before=step.before,
        after=step.after,
        why=step.why or None,
    )


def add_source(
    tx: Tx, id_: ProjectId, source: Source, at: datetime, by: PersonId | None
) -> int | None:
    """Remember where a fact comes from; the project's newest fact does, from now on."""
    cursor = tx.execute(
        "insert into project_sources (project, label, detail, url, as_of, at, by)"
        " values (?, ?, ?, ?, ?, ?, ?)",
        [id_, source.label, source.detail, source.url, str(source.as_of), stamp(at), by],
    )
    tx.execute("update projects set source = ? where id = ?", [cursor.lastrowid, id_])
    return cursor.lastrowid


def get(tx: Tx, id_: ProjectId) -> Project | None:
    found = _read(tx, "p.id = ?", [id_])
    return found[0] if found else None


def of_city(tx: Tx, city: CityId) -> list[Project]:
    """All that anybody holds of a city's projects, the oldest first."""
    return _read(tx, "p.city = ?", [city])


def of_collective(tx: Tx, collective: CollectiveId) -> list[Project]:
    """What a collective holds, whatever became of it."""
    return _read(tx, "p.owner = ?", [collective])


def base_and(tx: Tx, collective: CollectiveId | None) -> list[Project]:
    """The base that ships, and what a collective holds, in every city."""
    return _read(tx, "p.owner is null or p.owner = ?", [collective or ""])


def copy_of(tx: Tx, root: ProjectId, owner: CollectiveId) -> Project | None:
    """What a collective holds of a project that another told first, or of its own."""
    found = _read(tx, "p.owner = ? and coalesce(p.root, p.id) = ?", [owner, root])
    return found[0] if found else None


def steps(tx: Tx, id_: ProjectId) -> list[Step]:
    """The history of a project, the first step first."""
    rows = tx.execute(
        f"select t.at, t.by, t.before, t.after, t.happened, t.why, t.corrects, {_SOURCE}"  # noqa: S608
        " from project_steps t left join project_sources s on s.id = t.source"
        " where t.project = ? order by t.id",
        [id_],
    )
    return [_step(row) for row in rows]


def sources(tx: Tx, id_: ProjectId) -> list[Source]:
    """Everything that was given as a source, the first first."""
    rows = tx.execute(
        f"select {_SOURCE} from project_sources s where s.project = ? order by s.id",  # noqa: S608
        [id_],
    )
    return [source for row in rows if (source := _source(row))]


def seeded(tx: Tx) -> dict[str, ProjectId]:
    """The projects of the base that ships, by their key there."""
    rows = tx.execute("select seed, id from projects where seed is not null")
    return {seed: ProjectId(id_) for seed, id_ in rows}


def _read(tx: Tx, where: str, values: Sequence[object]) -> list[Project]:
    rows = tx.execute(
        f"select {_PROJECT} from {_FROM} where {where} order by p.id",  # noqa: S608 - constants
        values,
    )
    return [_project(row) for row in rows]


def _project(row: Sequence[Any]) -> Project:
    id_, city, owner, root, standing, status, before, since, *rest = row
    return Project(
        id=ProjectId(id_),
        city=CityId(city),
        owner=CollectiveId(owner) if owner else None,
        root=ProjectId(root or id_),
        standing=Standing(standing),
        facts=Facts(*rest[:7]),
        status=ProjectStatus(status),
        before=ProjectStatus(before) if before else None,
        since=from_iso(since) if since else None,
        source=_source(rest[7:]),
    )


def _step(row: Sequence[Any]) -> Step:
    at, by, before, after, happened, why, corrects, *source = row
    return Step(
        instant(at),
        PersonId(by) if by else None,
        ProjectStatus(before) if before else None,
        ProjectStatus(after),
        from_iso(happened) if happened else None,
        _source(source),
        why,
        bool(corrects),
    )


def _source(row: Sequence[Any]) -> Source | None:
    label, as_of, detail, url = row
    return Source(label, from_iso(as_of), detail, url) if as_of else None
