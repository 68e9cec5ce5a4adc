"""Which city a person means."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from bot.domain.communes import Commune
from bot.domain.folding import fold
from bot.domain.ids import CityId
from bot.domain.refusals import Reason, Refused
from bot.services.deps import Deps

_SHORTEST: Final = 3  # letters below which a name that resembles it would be a guess


def meant(deps: Deps, said: str) -> list[Commune]:
    """The communes that `said` may mean: one, or several, the biggest first.

    `said` is a key picked from the list, or what was typed instead: a name, a postcode, an INSEE
    code. Raises Refused(UNKNOWN_CITY) with the nearest name where there is one.
    """
    if named := deps.registry.named(said):
        return named
    nearest = next(iter(deps.registry.search(said, 1)), None)
    if nearest is None or not _has_a_word(said):
        raise Refused(Reason.UNKNOWN_CITY, name=said[:100])
    raise Refused(Reason.NEAR_CITY, name=said[:100], nearest=nearest.label)


def one(deps: Deps, said: str) -> Commune:
    """The one commune that was said. Raises Refused where none or several are."""
    found = meant(deps, said)
    if len(found) > 1:
        choices = ", ".join(each.label for each in found[:5])
        raise Refused(Reason.SEVERAL_CITIES, name=said[:100], choices=choices)
    return found[0]


def _has_a_word(said: str) -> bool:
    return len([sign for sign in fold(said) if sign.isalpha()]) >= _SHORTEST


def suggested(deps: Deps, typed: str) -> list[Commune]:
    """What the list offers for what was typed so far, best first, at most 25."""
    return deps.registry.search(typed)


def namer(deps: Deps) -> Callable[[CityId], str]:
    """What a city is called, with its department; its key where the registry lost it."""

    def named(code: CityId) -> str:
        commune = deps.registry.get(code)
        return commune.label if commune else code

    return named
