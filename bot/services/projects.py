"""Writing down a project, and where it is at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.domain.communes import Commune
from bot.domain.hearing import Sees, everything
from bot.domain.ids import ChannelId, CollectiveId
from bot.domain.project_facts import SUPPLIER_MAX, TITLE_MAX, WORDS_MAX, Facts
from bot.domain.projects import Project, ProjectStatus, Standing, Step, true_before
from bot.domain.refusals import Reason, Refused
from bot.domain.vague import of_day
from bot.services import (
    cities,
    collectives,
    hearing,
    noting,
    offering,
    own_projects,
    project_deadlines,
    project_sends,
    sourcing,
    suggesting,
)
from bot.services.asking import Asker
from bot.services.deps import Deps
from bot.services.project_sends import Reads
from bot.services.sourcing import in_one_line
from bot.store import acts, changes, project_steps, projects
from bot.store import collectives as stored_collectives
from bot.store.base import Tx
from bot.store.projects import Draft

_SEEN: Final = "project:seen"


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
class Added:
    """A project that was written down; of a suggestion, `asked` are the channels in which the
    organisers are. `offered`: other collectives are asked to note it, too."""

    project: Project
    commune: Commune
    asked: Sequence[ChannelId]
    offered: bool


async def add(
    deps: Deps,
    asker: Asker,
    told: Told,
    *,
    organiser: bool,
    asked_here: bool = True,
    may_hear: Sees = everything,
    is_open: Sees = everything,
) -> Added:
    """Write down a project; a member's waits for an organiser. Raises Refused.

    `asked_here`: the organisers can be asked where it was typed, and everybody reads it there
    where one of them notes it; `may_hear`: which other channels may show it before that;
    `is_open`: where everybody reads. They find what waits in their list, too.
    """
    commune = cities.one(deps, told.city)
    now = deps.clock.now()

    def work(tx: Tx) -> Project:
        if (again := own_projects.done(tx, asker)) is not None:
            return again
        stored_collectives.meet(tx, asker.collective, now)
        draft = _draft(tx, deps, asker.collective, commune, told, organiser=organiser)
        heard = hearing.announced(tx, asker.collective, draft.city, asker.channel, is_open)
        draft = replace(draft, heard=heard)
        noting.need_new(tx, draft.city, asker.collective, draft.facts.title)
        if not organiser:
            suggesting.need_room(tx, draft, asker)
        project = projects.add(tx, draft, now, asker.person)
        if organiser:
            project_sends.announce(tx, project, now, reads=Reads(asker.person, {asker.channel}))
        else:
            project_sends.ask(tx, project, asker, now, asked_here=asked_here, may_hear=may_hear)
        project_deadlines.follow(tx, deps, project, asker.channel, now)
        offering.offer(tx, project, now)
        acts.record(tx, asker.act, str(project.id), now)
        return project

    def added(tx: Tx) -> Added:
        project = work(tx)
        asked = project_sends.asked_in(tx, project.id)
        return Added(project, commune, asked, offering.is_made(tx, project))

    return await deps.store.write(added)


def _draft(
    tx: Tx,
    deps: Deps,
    collective: CollectiveId,
    commune: Commune,
    told: Told,
    *,
    organiser: bool,
) -> Draft:
    today = own_projects.today(tx, deps, collective)
    source = sourcing.source(tx, deps, told.source, today)
    if source is None and told.status is not ProjectStatus.RUMOUR:
        raise Refused(Reason.PROJECT_SOURCE)
    title = in_one_line(told.title, TITLE_MAX)
    if not title:
        raise Refused(Reason.BLANK)
    return Draft(
        city=commune.code,
        owner=collective,
        standing=Standing.KNOWN if organiser else Standing.SUGGESTED,
        facts=Facts(
            told.theme,
            title,
            in_one_line(told.supplier, SUPPLIER_MAX),
            told.cameras,
            told.cost,
        ),
        status=told.status,
        since=sourcing.happened(told.since, today),
        source=source,
        seen=source.as_of if source else of_day(today),
    )


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
    is_open: Sees = everything,
) -> tuple[Project, Step | None]:
    """A project comes to another state by a step; None where a source says that it still holds.
    `is_open`: where everybody reads.

    Raises Refused (unknown, state, source, date).
    """
    now = deps.clock.now()

    def work(tx: Tx) -> tuple[Project, Step | None]:
        if (again := own_projects.done(tx, asker)) is not None:
            return again, _last_step(tx, again)
        today = own_projects.today(tx, deps, asker.collective)
        project = own_projects.own(tx, deps, asker, said, now, is_open=is_open)
        happened = sourcing.happened(since, today)
        told = sourcing.source(tx, deps, source, today)
        reason = in_one_line(why, WORDS_MAX)
        if told is not None and project.stays(status) and not corrects:
            confirmed = noting.confirm(
                tx, project, told, asker.person, now, happened=happened, why=reason
            )
            project_sends.word_again(tx, confirmed.id, now)
            project_deadlines.follow(tx, deps, confirmed, asker.channel, now)
            offering.offer(tx, confirmed, now)
            acts.record(tx, asker.act, str(confirmed.id), now)
            return confirmed, None
        moved, step = project.become(
            status,
            asker.person,
            now.astimezone(collectives.known(tx, deps, asker.collective).zone),
            happened=happened,
            source=told,
            why=reason,
            corrects=corrects,
            earlier=true_before(project_steps.of(tx, project.id)),
        )
        projects.take(tx, moved, step)
        if corrects and moved.status is project.status:  # of its date, which is no news
            project_sends.word_again(tx, moved.id, now)
        else:
            project_sends.tell_state(
                tx, moved, project.status, now, reads=Reads(asker.person, {asker.channel})
            )
        project_deadlines.follow(tx, deps, moved, asker.channel, now)
        offering.offer(tx, moved, now)
        acts.record(tx, asker.act, str(moved.id), now)
        return moved, step

    return await deps.store.write(work)


def _last_step(tx: Tx, project: Project) -> Step | None:
    """What brought a project where it is; None where its state was confirmed since."""
    step = project_steps.of(tx, project.id)[-1]
    noted = changes.within(tx, "project", str(project.id))
    return None if any(one.noun == _SEEN and one.at >= step.at for one in noted) else step
