"""What is known of a city, in one read."""

from __future__ import annotations

import unicodedata

from bot.domain.communes import Commune
from bot.domain.ids import CollectiveId
from bot.render.cards import CityCard
from bot.services import collectives
from bot.services.deps import Deps
from bot.store import forums
from bot.store.base import Tx
from bot.store.collectives import Collective

_MOST_THREADS = 50


async def city(
    deps: Deps, commune: Commune, collective: CollectiveId | None
) -> tuple[CityCard, Collective]:
    """The card of a commune and how to speak to who asks, in one read."""
    return await deps.store.read(
        lambda tx: (known(tx, deps, commune), collectives.known(tx, deps, collective))
    )


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
