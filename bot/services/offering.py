"""What one collective holds of a project is offered to the others that follow the city.

Nobody who invites Vigie can speak to everyone: their organisers say yes, or no. When those who
told it withdraw it, what was offered is over, and who took it is asked to withdraw it, too.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from bot.domain.delivery import Kind
from bot.domain.hearing import Heard
from bot.domain.ids import ChannelId, CityId, CollectiveId, PersonId, ProjectId
from bot.domain.offers import Asks, Offer, OfferState
from bot.domain.projects import Project, Standing
from bot.domain.refusals import Reason, Refused
from bot.services import corrections, project_deadlines, project_sends, taking
from bot.services.asking import Asker
from bot.services.deps import Deps
from bot.services.project_sends import Reads
from bot.store import deliveries, follows, offers, projects
from bot.store.base import Tx

MOST_A_DAY: Final = 5  # messages to one collective; what is more waits in its list
MOST_KNOWN: Final = 20  # of what others hold already, to one that begins to follow


def offer(tx: Tx, project: Project, now: datetime) -> None:
    """Ask the other collectives that follow the city whether they hold it for true, too; not about
    what was typed where not everybody reads."""
    if project.standing is not Standing.KNOWN:
        return
    if project.heard is not Heard.ALL:
        _end(tx, project, None, now)  # they would take it as it is now
        return
    for follow in follows.of_city(tx, project.city):
        if follow.collective != project.owner:
            _offer_to(tx, project, follow.collective, follow.asked_in, now)


def is_followed_by_others(tx: Tx, project: Project) -> bool:
    """Whether there is anybody whom a project is, or would be, offered to."""
    if project.heard is not Heard.ALL:
        return False
    found = follows.of_city(tx, project.city)
    return any(one.collective != project.owner for one in found)


def is_made(tx: Tx, project: Project) -> bool:
    """Whether others were asked about a project as its collective holds it."""
    return bool(offers.of_project(tx, project.id))


def offer_known(tx: Tx, city: CityId, asker: Asker, now: datetime) -> None:
    """Ask a collective that begins to follow a city about what the others hold already."""
    told: dict[ProjectId, Project] = {}
    for one in projects.of_city(tx, city):
        is_told = one.heard is Heard.ALL and one.standing is Standing.KNOWN
        if one.owner not in {None, asker.collective} and is_told:
            told.setdefault(one.root, one)
    new = [
        one
        for root, one in told.items()
        if projects.copy_of(tx, root, asker.collective) is None
        and not offers.made_of(tx, root, asker.collective)
    ]
    for one in new[:MOST_KNOWN]:
        _offer_to(tx, one, asker.collective, asker.channel, now)


def _offer_to(
    tx: Tx, project: Project, collective: CollectiveId, channel: ChannelId, now: datetime
) -> None:
    if taking.holds_the_same(tx, project, collective):
        return
    before = offers.count_since(tx, collective, now - timedelta(days=1))
    made, is_new = offers.make(tx, project.id, collective, channel, now)
    if not is_new:
        corrections.correct(tx, cause_of(made), _facts(made), now)
    elif before < MOST_A_DAY:
        _tell(tx, made, now)


def withdrawn(tx: Tx, project: Project, by: PersonId, now: datetime) -> None:
    """Those who told a project do not hold it for true any more: it follows wherever it went."""
    _end(tx, project, by, now)
    takers = {
        one.collective: one.channel
        for one in offers.of_project(tx, project.id)
        if one.state is OfferState.TAKEN and one.asks is Asks.NOTE
    }
    for collective, channel in takers.items():
        own = taking.held(tx, project, collective)
        if own is not None and own.standing is Standing.KNOWN:
            made, _ = offers.make(tx, project.id, collective, channel, now, asks=Asks.WITHDRAW)
            _tell(tx, made, now)


def restored(tx: Tx, project: Project, by: PersonId, now: datetime) -> None:
    """They hold it for true again: nobody is asked to withdraw it, all are asked to note it."""
    _end(tx, project, by, now)
    offer(tx, project, now)


def _end(tx: Tx, project: Project, by: PersonId | None, now: datetime) -> None:
    for made in offers.of_project(tx, project.id):
        if made.state is OfferState.OPEN:
            offers.become(tx, made, OfferState.OVER, now, by)
            corrections.correct(tx, cause_of(made), _facts(made), now)


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
    """Do here as those who told the project did, or leave it. Raises Refused."""
    now = deps.clock.now()

    def work(tx: Tx) -> Project:
        made = offers.get(tx, id_)
        if made is None or made.collective != asker.collective:
            raise Refused(Reason.NO_PROJECT)
        state = OfferState.TAKEN if take else OfferState.IGNORED
        if not offers.become(tx, made, state, now, asker.person):
            raise Refused(Reason.PROJECT_DECIDED)
        told = projects.get(tx, made.project)
        assert told is not None
        corrections.correct(tx, cause_of(made), _facts(made), now)
        if not take:
            return told
        is_withdrawn = made.asks is Asks.WITHDRAW
        own = (
            _withdraw_too(tx, told, asker, now)
            if is_withdrawn
            else _take(tx, told, asker, made.channel, now)
        )
        if own.owner == asker.collective:
            project_deadlines.follow(tx, deps, own, made.channel, now)
        return own

    return await deps.store.write(work)


def _take(tx: Tx, told: Project, asker: Asker, channel: ChannelId, now: datetime) -> Project:
    """The question shows in its `channel` what was taken; the others that follow the city hear."""
    reads = Reads(asker.person, {channel})
    own = taking.held(tx, told, asker.collective)
    taken = taking.take(tx, told, asker, now)
    if own is None or own.standing is not Standing.KNOWN:
        project_sends.turned(tx, taken.id, now)
        project_sends.announce(tx, taken, now, reads=reads)
    elif own.status is not taken.status:
        project_sends.tell_state(tx, taken, own.status, now, reads=reads)
    else:
        project_sends.word_again(tx, taken.id, now)
    return taken


def _withdraw_too(tx: Tx, told: Project, asker: Asker, now: datetime) -> Project:
    own = taking.held(tx, told, asker.collective)
    if own is None or own.owner is None or own.standing is not Standing.KNOWN:
        return told
    dismissed = taking.stand(tx, own, Standing.DISMISSED, asker.person, now)
    project_sends.turned(tx, dismissed.id, now)
    withdrawn(tx, dismissed, asker.person, now)
    return dismissed


def followed_cities(
    tx: Tx, collective: CollectiveId | None, sees: Callable[[ChannelId], bool]
) -> set[CityId]:
    """The cities that some channel follows among those of a collective that somebody sees."""
    if collective is None:
        return set()
    return {CityId(one.key) for one in follows.cities_of(tx, collective) if sees(one.channel)}
