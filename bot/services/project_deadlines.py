"""What an authorised project makes due: the end of its authorisation."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from bot.domain.ids import ChannelId
from bot.domain.kept_deadlines import Basis
from bot.domain.projects import Project, ProjectStatus, Standing, held
from bot.domain.refusals import Refused
from bot.domain.themes import CAMERAS
from bot.domain.zones import zone_of
from bot.services import deadline_sends, legal
from bot.services.deps import Deps
from bot.store import deadlines, project_steps
from bot.store.base import Tx
from bot.store.deadlines import Draft

VALIDITY: Final = "fr.csi.video.validite"


def follow(tx: Tx, deps: Deps, project: Project, channel: ChannelId, now: datetime) -> None:
    """Open, count again or cancel the end of a project's authorisation; those concerned are told.

    `channel` is where somebody told of it. Cameras that are in place by now need it still.
    """
    began = _authorised(tx, project)
    known = next(iter(deadlines.of_project(tx, project.id)), None)
    if began is None:
        if known is not None and known.is_alive:
            deadline_sends.change(tx, known, known.cancel(), now)
        return
    try:
        due = legal.count(VALIDITY, began, legal.of_city(project.city)).act_by
    except Refused:  # another law holds there
        return
    if known is not None:
        deadline_sends.change(tx, known, known.recount(began, due), now)
        return
    commune = deps.registry.get(project.city)
    if commune is None or project.owner is None or due < now.astimezone(zone_of(commune)).date():
        return
    draft = Draft(
        owner=project.owner,
        city=project.city,
        basis=Basis(VALIDITY, began),
        due=due,
        zone=zone_of(commune),
        by=None,
        channel=channel,
        project=project.id,
    )
    deadline_sends.follow(tx, deadlines.add(tx, draft, now), now)


def _authorised(tx: Tx, project: Project) -> date | None:
    """The day of the order, the earliest that it may be; None where there is none, or where nobody
    knows."""
    is_over = project.standing is not Standing.KNOWN or project.status is ProjectStatus.CANCELLED
    if is_over or project.facts.theme not in CAMERAS:
        return None
    if project.status is ProjectStatus.AUTHORISED and project.since is not None:
        return project.since.first
    steps = held(project_steps.of(tx, project.id))
    orders = [one for one in steps if one.after is ProjectStatus.AUTHORISED and one.happened]
    return orders[-1].happened.first if orders and orders[-1].happened else None
