"""Surveillance projects; their sources and steps are in modules of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.domain.hearing import Heard
from bot.domain.ids import CityId, CollectiveId, PersonId, ProjectId
from bot.domain.project_facts import Challenge, Facts, Source
from bot.domain.projects import Project, ProjectStatus, Standing, Step
from bot.domain.vague import VagueDate, from_iso
from bot.store import changes, project_sources, project_steps
from bot.store.base import Tx

_FACTS = (
    "theme, title, supplier, cameras, cost, fact, challenge_court, challenge_since,"
    " challenge_outcome"
)
_STATE = "standing, status, before, since, seen, hidden"
_CHANGING = f"{_STATE}, {_FACTS}".split(", ")
_PROJECT = ", ".join(
    [*(f"p.{one}" for one in ("id", "city", "owner", "root", *_CHANGING)), project_sources.COLUMNS]
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
    seen: VagueDate | None
    root: ProjectId | None = None
    before: ProjectStatus | None = None
    heard: Heard = Heard.ALL


def add(
    tx: Tx, draft: Draft, at: datetime, by: PersonId | None, *, seed: str | None = None
) -> Project:
    """Write a project with its first step."""
    made = _insert(tx, draft, seed)
    first = Step(at, by, None, draft.status, draft.since, draft.source)
    project_steps.add(tx, made, first)
    _note(tx, made, first)
    return _made(tx, made)


def _made(tx: Tx, id_: ProjectId) -> Project:
    made = get(tx, id_)
    assert made is not None
    return made


def _insert(tx: Tx, draft: Draft, seed: str | None) -> ProjectId:
    columns = ["root", "owner", "city", "seed", *_CHANGING]
    cursor = tx.execute(
        f"insert into projects ({', '.join(columns)})"  # noqa: S608 - constants
        f" values ({', '.join('?' * len(columns))})",
        [draft.root, draft.owner, draft.city, seed, *_changing(draft)],
    )
    assert cursor.lastrowid is not None
    return ProjectId(cursor.lastrowid)


def save(tx: Tx, project: Project) -> None:
    """Write what may change of a project; its source comes with `project_sources.add`."""
    values = ", ".join(f"{one} = ?" for one in _CHANGING)
    tx.execute(
        f"update projects set {values} where id = ?",  # noqa: S608 - constants
        [*_changing(project), project.id],
    )


def _changing(one: Draft | Project) -> list[object]:
    facts, challenge = one.facts, one.facts.challenge
    return [
        *(one.standing, one.status, one.before, _iso(one.since), _iso(one.seen), one.heard),
        *(facts.theme, facts.title, facts.supplier, facts.cameras, facts.cost, facts.fact),
        challenge.court if challenge else "",
        _iso(challenge.since) if challenge else None,
        challenge.outcome if challenge else "",
    ]


def _iso(when: VagueDate | None) -> str | None:
    return str(when) if when else None


def take(tx: Tx, project: Project, step: Step) -> None:
    """Write a project's new state, and the step that brought it there."""
    save(tx, project)
    project_steps.add(tx, project.id, step)
    _note(tx, project.id, step)


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


def copy(tx: Tx, original: Project, owner: CollectiveId, at: datetime, by: PersonId) -> Project:
    """The same project with its sources and steps, held by a collective from now on.

    What people of another one were called, or wrote of their reasons, stays behind.
    """
    draft = Draft(
        city=original.city,
        owner=owner,
        standing=Standing.KNOWN,
        facts=original.facts,
        status=original.status,
        since=original.since,
        source=original.source,
        seen=original.seen,
        root=original.root,
        before=original.before,
    )
    made = _insert(tx, draft, None)
    project_steps.copy(tx, original.id, made, project_sources.copy(tx, original.id, made))
    changes.record(tx, "project", str(made), at, by, before=None, after=original.status)
    return _made(tx, made)


def get(tx: Tx, id_: ProjectId) -> Project | None:
    found = _read(tx, "p.id = ?", [id_])
    return found[0] if found else None


def of_city(tx: Tx, city: CityId) -> list[Project]:
    """All that anybody holds of a city's projects, the oldest first."""
    return _read(tx, "p.city = ?", [city])


def base_and(tx: Tx, collective: CollectiveId | None) -> list[Project]:
    """The base that ships, and what a collective holds, in every city."""
    return _read(tx, "p.owner is null or p.owner = ?", [collective or ""])


def copies(tx: Tx, root: ProjectId) -> list[Project]:
    """A project as each collective holds it that has a word of its own about it."""
    return _read(tx, "p.owner is not null and (p.root = ? or p.id = ?)", [root, root])


def copy_of(tx: Tx, root: ProjectId, owner: CollectiveId) -> Project | None:
    """What a collective holds of a project that another told first, or of its own."""
    return next((one for one in copies(tx, root) if one.owner == owner), None)


def waiting(tx: Tx, owner: CollectiveId) -> list[tuple[Project, PersonId | None]]:
    """The suggestions that wait for an organiser, the oldest first, and who made each."""
    found = _read(tx, "p.owner = ? and p.standing = 'suggested'", [owner])
    return [(one, project_steps.of(tx, one.id)[0].by) for one in found]


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
    id_, city, owner, root, standing, status, before, since, seen, hidden, *rest = row
    return Project(
        id=ProjectId(id_),
        city=CityId(city),
        owner=CollectiveId(owner) if owner else None,
        root=ProjectId(root or id_),
        standing=Standing(standing),
        facts=_facts(rest[:9]),
        status=ProjectStatus(status),
        before=ProjectStatus(before) if before else None,
        since=from_iso(since) if since else None,
        source=project_sources.read(rest[9:]),
        seen=from_iso(seen) if seen else None,
        heard=Heard(hidden),
    )


def _facts(row: Sequence[Any]) -> Facts:
    theme, title, supplier, cameras, cost, fact, court, since, outcome = row
    challenge = Challenge(court, from_iso(since) if since else None, outcome) if court else None
    return Facts(theme, title, supplier, cameras, cost, fact, challenge)
