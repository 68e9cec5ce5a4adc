"""The steps that projects took, from state to state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain.ids import PersonId, ProjectId
from bot.domain.projects import ProjectStatus, Step
from bot.domain.vague import from_iso
from bot.store import project_sources
from bot.store.base import Tx, instant, stamp


def add(tx: Tx, id_: ProjectId, step: Step) -> None:
    source = project_sources.add(tx, id_, step.source, step.at, step.by) if step.source else None
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


def of(tx: Tx, id_: ProjectId) -> list[Step]:
    """The history of a project, the first step first."""
    return of_all(tx, [id_])[id_]


def of_all(tx: Tx, ids: Sequence[ProjectId]) -> dict[ProjectId, list[Step]]:
    """The history of each of these projects, the first step first."""
    rows = tx.execute(
        f"select t.project, t.at, t.by, t.before, t.after, t.happened, t.why,"  # noqa: S608
        f" t.corrects, {project_sources.COLUMNS}"
        " from project_steps t left join project_sources s on s.id = t.source"
        f" where t.project in ({', '.join('?' * len(ids))}) order by t.id",
        ids,
    )
    found: dict[ProjectId, list[Step]] = {id_: [] for id_ in ids}
    for project, *row in rows:
        found[ProjectId(project)].append(_step(row))
    return found


def copy(tx: Tx, original: ProjectId, made: ProjectId, sources: Mapping[int | None, int]) -> None:
    """The same steps for a copy; names and reasons are of those who gave them, and stay behind.

    `sources`: the copy's, by the numbers that they had.
    """
    rows = tx.execute(
        "select at, before, after, happened, corrects, source from project_steps"
        " where project = ? order by id",
        [original],
    )
    for *told, source in rows.fetchall():
        tx.execute(
            "insert into project_steps (project, at, before, after, happened, corrects, source,"
            " why) values (?, ?, ?, ?, ?, ?, ?, '')",
            [made, *told, sources.get(source)],
        )


def _step(row: Sequence[Any]) -> Step:
    at, by, before, after, happened, why, corrects, *source = row
    return Step(
        instant(at),
        PersonId(by) if by else None,
        ProjectStatus(before) if before else None,
        ProjectStatus(after),
        from_iso(happened) if happened else None,
        project_sources.read(source),
        why,
        bool(corrects),
    )
