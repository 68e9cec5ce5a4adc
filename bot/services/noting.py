"""What is known of a project, written down with a history row for each thing that changed."""

from __future__ import annotations

from datetime import datetime

from bot.domain.ids import CityId, CollectiveId, PersonId, ProjectId
from bot.domain.project_facts import Source, same_title
from bot.domain.projects import Project, held_by
from bot.domain.refusals import Reason, Refused
from bot.domain.vague import VagueDate
from bot.store import changes, project_sources, projects
from bot.store.base import Tx


def save(tx: Tx, before: Project, after: Project, by: PersonId | None, now: datetime) -> None:
    """Write what changed but for the state, of which a step tells. `by` None: the base's file."""
    projects.save(tx, after)
    was, told = _told(before), _told(after)
    for field, value in told.items():
        if value != was[field]:
            changes.record(
                tx,
                f"project:{field}",
                str(after.id),
                now,
                by,
                before=was[field],
                after=value,
            )


def confirm(
    tx: Tx,
    before: Project,
    source: Source,
    by: PersonId,
    now: datetime,
    *,
    happened: VagueDate | None = None,
    why: str = "",
) -> Project:
    """A source says that a state still holds: that has its row, whether or not another said so on
    the same day. Raises Refused(PROJECT_SINCE)."""
    after = before.confirm(source, happened)
    projects.save(tx, after)
    rows = {"since": (before.since, after.since), "seen": (before.seen, after.seen)}
    for field, (was, is_) in rows.items():
        if was != is_ or field == "seen":
            changes.record(
                tx,
                f"project:{field}",
                str(after.id),
                now,
                by,
                before=str(was or ""),
                after=str(is_ or ""),
                why=why or None,
            )
    project_sources.add(tx, after.id, source, now, by)
    return after


def _told(project: Project) -> dict[str, str]:
    return {**project.facts.told(), "standing": project.standing, "seen": str(project.seen or "")}


def need_new(
    tx: Tx, city: CityId, owner: CollectiveId, title: str, *, but: ProjectId | None = None
) -> None:
    """Raises Refused(PROJECT_EXISTS) where a collective holds one of this title already."""
    found = namesake(tx, city, owner, title)
    if found is not None and found.id != but:
        raise Refused(Reason.PROJECT_EXISTS, title=found.facts.title)


def namesake(tx: Tx, city: CityId, owner: CollectiveId, title: str) -> Project | None:
    """What a collective holds under this title."""
    held = held_by(projects.of_city(tx, city), owner)
    return next((one for one in held if same_title(one.facts.title, title)), None)
