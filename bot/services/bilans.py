"""What tasks came to: for everybody in totals, for organisers as a table."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Final

from bot.domain import bilans
from bot.domain.ids import CampaignId, CityId, CollectiveId, TaskId
from bot.domain.refusals import Reason, Refused
from bot.ports.chat import File, Message
from bot.render import bilans as words
from bot.render.bilans import BilanCard
from bot.render.texts import Texts, texts
from bot.services import cities
from bot.services.collectives import known
from bot.services.deps import Deps
from bot.services.pictures import NotDrawn
from bot.store import campaigns, tallies
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
    deps: Deps, collective: CollectiveId, city: CityId | None, campaign: CampaignId | None
) -> Found:
    """Of a city or a campaign, or both; of all, where neither is given."""
    return await deps.store.read(lambda tx: _found(tx, deps, Scope(collective, city, campaign)))


async def said(deps: Deps, collective: CollectiveId, city: str, campaign: str) -> Found:
    """The same, as somebody typed them. Raises Refused (city, NO_CAMPAIGN)."""
    commune = cities.one(deps, city).code if city else None

    def work(tx: Tx) -> Found:
        named = campaigns.find(tx, collective, campaign) if campaign else None
        if campaign and named is None:
            raise Refused(Reason.NO_CAMPAIGN, name=campaign[:100])
        return _found(tx, deps, Scope(collective, commune, named))

    return await deps.store.read(work)


def _found(tx: Tx, deps: Deps, scope: Scope) -> Found:
    tasks, weeks = tallies.read(tx, scope)
    name = campaigns.name(tx, scope.campaign) if scope.campaign else ""
    card = BilanCard(
        bilans.bilan(tasks, weeks), partial(_called, deps), scope.city, scope.campaign, name
    )
    zone = known(tx, deps, scope.owner).zone
    return Found(card, weeks, deps.clock.now().astimezone(zone).date())


def for_forum(tx: Tx, deps: Deps, collective: CollectiveId, scope: str) -> str | None:
    """A bilan in the Markdown of forums; None where there is no task to tell of. `scope` is as a
    `BilanCard` tells it."""
    card = _found(tx, deps, _scope(collective, scope)).card
    if not card.bilan.tasks:
        return None
    return words.for_forum(card, texts(known(tx, deps, collective).locale))


def title(tx: Tx, deps: Deps, collective: CollectiveId, scope: str) -> str:
    """What a bilan is of, in the collective's language."""
    of = _scope(collective, scope)
    name = campaigns.name(tx, of.campaign) if of.campaign else ""
    card = BilanCard(bilans.bilan([], []), partial(_called, deps), of.city, of.campaign, name)
    return card.title(texts(known(tx, deps, collective).locale))


def _scope(collective: CollectiveId, said: str) -> Scope:
    city, _, campaign = said.rpartition(":")
    return Scope(
        collective,
        None if city == words.ALL else CityId(city),
        CampaignId(int(campaign)) if int(campaign) else None,
    )


def _called(deps: Deps, code: CityId) -> str:
    commune = deps.registry.get(code)
    return commune.shown if commune else code


def worded(
    deps: Deps, found: Found, says: Texts, *, organiser: bool, public: bool = False
) -> Message:
    """Its words, and its picture, which is drawn when they leave."""
    message = words.told(found.card, says, organiser=organiser, public=public)
    if not any(one.progress.target for one in found.card.bilan.sums):
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
                content = words.picture(self.found.card, self.says, self.found.today)
                picture = await self.deps.painter.draw(content, self.says)
        except (NotDrawn, TimeoutError) as error:
            log.warning("picture.missing error=%s why=%s", type(error).__name__, error)
            return None
        return File("bilan.png", picture.png, picture.alt)
