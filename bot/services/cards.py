"""What is known of a city, in one read."""

from __future__ import annotations

import unicodedata

from bot.domain.communes import Commune
from bot.domain.ids import CityId
from bot.domain.refusals import Reason, Refused
from bot.render.cards import CityCard
from bot.services.deps import Deps
from bot.store import forums
from bot.store.base import Tx

_MOST_THREADS = 50


async def city(deps: Deps, code: CityId) -> CityCard:
    """The card of a city. Raises Refused(UNKNOWN_CITY)."""
    commune = deps.registry.get(code)
    if commune is None:
        raise Refused(Reason.UNKNOWN_CITY, name=code)
    return await deps.store.read(lambda tx: known(tx, deps, commune))


def known(tx: Tx, deps: Deps, commune: Commune) -> CityCard:
    """The card of a commune, in an open transaction."""
    return CityCard(
        commune=commune,
        threads=tuple(forums.tagged(tx, tags_of(commune), _MOST_THREADS)),
        sources=tuple(health for health in forums.health(tx) if health.name in deps.forums),
        ambiguous=len(deps.registry.homonyms(commune.name)) > 1,
    )


def tags_of(commune: Commune) -> list[str]:
    """The forum tags that name a commune: forums write them without accents or capitals."""
    plain = unicodedata.normalize("NFKD", commune.name.replace("œ", "oe").replace("Œ", "Oe"))
    words = "".join(
        letter if letter.isalnum() else " " for letter in plain if not unicodedata.combining(letter)
    )
    slug = "-".join(words.lower().split())
    accented = "-".join(commune.name.lower().replace("'", " ").split())
    return sorted({slug, accented})
