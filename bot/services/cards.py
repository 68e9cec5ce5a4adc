"""What is known of a city, in one read."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.communes import Commune
from bot.domain.folding import fold
from bot.domain.hearing import Sees
from bot.domain.ids import ChannelId, CollectiveId, PersonId
from bot.domain.kept_deadlines import Kept
from bot.domain.projects import ProjectStatus, held_by
from bot.domain.votes import CouncilVote
from bot.ports.chat import File, Message
from bot.render import city_card, city_deadlines, city_picture
from bot.render.city_card import CityCard
from bot.render.texts import Texts
from bot.services import city_places, collectives, known_deadlines, known_tasks, known_votes
from bot.services.deps import Deps
from bot.services.pictures import NotDrawn, Painter
from bot.store import follows, forums, project_steps, projects, votes, watches
from bot.store.base import Tx
from bot.store.collectives import Collective

log = logging.getLogger(__name__)

_MOST_THREADS: Final = 50
_S = ProjectStatus
# What people can still act on, then what is there, then what may never be, then what is over.
_ORDER: Final = {
    status: place
    for place, status in enumerate(
        (
            *(_S.VOTED, _S.TENDER, _S.AUTHORISED, _S.ANNOUNCED, _S.EXTENDED, _S.INSTALLED),
            *(_S.SUSPENDED, _S.RUMOUR, _S.CANCELLED),
        )
    )
}
_DRAWN_WITHIN_S: Final = 2.0


def _nothing(_: ChannelId) -> bool:
    """In a channel, the card is read by whoever reads there."""
    return False


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a card: a collective, or what everybody may know; in a channel, and perhaps a
    person alone, who `sees` other channels."""

    collective: CollectiveId | None = None
    channel: ChannelId | None = None
    person: PersonId | None = None
    sees: Sees = _nothing

    def reads(self, channel: ChannelId) -> bool:
        """Whether what is told in a channel is no secret to them."""
        return channel == self.channel or self.sees(channel)


async def city(deps: Deps, commune: Commune, reader: Reader) -> tuple[CityCard, Collective]:
    """The card of a commune and how to speak to who asks; its threads are looked for when due."""

    def work(tx: Tx) -> tuple[CityCard, Collective]:
        card = known(tx, deps, commune, reader)
        return card, collectives.known(tx, deps, reader.collective)

    card, speaking = await deps.store.read(work)
    if card.unlooked:
        await city_places.look(deps, commune)
        card, speaking = await deps.store.read(work)
    return card, speaking


def worded(deps: Deps, card: CityCard, says: Texts, now: datetime, zone: ZoneInfo) -> Message:
    """The card's words, and its picture, which is drawn when they leave."""
    words = city_card.city(card, says, now, zone)
    return replace(words, drawing=CityDrawing(deps.painter, card, says, now, zone))


@dataclass(frozen=True, slots=True)
class CityDrawing:
    """A city's picture, drawn when somebody is about to see it."""

    painter: Painter
    card: CityCard
    says: Texts
    now: datetime
    zone: ZoneInfo

    async def file(self) -> File | None:
        """None, and a line in the log, where it cannot be drawn in time: the words say it all."""
        try:
            async with asyncio.timeout(_DRAWN_WITHIN_S):
                content = city_picture.shown(self.card, self.says, self.now, self.zone)
                picture = await self.painter.draw(content, self.says)
        except (NotDrawn, TimeoutError) as error:
            log.warning("picture.missing error=%s why=%s", type(error).__name__, error)
            return None
        name = "-".join(fold(self.card.commune.name).split()) or "ville"
        return File(f"{name}.png", picture.png, picture.alt)


def known(tx: Tx, deps: Deps, commune: Commune, reader: Reader) -> CityCard:
    """The card of a commune as who reads it knows it, in an open transaction."""
    held = held_by(projects.of_city(tx, commune.code), reader.collective)
    steps = project_steps.of_all(tx, [one.id for one in held])
    now = deps.clock.now()
    due = _due(tx, commune, reader, now)
    there = city_places.ground(tx, deps.registry, deps.forums, commune)
    threads = partial(city_places.known, tx, there, _MOST_THREADS, reader.collective)
    return CityCard(
        commune=commune,
        threads=tuple(threads()),
        withdrawn=tuple(topic.id.forum for topic in threads(gone=True)),
        sources=tuple(health for health in forums.health(tx) if health.name in deps.forums),
        unlooked=city_places.unlooked(tx, there, now),
        ambiguous=deps.registry.named(fold(commune.name)) != [commune],
        projects=tuple(sorted(held, key=lambda one: _ORDER[one.status])),
        votes=tuple(_votes(tx, commune, reader)),
        deadlines=tuple(known_deadlines.card(tx, deps, one) for one in due[: city_deadlines.MOST]),
        more_deadlines=max(len(due) - city_deadlines.MOST, 0),
        steps=tuple((one, step) for one in held for step in steps[one.id]),
        tasks=tuple(known_tasks.of_city(tx, deps, reader.collective, commune.code, reader.reads)),
        heard_here=_is_heard(tx, commune, reader),
        is_own=_is_own(tx, commune, reader),
    )


def _votes(tx: Tx, commune: Commune, reader: Reader) -> list[CouncilVote]:
    """What the collective holds for true, and who reads it was told."""
    found = votes.told_in(tx, reader.collective, commune.code)
    return [one for one in found if known_votes.is_shown(tx, one, reader.reads)]


def _due(tx: Tx, commune: Commune, reader: Reader, now: datetime) -> list[Kept]:
    """What the collective is to do for the city, the first due first."""
    here = reader.collective
    kept = known_deadlines.shown(tx, here, reader.reads) if here else []
    return [one for one in kept if one.city == commune.code and one.days_left(now) >= 0]


def _is_heard(tx: Tx, commune: Commune, reader: Reader) -> bool:
    """Whether the channel follows the city for its collective."""
    kept = follows.cities_of(tx, reader.collective) if reader.collective else []
    return (commune.code, reader.channel) in {(one.key, one.channel) for one in kept}


def _is_own(tx: Tx, commune: Commune, reader: Reader) -> bool:
    """Whether who reads it follows the city in private; a private channel has one reader."""
    if reader.person is not None:
        own = watches.of_person(tx, reader.person)
    else:
        own = watches.of_channel(tx, reader.channel) if reader.channel else []
    return any(one.city == commune.code for one in own)
