"""Which city a person means."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from bot.domain.belgium import belgian, need_free
from bot.domain.communes import Commune, Registry
from bot.domain.folding import fold
from bot.domain.ids import CityId, PersonId
from bot.domain.refusals import Reason, Refused
from bot.services.deps import Deps
from bot.store import added
from bot.store.base import Tx

_MOST_GUESSES: Final = 3
_SHORTEST: Final = 3  # letters below which a name that resembles it would be a guess


def meant(deps: Deps, said: str) -> list[Commune]:
    """The communes that `said` may mean: one, or several, the biggest first.

    `said` is a key picked from the list, or what was typed instead: a name, a postcode, an INSEE
    code. Raises Refused(UNKNOWN_CITY) with the nearest name where there is one.
    """
    if named := deps.registry.named(said):
        return named
    if not (near := nearest(deps, said)):
        raise Refused(Reason.UNKNOWN_CITY, name=said[:100])
    raise Refused(Reason.NEAR_CITY, name=said[:100], nearest=near[0].label)


def nearest(deps: Deps, said: str) -> list[Commune]:
    """What may be offered to who said a name that no commune has, the likeliest first: at most
    three, for they are guesses."""
    return suggested(deps, said)[:_MOST_GUESSES] if _has_a_word(said) else []


def one(deps: Deps, said: str) -> Commune:
    """The one commune that was said. Raises Refused where none or several are."""
    found = meant(deps, said)
    if len(found) > 1:
        choices = "\n".join(each.label for each in found[:5])
        raise Refused(Reason.SEVERAL_CITIES, name=said[:100], choices=choices)
    return found[0]


def told(deps: Deps, commune: Commune) -> str:
    """The name by which people are told of a commune: with its department where they may take it
    for another one."""
    return commune.label if deps.registry.namesakes(commune) else commune.shown


def _has_a_word(said: str) -> bool:
    return len([sign for sign in fold(said) if sign.isalpha()]) >= _SHORTEST


def suggested(deps: Deps, typed: str) -> list[Commune]:
    """What the list offers for what was typed so far, best first, at most 25.

    Where no name begins so, those that a typing error may have missed.
    """
    return deps.registry.search(typed) or deps.registry.resembling(typed)


def existing(deps: Deps, code: CityId) -> Commune:
    """A commune that something in the base speaks of. Raises LookupError where the registry lost
    it."""
    commune = deps.registry.get(code)
    if commune is None:
        raise LookupError(code)
    return commune


def namer(deps: Deps) -> Callable[[CityId], str]:
    """What a city is called, with its department; its key where the registry lost it."""

    def named(code: CityId) -> str:
        commune = deps.registry.get(code)
        return commune.label if commune else code

    return named


async def add(deps: Deps, name: str, code: str, by: PersonId) -> Commune:
    """Know one more commune of Belgium, for every collective, from now on.

    One that was added before takes this name. Raises Refused (a name or a code that is none, one
    that no commune has, a commune that is there already).
    """
    commune = belgian(name, code)
    if (known := _known(deps, commune)) is not None:
        raise Refused(Reason.KNOWN_CITY, city=known.label)
    need_free(commune.code, lambda code: _is_listed(deps.registry, code))
    now = deps.clock.now()

    def work(tx: Tx) -> bool:
        return added.keep(tx, commune.code, commune.name, by=by, now=now)

    if not await deps.store.write(work):  # somebody did before
        raise Refused(Reason.KNOWN_CITY, city=commune.label)
    deps.registry.add(commune)
    return commune


def _known(deps: Deps, commune: Commune) -> Commune | None:
    """What keeps a commune from being added: its code in the list, or its name in Belgium."""
    there = deps.registry.get(commune.code)
    if there is not None and not deps.registry.is_added(there.code):
        return there
    namesakes = deps.registry.homonyms(commune.name)
    return next(
        (one for one in namesakes if one.country == "be" and one.code != commune.code), None
    )


def _is_listed(registry: Registry, code: CityId) -> bool:
    return registry.get(code) is not None and not registry.is_added(code)


async def recall(deps: Deps) -> None:
    """Know the communes again that were added before, at the start."""
    remember(deps.registry, await deps.store.read(kept))


def remember(registry: Registry, communes: Iterable[Commune]) -> None:
    """Know what was added, but for what the list has by now."""
    registry.add(*(one for one in communes if registry.get(one.code) is None))


def kept(tx: Tx) -> list[Commune]:
    """The communes that were added."""
    return [belgian(name, code) for code, name in added.every(tx)]
