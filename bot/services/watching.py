"""Following cities: a channel for its collective, a person for themself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from bot.domain.communes import Commune
from bot.domain.folding import fold
from bot.domain.hearing import Sees
from bot.domain.ids import ChannelId, CityId, CollectiveId, PersonId
from bot.domain.refusals import Reason, Refused
from bot.domain.routing import Scope
from bot.services import cities, city_places, threads, wishes
from bot.services.deps import Deps
from bot.services.threads import Asker, Following, Listener
from bot.store import deliveries, follows, forums, watches
from bot.store.base import Tx
from bot.store.follows import Follow

MOST: Final = 25  # cities that a person follows for themself
_MOST_PROPOSED: Final = 25


@dataclass(frozen=True, slots=True)
class Followed:
    """The cities that a collective's channels follow, and those that the asker does; of the
    `unreached` the last message could not be given."""

    channels: Sequence[Follow]
    own: Sequence[Commune]
    unreached: frozenset[CityId] = frozenset()


async def follow(deps: Deps, said: str, asker: Asker, listener: Listener) -> Following:
    """Make a channel follow a city, silently about the past. Raises Refused."""
    commune = cities.one(deps, said)
    return await threads.follow(deps, wishes.of_city(commune).value, asker, listener=listener)


async def watch(deps: Deps, said: str, person: PersonId, channel: ChannelId) -> Commune:
    """Tell a person of a city in `channel`, their own with Vigie. Raises Refused."""
    commune = cities.one(deps, said)
    if deps.forums:  # what comes after is new: where that is, must be known
        await threads.need_position(deps, list(deps.forums.values()))
    now = deps.clock.now()

    def work(tx: Tx) -> None:
        if len(watches.of_person(tx, person)) >= MOST:
            raise Refused(Reason.TOO_MANY_WATCHED, most=str(MOST))
        if not watches.start(tx, person, channel, commune.code, now):
            raise Refused(Reason.ALREADY_WATCHED, city=cities.told(deps, commune))

    await deps.store.write(work)
    await city_places.look(deps, commune)
    return commune


async def unwatch(deps: Deps, said: str, person: PersonId) -> Commune:
    """Raises Refused where the person did not follow that city."""
    commune = cities.one(deps, said)
    if not await deps.store.write(lambda tx: watches.stop(tx, person, commune.code)):
        raise Refused(Reason.NOT_WATCHED, city=cities.told(deps, commune))
    return commune


async def is_followed_here(deps: Deps, said: str, asker: Asker) -> bool:
    """Whether the very channel follows a city. Raises Refused for what is no city."""
    code = cities.one(deps, said).code
    return bool(await deps.store.read(lambda tx: _here(tx, code, asker)))


async def unfollow(deps: Deps, said: str, asker: Asker) -> Follow | None:
    """Have the channel where it is asked stop following a city; None where it did not.

    Raises Refused for what is no city.
    """
    commune, now = cities.one(deps, said), deps.clock.now()

    def work(tx: Tx) -> Follow | None:
        found = _here(tx, commune.code, asker)
        if found is not None:
            read = forums.positions(tx, deps.forums)
            follows.stop(tx, found, by=asker.person, now=now, read=read)
        return found

    return await deps.store.write(work)


def _here(tx: Tx, city: CityId, asker: Asker) -> Follow | None:
    kept = follows.of_collective(tx, asker.collective)
    wanted = (Scope.CITY, city, asker.channel)
    return next((one for one in kept if (one.scope, one.key, one.channel) == wanted), None)


async def followed(deps: Deps, collective: CollectiveId | None, person: PersonId) -> Followed:
    """What is followed here, and by who asks."""

    def work(tx: Tx) -> tuple[list[Follow], dict[CityId, bool]]:
        channels = follows.cities_of(tx, collective) if collective else []
        own = watches.of_person(tx, person)
        closed = {one.channel for one in own if deliveries.last_reason(tx, one.channel) == "closed"}
        return channels, {one.city: one.channel in closed for one in own}

    channels, own = await deps.store.read(work)
    return Followed(
        channels,
        [one for code in own if (one := deps.registry.get(code))],
        frozenset(code for code, closed in own.items() if closed),
    )


async def cities_of(
    deps: Deps,
    collective: CollectiveId | None,
    person: PersonId,
    is_open: Callable[[ChannelId], bool],
) -> list[Commune]:
    """« Chez nous »: what the collective follows in open channels; else what the person does."""
    found = await followed(deps, collective, person)
    codes = dict.fromkeys(CityId(one.key) for one in found.channels if is_open(one.channel))
    shared = [one for code in codes if (one := deps.registry.get(code))]
    return shared or list(found.own)


async def at_first(
    deps: Deps, collective: CollectiveId | None, person: PersonId, sees: Sees
) -> list[Commune]:
    """The cities that somebody may mean who typed nothing yet, at most 25: « chez nous » first, as
    far as they see."""
    own = await cities_of(deps, collective, person, sees)
    return list(dict.fromkeys([*own, *cities.suggested(deps, "")]))[:_MOST_PROPOSED]


async def suggested(
    deps: Deps, typed: str, collective: CollectiveId | None, channel: ChannelId, person: PersonId
) -> list[Commune]:
    """The cities that a channel or a person may want to stop following who typed this so far."""
    found = await followed(deps, collective, person)
    codes = [CityId(one.key) for one in found.channels if one.channel == channel]
    known = dict.fromkeys([*codes, *(one.code for one in found.own)])
    communes = [one for code in known if (one := deps.registry.get(code))]
    return [one for one in communes if fold(typed) in fold(one.label)]
