"""From the facts of a project's delivery to its message, at the moment of sending."""

from __future__ import annotations

from datetime import datetime

from bot.domain.delivery import WATCHER, Cause, Delivery, Kind
from bot.domain.ids import PersonId, ProjectId
from bot.domain.offers import Offer, OfferState
from bot.domain.projects import Project, ProjectStatus, Standing, Step
from bot.ports.chat import Member, Message
from bot.render import project_news
from bot.render import project_questions as questions
from bot.render.texts import Texts
from bot.services import cities, offering
from bot.services.deps import Deps
from bot.store import offers, projects
from bot.store.base import Tx
from bot.store.collectives import Collective


def message(
    tx: Tx,
    deps: Deps,
    delivery: Delivery,
    kind: Kind,
    collective: Collective,
    says: Texts,
    now: datetime,
) -> Message | Cause:
    """What to say, or why nothing should be said any more. `kind`: of the message, which a
    correction words again."""
    is_first, today = delivery.amends is None, now.astimezone(collective.zone).date()
    if kind is Kind.PROJECT_OFFERED:
        offer = _offer(tx, delivery)
        if is_first and offer.state is not OfferState.OPEN:  # answered in the list, or over
            return Cause.STALE
        project = _held(tx, offer.project)
        commune = cities.existing(deps, project.city)
        return questions.offered(project, commune, says, today, offer)
    project = _held(tx, ProjectId(int(delivery.facts["project"])))
    commune = cities.existing(deps, project.city)
    if kind is Kind.PROJECT_SUGGESTED:
        shared = offering.is_followed_by_others(tx, project)
        return questions.suggested(project, commune, says, today, shared=shared)
    if is_first and project.standing is not Standing.KNOWN:
        return Cause.STALE
    if kind is Kind.PROJECT or project.standing is not Standing.KNOWN:
        return project_news.told(project, commune, says, today)
    before, after = (ProjectStatus(delivery.facts[one]) for one in ("before", "after"))
    step = Step(now, None, before, after, None, None, corrects="corrects" in delivery.facts)
    return project_news.moved(project, commune, step, says, today)


def member(delivery: Delivery) -> Member | None:
    """To whom alone it may go, of the collective that holds the project; None: to anybody."""
    person = delivery.facts.get(WATCHER)
    if person is None or delivery.collective is None:
        return None
    return Member(PersonId(person), delivery.collective)


def _offer(tx: Tx, delivery: Delivery) -> Offer:
    offer = offers.get(tx, int(delivery.facts["offer"]))
    if offer is None:
        raise LookupError(delivery.facts["offer"])
    return offer


def _held(tx: Tx, id_: ProjectId) -> Project:
    project = projects.get(tx, id_)
    if project is None:
        raise LookupError(id_)
    return project
