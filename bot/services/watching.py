"""Following cities: a channel for its collective, a person for themself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.domain.communes import Commune
from bot.domain.folding import fold
from bot.domain.ids import ChannelId, CityId, CollectiveId, PersonId
from bot.domain.refusals import Reason, Refused
from bot.domain.routing import Scope
from bot.services import cities, city_places, polling, threads, wishes
from bot.services.deps import Deps
from bot.services.threads import Asker, Following, Listener
from bot.store import follows, watches
from bot.store.base import Tx
from bot.store.follows import Follow

MOST: Final = 25  # cities that a person follows for themself


@dataclass(frozen=True, slots=True)
class Followed:
    """The cities that a collective's channels follow, and those that the asker does."""

    channels: Sequence[Follow]
    own: Sequence[Commune]


async def follow(deps: Deps, said: str, asker: Asker, listener: Listener) -> Following:
    """Make a channel follow a city, silently about the past. Raises Refused."""
    commune = cities.one(deps, said)
    return await threads.follow(deps, wishes.of_city(commune).value, asker, listener=listener)


async def watch(deps: Deps, said: str, person: PersonId, channel: ChannelId) -> Commune:
    """Tell a person of a city in `channel`, their own with Vigie. Raises Refused."""
    commune = cities.one(deps, said)
    for forum in deps.forums.values():  # what comes after is new: where that is, must be known
        await polling.ensure_position(deps, forum)
    now = deps.clock.now()

    def work(tx: Tx) -> None:
        if len(watches.of_person(tx, person)) >= MOST:
            raise Refused(Reason.TOO_MANY_WATCHED, most=str(MOST))
        if not watches.start(tx, person, channel, commune.code, now):
            raise Refused(Reason.ALREADY_WATCHED, city=commune.name)

    await deps.store.write(work)
    await city_places.look(deps, commune)
    return commune


async def unwatch(deps: Deps, said: str, person: PersonId) -> Commune:
    """Raises Refused where the person did not follow that city."""
    commune = cities.one(deps, said)
    if not await deps.store.write(lambda tx: watches.stop(tx, person, commune.code)):
        raise Refused(Reason.NOT_WATCHED, city=commune.name)
    return commune


async def unfollow(deps: Deps, said: str, asker: Asker) -> list[Follow]:
    """Have the channel stop following a city; all the collective's, where this one did not.

    Empty where none did. Raises Refused for what is no city.
    """
    commune, now = cities.one(deps, said), deps.clock.now()

    def work(tx: Tx) -> list[Follow]:
        found = [
            one
            for one in follows.of_collective(tx, asker.collective)
            if (one.scope, one.key) == (Scope.CITY, commune.code)
        ]
        found = [one for one in found if one.channel == asker.channel] or found
        for one in found:
            follows.stop(tx, one, by=asker.person, now=now)
        return found

    return await deps.store.write(work)


async def followed(deps: Deps, collective: CollectiveId | None, person: PersonId) -> Followed:
    """What is followed here, and by who asks."""

    def work(tx: Tx) -> tuple[list[Follow], list[CityId]]:
        channels = follows.cities_of(tx, collective) if collective else []
        return channels, [one.city for one in watches.of_person(tx, person)]

    channels, own = await deps.store.read(work)
    return Followed(channels, [one for code in own if (one := deps.registry.get(code))])


async def cities_of(deps: Deps, collective: CollectiveId | None, person: PersonId) -> list[Commune]:
    """« Chez nous »: what the collective follows; in private, what the person does."""
    found = await followed(deps, collective, person)
    codes = dict.fromkeys(CityId(one.key) for one in found.channels)
    shared = [one for code in codes if (one := deps.registry.get(code))]
    return shared or list(found.own)


async def suggested(
    deps: Deps, typed: str, collective: CollectiveId | None, person: PersonId
) -> list[Commune]:
    """The followed cities that somebody may mean who typed this so far."""
    found = await followed(deps, collective, person)
    codes = [CityId(one.key) for one in found.channels] + [one.code for one in found.own]
    known = [one for code in dict.fromkeys(codes) if (one := deps.registry.get(code))]
    return [one for one in known if fold(typed) in fold(one.label)]
