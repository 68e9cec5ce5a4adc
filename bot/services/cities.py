"""Which city a person means."""

from __future__ import annotations

from bot.domain.communes import Commune, parse_code
from bot.domain.refusals import Reason, Refused
from bot.services.deps import Deps


def meant(deps: Deps, said: str) -> list[Commune]:
    """The communes that `said` may mean: one, or homonyms, the biggest first.

    `said` is a code picked from the list, or what was typed instead. Raises
    Refused(UNKNOWN_CITY) with the nearest name where there is one.
    """
    try:
        picked = deps.registry.get(parse_code(said))
    except ValueError:
        picked = None
    if picked is not None:
        return [picked]
    if named := deps.registry.named(said):
        return named
    nearest = next(iter(deps.registry.search(said, 1)), None)
    if nearest is None:
        raise Refused(Reason.UNKNOWN_CITY, name=said[:100])
    raise Refused(Reason.NEAR_CITY, name=said[:100], nearest=nearest.label)


def suggested(deps: Deps, typed: str) -> list[Commune]:
    """What the list offers for what was typed so far, best first, at most 25."""
    return deps.registry.search(typed)
