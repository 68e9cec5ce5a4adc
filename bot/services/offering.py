"""What one collective holds of a project is offered to the others that follow the city.

Nobody who invites Vigie can speak to everyone: their organisers say yes, or no.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.domain.delivery import Kind
from bot.domain.ids import CityId, CollectiveId
from bot.domain.projects import Project, Standing, Step
from bot.domain.refusals import Reason, Refused
from bot.services import corrections
from bot.services.deps import Deps
from bot.services.threads import Asker
from bot.store import deliveries, follows, offers, projects
from bot.store.base import Tx
from bot.store.offers import Offer, OfferState

MOST_A_DAY: Final = 5  # messages to one collective; what is more waits in its list


def offer(tx: Tx, project: Project, now: datetime) -> None:
    """Ask the other collectives that follow the city whether they hold it for true, too."""
    for follow in follows.of_city(tx, project.city):
        if follow.collective == project.owner:
            continue
        before = offers.count_since(tx, follow.collective, now - timedelta(days=1))
        made, is_new = offers.make(tx, project.id, follow.collective, follow.asked_in, now)
        if not is_new:
            corrections.correct(tx, cause_of(made), _facts(made), now)
        elif before < MOST_A_DAY:
            _tell(tx, made, now)


def _tell(tx: Tx, made: Offer, now: datetime) -> None:
    deliveries.plan(
        tx,
        Kind.PROJECT_OFFERED,
        made.channel,
        cause_of(made),
        now,
        facts=_facts(made),
        collective=made.collective,
    )


def cause_of(made: Offer) -> str:
    return f"offer:{made.id}"


def _facts(made: Offer) -> dict[str, str]:
    return {"offer": str(made.id)}


async def answer(deps: Deps, asker: Asker, id_: int, *, take: bool) -> Project:
    """Hold the project for true here as well, or leave it. Raises Refused."""
    now = deps.clock.now()

    def work(tx: Tx) -> Project:
        made = offers.get(tx, id_)
        if made is None or made.collective != asker.collective:
            raise Refused(Reason.NO_PROJECT)
        if not offers.become(tx, made, OfferState.TAKEN if take else OfferState.IGNORED):
            raise Refused(Reason.PROJECT_DECIDED)
        told = projects.get(tx, made.project)
        assert told is not None
        corrections.correct(tx, cause_of(made), _facts(made), now)
        return _take(tx, told, asker, now) if take else told

    return await deps.store.write(work)


def _take(tx: Tx, told: Project, asker: Asker, now: datetime) -> Project:
    own = projects.copy_of(tx, told.root, asker.collective)
    if own is None:
        return projects.copy(tx, told, asker.collective, now)
    taken = replace(
        own,
        standing=Standing.KNOWN,
        facts=told.facts,
        status=told.status,
        before=told.before,
        since=told.since,
    )
    step = Step(now, asker.person, own.status, told.status, told.since, told.source)
    projects.take(tx, taken, step)
    return taken


def followed_cities(tx: Tx, collective: CollectiveId | None) -> set[CityId]:
    """The cities that some channel of a collective follows."""
    if collective is None:
        return set()
    return {CityId(one.key) for one in follows.cities_of(tx, collective)}
