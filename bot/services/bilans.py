"""What tasks came to: for everybody in totals, for organisers as a table."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from typing import Final

from bot.domain import bilans
from bot.domain.bilan_names import Name, Noun
from bot.domain.bilans import Bilan
from bot.domain.hearing import Sees, everything
from bot.domain.ids import CampaignId, CityId, CollectiveId, MessageId, TaskId
from bot.domain.refusals import Reason, Refused
from bot.ports.chat import File, Message
from bot.render import bilan_picture
from bot.render import bilans as words
from bot.render.bilans import BilanCard
from bot.render.task_cards import unit_name
from bot.render.texts import Texts, texts
from bot.services import campaigns as known_campaigns
from bot.services import cities
from bot.services.collectives import known
from bot.services.deps import Deps
from bot.services.pictures import NotDrawn
from bot.store import acts, campaigns, tallies
from bot.store.base import Tx
from bot.store.tallies import Scope

log = logging.getLogger(__name__)

_DRAWN_WITHIN_S: Final = 2.0


@dataclass(frozen=True, slots=True)
class Found:
    """A bilan, with the `weeks` that it is made of, and the day that it is in the collective."""

    card: BilanCard
    weeks: Sequence[tuple[TaskId, date, int]]
    today: date


async def of(
    deps: Deps,
    collective: CollectiveId,
    city: CityId | None,
    campaign: CampaignId | None,
    sees: Sees = everything,
) -> Found:
    """Of a city or a campaign, or both; of all, where neither is given. The tasks themselves are
    those that who reads it `sees`."""
    scope = Scope(collective, city, campaign)
    return await deps.store.read(lambda tx: _found(tx, deps, scope, sees))


async def said(
    deps: Deps, collective: CollectiveId, city: str, campaign: str, sees: Sees = everything
) -> Found:
    """The same, as somebody typed them. Raises Refused (city, NO_CAMPAIGN)."""
    commune = cities.one(deps, city).code if city else None

    def work(tx: Tx) -> Found:
        named = campaigns.find(tx, collective, campaign) if campaign else None
        if campaign and (named is None or not known_campaigns.is_told(tx, collective, named, sees)):
            raise Refused(Reason.NO_CAMPAIGN, name=campaign[:100])
        return _found(tx, deps, Scope(collective, commune, named), sees)

    return await deps.store.read(work)


async def show_once(deps: Deps, message: MessageId) -> None:
    """Note that what a message of one person tells is shown to all. Raises Refused(BILAN_SHOWN)."""
    act, now = f"shown:{message}", deps.clock.now()

    def work(tx: Tx) -> None:
        if acts.done(tx, act) is not None:
            raise Refused(Reason.BILAN_SHOWN)
        acts.record(tx, act, "", now)

    await deps.store.write(work)


def _found(tx: Tx, deps: Deps, scope: Scope, sees: Sees) -> Found:
    tasks, weeks = tallies.read(tx, scope)
    hidden = {id_ for id_, channel in tallies.hidden(tx, scope).items() if not sees(channel)}
    made = bilans.bilan(tasks, weeks, hidden)
    return Found(_card(tx, deps, scope, made), weeks, _today(tx, deps, scope.owner))


def _card(tx: Tx, deps: Deps, scope: Scope, made: Bilan) -> BilanCard:
    name = campaigns.name(tx, scope.campaign) if scope.campaign else ""
    return BilanCard(made, cache(partial(_called, deps)), scope.city, scope.campaign, name)


def _today(tx: Tx, deps: Deps, collective: CollectiveId) -> date:
    return deps.clock.now().astimezone(known(tx, deps, collective).zone).date()


def nameable(tx: Tx, collective: CollectiveId, scope: str) -> tuple[Set[Name], int]:
    """By what a bilan could tell a forum of tasks, but for those that were typed where not
    everybody reads: how many of these have a name of their own."""
    of = _scope(collective, scope)
    tasks, hidden = tallies.tasks(tx, of), tallies.hidden(tx, of)
    names = bilans.named_by_all(one for one in tasks if one.id not in hidden)
    return names, sum(not one.names <= names for one in tasks)


def counted(
    tx: Tx, collective: CollectiveId, scope: str, shown: Set[Name], before: Set[TaskId]
) -> tuple[Set[TaskId], Set[TaskId]]:
    """The tasks that are told by names which organisers have `shown`; those that wait for others.

    What was typed where not everybody reads waits for nothing: it counts where it did `before`,
    else what was done would seem undone.
    """
    of = _scope(collective, scope)
    tasks, hidden = tallies.tasks(tx, of), tallies.hidden(tx, of).keys()
    told = {one.id for one in tasks if one.names <= shown}
    waiting = {one.id for one in tasks} - told - hidden
    return told | (before & hidden), waiting


def for_forum(
    tx: Tx,
    deps: Deps,
    collective: CollectiveId,
    scope: str,
    shown: Set[Name],
    name: str = "",
    kept: Set[TaskId] = frozenset(),
) -> str:
    """A bilan in the Markdown of forums, signed with the collective's `name`: of the tasks that
    are told by names which organisers have `shown` there, and by no others; of those `kept`, in
    totals alone. `scope` is as a `BilanCard` tells it."""
    of = _scope(collective, scope)
    tasks, weeks = tallies.read(tx, of)
    told = bilans.told_by(tasks, shown, kept)
    card = _card(tx, deps, of, bilans.bilan(told, weeks))
    says = texts(known(tx, deps, collective).locale)
    return words.for_forum(card, says, name, _today(tx, deps, collective))


def title(tx: Tx, deps: Deps, collective: CollectiveId, scope: str) -> str:
    """What a bilan is of, in the collective's language."""
    of = _scope(collective, scope)
    card = _card(tx, deps, of, bilans.bilan([], []))
    return card.title(texts(known(tx, deps, collective).locale))


def called(deps: Deps, name: Name, says: Texts) -> str:
    """A name as a bilan has it."""
    match name.noun:
        case Noun.CITY:
            return _called(deps, CityId(name.said))
        case Noun.UNIT:
            return unit_name(name.said, says)
        case Noun.CAMPAIGN:
            return says.say("campagne « {name} »", name=name.said)


def _scope(collective: CollectiveId, said: str) -> Scope:
    city, _, campaign = said.rpartition(":")
    return Scope(
        collective,
        None if city == words.ALL else CityId(city),
        CampaignId(int(campaign)) if int(campaign) else None,
    )


def _called(deps: Deps, code: CityId) -> str:
    commune = deps.registry.get(code)
    return cities.told(deps, commune) if commune else code


def worded(
    deps: Deps, found: Found, says: Texts, *, organiser: bool, public: bool = False
) -> Message:
    """Its words, and its picture, which is drawn when they leave."""
    message = words.told(found.card, says, organiser=organiser, public=public)
    if not found.card.bilan.sums:
        return message
    return replace(message, drawing=BilanDrawing(deps, found, says))


@dataclass(frozen=True, slots=True)
class BilanDrawing:
    """A bilan's picture, drawn when somebody is about to see it."""

    deps: Deps
    found: Found
    says: Texts

    async def file(self) -> File | None:
        """None, and a line in the log, where it cannot be drawn in time: the words say it all."""
        try:
            async with asyncio.timeout(_DRAWN_WITHIN_S):
                content = bilan_picture.content(self.found.card, self.says, self.found.today)
                picture = await self.deps.painter.draw(content, self.says)
        except (NotDrawn, TimeoutError) as error:
            log.warning("picture.missing error=%s why=%s", type(error).__name__, error)
            return None
        return File("bilan.png", picture.png, picture.alt)
